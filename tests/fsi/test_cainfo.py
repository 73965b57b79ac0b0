"""SM2 signatures in `cainfo`: GM/T vectors, and both rules for the text on the served gateway."""

from __future__ import annotations

import base64
import json
import secrets
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from gongji.fsi.cainfo import signed_text
from gongji.institutions.models import SealedTextRule
from gongji.kernel.sm2 import G, N, P, is_signed, public_key, sm3
from tests.fsi.gateway import Gateway
from tests.fsi.test_trust import Desk, desk
from tests.support.sent import PHARMACY, WIFE, card, envelope

__all__ = ["desk"]

# -- GM/T 0004 appendix A, GM/T 0003.5 appendix A

SECRET = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
KEY = (
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
R = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
S = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
MESSAGE = b"message digest"


@pytest.mark.parametrize(
    ("content", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_of_the_standard(content: bytes, digest: str) -> None:
    assert sm3(content).hex() == digest


def test_the_signature_of_the_standard_in_every_writing() -> None:
    key, raw = public_key(f"04{KEY.lower()}"), bytes.fromhex(R + S)
    der = encode_dss_signature(int(R, 16), int(S, 16))
    for text in (
        R + S,
        (R + S).lower(),
        der.hex(),
        *(base64.b64encode(x).decode() for x in (raw, der)),
    ):
        assert is_signed(key, MESSAGE, text), text
    assert not is_signed(key, MESSAGE, R + S, b"ALICE123@YAHOO.COM")


def test_nothing_else_is_a_signature() -> None:
    zero, far = "0" * 64, f"{N:064X}"
    t_is_zero = f"{int(R, 16):064X}{N - int(R, 16):064X}"
    texts = [
        zero + S,
        R + zero,
        far + S,
        R + far,
        t_is_zero,
        "",
        "x",
        "3006",
        R,
        R + S + "00",
        "==",
        "é",
    ]
    assert not [text for text in texts if is_signed(KEY, MESSAGE, text)]
    for at in range(128):
        other = f"{int((R + S)[at], 16) ^ 1:X}"
        assert not is_signed(KEY, MESSAGE, (R + S)[:at] + other + (R + S)[at + 1 :]), at
    other_key = public_key(f"{G[0]:064x}{G[1]:064x}")
    assert not is_signed(other_key, MESSAGE, R + S)
    for bad in (KEY[:-1] + "4", "0" * 128, f"{P:064X}{S}", KEY[:-2], f"05{KEY}", ""):
        with pytest.raises(ValueError):  # noqa: PT011
            public_key(bad)


# -- a signer that shares nothing with the code under test but the constants of the curve

Affine = tuple[int, int] | None


def plus(one: Affine, other: Affine) -> Affine:
    if one is None or other is None:
        return one or other
    if one[0] == other[0] and (one[1] + other[1]) % P == 0:
        return None
    if one == other:
        slope = (3 * one[0] ** 2 - 3) * pow(2 * one[1], -1, P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P)
    x = (slope**2 - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(factor: int, point: Affine = G) -> tuple[int, int]:
    total: Affine = None
    while factor:
        total = plus(total, point) if factor & 1 else total
        point, factor = plus(point, point), factor >> 1
    assert total is not None
    return total


def key_of(secret: int) -> str:
    x, y = times(secret)
    return f"{x:064X}{y:064X}"


def signed(secret: int, content: bytes) -> str:
    """Upper-case hex, by the steps of the standard."""
    a, b = P - 3, 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
    curve = "".join(f"{one:064X}" for one in (a, b, *G))
    who = b"1234567812345678"
    z = sm3(b"\x00\x80" + who + bytes.fromhex(curve + key_of(secret)))
    e = int.from_bytes(sm3(z + content), "big")
    while True:
        k = secrets.randbelow(N - 1) + 1
        r = (e + times(k)[0]) % N
        s = pow(1 + secret, -1, N) * (k - r * secret) % N
        if r and s and (r + k) % N:
            return f"{r:064X}{s:064X}"


def test_the_signer_is_that_of_the_standard() -> None:
    assert key_of(SECRET) == KEY


@given(st.integers(1, N - 2), st.binary(max_size=200), st.integers(0, 199))
def test_what_is_signed_verifies_and_nothing_beside_it(
    secret: int, content: bytes, at: int
) -> None:
    key, made = public_key(key_of(secret)), signed(secret, content)
    assert is_signed(key, content, made)
    spoilt = bytearray(content or b"\x00")
    spoilt[at % len(spoilt)] ^= 1
    assert not is_signed(key, bytes(spoilt), made)


# -- the text


def test_the_text_of_both_rules() -> None:
    named = {"msgid": "M1", "infno": "1101", "sign_no": "", "opter": 1, "dev_no": None}
    node = {"data": {"b": "", "a": "中", "c": None}, "all": [{"y": 2, "x": []}]}
    sent = named | {"cainfo": "x", "input": node}
    assert signed_text(sent, SealedTextRule.ENVELOPE) == "infno=1101&msgid=M1&opter=1&sign_no="
    assert signed_text(sent, SealedTextRule.INPUT) == (
        'infno=1101&input={"all":[{"y":2}],"data":{"a":"中"}}&msgid=M1&opter=1'
    )


# -- on the served gateway

ABSENT, DIFFERS = "报文须有 SM2 签名（cainfo）!", "报文的 SM2 签名（cainfo）不正确!"


def text_of(body: dict[str, Any], rule: str) -> str:
    """What the till signs, told here once more: every field of the test's envelope is a text."""
    told = {key: value for key, value in body.items() if key not in ("cainfo", "input")}
    if rule == "input":
        told = {key: value for key, value in told.items() if value}
        compact = json.dumps(
            body["input"], sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        told["input"] = compact
    return "&".join(f"{key}={told[key]}" for key in sorted(told))


def query(rule: str) -> dict[str, Any]:
    body: dict[str, Any] = envelope("1101", {"data": card(WIFE)}, place=PHARMACY) | {
        "signtype": "SM2"
    }
    return body | {"cainfo": signed(SECRET, text_of(body, rule).encode())}


def said(gateway: Gateway, body: dict[str, Any]) -> str:
    answer = gateway.post(json.dumps(body).encode())
    return str(answer.body["err_msg"]).removeprefix("401 ")


@pytest.mark.parametrize("rule", ["envelope", "input"])
def test_a_signature_that_does_not_fit_is_refused_in_every_part(desk: Desk, rule: str) -> None:
    gateway = desk.gateway
    body = query(rule)
    assert said(gateway, body | {"cainfo": "nonsense"}) == "", "no key is known, nothing is checked"
    desk.do("pin", PHARMACY, "--cainfo-key", KEY, "--cainfo-text", rule)
    assert said(gateway, body) == ""
    for name, value in body.items():
        if name not in ("cainfo", "input", "fixmedins_code", "infno", "inf_time"):
            other = value[:-1] + ("3" if value.endswith("2") else "2")
            assert said(gateway, body | {name: other}) == DIFFERS, name
    assert said(gateway, body | {"inf_time": "2025-06-10 10:00:01"}) == DIFFERS
    assert said(gateway, body | {"infno": "9001"}) == DIFFERS
    assert said(gateway, body | {"new_key": "x"}) == DIFFERS
    more = {"data": card(WIFE) | {"card_sn": "1"}}
    assert said(gateway, body | {"input": more}) == (DIFFERS if rule == "input" else "")
    assert said(gateway, body | {"cainfo": body["cainfo"][:-1] + "g"}) == DIFFERS


def test_an_absent_signature_is_refused_only_where_it_is_required(desk: Desk) -> None:
    gateway = desk.gateway
    desk.do("pin", PHARMACY, "--cainfo-key", KEY)
    for absent in ("", "null", None):
        assert said(gateway, query("envelope") | {"cainfo": absent}) == ""
    desk.do("pin", PHARMACY, "--cainfo-required")
    for absent in ("", "null", None):
        assert said(gateway, query("envelope") | {"cainfo": absent}) == ABSENT
    assert said(gateway, query("envelope")) == ""
    desk.do("pin", PHARMACY, "--unpin", "cainfo")
    assert said(gateway, query("envelope") | {"cainfo": ""}) == ""


def test_the_page_names_both_rules() -> None:
    page = (Path(__file__).parents[2] / "docs" / "gateway-trust.md").read_text("utf-8")
    assert all(f"`{rule}`" in page for rule in SealedTextRule)
