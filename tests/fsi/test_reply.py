"""Replies have the shape of the standard and amounts with exactly two decimals."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongji.fsi.outputs import yuan
from gongji.fsi.reply import failure, success, without_blanks
from gongji.fsi.wire import write_json
from gongji.kernel.money import FEN_MAX, Money
from gongji.kernel.problems import FieldError, RequestInvalid, RequestMalformed

NOW = datetime(2024, 12, 31, 16, 0, 1, 7_999, tzinfo=UTC)


def test_a_success_says_nothing_else() -> None:
    reply = success({"data": {}}, NOW)
    assert (reply["infcode"], reply["err_msg"], reply["output"]) == (0, "", {"data": {}})
    assert type(reply["infcode"]) is int


def test_times_are_those_of_hunan_to_the_millisecond() -> None:
    reply = success({}, NOW)
    assert reply["refmsg_time"] == reply["respond_time"] == "20250101000001007"
    assert re.fullmatch(r"43000020250101000001[0-9]{10}", reply["inf_refmsgid"])


def test_reference_numbers_differ() -> None:
    assert success({}, NOW)["inf_refmsgid"] != success({}, NOW)["inf_refmsgid"]


def test_a_failure_is_a_code_a_space_and_a_sentence() -> None:
    reply = failure(RequestInvalid.at("/data/psn_no", "REQUIRED", "人员编号不能为空"), NOW)
    assert (reply["infcode"], reply["output"]) == (-1, {})
    code, _, sentence = reply["err_msg"].partition(" ")
    assert code == "REQUEST_INVALID"
    assert sentence.endswith("data/psn_no 人员编号不能为空")


def test_as_many_bad_fields_are_named_as_fit() -> None:
    errors = [
        FieldError(f"/data/{name}", "REQUIRED", f"{name}不能为空") for name in "abcdefghijklm"
    ]
    message = failure(RequestInvalid.of(errors), NOW)["err_msg"]
    assert message.startswith("REQUEST_INVALID 有 13 处内容不符合要求：data/a a不能为空；data/b ")
    assert message.endswith("不能为空")
    assert 180 < len(message) <= 200


def test_what_has_no_value_is_left_out() -> None:
    assert without_blanks({"a": None, "b": [{"c": None, "d": 0}], "e": []}) == {
        "b": [{"d": 0}],
        "e": [],
    }


def test_a_long_failure_is_cut_to_200_characters() -> None:
    reply = failure(RequestMalformed(why="长" * 500), NOW)
    assert len(reply["err_msg"]) == 200


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0.00"), (1, "0.01"), (-1, "-0.01"), (10, "0.10"), (25_000, "250.00"),
        (-25_000, "-250.00"), (FEN_MAX, "99999999.99"), (-FEN_MAX, "-99999999.99"),
        (FEN_MAX * 1_000, "99999999990.00"),
    ],
)  # fmt: skip
def test_amounts_stand_in_json_with_two_decimals(fen: int, text: str) -> None:
    assert write_json({"acct_pay": yuan(Money(fen))}) == f'{{"acct_pay":{text}}}'.encode()


@given(st.integers(min_value=-FEN_MAX, max_value=FEN_MAX))
def test_amounts_survive_every_kind_of_client(fen: int) -> None:
    text = write_json(yuan(Money(fen))).decode()
    assert re.fullmatch(r"-?[0-9]+\.[0-9]{2}", text)
    assert json.loads(text, parse_float=Decimal) * 100 == fen
    assert round(json.loads(text) * 100) == fen


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_replies_are_plain_json(value: object) -> None:
    assert json.loads(write_json(value)) == value


def test_chinese_is_not_escaped() -> None:
    assert write_json({"中": '文"\n'}) == '{"中":"文\\"\\n"}'.encode()


def test_a_float_never_leaves() -> None:
    with pytest.raises(TypeError):
        without_blanks({"setlinfo": {"rows": [{"acct_pay": 0.1}]}})
