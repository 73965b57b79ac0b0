"""Booking a bill: transfer, year counter, holds, settlement and notifications, together."""

from __future__ import annotations

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from gongji.app.context import Context
from gongji.credential.service import use_up
from gongji.family.holds import move_hold
from gongji.kernel.ids import new_id
from gongji.kernel.money import total
from gongji.kernel.transaction import Conflict
from gongji.ledger.books import Book, BookKind
from gongji.ledger.models import EntryKind, TransferKind
from gongji.ledger.service import Posting, TransferDetails, book
from gongji.notices.service import notify
from gongji.policy.parameters import INSURANCES
from gongji.settlement.bill import Amounts
from gongji.settlement.facts import counter_pool
from gongji.settlement.models import Settlement, YearCounter
from gongji.settlement.notifications import of_settlement
from gongji.settlement.quote import Quote
from gongji.settlement.store import add_settlement
from gongji.vocabulary import CredentialKind


def settle(ctx: Context, decided: Quote) -> Settlement:
    """Books every leg of a bill that `quote` decided in this transaction (PAY-01 to PAY-10).

    All that decided was read under the locks it is booked under; raises Conflict where the year's
    counter moved meanwhile. A hold shrinks as its relative spends.
    """
    bill = decided.bill
    settlement_id = new_id("stl")
    for payer in bill.payers:
        if payer.from_hold:
            account = decided.accounts[payer.person_id]
            move_hold(ctx, account, payer.binding_id, -payer.from_hold.fen)
    transfer_id = None
    if postings := _postings(decided):
        paid = -total(*(posting.amount for posting in postings))
        postings.append(Posting(Book(BookKind.INSTITUTION, bill.institution_code), paid))
        details = TransferDetails(
            TransferKind.SETTLEMENT, ctx.today, bill.scene, bill.place, settlement_id
        )
        transfer_id = book(ctx, details, postings)
    _count(ctx, decided)
    row = add_settlement(ctx, settlement_id, bill, transfer_id)
    notify(ctx, of_settlement(decided))
    if bill.credential is CredentialKind.INSURANCE_CODE:
        use_up(ctx, decided.request.credential.number)
    return row


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


def _count(ctx: Context, decided: Quote) -> None:
    """Adds to the year's counters, from the version that was read; else Conflict."""
    amounts, patient = decided.bill.amounts, decided.patient
    if not amounts.counted_pool and not amounts.deductible:
        return
    if patient.counter is None:
        row = {
            "person_id": patient.person.id,
            "year": ctx.today.year,
            "pool": counter_pool(patient.insurance.kind),
            "deductible_fen": amounts.deductible.fen,
            "paid_fen": amounts.counted_pool.fen,
            "opening_deductible_fen": 0,
            "opening_paid_fen": 0,
            "version": 1,
        }
        try:
            ctx.db.execute(insert(YearCounter), [row])
        except IntegrityError as problem:
            raise Conflict("year counter") from problem
        return
    add_to_counter(ctx, patient.counter, amounts)


def add_to_counter(ctx: Context, counter: YearCounter, amounts: Amounts) -> None:
    """Guarded by the counter's version; raises Conflict where it moved meanwhile."""
    moved = ctx.db.connection().execute(
        update(YearCounter)
        .where(
            YearCounter.person_id == counter.person_id,
            YearCounter.year == counter.year,
            YearCounter.pool == counter.pool,
            YearCounter.version == counter.version,
        )
        .values(
            deductible_fen=YearCounter.deductible_fen + amounts.deductible.fen,
            paid_fen=YearCounter.paid_fen + amounts.counted_pool.fen,
            version=YearCounter.version + 1,
        )
    )
    if moved.rowcount != 1:
        raise Conflict("year counter")
