"""The monthly credit to personal accounts (划账, BAL-04): once per account and month, for ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import cast

from sqlalchemy import ColumnElement, String, Table, and_, func, insert, select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.credits.models import MonthlyCredit
from gongji.kernel import progress
from gongji.kernel.db import locked, read_by_index
from gongji.kernel.given import ROWS, as_given, given
from gongji.kernel.money import ZERO, Money
from gongji.kernel.problems import RequestInvalid
from gongji.kernel.strict import read_month
from gongji.ledger.books import Book, BookKind
from gongji.ledger.bulk import Credit, book_credits
from gongji.ledger.models import Account, TransferKind
from gongji.ledger.service import TransferDetails
from gongji.people.models import Insurance
from gongji.policy.problems import PolicyNotConfigured
from gongji.policy.rules import Rules
from gongji.registry_events.insurances import covers_on
from gongji.registry_events.replay import Cover
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus

ACCOUNTS_AT_ONCE = 2_000
"""Accounts per transaction; what is committed stays when a later transaction fails."""

PLACE = "医保局拨入"
FIRST_MONTH = date(2000, 1, 1)
WITH_ACCOUNT = frozenset(Category) - {Category.POOL_ONLY}
CREDITS = cast("Table", MonthlyCredit.__table__)
COVER = (
    Insurance.kind,
    Insurance.category,
    Insurance.status,
    Insurance.area,
    Insurance.monthly_base_fen,
    Insurance.retired_on,
)
"""The columns of a Cover, in its order."""


@dataclass(frozen=True, slots=True)
class Done:
    """What one transaction did; `last` is the last account it looked at."""

    last: str
    credited: int
    skipped: int


def credit_month(
    runtime: Runtime, month: str, *, at_once: int = ACCOUNTS_AT_ONCE
) -> dict[str, int]:
    """Credits every account whose insurance is normal; a second run credits those left out.

    `month` is like 2025-06. Returns how many were `credited`, and `skipped` because there is no
    policy or nothing to credit. Raises REQUEST_INVALID for a month that has not begun.
    """
    counts = {"credited": 0, "skipped": 0}
    for done in credit_by_steps(runtime, month, at_once=at_once):
        counts["credited"] += done.credited
        counts["skipped"] += done.skipped
    return counts


def credit_by_steps(
    runtime: Runtime, month: str, *, at_once: int = ACCOUNTS_AT_ONCE
) -> Iterator[Done]:
    """As `credit_month`; yields what each transaction did."""
    runtime.run(lambda ctx: first_day(ctx, month), writes=False)
    last = ""
    while done := runtime.run(partial(_credit_some, month=month, after=last, most=at_once)):
        progress.made(done.credited + done.skipped)
        yield done
        last = done.last


def first_day(ctx: Context, month: str) -> date:
    """The day whose policy decides a month's credit."""
    try:
        first = read_month(month)
    except ValueError as problem:
        raise RequestInvalid.at("/month", "format", "应为形如 2025-06 的月份") from problem
    if first < FIRST_MONTH:
        raise RequestInvalid.at("/month", "range", f"不能早于 {FIRST_MONTH:%Y-%m}")
    if first > ctx.today:
        raise RequestInvalid.at("/month", "future", "这个月还没有开始")
    return first


def _credit_some(ctx: Context, month: str, after: str, most: int) -> Done | None:
    """Credits the next accounts in ascending id; None after the last.

    Progress is the account's id, and every query is bounded by it, so that the last accounts cost
    as little as the first.
    """
    read_by_index(ctx.db)
    following = select(Account.id).where(Account.id > after).order_by(Account.id).limit(most)
    last = ctx.db.execute(select(func.max(following.subquery().c.id))).scalar_one()
    if last is None:
        return None
    span = and_(Account.id > after, Account.id <= last)
    first = first_day(ctx, month)
    found = _creditable(ctx, first, _lock_uncredited(ctx, month, span))
    credits_ = [
        Credit(account_id, amount, Book(BookKind.CONTRIBUTION, cover.area))
        for account_id, cover in found.items()
        if (amount := _monthly_amount(ctx.policy.rules(cover.area, first), cover))
    ]
    transfers = book_credits(
        ctx, TransferDetails(TransferKind.CREDIT, ctx.today, place=PLACE), credits_
    )
    note_credits(
        ctx.db,
        (
            (credit.account_id, month, transfer_id)
            for credit, transfer_id in zip(credits_, transfers, strict=True)
        ),
    )
    return Done(last, len(credits_), len(found) - len(credits_))


def note_credits(db: Session, made: Iterable[tuple[str, str, str]]) -> None:
    """Stores that these accounts, each with its month, were credited by these transfers."""
    names = ("account_id", "month", "transfer_id")
    rows = [dict(zip(names, one, strict=True)) for one in made]
    if rows:
        row = given(db.get_bind().dialect.name, **dict.fromkeys(names, String))
        db.execute(insert(CREDITS).from_select(names, select(row)), {ROWS: as_given(rows)})


@dataclass(frozen=True, slots=True)
class Insured:
    """An account that may be credited, and its owner's employee insurance as it stands."""

    account_id: str
    person_id: str
    insurance_id: str
    cover: Cover


def _lock_uncredited(ctx: Context, month: str, span: ColumnElement[bool]) -> list[Insured]:
    """The accounts of this span without a credit of the month, locked in ascending id.

    A credit file may book one of them while this waits for its lock, so the credits are read again
    under the locks. They are looked up one by one, because PostgreSQL has no statistics of a month
    that has just begun: it would expect no credit of that month, and read all credits for each.
    """
    credit = (
        select(MonthlyCredit.transfer_id)
        .where(MonthlyCredit.account_id == Account.id, MonthlyCredit.month == month)
        .scalar_subquery()
    )
    query = (
        select(Account.id, Insurance.person_id, Insurance.id, *COVER)
        .join(Insurance, Insurance.person_id == Account.person_id)
        .where(span, Insurance.kind == InsuranceKind.EMPLOYEE, credit.is_(None))
        .order_by(Account.id, Insurance.id)
    )
    found = [Insured(*row[:3], Cover(*row[3:])) for row in ctx.db.execute(locked(query, Account))]
    if not found:
        return []
    credited = select(Account.id).where(span, credit.is_not(None))
    meanwhile = set(ctx.db.execute(credited).scalars())
    return [one for one in found if one.account_id not in meanwhile]


def _creditable(ctx: Context, first: date, found: Sequence[Insured]) -> dict[str, Cover]:
    """By account id, the insurances that are normal and have an account. A month that was missed is
    credited by the insurances of its first day, regardless of what was reported since.
    """
    is_missed = first < ctx.today.replace(day=1)
    then = covers_on(ctx, {one.person_id for one in found}, first) if is_missed else {}
    covers = ((one.account_id, then.get(one.insurance_id, one.cover)) for one in found)
    return {
        account_id: cover
        for account_id, cover in covers
        if cover.status is InsuranceStatus.NORMAL and cover.category in WITH_ACCOUNT
    }


def _monthly_amount(rules: Rules, cover: Cover) -> Money:
    """Rounded half-up to the fen; zero where no policy decides, because amounts are never guessed.

    The retired rate applies from the month after the retirement was processed.
    """
    since = cover.retired_on
    is_retired = cover.category is Category.RETIRED and (since is None or since < rules.on)
    try:
        if is_retired:
            return rules.credit_retired_month
        return Money(cover.monthly_base_fen or 0).share(rules.credit_active_rate)
    except PolicyNotConfigured:
        return ZERO
