"""Who signed a gateway request: the access key behind valid headers, or the gateway's refusal.

The schemes of the standard's gateways sign no body: the caller compares the key with the
institution that the body names, and the signed name with the transaction. Ours, `gj`, signs the
body too. A nonce holds once, and so does a message id that wrote something.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from gongji.vocabulary import Scheme

WINDOW = timedelta(minutes=30)
"""How far a signature's time may lie from the real one, either way."""

CSB_SIGNED = ("_api_access_key", "_api_name", "_api_timestamp", "_api_version")
"""In ascending order, as they are joined for signing."""

GJ_WINDOW = timedelta(minutes=5)
"""The same for our own scheme."""

GJ_HEADERS = ("x_gj_key", "x_gj_timestamp", "x_gj_nonce", "x_gj_signature")
CSB_SIGNATURE = "_api_signature"
CSB_NAME = "_api_name"
XTIF_NONCE = "x_tif_nonce"
XTIF_HEADERS = ("x_tif_paasid", "x_tif_timestamp", XTIF_NONCE, "x_tif_signature")

HEADERS_MISSING = "缺少服务网关的请求头!"
TIME_OUT = "签名时间戳超时!"
USER_UNKNOWN = "非法用户!"
SIGNATURE_DIFFERS = "签名不一致!"
"""The words of the standard's gateway."""

KEY_ENDED = "访问密钥已停用或已过期!"

