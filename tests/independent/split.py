"""How one bill divides into pool, own, mutual and cash: the rules once more, in plain integers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tests.independent.figures import Figures

WHOLE = 10_000
"""Rates and quantities are counted in ten-thousandths."""

FEN = 10_000 * WHOLE
"""A fen, where a price in millionths of a yuan is multiplied by a quantity."""

UNLISTED = "unlisted"
"""The kind of an item that is in no catalogue."""

NEVER_PAID = ("public_health", "fitness", "wellness", UNLISTED)


def half_up(fen: int, parts: int) -> int:
    """`parts` ten-thousandths of an amount, a half fen upwards."""
    return (2 * fen * parts + WHOLE) // (2 * WHOLE)


# -- the lines


@dataclass(frozen=True)
class Item:
    """An item of the catalogue; `level` 1 to 3 is 甲 乙 丙, `cap` millionths of a yuan per
    unit. Restricted ones are covered only where the hospital approves.
    """

    code: str
    kind: str
    level: int
    self_rate: int
    cap: int | None
    restricted: bool = False
    dual: bool = False
    """Of both channels (双通道)."""


@dataclass(frozen=True)
class Line:
    """`approved` is what the hospital says: "1" yes, "2" no, "0" nothing."""

    item: Item
    amount: int
    quantity: int
    approved: str = "0"


@dataclass(frozen=True)
class Fees:
    """The four classes of a bill, and how much of it no account may ever pay."""

    in_scope: int
    first: int
    over: int
    full: int
    prohibited: int

    @property
    def total(self) -> int:
        return self.in_scope + self.first + self.over + self.full


def fees_of(lines: Sequence[Line]) -> Fees:
    parts = [_parts(line) for line in lines]
    in_scope, first, over, full = (sum(column) for column in zip(*parts, strict=True))
    prohibited = sum(line.amount for line in lines if line.item.kind in NEVER_PAID)
    return Fees(in_scope, first, over, full, prohibited)


def _parts(line: Line) -> tuple[int, int, int, int]:
    """In scope, first self-pay, over the limit, full self-pay."""
    item = line.item
    unapproved = line.approved == "2" or (item.restricted and line.approved != "1")
    if item.level == 3 or unapproved or item.kind in NEVER_PAID:
        return 0, 0, 0, line.amount
    allowed = line.amount
    if item.cap is not None:
        allowed = min(allowed, (item.cap * line.quantity + FEN // 2) // FEN)
    first = half_up(allowed, item.self_rate)
    return allowed - first, first, line.amount - allowed, 0


# -- the pool


@dataclass(frozen=True)
class Cover:
    """One insurance of a person: "310" or "390", where, and how it stands."""

    kind: str
    area: str
    status: str = "normal"
    retired: bool = False


@dataclass(frozen=True)
class PoolPart:
    paid: int = 0
    deductible: int = 0
    counted: int = 0
    level: int | None = None


@dataclass(frozen=True)
class Used:
    """What this year has already taken of the pool; `levels` are deductibles at 1, 2 and 3."""

    deductible: int = 0
    paid: int = 0
    levels: tuple[int, int, int] = (0, 0, 0)

    def and_more(self, pool: PoolPart, sign: int) -> Used:
        levels = list(self.levels)
        if pool.level is not None:
            levels[pool.level - 1] += sign * pool.deductible
        one, two, three = levels
        return Used(
            self.deductible + sign * pool.deductible,
            self.paid + sign * pool.counted,
            (one, two, three),
        )


def pool_part(
    in_scope: int,
    where: tuple[str, int | None],
    cover: Cover,
    used: tuple[Used, int],
    on: tuple[Figures, date],
    *,
    most: int | None = None,
) -> PoolPart:
    """`where` is the rule that counts and the level of the institution; `used` what the year has
    taken, and what the visit has already paid as deductible; `most` what the quarter has for
    chronic diseases until this month is over, None without a limit.
    """
    (rule, level), (figures, day) = where, on
    if cover.status != "normal" or rule == "NONE":
        return PoolPart()
    category = "retired" if cover.retired else "active"
    if rule == "CHRONIC":
        key = f"chronic.{cover.kind}.self_rate"
        own_rate = figures.of_category(cover.area, key, category, day)
        paid = half_up(in_scope, WHOLE - own_rate)
        if most is None:
            return PoolPart(paid)
        paid = min(paid, max(0, most - used[0].paid))
        return PoolPart(paid, counted=paid)
    if rule == "DUAL":
        rate = figures.value(cover.area, f"dual.{cover.kind}.rate", day)
        return PoolPart(paid=half_up(in_scope, rate))
    if rule in ("hypertension", "diabetes", "both"):
        two = figures.value(cover.area, "pool.390.two_diseases", day)
        paid = min(half_up(in_scope, two["rate"]), max(0, two[rule] - used[0].paid))
        return PoolPart(paid, counted=paid)
    if rule == "PRESCRIPTION":
        level, tier = 1, figures.perhaps(cover.area, f"pool.{cover.kind}.out.PH", day)
    else:
        tier = figures.value(cover.area, f"pool.{cover.kind}.out.L{level}", day)
    if tier is None or level is None:
        return PoolPart()
    whose = "" if cover.kind == "390" else f".{category}"
    cap = figures.value(cover.area, f"pool.{cover.kind}.year_cap{whose}", day)
    owed = _deductible(tier, used[0].levels[level - 1], cover, used, on)
    deductible = min(in_scope, owed)
    paid = min(half_up(in_scope - deductible, tier[1]), max(0, cap - used[0].paid))
    return PoolPart(paid, deductible, paid, level)


def _deductible(
    tier: tuple[int, int, int | None],
    at_level: int,
    cover: Cover,
    used: tuple[Used, int],
    on: tuple[Figures, date],
) -> int:
    """What is left of the visit's, of the year's at this level, and of the year's over all."""
    (per_visit, _, most_at_level), (year, in_visit) = tier, used
    if per_visit == 0:
        return 0
    figures, day = on
    mode = figures.value(cover.area, f"pool.{cover.kind}.deductible_mode", day)
    if mode == "ANNUAL_LEVEL":
        return max(0, per_visit - year.deductible)
    owed = max(0, per_visit - in_visit)
    if most_at_level is not None:
        owed = min(owed, max(0, most_at_level - at_level))
    most = figures.value(cover.area, f"pool.{cover.kind}.ded_year_cap", day)
    return owed if most is None else min(owed, max(0, most - year.deductible))


