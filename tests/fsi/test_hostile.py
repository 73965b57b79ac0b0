"""Whatever is thrown at the served gateway is refused with `infcode` -1 and writes nothing."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fsi.gateway import Gateway, odd
from tests.fsi.inputs import POISON_AMOUNTS
from tests.support.sent import DRUG, WIFE, Line, envelope, sale


def _bad_bodies() -> dict[str, bytes]:
    """Bodies that are no transaction at all."""
    deep = b'{"infno":"1101","input":' + b"[" * 5_000 + b"]" * 5_000 + b"}"
    return {
        "nothing": b"",
        "no JSON": b"{",
        "an array": b"[]",
        "null": b"null",
        "a number": b"1",
        "not UTF-8": b"\xff\xfe{}",
        "a lone byte": b"\x80",
        "deep": deep,
        "NaN": b'{"infno": NaN}',
        "an endless number": b'{"infno": ' + b"9" * 5_000 + b"}",
        "no message id": odd(msgid=""),
        "a long message id": odd(msgid="M" * 31),
        "an unknown transaction": odd(infno="9999"),
        "an odd one": odd(infno="11/01"),
        "no institution": odd(fixmedins_code=None),
        "another": odd(fixmedins_code="H00000000000"),
        "a control": odd(opter_name="甲\x00乙"),
        "a bidi mark": odd(opter_name="甲\u202e乙"),
        "a lone surrogate": odd(opter_name="\ud800"),
        "a day that is none": odd(inf_time="2025-02-30 10:00:00"),
        "input as text": odd(input="{"),
        "input as list": odd(input=[1]),
        "a surrogate institution": odd(fixmedins_code="\ud800"),
        "deep input text": odd(input="[" * 5_000 + "]" * 5_000),
    }


@pytest.mark.parametrize("body", _bad_bodies().values(), ids=_bad_bodies().keys())
def test_what_is_no_transaction_is_refused(gateway: Gateway, body: bytes) -> None:
    before = gateway.tables()
    answer = gateway.post(body)
    assert (answer.status, answer.body["infcode"], answer.body["output"]) == (200, -1, {})
    refused = {"REQUEST_MALFORMED", "REQUEST_INVALID", "NOT_DESIGNATED", "INFNO_UNKNOWN"}
    assert answer.code in refused
    assert gateway.tables() == before


TEXTS = ["a\x00b", "a\u202eb", "a\u2066b", "\ud800", "a" * 5_000, "\x1b[2J", ["x"], {"a": 1}, True]
DAYS = ["2025-02-30 10:00:00", "2025-13-01", "0000-00-00", "9999-99-99", "2025-06-10 25:00:00",
        "tomorrow", 10**30, "2099-01-01 00:00:00"]  # fmt: skip


def poisoned(gateway: Gateway) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """A good purchase, each time with one thing in it spoilt."""
    good = sale(gateway.psn_no, WIFE, [Line(DRUG, "7.00")])
    row = ("det_item_fee_sumamt", "cnt", "pric")
    places = [
        ("druginfo", ("medfee_sumamt",), POISON_AMOUNTS),
        ("drugdetail", row, POISON_AMOUNTS),
        ("druginfo", ("psn_no", "mdtrt_cert_no", "med_type", "certno", "psn_name"), TEXTS),
        ("drugdetail", ("feedetl_sn", "med_list_codg"), TEXTS),
        ("druginfo", ("begntime",), DAYS),
        ("drugdetail", ("fee_ocur_time",), DAYS),
    ]
    for node, names, values in places:
        for name in names:
            for value in values:
                content = copy.deepcopy(good)
                target = content[node] if node == "druginfo" else content[node][0]
                target[name] = value
                yield name, value, content
    lists: list[Any] = [good["drugdetail"] * 1_001, good["drugdetail"] * 2, {}, [], None, [[]]]
    for rows in lists:
        yield "drugdetail", type(rows), good | {"drugdetail": rows}
    yield "druginfo", list, good | {"druginfo": [good["druginfo"]]}


def sent(content: Any, number: int) -> bytes:
    """As JSON, with what JSON has no word for written all the same."""
    wanted = envelope("2102", content, msgid=f"POISON-{number}")
    return json.dumps(wanted, default=str).encode()


def test_poison_in_any_field_is_refused_and_nothing_is_written(gateway: Gateway) -> None:
    """But in the access log of the patient whose own credential was shown with it."""
    before = gateway.tables()
    for number, (name, value, content) in enumerate(poisoned(gateway)):
        answer = gateway.post(sent(content, number))
        assert (answer.status, answer.body["infcode"]) == (200, -1), (name, value)
        assert answer.code not in {"INTERNAL_ERROR", "OUTSIDE_UNAVAILABLE"}, (name, value)
        assert len(answer.body["err_msg"]) <= 200
    assert gateway.tables() | {"access_log": 0} == before | {"access_log": 0}


def test_the_good_purchase_that_was_spoilt_is_accepted_unspoilt(gateway: Gateway) -> None:
    good = sale(gateway.psn_no, WIFE, [Line(DRUG, "7.00")])
    answer = gateway.post(sent(good, 0))
    assert answer.legs() == ("0.00", "7.00", "0.00", "0.00")
