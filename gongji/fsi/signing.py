"""Who signed a gateway request: the access key behind valid headers, or the gateway's refusal.

Neither scheme signs the body: the caller compares the key with the institution that
the body names, and the signed name with the transaction; a nonce holds once, and so does a message
id that wrote something.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Protocol

WINDOW = timedelta(minutes=30)
"""How far a signature's time may lie from the real one, either way."""

CSB_SIGNED = ("_api_access_key", "_api_name", "_api_timestamp", "_api_version")
"""In ascending order, as they are joined for signing."""

CSB_SIGNATURE = "_api_signature"
CSB_NAME = "_api_name"
XTIF_NONCE = "x_tif_nonce"
XTIF_HEADERS = ("x_tif_paasid", "x_tif_timestamp", XTIF_NONCE, "x_tif_signature")

HEADERS_MISSING = "缺少服务网关的请求头!"
TIME_OUT = "签名时间戳超时!"
USER_UNKNOWN = "非法用户!"
SIGNATURE_DIFFERS = "签名不一致!"

TIMESTAMP = re.compile(r"[0-9]{10}([0-9]{3})?")
SECONDS_DIGITS = 10
MILLISECOND = timedelta(milliseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Headers(Protocol):
    """A mapping of header names to values, a plain one or a web framework's."""

    def items(self) -> Iterable[tuple[str, str]]: ...


class Scheme(StrEnum):
    """How a request is signed; which ones are accepted is configuration."""

    CSB = "csb"
    XTIF = "xtif"
    NONE = "none"


class GatewayRefused(Exception):
    """A request that never reached a transaction; answered in the gateway's own shape."""

    code = int(HTTPStatus.UNAUTHORIZED)

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def body(self) -> dict[str, object]:
        return {"code": self.code, "message": self.message}


def which_scheme(headers: Headers) -> Scheme:
    """The scheme whose headers are there, even if not all of them."""
    names = _flat(headers)
    if any(name in names for name in (*CSB_SIGNED, CSB_SIGNATURE)):
        return Scheme.CSB
    return Scheme.XTIF if any(name in names for name in XTIF_HEADERS) else Scheme.NONE


@dataclass(frozen=True, slots=True)
class Signature:
    """What signs a request, not yet compared: the secret of its key is still to be read.

    `nonce` is the digest of what may be used once with the key; None where the scheme has no such
    thing.
    """

    key: str
    nonce: str | None
    stated: str = field(repr=False)
    made_with: Callable[[str], str] = field(repr=False)

    def check(self, secret: str | None) -> None:
        """Raises GatewayRefused where there is no such key, or it makes another signature."""
        if not secret:
            raise GatewayRefused(USER_UNKNOWN)
        if not hmac.compare_digest(_octets(self.made_with(secret)), _octets(self.stated)):
            raise GatewayRefused(SIGNATURE_DIFFERS)


def read_signature(
    headers: Headers, now: datetime, accepted: Collection[Scheme]
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
    _check_time(timestamp, now)
    text = "&".join(f"{name}={value}" for name, value in zip(CSB_SIGNED, signed, strict=True))

    def made_with(secret: str) -> str:
        return base64.b64encode(hmac.digest(_octets(secret), _octets(text), "sha1")).decode()

    return Signature(key, None, stated, made_with)


def _read_xtif(headers: Mapping[str, str], now: datetime) -> Signature:
    """SHA-256 over timestamp, secret, nonce, timestamp; the case of the hex differs per client."""
    key, timestamp, nonce, stated = _present(headers, XTIF_HEADERS)
    _check_time(timestamp, now)

    def made_with(secret: str) -> str:
        return hashlib.sha256(_octets(f"{timestamp}{secret}{nonce}{timestamp}")).hexdigest()

    return Signature(key, hashlib.sha256(_octets(nonce)).hexdigest(), stated.lower(), made_with)


def _flat(headers: Headers) -> dict[str, str]:
    """One spelling for all: WSGI turns `_api_name` into `-Api-Name` and back."""
    return {name.lower().replace("-", "_"): value for name, value in headers.items()}


def _present(headers: Mapping[str, str], names: Iterable[str]) -> list[str]:
    values = [headers.get(name, "") for name in names]
    if not all(values):
        raise GatewayRefused(HEADERS_MISSING)
    return values


def _check_time(timestamp: str, now: datetime) -> None:
    """Thirteen digits are milliseconds, ten are seconds."""
    if not TIMESTAMP.fullmatch(timestamp):
        raise GatewayRefused(TIME_OUT)
    unit = timedelta(seconds=1) if len(timestamp) == SECONDS_DIGITS else MILLISECOND
    if abs(EPOCH + int(timestamp) * unit - now) > WINDOW:
        raise GatewayRefused(TIME_OUT)


def _octets(text: str) -> bytes:
    """UTF-8 of anything a header may hold, so that no odd character can break a comparison."""
    return text.encode("utf-8", "backslashreplace")
