"""Marks bills for review (复核) that were settled before an earlier event was reported."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select, update

from gongji.app.context import Context
from gongji.ledger.figures import AccountDay
from gongji.ledger.models import Account, Entry
from gongji.people.models import Insurance, RegistryEvent
from gongji.settlement.models import Settlement
from gongji.vocabulary import InsuranceKind


def flag_later_bills(
    ctx: Context, event: RegistryEvent, account: Account | None, kinds: Collection[InsuranceKind]
) -> None:
    """Flags the unreversed bills since `effective_on` in which the person was the patient, with an
    insurance of these kinds, or a payer, as an employee may be.

    The flag is the type of the event; nothing is corrected automatically.
    """
    since = event.effective_on
    covers = select(Insurance.id).where(
        Insurance.person_id == event.person_id, Insurance.kind.in_(kinds)
    )
    as_patient = (
        Settlement.person_id == event.person_id,
        Settlement.insurance_id.in_(ctx.db.execute(covers).scalars().all()),
        Settlement.year >= since.year,
        Settlement.counted_on >= since,
    )
    _flag(ctx, event, *as_patient)
    if account is not None and InsuranceKind.EMPLOYEE in kinds:
        first = select(func.min(AccountDay.first_version)).where(
            AccountDay.account_id == account.id, AccountDay.day >= since
        )
        paid = select(Entry.settlement_id).where(
            Entry.account_id == account.id,
            Entry.version >= first.scalar_subquery(),
            Entry.counted_on >= since,
            Entry.settlement_id.is_not(None),
        )
        _flag(ctx, event, Settlement.id.in_(paid))


def _flag(ctx: Context, event: RegistryEvent, *which: ColumnElement[bool]) -> None:
    unreversed = (Settlement.reverses_id.is_(None), Settlement.reversed_by_id.is_(None))
    flagging = update(Settlement).where(*which, *unreversed).values(flagged=event.type)
    ctx.db.execute(flagging.execution_options(synchronize_session=False))
