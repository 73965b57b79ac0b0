"""Undoing a settlement (撤销, 冲正): opposite transfer, counters, limits and holds restored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update

from gongji.app.context import Context
from gongji.family.holds import restore_hold
from gongji.kernel.db import locked
from gongji.kernel.ids import new_id
from gongji.ledger.models import Account
from gongji.ledger.service import Occasion, account_of, lock_accounts_behind
from gongji.ledger.service import reverse as reverse_transfer
from gongji.notices.service import tell
from gongji.people.facts import persons
from gongji.people.models import Insurance
from gongji.settlement.facts import counter_pool
from gongji.settlement.models import Settlement, YearCounter
from gongji.settlement.notifications import of_reversal
from gongji.settlement.problems import AlreadyCancelled, VisitUnknown
from gongji.settlement.settle import add_to_counter

NEGATED = (
    "total_fen",
    "pool_fen",
    "own_fen",
    "mutual_fen",
    "cash_fen",
    "in_scope_fen",
    "first_self_pay_fen",
    "over_limit_fen",
    "full_self_pay_fen",
    "deductible_fen",
    "counted_pool_fen",
)
KEPT = (
    "visit_id",
    "batch_number",
    "institution_code",
    "place",
    "person_id",
    "insurance_id",
    "scene",
    "med_type",
    "credential",
    "counted_on",
    "pool_rate",
    "basis",
    "policy_version",
)

LINE_NEGATED = (
    "amount_fen",
    "in_scope_fen",
    "first_self_pay_fen",
    "over_limit_fen",
    "full_self_pay_fen",
)

CANCELS = {"2103": "2102", "2208": "2207"}
"""What each cancelling transaction cancels, and nothing else."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The institution and the message that asks for a reversal."""

    institution_code: str
    infno: str
    msgid: str


def cancel(
    ctx: Context, sender: Sender, *, settlement_id: str, visit_id: str, person_id: str
) -> Settlement:
    """Reverses a settlement of this institution, visit and person (2103, 2208).

    Raises VISIT_UNKNOWN, ALREADY_CANCELLED. Money returns to the accounts that paid, whatever
    became of the relation since (UNB-03), and counts for the days it was spent on.
    """
    found = _find(
        ctx,
        sender,
        Settlement.id == settlement_id,
        Settlement.infno == CANCELS[sender.infno],
        Settlement.visit_id == visit_id,
        Settlement.person_id == person_id,
    )
    if found is None:
        raise VisitUnknown
    return _reverse(ctx, sender, found)


def undo(
    ctx: Context, sender: Sender, *, lost_infno: str, lost_msgid: str, person_id: str
) -> Settlement | None:
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
    return ctx.db.execute(query).scalar_one_or_none()


def _reverse(ctx: Context, sender: Sender, found: Settlement) -> Settlement:
    original, accounts = _lock(ctx, found)
    if original.reversed_by_id is not None:
        raise AlreadyCancelled
    reversal_id = new_id("stl")
    transfer_id = _return_money(ctx, original, accounts, reversal_id)
    _restore_counter(ctx, original)
    own = account_of(ctx.db, original.person_id)
    row = _row(ctx, original, reversal_id, transfer_id, sender)
    row["own_balance_after_fen"] = own.balance_fen if own else 0
    ctx.db.execute(insert(Settlement), [row])
    ctx.db.execute(
        update(Settlement)
        .where(Settlement.id == original.id)
        .values(reversed_by_id=reversal_id)
        .execution_options(synchronize_session=False)
    )
    _tell(ctx, original, accounts)
    return Settlement(**row)


def _tell(ctx: Context, original: Settlement, accounts: dict[str, Account]) -> None:
    if not accounts:
        return
    payers = {payer["person_id"] for payer in original.payers}
    people = persons(ctx.db, {original.person_id, *payers})
    balances = {one: account.balance_fen for one, account in accounts.items()}
    tell(ctx, of_reversal(original, people, balances))


def _lock(ctx: Context, found: Settlement) -> tuple[Settlement, dict[str, Account]]:
    """The accounts behind it, then the settlement, freshly read: events lock in that order too.

    What it moved never changes, so its accounts are known before it is locked.
    """
    accounts = lock_accounts_behind(ctx.db, found.transfer_id) if found.transfer_id else {}
    query = select(Settlement).where(Settlement.id == found.id)
    return ctx.db.execute(locked(query)).scalar_one(), accounts


def _return_money(
    ctx: Context, original: Settlement, accounts: dict[str, Account], reversal_id: str
) -> str | None:
    if original.transfer_id is None:
        return None
    occasion = Occasion(
        "reversal", original.counted_on, original.scene, original.place, reversal_id
    )
    transfer_id = reverse_transfer(ctx, original.transfer_id, occasion, accounts.values())
    _restore_holds(ctx, original, accounts, original.transfer_id)
    return transfer_id


def _restore_holds(
    ctx: Context, original: Settlement, accounts: dict[str, Account], spent_by: str
) -> None:
    for payer in original.payers:
        if payer["hold_fen"]:
            account = accounts[payer["person_id"]]
            restore_hold(ctx, account, payer["binding_id"], payer["hold_fen"], spent_by)


def _restore_counter(ctx: Context, original: Settlement) -> None:
    """The counter of the year in which the bill was settled, also a later year."""
    if not original.counted_pool_fen and not original.deductible_fen:
        return
    insurance = ctx.db.get_one(Insurance, original.insurance_id)
    key = (original.person_id, original.year, counter_pool(insurance.kind))
    counter = ctx.db.get_one(YearCounter, key)
    add_to_counter(ctx, counter, -original.deductible_fen, -original.counted_pool_fen)


def _row(
    ctx: Context,
    original: Settlement,
    reversal_id: str,
    transfer_id: str | None,
    sender: Sender,
) -> dict[str, Any]:
    opposite = {name: -getattr(original, name) for name in NEGATED}
    same = {name: getattr(original, name) for name in KEPT}
    payers = [
        payer | {"amount_fen": -payer["amount_fen"], "hold_fen": -payer["hold_fen"]}
        for payer in original.payers
    ]
    return (
        opposite
        | same
        | {
            "id": reversal_id,
            "msgid": sender.msgid,
            "infno": sender.infno,
            "channel": ctx.channel,
            "at": ctx.now,
            "year": ctx.today.year,
            "reason": None,
            "payers": payers,
            "lines": [_opposite(line) for line in original.lines],
            "transfer_id": transfer_id,
            "reverses_id": original.id,
            "reversed_by_id": None,
            "flagged": None,
        }
    )


def _opposite(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line given back: its quantity, amount and classes, so that a receipt adds up."""
    negated = {name: -line[name] for name in LINE_NEGATED}
    return dict(line) | negated | {"quantity": str(-Decimal(line["quantity"]))}
