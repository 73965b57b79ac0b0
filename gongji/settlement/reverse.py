"""Undoing a settlement (撤销, 冲正): opposite transfer, counters, limits and holds restored."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, select

from gongji.app.context import Context
from gongji.family.holds import restore_hold
from gongji.kernel.db import locked
from gongji.kernel.ids import new_id
from gongji.kernel.money import Money
from gongji.kernel.writes import write_together
from gongji.ledger.models import TransferKind
from gongji.ledger.service import TransferDetails, account_of, lock_accounts_behind
from gongji.ledger.service import reverse as reverse_transfer
from gongji.notices.service import notify
from gongji.people.facts import persons
from gongji.people.models import Insurance
from gongji.settlement.bill import DecidedBill
from gongji.settlement.models import Settlement, YearCounter
from gongji.settlement.notifications import of_reversal
from gongji.settlement.pool import counter_pool
from gongji.settlement.problems import AlreadyCancelled, VisitUnknown
from gongji.settlement.settle import added_to_counter
from gongji.settlement.store import add_reversal, bill_of, with_basis


@dataclass(frozen=True, slots=True)
class Sender:
    """The institution and the message that asks for a reversal."""

    institution_code: str
    infno: str
    msgid: str


@dataclass(frozen=True, slots=True)
class Reversal:
    """A bill with its amounts negative, under a number of its own."""

    id: str
    bill: DecidedBill


def cancel(
    ctx: Context,
    sender: Sender,
    *,
    settlement_id: str,
    settled_by: str,
    visit_id: str,
    person_id: str,
) -> Reversal:
    """Reverses a settlement of this institution, visit and person that `settled_by` made.

    Raises VISIT_UNKNOWN, ALREADY_CANCELLED. Money returns to the accounts that paid, whatever
    became of the relation since (UNB-03), and counts for the days it was spent on.
    """
    found = _find(
        ctx,
        sender,
        Settlement.id == settlement_id,
        Settlement.infno == settled_by,
        Settlement.visit_id == visit_id,
        Settlement.person_id == person_id,
    )
    if found is None:
        raise VisitUnknown
    return _reverse(ctx, sender, found)


def undo(
    ctx: Context, sender: Sender, *, lost_infno: str, lost_msgid: str, person_id: str
) -> Reversal | None:
    """Reverses the settlement of a message whose reply was lost (2601); None where it made none.

    Raises VISIT_UNKNOWN where it settled by another transaction or for another person, and
    ALREADY_CANCELLED.
    """
    found = _find(ctx, sender, Settlement.msgid == lost_msgid)
    if found is None:
        return None
    if (found.infno, found.person_id) != (lost_infno, person_id):
        raise VisitUnknown
    return _reverse(ctx, sender, found)


def _find(ctx: Context, sender: Sender, *named: ColumnElement[bool]) -> Settlement | None:
    query = select(Settlement).where(
        Settlement.institution_code == sender.institution_code,
        Settlement.reverses_id.is_(None),
        *named,
    )
    return ctx.db.execute(with_basis(query)).scalar_one_or_none()


def _reverse(ctx: Context, sender: Sender, found: Settlement) -> Reversal:
    """Locks the accounts behind it, then the settlement: registry events lock in that order too.

    What was decided never changes, so its accounts are known before it is locked. Its deductible
    is the visit's again as soon as the bill no longer stands.
    """
    bill = bill_of(found)
    accounts = lock_accounts_behind(ctx.db, found.transfer_id) if found.transfer_id else {}
    query = select(Settlement).where(
        Settlement.id == found.id, Settlement.person_id == found.person_id
    )
    original = ctx.db.execute(locked(query)).scalar_one()
    if original.reversed_by_id is not None:
        raise AlreadyCancelled
    reversal_id = new_id("stl")
    transfer_id = None
    if original.transfer_id is not None:
        details = TransferDetails(
            TransferKind.REVERSAL, bill.counted_on, bill.scene, bill.place, reversal_id
        )
        transfer_id = reverse_transfer(ctx, original.transfer_id, details, accounts.values())
        for payer in bill.payers:
            if payer.from_hold:
                account, hold_fen = accounts[payer.person_id], payer.from_hold.fen
                restore_hold(ctx, account, payer.binding_id, hold_fen, original.transfer_id)
    if bill.amounts.counted_pool or bill.amounts.deductible:
        # that of the day on which the bill was settled, also in a later year or quarter
        insurance = ctx.db.get_one(Insurance, bill.insurance_id)
        pool = counter_pool(insurance.kind, bill.benefit, bill.counted_on)
        key = (bill.person_id, bill.year, pool)
        counter = ctx.db.get_one(YearCounter, key)
        write_together(ctx.db, [added_to_counter(counter, -bill)])
    own = account_of(ctx.db, bill.person_id)
    reversal = replace(
        -bill,
        msgid=sender.msgid,
        infno=sender.infno,
        channel=ctx.channel,
        at=ctx.now,
        year=ctx.today.year,
        own_balance_after=Money(own.balance_fen if own else 0),
    )
    add_reversal(ctx, reversal_id, reversal, transfer_id, original.id)
    if accounts:
        people = persons(ctx.db, {bill.person_id, *(payer.person_id for payer in bill.payers)})
        balances = {one: Money(account.balance_fen) for one, account in accounts.items()}
        notify(ctx, of_reversal(bill, people, balances))
    return Reversal(reversal_id, reversal)
