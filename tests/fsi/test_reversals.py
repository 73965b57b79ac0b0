"""2601 and what it reverses, in every order: what was called off is never paid, nor said to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.at_work import at_work
from tests.support.cast import Answer, Cast
from tests.support.sent import CHILD, HOSPITAL, PAYER, PHARMACY, WIFE, Line, sale

PAYER_FEN, WIFE_FEN = 30_000, 10_000
LOST = "LOST"


@dataclass(frozen=True, slots=True)
class Lost:
    """A settlement that waits to be sent, under the msgid LOST."""

    cast: Cast
    infno: str
    content: dict[str, Any]
    psn_no: str
    place: str

    def settle(self) -> Answer:
        return self.cast.transact(self.infno, self.content, place=self.place, msgid=LOST)

    def call_off(self, msgid: str = "", **changed: str) -> Answer:
        data = {"psn_no": self.psn_no, "omsgid": LOST, "oinfno": self.infno} | changed
        return self.cast.transact("2601", {"data": data}, place=self.place, msgid=msgid)

    def balances(self) -> tuple[int, int]:
        return (self.cast.account(PAYER)["balance_fen"], self.cast.account(WIFE)["balance_fen"])


def a_sale(cast: Cast) -> Lost:
    number = cast.number_of(WIFE)
    return Lost(cast, "2102", sale(number, WIFE, [Line(price="150.00")]), number, PHARMACY)


def a_visit(cast: Cast) -> Lost:
    bill = cast.upload(WIFE, Line(price="600.00"))
    return Lost(cast, "2207", {"data": bill.node}, bill.node["psn_no"], HOSPITAL)


BOTH = pytest.mark.parametrize("made", [a_sale, a_visit])
Made = Callable[[Cast], Lost]


def nothing_is_paid(lost: Lost) -> None:
    """And the msgid says so for ever."""
    assert lost.balances() == (PAYER_FEN, WIFE_FEN)
    assert lost.settle().code == "ALREADY_CANCELLED"
    assert lost.balances() == (PAYER_FEN, WIFE_FEN)
    assert lost.cast.broken() == []


@BOTH
def test_what_comes_after_its_reversal_is_refused(cast: Cast, made: Made) -> None:
    lost = made(cast)
    assert lost.call_off().code == ""
    assert lost.call_off().code == ""
    nothing_is_paid(lost)
    assert cast.transact(lost.infno, lost.content, place=lost.place).code == ""
    assert lost.balances() != (PAYER_FEN, WIFE_FEN), "under another msgid it is settled"


@BOTH
def test_what_was_settled_is_reversed_and_never_replayed(cast: Cast, made: Made) -> None:
    lost = made(cast)
    assert lost.settle().code == ""
    assert lost.balances() != (PAYER_FEN, WIFE_FEN)
    assert lost.call_off(msgid="BACK").code == ""
    nothing_is_paid(lost)
    assert lost.call_off(msgid="BACK").code == ""
    assert lost.call_off().code == "ALREADY_CANCELLED"


@BOTH
def test_a_cancelled_settlement_is_never_replayed_either(cast: Cast, made: Made) -> None:
    lost = made(cast)
    infno, other = {"2102": ("2103", "2208"), "2207": ("2208", "2103")}[lost.infno]
    settled = lost.settle()
    assert lost.settle().body["output"] == settled.body["output"]
    assert lost.cast.cancel(settled, lost.place, other).code == "VISIT_UNKNOWN"
    assert lost.cast.cancel(settled, lost.place, infno).code == ""
    nothing_is_paid(lost)
    assert lost.call_off().code == "ALREADY_CANCELLED"
    assert lost.cast.cancel(settled, lost.place, infno).code == "ALREADY_CANCELLED"


@BOTH
def test_whoever_names_it_wrongly_undoes_nothing(cast: Cast, made: Made) -> None:
    lost = made(cast)
    settled = lost.settle()
    paid = lost.balances()
    swapped = {"2102": "2207", "2207": "2102"}[lost.infno]
    child = lost.cast.number_of(CHILD)
    assert lost.call_off(oinfno=swapped).code == "VISIT_UNKNOWN"
    assert lost.call_off(psn_no=child).code == "VISIT_UNKNOWN"
    assert lost.call_off(msgid=LOST).code == "MSGID_REUSED"
    for infno in ("2201", "2103", "2208", "2601", "1101"):
        assert lost.call_off(oinfno=infno).code == "REQUEST_INVALID", infno
    assert lost.settle().body["output"] == settled.body["output"]
    assert lost.balances() == paid


def test_a_message_that_settled_nothing_is_not_called_off(cast: Cast) -> None:
    lost = a_visit(cast)
    taken = {"mdtrt_id": lost.content["data"]["mdtrt_id"], "chrg_bchno": "1"}
    drop = {"data": taken | {"psn_no": lost.psn_no}}
    assert lost.cast.transact("2205", drop, place=HOSPITAL, msgid=LOST).code == ""
    assert lost.call_off().code == "VISIT_UNKNOWN"
    assert lost.cast.transact("2205", drop, place=HOSPITAL, msgid=LOST).code == ""


def test_a_reversal_names_another_message_than_itself(cast: Cast) -> None:
    lost = a_sale(cast)
    assert lost.call_off(msgid=LOST).code == "REQUEST_INVALID"
    assert lost.settle().code == ""


# -- at the same time


@BOTH
def test_a_reversal_waits_for_what_is_at_work(cast: Cast, made: Made, database_url: str) -> None:
    lost = made(cast)
    with at_work(database_url, lost.settle, lost.call_off, lost.settle, lost.call_off) as begun:
        settled, undone, twin, again = (one.result() for one in begun)
    assert {settled.code, twin.code} <= {"", "ALREADY_CANCELLED"}
    assert {undone.code, again.code} <= {"", "ALREADY_CANCELLED"}
    assert "" in {undone.code, again.code}
    if "postgresql" in database_url:
        assert settled.code == "", "it was first, and was waited for"
    nothing_is_paid(lost)


def test_a_refused_one_at_work_leaves_the_mark(cast: Cast, database_url: str) -> None:
    lost = a_sale(cast)
    lost.content["druginfo"] |= {"medfee_sumamt": "150.01"}
    with at_work(database_url, lost.settle, lost.call_off) as begun:
        settled, undone = (one.result() for one in begun)
    assert settled.code in {"AMOUNTS_DISAGREE", "ALREADY_CANCELLED"}
    assert undone.code == ""
    nothing_is_paid(lost)


@BOTH
def test_cancelling_and_calling_off_at_once_gives_back_once(
    cast: Cast, made: Made, database_url: str
) -> None:
    lost = made(cast)
    settled = lost.settle()
    infno = {"2102": "2103", "2207": "2208"}[lost.infno]

    def cancel() -> Answer:
        return lost.cast.cancel(settled, lost.place, infno)

    with at_work(database_url, cancel, lost.call_off, cancel, lost.call_off) as begun:
        codes = sorted(one.result().code for one in begun)
    assert codes == ["", *["ALREADY_CANCELLED"] * 3]
    nothing_is_paid(lost)
