"""The envelope is read from any raw body, and equal inputs have equal fingerprints."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongji.fsi.envelope import fingerprint, read_envelope
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.problems import RequestInvalid, RequestMalformed

BODY: dict[str, Any] = {
    "infno": "2102", "msgid": "P43010599901202506101000000001", "mdtrtarea_admvs": "430105",
    "insuplc_admdvs": "", "recer_sys_code": "99", "dev_no": None, "dev_safe_info": "null",
    "cainfo": "NULL", "signtype": "", "infver": "1.0.0", "opter_type": "1", "opter": "0001",
    "opter_name": "收费员", "inf_time": "2025-06-10 10:00:00", "fixmedins_code": "P43010599901",
    "fixmedins_name": "测试药店", "sign_no": "", "input": {"data": {"a": 1.50}},
    "enc_type": "", "app_id": [1],
}  # fmt: skip
REQUIRED = [
    "infno", "msgid", "mdtrtarea_admvs", "recer_sys_code", "infver", "opter_type", "opter",
    "opter_name", "inf_time", "fixmedins_code", "fixmedins_name", "input",
]  # fmt: skip


def raw(**changes: object) -> bytes:
    return json.dumps(BODY | changes).encode()


def pointer_of(body: bytes) -> str:
    with pytest.raises(RequestInvalid) as caught:
        read_envelope(body)
    return caught.value.errors[0].pointer


def test_an_envelope_is_read_with_its_blanks() -> None:
    envelope = read_envelope(raw())
    assert (envelope.infno, envelope.fixmedins_code) == ("2102", "P43010599901")
    assert envelope.inf_time == datetime(2025, 6, 10, 10, tzinfo=SHANGHAI)
    assert {envelope.dev_no, envelope.dev_safe_info, envelope.cainfo, envelope.sign_no} == {""}
    assert envelope.input == {"data": {"a": Decimal("1.5")}}


def test_a_byte_order_mark_and_chinese_in_utf8_are_read() -> None:
    body = b"\xef\xbb\xbf" + json.dumps(BODY, ensure_ascii=False).encode()
    assert read_envelope(body) == read_envelope(raw())


def test_input_may_be_a_json_text() -> None:
    assert read_envelope(raw(input='{"data": {"a": 1.5}}')).input == read_envelope(raw()).input


def test_numbers_stand_for_texts() -> None:
    envelope = read_envelope(raw(infno=2102, opter=1, msgid=123456789012345678901234567890))
    assert (envelope.infno, envelope.opter) == ("2102", "1")
    assert envelope.msgid == "123456789012345678901234567890"


def test_keys_are_read_in_any_case() -> None:
    shouted = json.dumps({name.upper(): value for name, value in BODY.items()}).encode()
    assert read_envelope(shouted) == read_envelope(raw())
    assert read_envelope(raw(INFNO="1101", Input={})) == read_envelope(raw())


def test_every_bad_field_is_told() -> None:
    with pytest.raises(RequestInvalid) as caught:
        read_envelope(raw(msgid="", infno="21/2", input=[]))
    pointers = [error.pointer for error in caught.value.errors]
    assert pointers == ["/infno", "/msgid", "/input"]


def test_what_may_be_personal_is_not_in_the_repr() -> None:
    shown = repr(read_envelope(raw(input={"certno": "430199198005120014"}, cainfo="secret")))
    assert "430199" not in shown
    assert "secret" not in shown
    assert "收费员" not in shown


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("blank", [None, "", "null"])
def test_required_fields_are_required(name: str, blank: object) -> None:
    assert pointer_of(raw(**{name: blank})) == f"/{name}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("infno", "1234567"), ("infno", "21/2"), ("infno", "中"), ("infno", ["2102"]),
        ("msgid", "x" * 31), ("msgid", "a b"), ("msgid", "号"), ("msgid", "a\x00b"), ("msgid", {}),
        ("fixmedins_code", "H" * 13), ("fixmedins_code", True), ("fixmedins_name", "店" * 201),
        ("inf_time", "2025-02-30 10:00:00"), ("opter_name", "收\u202e费"), ("cainfo", "x" * 1025),
        ("sign_no", "\ud800"), ("input", []), ("input", "["), ("input", 5), ("input", True),
    ],
)  # fmt: skip
def test_bad_fields_are_named(name: str, value: object) -> None:
    assert pointer_of(raw(**{name: value})) == f"/{name}"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"   ", b"null", b"[]", b"1", b'"text"', b"{", b"{}}", b"\xff\xfe{}", b"\x80",
        "{}".encode("utf-16"), "测".encode("gbk"), b'{"a": NaN}', b'{"a": -Infinity}',
        b'{"a": 1e99999999999999999999}', b'{"a": ' + b"9" * 5_000 + b"}",
        b"[" * 200_000, b'{"a":' * 200_000, b'{"input": ' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"a": "\x01"}', b"<xml/>", b"infno=2102",
    ],
    ids=lambda body: repr(body)[:24],
)  # fmt: skip
def test_what_cannot_be_read_is_malformed(body: bytes) -> None:
    with pytest.raises(RequestMalformed) as caught:
        read_envelope(body)
    assert caught.value.sentence().startswith("报文")


@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    with pytest.raises((RequestMalformed, RequestInvalid)):
        read_envelope(body)


def numbers(text: str) -> dict[str, Any]:
    content: dict[str, Any] = read_envelope(raw(input=text)).input
    return content


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ('{"a": 250}', '{"a": 250.00}'), ('{"a": 250}', '{"a": 2.5e2}'),
        ('{"a": 0}', '{"a": -0.0}'),
        ('{"a": 1, "b": [2, 3]}', '{"b": [2.0, 3], "a": 1}'), ('{"a": 0e9}', '{"a": 0}'),
        ('{"a": 1, "a": 2}', '{"a": 2}'),
    ],
)  # fmt: skip
def test_equal_content_has_one_fingerprint(left: str, right: str) -> None:
    assert fingerprint("2102", numbers(left)) == fingerprint("2102", numbers(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ('{"a": 250}', '{"a": 250.01}'), ('{"a": 250}', '{"a": "250"}'),
        ('{"a": 1}', '{"a": true}'),
        ('{"a": [1, 2]}', '{"a": [2, 1]}'), ('{"a": null}', '{"a": ""}'), ('{"a": 1}', '{"b": 1}'),
        ('{"a": 1e9999999}', '{"a": 1e9999998}'), ('{"a": {}}', '{"a": []}'),
        ('{"a": 1.00000000000000000000000000000000000001}', '{"a": 1}'),
    ],
)  # fmt: skip
def test_other_content_has_another_fingerprint(left: str, right: str) -> None:
    assert fingerprint("2102", numbers(left)) != fingerprint("2102", numbers(right))


def test_another_transaction_has_another_fingerprint() -> None:
    assert fingerprint("2101", {}) != fingerprint("2102", {})
