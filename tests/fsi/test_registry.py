"""What is served, what is known and not offered, and how each is run."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, event

from gongji.app.runtime import Runtime
from gongji.fsi.registry import ACTS, KINDS, Effect
from gongji.fsi.reply import IncompleteReply, written
from gongji.fsi.tables import NOT_OFFERED, TRANSACTIONS
from tests.support.cast import Cast
from tests.support.sent import HOSPITAL, WIFE

WITH_TABLES = frozenset({
    "1101", "1201", "1309", "1312", "1316", "1317", "1318", "1319", "1901", "2001", "2101", "2102",
    "2103", "2161", "2163", "2166", "2167", "2170", "2171", "2181", "2201", "2202", "2203", "2203A",
    "2204", "2205", "2206", "2207", "2208", "2503", "2504", "2505", "2506", "2601", "3201", "3202",
    "3505", "3506", "5201", "5202", "5203", "5204", "5205", "5206", "5301", "5302", "6101", "6201",
    "6202", "6203", "6204", "6301", "6302", "6401", "9001", "9002", "9101", "9102", "100001",
})  # fmt: skip
"""The transactions whose field tables are public."""

STAYS = ("2301", "2302", "2303", "2304", "2305", "2401", "2402", "2403", "2404", "2405", "2501")
MOBILE = ("6201", "6202", "6203", "6204", "6301", "6302", "6401")


def test_what_is_served_has_its_tables_and_nothing_is_both_served_and_not_offered() -> None:
    assert KINDS.keys() == ACTS.keys() == TRANSACTIONS.keys()
    assert not KINDS.keys() & NOT_OFFERED.keys()
    assert KINDS.keys() | NOT_OFFERED.keys() >= WITH_TABLES
    assert KINDS.keys() <= WITH_TABLES, "no field is invented"


@pytest.mark.parametrize("infno", [*STAYS, *MOBILE])
def test_stays_and_mobile_payment_are_known_and_not_offered(infno: str) -> None:
    assert infno in NOT_OFFERED


def test_a_query_changes_nothing_but_the_log_of_whom_it_reads(cast: Cast, runtime: Runtime) -> None:
    """It reads in a reading transaction, and the line is written before the answer goes out."""
    cast.upload(WIFE)
    number = cast.number_of(WIFE)
    seen: list[tuple[bool, bool]] = []

    def note(connection: Connection, _: Any, statement: str, *_rest: Any) -> None:
        is_write = statement.lstrip().startswith(("INSERT", "UPDATE", "DELETE", "WITH"))
        seen.append((connection.get_execution_options()["writes"], is_write))

    event.listen(runtime.engine, "before_cursor_execute", note)
    try:
        answer = cast.transact("5301", {"data": {"psn_no": number}}, place=HOSPITAL)
    finally:
        event.remove(runtime.engine, "before_cursor_execute", note)
    assert answer.code == ""
    assert KINDS["5301"].effect is Effect.READS
    assert (False, True) not in seen
    assert (False, False) in seen
    assert seen.count((True, True)) == 1, "the line"


def test_an_amount_without_a_value_is_zero_and_a_list_without_rows_is_empty() -> None:
    row = {"insutype": "310", "psn_type": "11", "cvlserv_flag": "0", "insuplc_admdvs": "430100"}
    person = dict.fromkeys(("psn_no", "psn_cert_type", "certno", "psn_name", "gend"), "x")
    told = written("1101", {"baseinfo": person | {"naty": None}, "insuinfo": [row]})
    assert str(told["insuinfo"][0]["balc"]) == "0.00"
    assert (told["idetinfo"], str(told["baseinfo"]["age"])) == ([], "0.0")
    assert "naty" not in told["baseinfo"]


def test_a_reply_that_lacks_what_its_table_requires_never_leaves() -> None:
    with pytest.raises(IncompleteReply, match="5301 feedetail/begndate"):
        written("5301", {"feedetail": [{"opsp_dise_code": "M1", "opsp_dise_name": "病"}]})
