"""The monthly full clearing (按月全额清算) with the areas that drew on quotas.

Every draw and every reversal is counted in one clearing, that of the first month which is cleared
after it was booked. An area is cleared for a month once: its row is the claim, so that of two runs
one pays, and a repeated run pays nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from io import StringIO

from sqlalchemy import ColumnElement, func, select, union, update

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.kernel import progress
from gongji.kernel.clock import start_of, wall_clock
from gongji.kernel.db import insert_on
from gongji.kernel.money import Money
from gongji.kernel.problems import RequestInvalid
from gongji.kernel.strict import read_month
from gongji.labels import area_name
from gongji.ledger.books import Book, BookKind
from gongji.ledger.models import TransferKind
from gongji.ledger.service import Posting, TransferDetails, book
from gongji.quota.models import QuotaClearing, QuotaDraw

PLACE = "共济额度清算"
HEAD = (
    "清算月份",
    "统筹区代码",
    "统筹区",
    "支取笔数",
    "支取金额",
    "撤销笔数",
    "撤销金额",
    "清算金额",
    "清算时间",
    "转账编号",
)


def clear_month(runtime: Runtime, month: str) -> dict[str, int]:
    """Clears every area for a month that is over; counts areas and what was paid, in fen.

    Raises REQUEST_INVALID for a month that is not over.
    """
    first = read_month(month)
    areas = runtime.run(partial(areas_to_clear, month=first), writes=False)
    counts = {"areas": 0, "paid_fen": 0}
    for area in areas:
        net_fen = runtime.run(partial(clear_area, month=first, area=area))
        if net_fen is not None:
            counts["areas"] += 1
            counts["paid_fen"] += net_fen
        progress.made(1)
    return counts


def clearings_of(ctx: Context, month: str) -> Sequence[QuotaClearing]:
    """The areas cleared for a month, by code."""
    query = select(QuotaClearing).where(QuotaClearing.month == read_month(month))
    return ctx.db.execute(query.order_by(QuotaClearing.area)).scalars().all()


def clearing_file(ctx: Context, month: str) -> str:
    """The clearing of a month as CSV in yuan: a row for each area, then their sum."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEAD)
    rows = clearings_of(ctx, month)
    writer.writerows(
        (
            month,
            row.area,
            area_name(row.area),
            row.draws,
            Money(row.drawn_fen),
            row.reversals,
            Money(row.reversed_fen),
            Money(row.net_fen),
            wall_clock(row.cleared_at),
            row.transfer_id or "",
        )
        for row in rows
    )
    writer.writerow(
        (
            month,
            "",
            "合计",
            sum(row.draws for row in rows),
            Money(sum(row.drawn_fen for row in rows)),
            sum(row.reversals for row in rows),
            Money(sum(row.reversed_fen for row in rows)),
            Money(sum(row.net_fen for row in rows)),
            "",
            "",
        )
    )
    return file.getvalue()


def areas_to_clear(ctx: Context, month: date) -> Sequence[str]:
    """The areas with draws or reversals that no clearing has counted; raises REQUEST_INVALID."""
    past = _past(month)
    if ctx.today < past:
        raise RequestInvalid.at("/month", "not_over", "这个月还没有结束")
    drawn, given_back = _uncleared(past)
    areas = union(select(QuotaDraw.area).where(*drawn), select(QuotaDraw.area).where(*given_back))
    return sorted(ctx.db.execute(areas).scalars())


def _past(month: date) -> date:
    """The first day after a month."""
    return (month + timedelta(days=31)).replace(day=1)


Conditions = tuple[ColumnElement[bool], ...]


def _uncleared(past: date) -> tuple[Conditions, Conditions]:
    """Which draws and which reversals before a day no clearing has counted."""
    before = start_of(past)
    return (
        (QuotaDraw.cleared_month.is_(None), QuotaDraw.drawn_at < before),
        (
            QuotaDraw.reversed_at.is_not(None),
            QuotaDraw.reversal_cleared_month.is_(None),
            QuotaDraw.reversed_at < before,
        ),
    )


def clear_area(ctx: Context, month: date, area: str) -> int | None:
    """What is paid to the area for the month, in fen; None where it is cleared already."""
    claim = insert_on(ctx.db, QuotaClearing).values(
        month=month,
        area=area,
        draws=0,
        drawn_fen=0,
        reversals=0,
        reversed_fen=0,
        cleared_at=ctx.now,
    )
    once = claim.on_conflict_do_nothing().returning(QuotaClearing.area)
    if ctx.db.execute(once).first() is None:
        return None
    drawn, given_back = _uncleared(_past(month))
    mark = update(QuotaDraw).execution_options(synchronize_session=False)
    ctx.db.execute(mark.where(*drawn, QuotaDraw.area == area).values(cleared_month=month))
    ctx.db.execute(
        mark.where(*given_back, QuotaDraw.area == area).values(reversal_cleared_month=month)
    )
    sums = select(func.count(), func.coalesce(func.sum(QuotaDraw.amount_fen), 0))
    of_area = sums.where(QuotaDraw.area == area)
    draws, drawn_fen = ctx.db.execute(of_area.where(QuotaDraw.cleared_month == month)).one()
    reversals, reversed_fen = ctx.db.execute(
        of_area.where(QuotaDraw.reversal_cleared_month == month)
    ).one()
    net = Money(int(drawn_fen) - int(reversed_fen))
    transfer_id = None
    if net:
        details = TransferDetails(TransferKind.QUOTA_CLEARING, ctx.today, place=PLACE)
        owed, paid = Book(BookKind.PLATFORM, area), Book(BookKind.CLEARED, area)
        transfer_id = book(ctx, details, [Posting(owed, -net), Posting(paid, net)])
    row = update(QuotaClearing).where(QuotaClearing.month == month, QuotaClearing.area == area)
    ctx.db.execute(
        row.values(
            draws=draws,
            drawn_fen=int(drawn_fen),
            reversals=reversals,
            reversed_fen=int(reversed_fen),
            transfer_id=transfer_id,
        ).execution_options(synchronize_session=False)
    )
    return net.fen
