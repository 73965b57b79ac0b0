"""A bill as values: its lines, its amounts, who pays, and the decision that is stored and shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from gongji.app.context import Channel
from gongji.institutions.models import PROHIBITED
from gongji.kernel.money import ZERO, Money, total
from gongji.policy.entries import Citation
from gongji.settlement.circumstances import Circumstances
from gongji.vocabulary import Benefit, CredentialKind, ItemKind, ItemLevel, Relation, Scene


class Reason(StrEnum):
    """Why a mutual leg is zero or short; of several reasons the first in this order is given."""

    NOT_REQUESTED = "NOT_REQUESTED"
    MAINTENANCE = "MAINTENANCE"
    BENE_STATUS = "BENE_STATUS"
    NO_ACTIVE_RELATION = "NO_ACTIVE_RELATION"
    RELATION_NOT_STARTED = "RELATION_NOT_STARTED"
    RELATION_ENDED = "RELATION_ENDED"
    SCENE_DISABLED = "SCENE_DISABLED"
    XPROV_NOT_OPEN = "XPROV_NOT_OPEN"
    AUTH_STATUS = "AUTH_STATUS"
    ACCOUNT_FROZEN = "ACCOUNT_FROZEN"
    RELATIVE_CAP = "RELATIVE_CAP"
    BALANCE_EMPTY = "BALANCE_EMPTY"
    BALANCE_SHORT = "BALANCE_SHORT"


class LineReason(StrEnum):
    """Why the insurance covers nothing of a line, whatever its class: accounts never pay its item,
    the catalogue lacks it, the hospital refused it, or its use is restricted (限制用药) and the
    hospital did not approve it. Or why the accounts pay nothing, or not all, of a line of chronic
    care: it is out of the policy's range (SCN-03).
    """

    ITEM_PROHIBITED = "ITEM_PROHIBITED"
    ITEM_UNKNOWN = "ITEM_UNKNOWN"
    ITEM_REFUSED = "ITEM_REFUSED"
    ITEM_RESTRICTED = "ITEM_RESTRICTED"
    OUT_OF_RANGE = "OUT_OF_RANGE"


CASH_ONLY = frozenset({LineReason.ITEM_PROHIBITED, LineReason.ITEM_UNKNOWN})
"""The reasons for which no account pays a line either."""


class Approval(StrEnum):
    """What the hospital says of a line that it charges (医院审批)."""

    NONE = "none"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Classes:
    """How a line or a bill divides by the catalogue: the four classes add up to the amount."""

    in_scope: Money = ZERO
    first_self_pay: Money = ZERO
    over_limit: Money = ZERO
    full_self_pay: Money = ZERO

    @property
    def amount(self) -> Money:
        return total(self.in_scope, self.first_self_pay, self.over_limit, self.full_self_pay)

    def __add__(self, other: Classes) -> Classes:
        return Classes(
            self.in_scope + other.in_scope,
            self.first_self_pay + other.first_self_pay,
            self.over_limit + other.over_limit,
            self.full_self_pay + other.full_self_pay,
        )

    def __neg__(self) -> Classes:
        return Classes(-self.in_scope, -self.first_self_pay, -self.over_limit, -self.full_self_pay)


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """One line of a bill with what the catalogue makes of it; `kind` is None for an unknown item.

    `local_code` is what the institution itself calls the item; lines of earlier releases have none.
    The cap is in yuan for one unit. `begun_at` is when a sale began; a visit keeps its own
    beginning.
    """

    number: str
    code: str
    local_code: str | None = None
    name: str
    kind: ItemKind | None
    level: ItemLevel
    self_rate: Decimal
    price_cap: Decimal | None
    restricted: bool = False
    quantity: Decimal
    price: Decimal
    classes: Classes
    reason: LineReason | None
    occurred_at: datetime | None
    begun_at: datetime | None = None

    @property
    def amount(self) -> Money:
        return self.classes.amount

    def __neg__(self) -> BillLine:
        return replace(self, quantity=-self.quantity, classes=-self.classes)


def classes_of(lines: Iterable[BillLine]) -> Classes:
    """The classes of all lines together."""
    return sum((line.classes for line in lines), Classes())


def cash_only(lines: Iterable[BillLine]) -> Money:
    """What no account may pay: prohibited items, and those that the catalogue does not know."""
    return total(*(line.amount for line in lines if line.reason in CASH_ONLY))


def out_of_range_told(lines: Sequence[BillLine]) -> tuple[BillLine, ...]:
    """The same lines; each that is not wholly in the policy's range says so, unless it has another
    reason.
    """
    return tuple(
        replace(line, reason=line.reason or LineReason.OUT_OF_RANGE)
        if line.classes.full_self_pay or line.classes.over_limit
        else line
        for line in lines
    )


@dataclass(frozen=True, slots=True)
class ChargeInput:
    """One line as an institution sends it.

    `local_code` is what the institution itself calls the item. `begun_at` is when a sale began; a
    visit keeps its own beginning.
    """

    number: str
    item_code: str
    amount: Money
    quantity: Decimal
    price: Decimal
    approval: Approval = Approval.NONE
    occurred_at: datetime | None = None
    begun_at: datetime | None = None
    local_code: str | None = None


@dataclass(frozen=True, slots=True)
class ListedItem:
    """What the catalogue says of an item; the cap is in yuan for one unit, with six decimals."""

    name: str
    kind: ItemKind | None
    level: str
    self_rate: Decimal
    price_cap: Decimal | None
    restricted: bool


def line_reason(charge: ChargeInput, item: ListedItem | None) -> LineReason | None:
    """Why the insurance covers nothing of this line; None where its class alone decides.

    Without an item nothing says that it is a medical cost: no pool and no account pays it (PRO-02).
    """
    if item is None:
        return LineReason.ITEM_UNKNOWN
    if item.kind in PROHIBITED:
        return LineReason.ITEM_PROHIBITED
    if item.level == ItemLevel.CLASS_C:
        return None
    if charge.approval is Approval.REFUSED:
        return LineReason.ITEM_REFUSED
    if item.restricted and charge.approval is not Approval.GIVEN:
        return LineReason.ITEM_RESTRICTED
    return None


def classify(charge: ChargeInput, item: ListedItem) -> Classes:
    """The price cap first, then the first self-pay on the rest; class C (丙) is full self-pay."""
    if item.level == ItemLevel.CLASS_C or line_reason(charge, item):
        return Classes(full_self_pay=charge.amount)
    capped = charge.amount
    if item.price_cap is not None:
        capped = min(charge.amount, Money.nearest(item.price_cap * charge.quantity))
    first_self_pay = capped.share(item.self_rate)
    return Classes(
        in_scope=capped - first_self_pay,
        first_self_pay=first_self_pay,
        over_limit=charge.amount - capped,
    )


def line_of(charge: ChargeInput, item: ListedItem | None) -> BillLine:
    """A charge with what the catalogue makes of it."""
    known = item or ListedItem(
        charge.item_code, None, ItemLevel.CLASS_C, Decimal(1), price_cap=None, restricted=False
    )
    return BillLine(
        number=charge.number,
        code=charge.item_code,
        local_code=charge.local_code,
        name=known.name,
        kind=known.kind,
        level=ItemLevel(known.level),
        self_rate=known.self_rate,
        price_cap=known.price_cap,
        restricted=known.restricted,
        quantity=charge.quantity,
        price=charge.price,
        classes=classify(charge, known),
        reason=line_reason(charge, item),
        occurred_at=charge.occurred_at,
        begun_at=charge.begun_at,
    )


@dataclass(frozen=True, slots=True)
class Credential:
    """What the patient showed (CRED-01)."""

    kind: CredentialKind
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """The amounts of a bill; all are negative in a reversal.

    The legs make the total, and so do the classes. `counted_pool` is the part of the pool leg that
    counts against the year's cap.
    """

    total: Money = ZERO
    pool: Money = ZERO
    own: Money = ZERO
    mutual: Money = ZERO
    cash: Money = ZERO
    classes: Classes = Classes()
    deductible: Money = ZERO
    counted_pool: Money = ZERO

    def __post_init__(self) -> None:
        assert self.total == total(self.pool, self.own, self.mutual, self.cash), (
            "the legs make the total"
        )
        assert self.total == self.classes.amount, "the classes make the total"

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            total=self.total + other.total,
            pool=self.pool + other.pool,
            own=self.own + other.own,
            mutual=self.mutual + other.mutual,
            cash=self.cash + other.cash,
            classes=self.classes + other.classes,
            deductible=self.deductible + other.deductible,
            counted_pool=self.counted_pool + other.counted_pool,
        )

    def __neg__(self) -> Amounts:
        return Amounts(
            total=-self.total,
            pool=-self.pool,
            own=-self.own,
            mutual=-self.mutual,
            cash=-self.cash,
            classes=-self.classes,
            deductible=-self.deductible,
            counted_pool=-self.counted_pool,
        )


@dataclass(frozen=True, slots=True)
class PayerShare:
    """What the account of one authorizer pays, and how much of that was held for the patient.

    `relation` is what the patient is to the authorizer.
    """

    binding_id: str
    person_id: str
    name: str
    relation: Relation
    amount: Money
    from_hold: Money

    def __neg__(self) -> PayerShare:
        return replace(self, amount=-self.amount, from_hold=-self.from_hold)


class NoPool(StrEnum):
    """Why the pool pays nothing of outpatient care, where somebody may wonder."""

    SERVICE_NOT_OPEN = "SERVICE_NOT_OPEN"
    NO_PRESCRIPTION = "NO_PRESCRIPTION"
    AREA_NOT_OPEN = "AREA_NOT_OPEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSum:
    """What went into the pool leg of outpatient care, as it stood before it.

    `tier_deductible` is what one visit owes at this level, or one year where it `is_annual`;
    `in_visit`, `at_level` and `in_year` are the deductibles paid in this visit, and in this year at
    the level and in all. A cap is None where there is none.

    `month_limits` are what the months of a quarter until now allow for chronic diseases; the pool's
    money and its cap are then those of the quarter.
    """

    is_annual: bool
    tier_deductible: Money
    in_visit: Money
    at_level: Money
    level_cap: Money | None
    in_year: Money
    year_cap: Money | None
    pool_used: Money
    pool_cap: Money | None
    benefit: Benefit = Benefit.OUTPATIENT
    month_limits: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedBill:
    """A bill with its whole decision, so that a receipt can show the clause years later.

    A settlement stores it, a trial only shows it. `counted_on` is the day whose limits it counts
    against; a reversal counts for the day of the bill that it takes back. `tier_level` is the level
    at which its deductible counts, None where no tier decided; `pool_sum` explains its pool leg, or
    why there is none, and is None where nothing is to be said. It and `benefit` are None in bills
    of earlier releases, which keep no `circumstances` either.
    """

    visit_id: str
    batch_number: str
    institution_code: str
    place: str
    msgid: str
    infno: str
    person_id: str
    insurance_id: str
    scene: Scene
    med_type: str
    credential: CredentialKind
    channel: Channel
    at: datetime
    year: int
    counted_on: date
    amounts: Amounts
    pool_rate: Decimal
    tier_level: int | None
    pool_sum: PoolSum | NoPool | None
    benefit: Benefit | None
    reason: Reason | None
    lines: tuple[BillLine, ...]
    payers: tuple[PayerShare, ...]
    basis: tuple[Citation, ...]
    policy_version: str
    own_balance_after: Money
    circumstances: Circumstances | None

    def __neg__(self) -> DecidedBill:
        """Every amount and quantity given back; a reversal needs no reason."""
        return replace(
            self,
            amounts=-self.amounts,
            lines=tuple(-line for line in self.lines),
            payers=tuple(-payer for payer in self.payers),
            reason=None,
        )
