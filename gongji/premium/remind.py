"""Premium reminders: from the opening, and 30, 7 and 1 days before a window closes.

One message to each authorizer names, masked, the relatives whose resident premium is still due. An
authorizer who was missed on a day is reminded on the next run. The unique row of a reminder keeps
two runs at once from reminding twice of one mark.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from sqlalchemy import insert, select

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.family.models import Binding
from gongji.kernel import progress
from gongji.kernel.clock import Window
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import Problem
from gongji.kernel.wording import say
from gongji.notices.models import MessageKind
from gongji.notices.service import Notification, notify
from gongji.premium.facts import InsuredPerson, earlier_payments, relatives
from gongji.premium.models import RESIDENT, PremiumReminder
from gongji.premium.products import RESIDENT_NAME, Product, product
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
class ReminderMark:
    """A window at the latest of its marks that has come; `days` before its last day."""

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
        progress.made(some)
    return {"reminded": reminded}


def _remind_some(ctx: Context, after: str) -> tuple[str | None, int]:
    """Reminds the next authorizers; returns the last of them, None after the end, and a count."""
    next_owners = (
        select(Binding.authorizer_id)
        .where(Binding.ended_at.is_(None), Binding.authorizer_id > after)
        .distinct()
        .order_by(Binding.authorizer_id)
        .limit(AUTHORIZERS_AT_ONCE)
    )
    owners = ctx.db.execute(next_owners).scalars().all()
    if not owners:
        return None, 0
    active = (
        select(Binding)
        .where(
            Binding.authorizer_id.in_(owners),
            Binding.ended_at.is_(None),
            Binding.starts_on <= ctx.today,
            Binding.ends_on >= ctx.today,
        )
        .order_by(Binding.seq)
    )
    bound = relatives(ctx, ctx.db.execute(active).scalars().all()).values()
    years = (ctx.today.year, ctx.today.year + 1)
    reminded = sum(_remind_of(ctx, product(ctx, RESIDENT, year), bound) for year in years)
    return owners[-1], reminded


def _remind_of(ctx: Context, resident: Product, bound: Collection[InsuredPerson]) -> int:
    """Writes the messages about one insured year, except those written before.

    Only the living are named, who are normally insured as residents of an area where the year is
    open, and whose premium a subsidy does not pay at every tier.
    """
    offer_at = cache(partial(resident.open_at, ctx))
    paid = earlier_payments(ctx, [insured.person.id for insured in bound], resident)
    unpaid: dict[tuple[str, ReminderMark], list[str]] = defaultdict(list)
    for insured in bound:
        assert insured.binding, "a relative is bound"
        insurance, person = insured.resident, insured.person
        if (
            person.id in paid
            or person.died_on
            or insurance is None
            or insurance.status is not InsuranceStatus.NORMAL
        ):
            continue
        offer = offer_at(insurance.area)
        if isinstance(offer, Problem) or not any(
            offer.due(price, person.subsidy) for price in offer.prices
        ):
            continue
        days = mark_of(offer.window, ctx.today)
        mark = ReminderMark(offer.year, offer.window.closes_on, days)
        unpaid[insured.binding.authorizer_id, mark].append(mask_name(person.name))
    earlier = select(PremiumReminder).where(
        PremiumReminder.person_id.in_({owner for owner, _ in unpaid}),
        PremiumReminder.product == resident.key,
        PremiumReminder.year == resident.year,
    )
    written = {
        (row.person_id, ReminderMark(row.year, row.closes_on, row.mark))
        for row in ctx.db.execute(earlier).scalars()
    }
    due = {key: names for key, names in unpaid.items() if key not in written}
    if not due:
        return 0
    rows = [
        {
            "person_id": owner,
            "product": RESIDENT,
            "year": mark.year,
            "closes_on": mark.closes_on,
            "mark": mark.days,
            "at": ctx.now,
        }
        for owner, mark in due
    ]
    ctx.db.execute(insert(PremiumReminder), rows)
    messages = []
    for (owner, mark), names in due.items():
        whom, closes_on = "、".join(names), mark.closes_on
        text = say(TEXT, names=whom, year=mark.year, name=RESIDENT_NAME, closes_on=closes_on)
        messages.append(Notification(owner, MessageKind.REMINDER, TITLE, text))
    notify(ctx, messages)
    return len(due)