# -- the accounts


@dataclass(frozen=True)
class Purse:
    """What one relative's account may give: why not, what is free, what the limits leave."""

    relation: str
    block: str | None
    free: int
    cap: int | None

    @property
    def most(self) -> int:
        if self.block:
            return 0
        return self.free if self.cap is None else min(self.free, self.cap)

    def shortage(self) -> str:
        if self.block:
            return self.block
        if self.cap is not None and self.cap <= self.free:
            return "RELATIVE_CAP"
        return "BALANCE_SHORT" if self.free else "BALANCE_EMPTY"


@dataclass(frozen=True)
class Paid:
    own: int
    shares: tuple[tuple[str, int], ...]
    cash: int
    reason: str | None

    @property
    def mutual(self) -> int:
        return sum(fen for _, fen in self.shares)


def pay(parts: tuple[int, int], own: int, purses: Sequence[Purse], order: str) -> Paid:
    """`parts` are what the person bears, and how much of it accounts may pay.

    The order is about accounts that may pay: where none of the relatives' may, the patient's own
    pays as ever. With nobody at all a single empty purse says why.
    """
    personal, payable = parts
    if all(purse.block for purse in purses):
        order = "OWN_THEN_MUTUAL"
    if order == "OWN_THEN_MUTUAL":
        from_own = min(own, payable)
        shares = _share_out(payable - from_own, purses)
    else:
        shares = _share_out(payable, purses)
        left = payable - sum(fen for _, fen in shares)
        from_own = min(own, left) if order == "MUTUAL_THEN_OWN" else 0
    paid = from_own + sum(fen for _, fen in shares)
    reason = purses[-1].shortage() if paid < payable else None
    return Paid(from_own, shares, personal - paid, reason)


def _share_out(wanted: int, purses: Sequence[Purse]) -> tuple[tuple[str, int], ...]:
    shares = []
    for purse in purses:
        fen = min(wanted, purse.most)
        if fen:
            shares.append((purse.relation, fen))
        wanted -= fen
    return tuple(shares)
