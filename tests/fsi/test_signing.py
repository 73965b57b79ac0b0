"""Gateway signatures: what clients compute verifies, anything else gets the standard's words."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import EnvironHeaders

from gongji.fsi.signing import (
    SIGNATURE_DIFFERS,
    USER_UNKNOWN,
    GatewayRefused,
    Headers,
    Sent,
    read_signature,
    which_scheme,
)
from gongji.vocabulary import Scheme

NOW = datetime(2025, 6, 10, 2, 0, 0, tzinfo=UTC)
SECRETS = {"AK-P1": "SK-P1", "AK-中": "密钥"}
SENT = Sent("POST", "/fsi/api/1101", "", lambda: b"{}")
BOTH = (Scheme.CSB, Scheme.XTIF)
GOLDEN = "1DBhn/r++Qn6HasQ0uOO+iDu12U="
"""openssl dgst -sha1 -hmac SK-P1 -binary, then base64, over the text of `csb` below."""


def csb(timestamp: str = "1749520800000", **changes: str) -> dict[str, str]:
    headers = {
        "_api_name": "1101",
        "_api_version": "1.0.0",
        "_api_timestamp": timestamp,
        "_api_access_key": "AK-P1",
    } | changes
    text = "&".join(f"{name}={headers[name]}" for name in sorted(headers))
    secret = SECRETS.get(headers["_api_access_key"], "?")
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()
    return headers | {"_api_signature": base64.b64encode(digest).decode()}


def xtif(timestamp: str = "1749520800", **changes: str) -> dict[str, str]:
    headers = {
        "x-tif-paasid": "AK-P1",
        "x-tif-timestamp": timestamp,
        "x-tif-nonce": "n0nce",
    } | changes
    secret = SECRETS.get(headers["x-tif-paasid"], "?")
    stamp = headers["x-tif-timestamp"]
    text = stamp + secret + headers["x-tif-nonce"] + stamp
    return headers | {"x-tif-signature": hashlib.sha256(text.encode()).hexdigest()}


def verify(
    headers: Headers,
    secret_of: Callable[[str], str | None],
    now: datetime,
    accepted: Collection[Scheme],
) -> str | None:
    """The key that signed, as the gateway finds it."""
    signature = read_signature(headers, now, accepted, SENT)
    if signature is None:
        return None
    secret = secret_of(signature.key)
    if secret is None:
        raise GatewayRefused(USER_UNKNOWN)
    if not signature.fits(secret):
        raise GatewayRefused(SIGNATURE_DIFFERS)
    return signature.key


def signer(headers: Mapping[str, str], now: datetime = NOW) -> str | None:
    return verify(headers, SECRETS.get, now, BOTH)


def refusal(headers: Mapping[str, str], now: datetime = NOW) -> str:
    with pytest.raises(GatewayRefused) as caught:
        signer(headers, now)
    assert caught.value.body() == {"code": 401, "message": caught.value.message}
    return caught.value.message


def test_the_golden_signature_verifies() -> None:
    assert csb()["_api_signature"] == GOLDEN
    assert signer(csb() | {"_api_signature": GOLDEN}) == "AK-P1"


def test_the_literal_header_values_are_signed() -> None:
    assert signer(csb(_api_name="api_1101", _api_version="1.0")) == "AK-P1"
    assert signer(csb(_api_access_key="AK-中")) == "AK-中"


def test_seconds_are_as_good_as_milliseconds() -> None:
    assert signer(csb("1749520800")) == "AK-P1"


@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_xtif_hex_may_be_written_in_either_case(case: object) -> None:
    assert callable(case)
    headers = xtif()
    assert signer(headers | {"x-tif-signature": case(headers["x-tif-signature"])}) == "AK-P1"


def test_headers_are_found_however_they_are_spelled() -> None:
    environ = {f"HTTP_{name.upper()}": value for name, value in csb().items()}
    assert verify(EnvironHeaders(environ), SECRETS.get, NOW, BOTH) == "AK-P1"
    assert signer({name.upper(): value for name, value in csb().items()}) == "AK-P1"
    assert signer({name.title(): value for name, value in xtif().items()}) == "AK-P1"


@pytest.mark.parametrize("headers", [csb(), xtif()], ids=["csb", "xtif"])
def test_every_header_is_needed(headers: dict[str, str]) -> None:
    for name in headers:
        assert refusal(headers | {name: ""}) == "缺少服务网关的请求头!"
        rest = {other: value for other, value in headers.items() if other != name}
        assert refusal(rest) == "缺少服务网关的请求头!"


@pytest.mark.parametrize("headers", [csb(), xtif()], ids=["csb", "xtif"])
def test_a_change_in_any_header_is_noticed(headers: dict[str, str]) -> None:
    for name, value in headers.items():
        assert refusal(headers | {name: value + "1"}) in {
            "签名时间戳超时!",
            "非法用户!",
            "签名不一致!",
        }


@pytest.mark.parametrize("headers", [csb(), csb("1749520800"), xtif()], ids=["ms", "s", "xtif"])
@pytest.mark.parametrize("way", [1, -1])
def test_a_signature_lives_thirty_minutes_either_way(headers: dict[str, str], way: int) -> None:
    assert signer(headers, NOW + way * timedelta(minutes=30)) == "AK-P1"
    late = NOW + way * timedelta(minutes=30, milliseconds=1)
    assert refusal(headers, late) == "签名时间戳超时!"


@pytest.mark.parametrize(
    "stamp",
    ["now", "-1749520800", "17495208000", "1749520800.0", "１７４９５２０８０", "9" * 13, "0" * 10],
)
def test_strange_timestamps_are_out_of_time(stamp: str) -> None:
    assert refusal(csb(stamp)) == "签名时间戳超时!"
    assert refusal(xtif(stamp)) == "签名时间戳超时!"


def test_a_key_nobody_holds_is_an_illegal_user() -> None:
    assert refusal(csb(_api_access_key="AK-X")) == "非法用户!"
    assert refusal(xtif(**{"x-tif-paasid": "AK-X"})) == "非法用户!"


def test_a_key_without_secret_signs_nothing() -> None:
    with pytest.raises(GatewayRefused, match="签名不一致!"):
        verify(csb(), lambda _: "", NOW, BOTH)


@pytest.mark.parametrize(
    ("headers", "scheme"),
    [
        (csb(), Scheme.CSB), (xtif(), Scheme.XTIF), ({}, Scheme.NONE), (csb() | xtif(), Scheme.CSB),
        ({"Content-Type": "text/plain"}, Scheme.NONE), ({"_api_name": ""}, Scheme.CSB),
        ({"X-Tif-Nonce": "1"}, Scheme.XTIF),
    ],
)  # fmt: skip
def test_the_headers_decide_the_scheme(headers: dict[str, str], scheme: Scheme) -> None:
    assert which_scheme(headers) is scheme


def test_unsigned_requests_pass_only_where_they_are_accepted() -> None:
    assert verify({}, SECRETS.get, NOW, [Scheme.NONE]) is None
    assert refusal({}) == "缺少服务网关的请求头!"


def test_a_bad_signature_is_refused_also_where_unsigned_requests_pass() -> None:
    with pytest.raises(GatewayRefused, match="签名不一致!"):
        verify(csb() | {"_api_signature": "x"}, SECRETS.get, NOW, list(Scheme))


def test_a_scheme_that_is_not_accepted_opens_nothing() -> None:
    with pytest.raises(GatewayRefused, match="缺少服务网关的请求头!"):
        verify(xtif(), SECRETS.get, NOW, [Scheme.CSB])


NAMES = st.sampled_from([*csb(), *xtif()])


@given(st.dictionaries(NAMES, st.text() | st.characters(categories=["Cs"]), min_size=1))
def test_no_header_breaks_the_check(headers: dict[str, str]) -> None:
    with pytest.raises(GatewayRefused):
        signer(csb() | headers | {"_api_signature": "x"})


@given(st.text() | st.characters(categories=["Cs"]))
def test_no_nonce_or_signature_breaks_the_check(text: str) -> None:
    with pytest.raises(GatewayRefused):
        signer(xtif() | {"x-tif-nonce": text, "x-tif-signature": text})
