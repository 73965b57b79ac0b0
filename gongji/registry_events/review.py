"""Marks bills for review (复核) that were settled before an earlier event was reported."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select, union, update

from gongji.app.context import Context
from gongji.ledger.figures import AccountDay
from gongji.ledger.models import Account, Entry
from gongji.people.models import Insurance, RegistryEvent
from gongji.settlement.models import Settlement
from gongji.vocabulary import InsuranceKind


def flag_later_bills(
    ctx: Context, event: RegistryEvent, account: Account | None, kinds: Collection[InsuranceKind]
) -> int:
    """Flags the unreversed bills since `effective_on` in which the person was the patient, with an
    insurance of these kinds, or a payer, as an employee may be.

    The flag is the type of the event; nothing is corrected automatically. Returns how many were
    flagged. The query is one `IN` over a union, because an `OR` beside the subquery uses no index.
    """
    since = event.effective_on
    theirs: list[Select[Any]] = [
        select(Settlement.id).where(
            Settlement.person_id == event.person_id,
            Settlement.insurance_id.in_(
                select(Insurance.id).where(
                    Insurance.person_id == event.person_id, Insurance.kind.in_(kinds)
                )
            ),
            Settlement.year >= since.year,
            Settlement.counted_on >= since,
        )
    ]
    if account is not None and InsuranceKind.EMPLOYEE in kinds:
        first = select(func.min(AccountDay.first_version)).where(
            AccountDay.account_id == account.id, AccountDay.day >= since
        )
        theirs.append(
            select(Entry.settlement_id).where(
                Entry.account_id == account.id,
                Entry.version >= first.scalar_subquery(),
                Entry.counted_on >= since,
                Entry.settlement_id.is_not(None),
            )
        )
    flagged = (
        update(Settlement)
        .where(
            Settlement.id.in_(union(*theirs)),
            Settlement.reverses_id.is_(None),
            Settlement.reversed_by_id.is_(None),
        )
        .values(flagged=event.type)
        .returning(Settlement.id)
        .execution_options(synchronize_session=False)
    )
    return len(ctx.db.execute(flagged).all())
