"""Booking a bill: transfer, year counter, holds, settlement and notifications, together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, Update, update

from gongji.app.context import Context
from gongji.credential.service import use_up
from gongji.family.holds import move_hold
from gongji.kernel.ids import new_id
from gongji.kernel.money import total
from gongji.kernel.writes import GuardedUpdate, Insertion, Values, Write
from gongji.ledger.books import Book, BookKind
from gongji.ledger.models import EntryKind, TransferKind
from gongji.ledger.service import Posting, TransferDetails, post
from gongji.notices.service import message_rows
from gongji.policy.parameters import INSURANCES, LEVELS
from gongji.policy_listing.editions import edition_rows
from gongji.settlement.bill import DecidedBill
from gongji.settlement.models import YearCounter
from gongji.settlement.notifications import of_settlement
from gongji.settlement.pool import counter_pool
from gongji.settlement.quote import Quote
from gongji.settlement.store import settlement_rows
from gongji.vocabulary import CredentialKind

COUNTERS = cast("Table", YearCounter.__table__)


@dataclass(frozen=True, slots=True)
class Settled:
    """A settlement by its id, and its rows, which the caller writes before the commit.

    They raise Conflict where an account or the year's counter moved meanwhile.
    """

    id: str
    writes: Sequence[Write]


def settle(ctx: Context, decided: Quote) -> Settled:
    """Books every leg of a bill that `quote` decided in this transaction (PAY-01 to PAY-10).

    All that decided was read under the locks it is booked under. A hold shrinks as its relative
    spends.
    """
    assert decided.is_locked, "a trial is decided on what may change"
    bill = decided.bill
    settlement_id = new_id("stl")
    for payer in bill.payers:
        if payer.from_hold:
            account = decided.accounts[payer.person_id]
            move_hold(ctx, account, payer.binding_id, -payer.from_hold.fen)
    transfer_id = None
    writes: list[Write] = []
    if postings := _postings(decided):
        paid = -total(*(posting.amount for posting in postings))
        postings.append(Posting(Book(BookKind.INSTITUTION, bill.institution_code), paid))
        details = TransferDetails(
            TransferKind.SETTLEMENT, ctx.today, bill.scene, bill.place, settlement_id
        )
        posted = post(ctx, details, postings)
        transfer_id = posted.transfer_id
        writes += posted.writes
    writes += _counted(ctx, decided)
    writes += settlement_rows(settlement_id, bill, transfer_id)
    writes += edition_rows(ctx)
    writes.append(message_rows(ctx, of_settlement(decided)))
    if bill.credential is CredentialKind.INSURANCE_CODE:
        use_up(ctx, decided.request.credential.number)
    return Settled(settlement_id, writes)


def _postings(decided: Quote) -> list[Posting]:
    """What the pool and the accounts pay; empty for a bill that is all cash."""
    amounts, person_id = decided.bill.amounts, decided.patient.person.id
    postings = []
    if amounts.pool:
        insurance = decided.patient.insurance
        fund = Book(BookKind.FUND, f"{insurance.area}:{INSURANCES[insurance.kind].code}")
        postings.append(Posting(fund, -amounts.pool))
    if amounts.own:
        account = decided.accounts[person_id]
        postings.append(Posting(account, -amounts.own, EntryKind.OWN_SPEND))
    postings += [
        Posting(
            decided.accounts[payer.person_id],
            -payer.amount,
            EntryKind.FAMILY_SPEND,
            member_id=person_id,
            relation=payer.relation,
            binding_id=payer.binding_id,
        )
        for payer in decided.bill.payers
    ]
    return postings


def _counted(ctx: Context, decided: Quote) -> list[Write]:
    """What adds to the year's counters, from the version that was read."""
    bill, patient = decided.bill, decided.patient
    amounts = bill.amounts
    if not amounts.counted_pool and not amounts.deductible:
        return []
    if patient.counter is not None:
        return [added_to_counter(patient.counter, bill)]
    row = {
        "person_id": patient.person.id,
        "year": ctx.today.year,
        "pool": counter_pool(patient.insurance.kind, bill.benefit, bill.counted_on),
        "deductible_fen": amounts.deductible.fen,
        "paid_fen": amounts.counted_pool.fen,
        "opening_deductible_fen": 0,
        "opening_paid_fen": 0,
        "version": 1,
    } | {f"deductible_{level}_fen": _at_level(bill, level) for level in LEVELS}
    return [Insertion(COUNTERS, [row])]


def _at_level(bill: DecidedBill, level: int) -> int:
    """The fen that this bill charges as deductible at that level."""
    return bill.amounts.deductible.fen if bill.tier_level == level else 0


def added_to_counter(counter: YearCounter, bill: DecidedBill) -> GuardedUpdate:
    """Guarded by the counter's version."""
    amounts = bill.amounts
    row = {
        "person": counter.person_id,
        "in_year": counter.year,
        "of_pool": counter.pool,
        "seen": counter.version,
        "more_deductible": amounts.deductible.fen,
        "more_paid": amounts.counted_pool.fen,
    } | {f"more_at_{level}": _at_level(bill, level) for level in LEVELS}
    return GuardedUpdate(addition_to_counter, [row], "year counter")


def addition_to_counter(value: Values) -> Update:
    columns = COUNTERS.c
    return (
        update(COUNTERS)
        .where(
            columns.person_id == value("person"),
            columns.year == value("in_year"),
            columns.pool == value("of_pool"),
            columns.version == value("seen"),
        )
        .values(
            deductible_fen=columns.deductible_fen + value("more_deductible"),
            paid_fen=columns.paid_fen + value("more_paid"),
            deductible_1_fen=columns.deductible_1_fen + value("more_at_1"),
            deductible_2_fen=columns.deductible_2_fen + value("more_at_2"),
            deductible_3_fen=columns.deductible_3_fen + value("more_at_3"),
            version=columns.version + 1,
        )
    )
