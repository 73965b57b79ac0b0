"""A fixture in our own words: what a reset loads, already checked for form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gongji.institutions.services import ServiceTerm
from gongji.kernel.clock import Window, real_now
from gongji.kernel.id_number import sex_of
from gongji.kernel.problems import FieldError
from gongji.notices.models import Feature
from gongji.offices.models import OfficeService
from gongji.premium.models import RESIDENT
from gongji.vocabulary import (
    Category,
    InstitutionKind,
    InsuranceKind,
    InsuranceStatus,
    ItemKind,
    RegistrationKind,
    Relation,
    Subsidy,
    TwoDiseases,
)


@dataclass(frozen=True, slots=True)
class InsuranceRow:
    kind: InsuranceKind
    status: InsuranceStatus
    area: str
    category: Category | None


@dataclass(frozen=True, slots=True)
class AccountRow:
    balance_fen: int
    monthly_base_fen: int | None


@dataclass(frozen=True, slots=True)
class ChronicRow:
    disease: str
    code: str
    valid_to: date
    online: bool
    approved_on: date | None


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    kind: RegistrationKind
    code: str
    name: str
    since: date | None
    until: date


@dataclass(frozen=True, slots=True)
class FixturePerson:
    key: str
    name: str
    sex: str
    id_number: str
    phone: str | None
    insurances: list[InsuranceRow]
    account: AccountRow | None
    subsidy: Subsidy
    chronic: list[ChronicRow]
    registrations: list[RegistrationRow]
    note: str | None

    def contradictions(self) -> Iterator[FieldError]:
        for place, row in enumerate(self.registrations):
            if row.since is not None and row.until < row.since:
                yield FieldError(f"/registrations/{place}/until", "order", "不能早于开始日期")
            if row.kind is RegistrationKind.TWO_DISEASES and row.code not in set(TwoDiseases):
                title = "两病应为 hypertension 或 diabetes"
                yield FieldError(f"/registrations/{place}/code", "choice", title)
        if self.sex != sex_of(self.id_number):
            yield FieldError("/sex", "sex", "与身份证件号码不符")
        has_account = any(
            insurance.kind is InsuranceKind.EMPLOYEE
            and insurance.category is not Category.POOL_ONLY
            for insurance in self.insurances
        )
        if self.account and not has_account:
            yield FieldError("/account", "account", "居民医保和单建统筹没有个人账户")
        for place, insurance in enumerate(self.insurances):
            employee = insurance.kind is InsuranceKind.EMPLOYEE
            if employee != (insurance.category is not None):
                where = f"/insurances/{place}/category"
                yield FieldError(where, "category", "职工医保须注明类别，居民医保没有类别")


@dataclass(frozen=True, slots=True)
class FixtureInstitution:
    code: str
    name: str
    area: str
    level: int | None
    kind: InstitutionKind
    designated: bool
    suspended_from: date | None
    chronic: bool
    services: list[ServiceTerm]

    def contradictions(self) -> Iterator[FieldError]:
        for place, term in enumerate(self.services):
            if term.is_backwards:
                yield FieldError(f"/services/{place}/until", "order", "不能早于开始日期")


@dataclass(frozen=True, slots=True)
class FixtureOffice:
    code: str
    name: str
    area: str
    address: str
    hours: str | None
    phone: str
    services: list[OfficeService]


@dataclass(frozen=True, slots=True)
class FixtureItem:
    code: str
    name: str
    kind: ItemKind
    level: str
    self_rate: Decimal
    price_cap: Decimal | None
    restricted: bool
    dual: bool


@dataclass(frozen=True, slots=True)
class KinshipFact:
    """`relation` is what `to` is to `of`, both keys of persons."""

    of: str
    to: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Limits:
    per_use_fen: int | None
    month_fen: int | None
    year_fen: int | None


@dataclass(frozen=True, slots=True)
class BindingRow:
    key: str
    authorizer: str
    beneficiary: str
    relation: Relation
    starts_on: date
    ends_on: date
    ended: bool
    limits: Limits
    hold_fen: int

    def is_live(self, today: date) -> bool:
        """Pending or active on that day; a passed end date ends it whatever the fixture says."""
        return not self.ended and today <= self.ends_on

    def contradictions(self) -> Iterator[FieldError]:
        if self.ends_on < self.starts_on:
            yield FieldError("/ends_on", "order", "不能早于开始日期")
        if self.authorizer == self.beneficiary:
            yield FieldError("/beneficiary", "oneself", "不能与本人建立共济关系")


@dataclass(frozen=True, slots=True)
class CounterRow:
    person: str
    year: int
    pool: str
    deductible_fen: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class PremiumRow:
    """A premium paid elsewhere (the tax channel)."""

    person: str
    product: str
    year: int
    amount_fen: int
    channel: str
    paid_on: date


@dataclass(frozen=True, slots=True)
class ProductRow:
    product: str
    kind: str
    year: int
    name: str
    full_fen: int
    window: Window
    basis: list[str]

    def contradictions(self) -> Iterator[FieldError]:
        if self.window.closes_on < self.window.opens_on:
            yield FieldError("/window/closes_on", "order", "不能早于开始日期")
        if RESIDENT in (self.product, self.kind):
            yield FieldError("/product", "resident", "居民医保费由政策参数规定")


@dataclass(frozen=True, slots=True)
class EventRow:
    event_id: str
    type: str
    id_number: str
    effective_on: date
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OfficerRow:
    operator_no: str
    password: str
    area: str


@dataclass(frozen=True, slots=True)
class MaintenanceRow:
    area: str
    features: list[Feature]
    starts_at: datetime
    ends_at: datetime

    def contradictions(self) -> Iterator[FieldError]:
        if self.ends_at <= self.starts_at:
            yield FieldError("/to", "order", "应晚于开始时间")


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """An announcement, shown from the moment the fixture is loaded until it ends."""

    area: str
    title: str
    text: str
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class PolicyRow:
    area: str
    key: str
    value: Any
    since: date
    basis: list[str]


@dataclass(frozen=True, slots=True)
class Fixture:
    """`clock` None is real time; `running` lets it tick on from there."""

    clock: datetime | None
    running: bool
    persons: list[FixturePerson]
    institutions: list[FixtureInstitution]
    catalogue: list[FixtureItem]
    offices: list[FixtureOffice]
    kinship: list[KinshipFact]
    bindings: list[BindingRow]
    year_counters: list[CounterRow]
    premium_payments: list[PremiumRow]
    products: list[ProductRow]
    events: list[EventRow]
    officers: list[OfficerRow]
    maintenance: list[MaintenanceRow]
    notices: list[NoticeRow]
    policy: list[PolicyRow]

    @property
    def now(self) -> datetime:
        """The instant at which it is loaded."""
        return self.clock or real_now()
