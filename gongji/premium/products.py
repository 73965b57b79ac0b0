"""What can be paid for: the resident premium as policy has it, and the listed products."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from gongji.app.context import Context
from gongji.kernel.clock import Window
from gongji.kernel.money import Money
from gongji.kernel.problems import Problem
from gongji.people.facts import insurances_of
from gongji.people.rules import employee_insurance, main_insurance
from gongji.policy.entries import Citation, SourceKind
from gongji.policy.parameters import SUBSIDY, premium_param
from gongji.policy.problems import PolicyNotConfigured
from gongji.policy.rules import Rules
from gongji.premium.models import RESIDENT, InclusiveProduct, ProductKind
from gongji.premium.problems import ProductUnknown
from gongji.premium.rules import Help, Offer, window_refusal
from gongji.vocabulary import PROVINCE

RESIDENT_NAME = "城乡居民医保"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One product of one insured year, wherever its price and window are asked for."""

    product: str
    year: int
    row: InclusiveProduct | None

    @property
    def kind(self) -> ProductKind:
        return ProductKind.RESIDENT if self.row is None else ProductKind.INCLUSIVE

    def offer(self, ctx: Context, area: str) -> Offer:
        """As it is at this place today, open or not; raises POLICY_NOT_CONFIGURED."""
        if self.row is not None:
            return _inclusive(self.row)
        return _resident(ctx.policy.rules(area, ctx.today), self.year)

    def open_at(self, ctx: Context, area: str) -> Offer | Problem:
        """The offer, or why it cannot be paid there today."""
        try:
            offer = self.offer(ctx, area)
        except PolicyNotConfigured as unknown:
            return unknown
        return window_refusal(offer, ctx.today) or offer


def shelf(ctx: Context, product: str, year: int) -> Shelf:
    """Raises PRODUCT_UNKNOWN for what is not on the list of that year."""
    if product == RESIDENT:
        return Shelf(product, year, None)
    row = ctx.db.get(InclusiveProduct, (product, year))
    if row is None:
        raise ProductUnknown(product=product, year=year)
    return Shelf(product, year, row)


def offers(ctx: Context, year: int | None) -> list[Offer]:
    """Everything on offer for an insured year (or this and the next) at the caller's own place.

    A year whose resident premium is not published has none (PREM-02).
    """
    years = [ctx.today.year, ctx.today.year + 1] if year is None else [year]
    query = select(InclusiveProduct).where(InclusiveProduct.year.in_(years))
    ordered = query.order_by(InclusiveProduct.year, InclusiveProduct.product)
    listed = [_inclusive(row) for row in ctx.db.execute(ordered).scalars()]
    rules = ctx.policy.rules(area_of(ctx), ctx.today)
    return [offer for one in years for offer in _published(rules, one)] + listed


def area_of(ctx: Context) -> str:
    """Where the caller is insured, the province where he is not."""
    insurances = insurances_of(ctx.db, ctx.actor.id)
    insured = employee_insurance(insurances) or main_insurance(insurances)
    return insured.area if insured else PROVINCE


def _published(rules: Rules, year: int) -> list[Offer]:
    try:
        return [_resident(rules, year)]
    except PolicyNotConfigured:
        return []


def _resident(rules: Rules, year: int) -> Offer:
    priced = rules.resident_premium(year)
    helps = {
        subsidy: Help(support.own_share, rules.basis(SUBSIDY.of(subsidy=subsidy)))
        for subsidy, support in rules.subsidies.items()
    }
    return Offer(
        product=RESIDENT,
        kind=ProductKind.RESIDENT,
        year=year,
        name=RESIDENT_NAME,
        full=priced.full,
        window=Window(priced.opens_on, priced.closes_on),
        late=priced.late,
        helps=helps,
        basis=rules.basis(premium_param(year)),
    )


def _inclusive(row: InclusiveProduct) -> Offer:
    return Offer(
        product=row.product,
        kind=ProductKind.INCLUSIVE,
        year=row.year,
        name=row.name,
        full=Money(row.full_fen),
        window=Window(row.opens_on, row.closes_on),
        late=None,
        helps={},
        basis=tuple(_listed(word, row.product, row.opens_on) for word in row.basis),
    )


def _listed(word: str, product: str, since: date) -> Citation:
    """The published list itself is a choice of this system (INS-02)."""
    return Citation(word, SourceKind.DESIGN, word, None, None, product, since, "INS-02")
