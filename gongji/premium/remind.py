"""Premium reminders: from the opening, and 30, 7 and 1 days before a window closes.

One message to each authorizer names, masked, the relatives whose resident premium is still due.
Whoever was missed on a day is reminded on the next run; nobody is reminded twice of one mark, which
its unique row decides between two runs at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import insert, select

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.family.models import Binding
from gongji.kernel.clock import Window
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import Problem
from gongji.kernel.wording import say
from gongji.notices.models import MessageKind
from gongji.notices.service import News, tell
from gongji.premium.facts import Insured, Paid, paid_already, relatives
from gongji.premium.models import RESIDENT, PremiumReminder
from gongji.premium.products import RESIDENT_NAME, Shelf, shelf
from gongji.vocabulary import InsuranceStatus

AUTHORIZERS_AT_ONCE = 200
OPENING = 0
DAYS_BEFORE = (1, 7, 30)
TITLE = "居民医保缴费提醒"
TEXT = (
    "您的亲属{names}还没有缴纳 {year} 年度{name}，集中缴费期到 {closes_on} 为止。"
    "可在“个账代缴”中使用您的个人账户代缴。"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A window at the latest of its marks that has come."""

    year: int
    closes_on: date
    days: int


def mark_of(window: Window, today: date) -> int:
    """The latest mark that has come, in days before the end; OPENING before the first of them."""
    left = (window.closes_on - today).days
    return next((days for days in DAYS_BEFORE if left <= days), OPENING)


def remind(runtime: Runtime) -> dict[str, int]:
    """Goes through every authorizer, some at a time, each time in a transaction of its own.

    Counts the messages written.
    """
    reminded = 0
    last: str | None = ""
    while last is not None:
        last, some = runtime.run(partial(_remind_some, after=last))
        reminded += some
    return {"reminded": reminded}


def _remind_some(ctx: Context, after: str) -> tuple[str | None, int]:
    """The next authorizers: the last of them, None after the end, and how many messages."""
    owners = _authorizers(ctx, after)
    if not owners:
        return None, 0
    bound = relatives(ctx, _active(ctx, owners)).values()
    shelves = [shelf(ctx, RESIDENT, year) for year in (ctx.today.year, ctx.today.year + 1)]
    reminded = sum(_remind_of(ctx, goods, bound) for goods in shelves)
    return owners[-1], reminded


def _authorizers(ctx: Context, after: str) -> Sequence[str]:
    query = (
        select(Binding.authorizer_id)
        .where(Binding.ended_at.is_(None), Binding.authorizer_id > after)
        .distinct()
        .order_by(Binding.authorizer_id)
        .limit(AUTHORIZERS_AT_ONCE)
    )
    return ctx.db.execute(query).scalars().all()


def _active(ctx: Context, owners: Sequence[str]) -> Sequence[Binding]:
    query = (
        select(Binding)
        .where(
            Binding.authorizer_id.in_(owners),
            Binding.ended_at.is_(None),
            Binding.starts_on <= ctx.today,
            Binding.ends_on >= ctx.today,
        )
        .order_by(Binding.seq)
    )
    return ctx.db.execute(query).scalars().all()


def _remind_of(ctx: Context, goods: Shelf, bound: Collection[Insured]) -> int:
    """Writes the messages about one insured year; what was told before is left out."""
    paid = paid_already(ctx, [one.person.id for one in bound], goods)
    unpaid = _unpaid(ctx, goods, bound, paid)
    told = _told(ctx, goods, {owner for owner, _ in unpaid})
    due = {key: names for key, names in unpaid.items() if key not in told}
    if due:
        ctx.db.execute(insert(PremiumReminder), [_row(ctx, *key) for key in due])
        tell(ctx, [_news(owner, mark, names) for (owner, mark), names in due.items()])
    return len(due)


def _unpaid(
    ctx: Context, goods: Shelf, bound: Collection[Insured], paid: Mapping[str, Paid]
) -> dict[tuple[str, Mark], list[str]]:
    """The masked names of who is still to be paid for, by authorizer and mark."""
    found: dict[tuple[str, Mark], list[str]] = defaultdict(list)
    for one in bound:
        assert one.binding, "a relative is bound"
        mark = None if one.person.id in paid else _mark(ctx, goods, one)
        if mark is not None:
            found[one.binding.authorizer_id, mark].append(mask_name(one.person.name))
    return found


def _mark(ctx: Context, goods: Shelf, one: Insured) -> Mark | None:
    """None for who need not or cannot be paid for: not a normally insured resident, dead, paid for
    by his subsidy, or a year that is not open at his place.
    """
    insurance = one.resident
    if insurance is None or insurance.status is not InsuranceStatus.NORMAL or one.person.died_on:
        return None
    offer = goods.open_at(ctx, insurance.area)
    if isinstance(offer, Problem) or not offer.due(offer.granted(one.person.subsidy)):
        return None
    return Mark(offer.year, offer.window.closes_on, mark_of(offer.window, ctx.today))


def _told(ctx: Context, goods: Shelf, owners: Collection[str]) -> set[tuple[str, Mark]]:
    query = select(PremiumReminder).where(
        PremiumReminder.person_id.in_(owners),
        PremiumReminder.product == goods.product,
        PremiumReminder.year == goods.year,
    )
    return {
        (row.person_id, Mark(row.year, row.closes_on, row.mark))
        for row in ctx.db.execute(query).scalars()
    }


def _row(ctx: Context, owner: str, mark: Mark) -> dict[str, Any]:
    return {
        "person_id": owner,
        "product": RESIDENT,
        "year": mark.year,
        "closes_on": mark.closes_on,
        "mark": mark.days,
        "at": ctx.now,
    }


def _news(owner: str, mark: Mark, names: Sequence[str]) -> News:
    text = say(
        TEXT, names="、".join(names), year=mark.year, name=RESIDENT_NAME, closes_on=mark.closes_on
    )
    return News(owner, MessageKind.REMINDER, TITLE, text)
