"""A year of the account in figures: one calculation for the summary and every statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, extract, func, select

from gongji.app.context import Context
from gongji.kernel.privacy import mask_name
from gongji.ledger.figures import AccountDay, AccountYear
from gongji.ledger.models import Account, Entry, EntryKind
from gongji.ledger.years import current_fen
from gongji.people.facts import persons

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One entry of the year; `name` is masked, `relation` is None for the owner's own use.

    `year_fen` is the part of the amount that belongs to this year's money.
    """

    at: datetime
    kind: EntryKind
    scene: str | None
    place: str | None
    name: str
    relation: str | None
    member_id: str | None
    amount_fen: int
    balance_after_fen: int
    reference: str | None
    year_fen: int

    @property
    def credited_fen(self) -> int:
        return self.amount_fen if self.amount_fen > 0 and self.kind != EntryKind.REFUND else 0

    @property
    def spent_fen(self) -> int:
        return max(0, -self.amount_fen)

    @property
    def refunded_fen(self) -> int:
        return self.amount_fen if self.amount_fen > 0 and self.kind == EntryKind.REFUND else 0


@dataclass(frozen=True, slots=True)
class YearTotals:
    """opening + credited - spent + refunded = closing, always.

    A correction counts as spent where it takes money out and as credited where it brings money in,
    so three figures suffice. `year_fen` is the sum of this year's money that the entries moved; it
    divides the closing balance into money of earlier years and of this year (gongji.ledger.years).
    """

    opening_fen: int
    credited_fen: int
    spent_fen: int
    refunded_fen: int
    year_fen: int

    @property
    def closing_fen(self) -> int:
        return self.opening_fen + self.credited_fen - self.spent_fen + self.refunded_fen

    def figures(self) -> dict[str, int]:
        """The figures that a verification confirms."""
        return {
            "opening_fen": self.opening_fen,
            "credited_fen": self.credited_fen,
            "spent_fen": self.spent_fen,
            "refunded_fen": self.refunded_fen,
            "closing_fen": self.closing_fen,
        }

    @property
    def prior_years_fen(self) -> int:
        return self.closing_fen - self.current_year_fen

    @property
    def current_year_fen(self) -> int:
        return current_fen(self.year_fen, self.closing_fen)


@dataclass(frozen=True, slots=True)
class MonthMoney:
    month: int
    in_fen: int
    out_fen: int


@dataclass(frozen=True, slots=True)
class MemberMoney:
    """The name is masked; the owner's own use has no relation."""

    name: str
    relation: str | None
    out_fen: int


@dataclass(frozen=True, slots=True)
class SceneMoney:
    scene: str | None
    out_fen: int


@dataclass(frozen=True, slots=True)
class YearSummary:
    """`by_month` has all twelve months, by the day in Hunan. `by_member` and `by_scene` leave
    refunds out.
    """

    opening_fen: int
    credited_fen: int
    spent_fen: int
    refunded_fen: int
    closing_fen: int
    prior_years_fen: int
    current_year_fen: int
    by_month: Sequence[MonthMoney]
    by_member: Sequence[MemberMoney]
    by_scene: Sequence[SceneMoney]


def summary(ctx: Context, *, year: int | None) -> YearSummary:
    """A year of the caller's account, by default the current one.

    All figures are zero without an account. A future year opens and closes with the balance.
    """
    wanted = year or ctx.today.year
    opened = opened_with(ctx, wanted)
    parts = _year_parts(ctx, opened.account, wanted) if opened else []
    totals = totals_of(opened.fen if opened else 0, parts)
    came: dict[int, int] = defaultdict(int)
    went: dict[int, int] = defaultdict(int)
    for part in parts:
        came[part.month] += part.credited_fen + part.refunded_fen
        went[part.month] += part.spent_fen
    by_member = _spent_by(parts, lambda part: (part.member_id, part.name, part.relation))
    by_scene = _spent_by(parts, lambda part: part.scene)
    return YearSummary(
        **totals.figures(),
        prior_years_fen=totals.prior_years_fen,
        current_year_fen=totals.current_year_fen,
        by_month=[MonthMoney(month, came[month], went[month]) for month in MONTHS],
        by_member=[MemberMoney(name, relation, fen) for (_, name, relation), fen in by_member],
        by_scene=[SceneMoney(scene, fen) for scene, fen in by_scene],
    )