TIMESTAMP = re.compile(r"[0-9]{10}([0-9]{3})?")
SECONDS_DIGITS = 10
MILLISECOND = timedelta(milliseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Headers(Protocol):
    """A mapping of header names to values, a plain one or a web framework's."""

    def items(self) -> Iterable[tuple[str, str]]: ...


class GatewayRefused(Exception):
    """A request that never reached a transaction; answered in the gateway's own shape."""

    code = int(HTTPStatus.UNAUTHORIZED)

    def __init__(self, message: str, institution: str = "") -> None:
        """`institution` is the code of whose key or name was used, "" where nobody has it."""
        super().__init__(message)
        self.message = message
        self.institution = institution

    def body(self) -> dict[str, object]:
        return {"code": self.code, "message": self.message}


def which_scheme(headers: Headers) -> Scheme:
    """The scheme whose headers are there, even if not all of them."""
    names = _flat(headers)
    if any(name in names for name in GJ_HEADERS):
        return Scheme.GJ
    if any(name in names for name in (*CSB_SIGNED, CSB_SIGNATURE)):
        return Scheme.CSB
    return Scheme.XTIF if any(name in names for name in XTIF_HEADERS) else Scheme.NONE


@dataclass(frozen=True, slots=True)
class Sent:
    """What a body signature covers beside its own headers; `query` is as written in the address."""

    method: str
    path: str
    query: str
    body: Callable[[], bytes] = field(repr=False)

    def read_gj(self, headers: Mapping[str, str], now: datetime) -> Signature:
        """HMAC-SHA256 or HMAC-SM3, hex, over six lines: method, path, sorted query, timestamp,
        nonce, and the hex digest of the body by the same function.
        """
        key, timestamp, nonce, stated = _present(headers, GJ_HEADERS)
        _check_time(timestamp, now, GJ_WINDOW)
        query = "&".join(sorted(part for part in self.query.split("&") if part))
        asked = f"{self.method}\n{self.path}\n{query}\n{timestamp}\n{nonce}"

        def made_with(secret: str) -> Collection[str]:
            made = []
            for function in (hashes.SHA256(), hashes.SM3()):
                digest, code = hashes.Hash(function), HMAC(_octets(secret), function)
                digest.update(self.body())
                code.update(_octets(f"{asked}\n{digest.finalize().hex()}"))
                made.append(code.finalize().hex())
            return made

        used = hashlib.sha256(_octets(nonce)).hexdigest()
        return Signature(Scheme.GJ, key, used, stated.lower(), made_with)


@dataclass(frozen=True, slots=True)
class Signature:
    """What signs a request, not yet compared: the secret of its key is still to be read.

    `nonce` is the digest of what may be used once with the key; None where the scheme has no such
    thing. `made_with` are the signatures that a secret makes, of which one must be stated.
    """

    scheme: Scheme
    key: str
    nonce: str | None
    stated: str = field(repr=False)
    made_with: Callable[[str], Collection[str]] = field(repr=False)

    def fits(self, secret: str) -> bool:
        stated = _octets(self.stated)
        matches = [hmac.compare_digest(_octets(one), stated) for one in self.made_with(secret)]
        return bool(secret) and any(matches)


def read_signature(
    headers: Headers, now: datetime, accepted: Collection[Scheme], sent: Sent
) -> Signature | None:
    """The signature of a request, or None where it is unsigned and may be.

    `now` is real time. Raises GatewayRefused for missing headers and a time stamp out of its
    window.
    """
    scheme = which_scheme(headers)
    if scheme not in accepted:
        raise GatewayRefused(HEADERS_MISSING)
    match scheme:
        case Scheme.CSB:
            return _read_csb(_flat(headers), now)
        case Scheme.XTIF:
            return _read_xtif(_flat(headers), now)
        case Scheme.GJ:
            return sent.read_gj(_flat(headers), now)
        case Scheme.NONE:
            return None


def check_name(headers: Headers, infno: str) -> None:
    """Raises GatewayRefused where headers were signed for another transaction.

    Clients sign its number with or without `api_` before it.
    """
    name = _flat(headers).get(CSB_NAME)
    if name is not None and name.lower().removeprefix("api_") != infno.lower():
        raise GatewayRefused(SIGNATURE_DIFFERS)


def _read_csb(headers: Mapping[str, str], now: datetime) -> Signature:
    """HMAC-SHA1, Base64, over the literal values: names and versions differ between clients."""
    *signed, stated = _present(headers, (*CSB_SIGNED, CSB_SIGNATURE))
    key, _, timestamp, _ = signed
    _check_time(timestamp, now, WINDOW)
    text = "&".join(f"{name}={value}" for name, value in zip(CSB_SIGNED, signed, strict=True))

    def made_with(secret: str) -> Collection[str]:
        made = hmac.digest(_octets(secret), _octets(text), "sha1")
        return [base64.b64encode(made).decode()]

    return Signature(Scheme.CSB, key, None, stated, made_with)


def _read_xtif(headers: Mapping[str, str], now: datetime) -> Signature:
    """SHA-256 over timestamp, secret, nonce, timestamp; the case of the hex differs per client."""
    key, timestamp, nonce, stated = _present(headers, XTIF_HEADERS)
    _check_time(timestamp, now, WINDOW)

    def made_with(secret: str) -> Collection[str]:
        return [hashlib.sha256(_octets(f"{timestamp}{secret}{nonce}{timestamp}")).hexdigest()]

    used = hashlib.sha256(_octets(nonce)).hexdigest()
    return Signature(Scheme.XTIF, key, used, stated.lower(), made_with)


def _flat(headers: Headers) -> dict[str, str]:
    """One spelling for all: WSGI turns `_api_name` into `-Api-Name` and back."""
    return {name.lower().replace("-", "_"): value for name, value in headers.items()}


def _present(headers: Mapping[str, str], names: Iterable[str]) -> list[str]:
    values = [headers.get(name, "") for name in names]
    if not all(values):
        raise GatewayRefused(HEADERS_MISSING)
    return values


def _check_time(timestamp: str, now: datetime, window: timedelta) -> None:
    """Thirteen digits are milliseconds, ten are seconds."""
    if not TIMESTAMP.fullmatch(timestamp):
        raise GatewayRefused(TIME_OUT)
    unit = timedelta(seconds=1) if len(timestamp) == SECONDS_DIGITS else MILLISECOND
    if abs(EPOCH + int(timestamp) * unit - now) > window:
        raise GatewayRefused(TIME_OUT)


def _octets(text: str) -> bytes:
    """UTF-8 of anything a header may hold, so that no odd character can break a comparison."""
    return text.encode("utf-8", "backslashreplace")
