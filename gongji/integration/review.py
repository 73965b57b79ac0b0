"""Marks bills that were settled before it was known what had already happened (复核)."""

from __future__ import annotations

from sqlalchemy import or_, select, update

from gongji.kernel.context import Context
from gongji.ledger.models import Account, Entry
from gongji.people.models import RegistryEvent
from gongji.settlement.models import Settlement


def flag_later_bills(ctx: Context, event: RegistryEvent, account: Account | None) -> int:
    """Flags the standing bills since `effective_on` of which he was patient or payer.

    The type of the event is the mark; nothing is corrected by itself. Returns how many.
    """
    year = event.effective_on.year
    his = Settlement.person_id == event.person_id
    if account is not None:
        paid = select(Entry.settlement_id).where(
            Entry.account_id == account.id,
            Entry.year >= year,
            Entry.counted_on >= event.effective_on,
            Entry.settlement_id.is_not(None),
        )
        his = or_(his, Settlement.id.in_(paid))
    flagged = (
        update(Settlement)
        .where(
            his,
            Settlement.year >= year,
            Settlement.counted_on >= event.effective_on,
            Settlement.reverses_id.is_(None),
            Settlement.reversed_by_id.is_(None),
        )
        .values(flagged=event.type)
        .returning(Settlement.id)
        .execution_options(synchronize_session=False)
    )
    return len(ctx.db.execute(flagged).all())