@dataclass(frozen=True, slots=True)
class Part:
    """The sums of one month, scene and user; fields as in SummaryLine."""

    month: int
    scene: str | None
    name: str
    relation: str | None
    member_id: str | None
    credited_fen: int
    spent_fen: int
    refunded_fen: int
    year_fen: int


def _year_parts(ctx: Context, own: Account, year: int) -> list[Part]:
    """The parts of a year from the daily figures, in the order of their first entries."""
    month, begun = extract("month", AccountDay.day), func.min(AccountDay.first_version)
    names = AccountDay.scene, AccountDay.relation, AccountDay.member_id
    query = (
        select(
            month,
            *names,
            func.sum(AccountDay.credited_fen),
            func.sum(AccountDay.spent_fen),
            func.sum(AccountDay.refunded_fen),
            func.sum(AccountDay.current_fen),
        )
        .where(
            AccountDay.account_id == own.id,
            AccountDay.day.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(month, *names)
        .order_by(begun)
    )
    rows = ctx.db.execute(query).all()
    members = persons(ctx.db, {own.person_id, *(row[3] for row in rows if row[3])})
    owner = members[own.person_id]
    return [
        Part(
            int(row[0]),
            row[1] or None,
            mask_name(members.get(row[3], owner).name),
            row[2] or None,
            row[3] or None,
            *(int(fen) for fen in row[4:]),
        )
        for row in rows
    ]


def year_lines(ctx: Context, own: Account, year: int) -> list[SummaryLine]:
    """The entries of one year in the order of booking."""
    span = and_(AccountYear.account_id == own.id, AccountYear.year == year)
    query = (
        select(Entry)
        .join(AccountYear, span)
        .where(
            Entry.account_id == own.id,
            Entry.version.between(AccountYear.first_version, AccountYear.last_version),
            Entry.year == year,
        )
        .order_by(Entry.version)
    )
    entries = ctx.db.execute(query).scalars().all()
    used_by = {one.member_id for one in entries if one.member_id}
    members = persons(ctx.db, {own.person_id, *used_by})
    owner = members[own.person_id]
    lines = []
    for entry in entries:
        assert entry.balance_after_fen is not None, "entries of an account carry its balance"
        lines.append(
            SummaryLine(
                entry.at,
                entry.kind,
                entry.scene,
                entry.place,
                mask_name(members.get(entry.member_id or "", owner).name),
                entry.relation,
                entry.member_id,
                entry.amount_fen,
                entry.balance_after_fen,
                entry.settlement_id or entry.payment_id,
                entry.current_fen,
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class Opened:
    """The account, and the balance with which it entered a year."""

    account: Account
    fen: int


def opened_with(ctx: Context, year: int) -> Opened | None:
    """The caller's account at the beginning of a year; None without an account."""
    moved = AccountYear.credited_fen - AccountYear.spent_fen + AccountYear.refunded_fen
    earlier = (
        select(func.coalesce(func.sum(moved), 0))
        .where(AccountYear.account_id == Account.id, AccountYear.year < year)
        .scalar_subquery()
    )
    query = select(Account, earlier).where(Account.person_id == ctx.actor.id)
    found = ctx.db.execute(query).one_or_none()
    return Opened(found[0], found[0].opening_fen + int(found[1])) if found else None


def totals_of(opening: int, lines: Sequence[SummaryLine] | Sequence[Part]) -> YearTotals:
    return YearTotals(
        opening,
        sum(line.credited_fen for line in lines),
        sum(line.spent_fen for line in lines),
        sum(line.refunded_fen for line in lines),
        sum(line.year_fen for line in lines),
    )


def _spent_by(parts: Sequence[Part], key: Callable[[Part], Any]) -> list[tuple[Any, int]]:
    """The sums spent for each key, largest first."""
    sums: dict[Any, int] = defaultdict(int)
    for part in parts:
        if part.spent_fen:
            sums[key(part)] += part.spent_fen
    return sorted(sums.items(), key=lambda item: -item[1])
