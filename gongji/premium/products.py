"""What can be paid for: the resident premium as policy has it, and the listed products."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import select

from gongji.app.context import Context
from gongji.kernel.clock import Window
from gongji.kernel.money import Money
from gongji.kernel.problems import Problem
from gongji.policy.entries import Citation, SourceKind
from gongji.policy.parameters import premium_param, subsidy_param
from gongji.policy.problems import PolicyNotConfigured
from gongji.policy.rules import Rules
from gongji.policy.values import PremiumPrice
from gongji.premium.models import RESIDENT, InclusiveProduct, ProductKind
from gongji.premium.problems import ProductUnknown
from gongji.premium.rules import Help, Offer, window_refusal

RESIDENT_NAME = "城乡居民医保"


@dataclass(frozen=True, slots=True)
class Product:
    """One product of one insured year; its price and window depend on the area.

    `row` is None for the resident insurance, which policy describes.
    """

    key: str
    year: int
    row: InclusiveProduct | None

    @property
    def kind(self) -> ProductKind:
        return ProductKind.RESIDENT if self.row is None else ProductKind.INCLUSIVE

    def offer(self, ctx: Context, area: str) -> Offer:
        """As it is in this area today, open or not; raises POLICY_NOT_CONFIGURED."""
        if self.row is not None:
            return _inclusive_offer(self.row)
        return resident_offer(ctx.policy.rules(area, ctx.today), self.year)

    def open_at(self, ctx: Context, area: str) -> Offer | Problem:
        """The offer, or why it cannot be paid in this area today."""
        try:
            offer = self.offer(ctx, area)
        except PolicyNotConfigured as unknown:
            return unknown
        return window_refusal(offer, ctx.today) or offer


def product(ctx: Context, key: str, year: int) -> Product:
    """Raises PRODUCT_UNKNOWN for a product that is not listed for that year."""
    if key == RESIDENT:
        return Product(key, year, None)
    row = ctx.db.get(InclusiveProduct, (key, year))
    if row is None:
        raise ProductUnknown(product=key, year=year)
    return Product(key, year, row)


def offers(ctx: Context, area: str, year: int | None) -> list[Offer]:
    """Everything on offer in an area for an insured year, or for this year and the next.

    A year whose resident premium is not published has none (PREM-02).
    """
    years = [ctx.today.year, ctx.today.year + 1] if year is None else [year]
    rules = ctx.policy.rules(area, ctx.today)
    found = []
    for one in years:
        with suppress(PolicyNotConfigured):
            found.append(resident_offer(rules, one))
    query = select(InclusiveProduct).where(InclusiveProduct.year.in_(years))
    ordered = query.order_by(InclusiveProduct.year, InclusiveProduct.product)
    return found + [_inclusive_offer(row) for row in ctx.db.execute(ordered).scalars()]


def resident_offer(rules: Rules, year: int) -> Offer:
    """As the policy of an area has it; raises POLICY_NOT_CONFIGURED."""
    priced = rules.resident_premium(year)
    helps = {
        subsidy: Help(support, rules.basis(subsidy_param(year, subsidy)))
        for subsidy, support in rules.subsidies(year).items()
    }
    return Offer(
        product=RESIDENT,
        kind=ProductKind.RESIDENT,
        year=year,
        name=RESIDENT_NAME,
        prices=priced.prices,
        window=Window(priced.opens_on, priced.closes_on),
        late=priced.late,
        helps=helps,
        basis=rules.basis(premium_param(year)),
    )


def _inclusive_offer(row: InclusiveProduct) -> Offer:
    """Its basis is the published list, a choice of this system (INS-02)."""
    return Offer(
        product=row.product,
        kind=ProductKind.INCLUSIVE,
        year=row.year,
        name=row.name,
        prices=(PremiumPrice(None, Money(row.full_fen)),),
        window=Window(row.opens_on, row.closes_on),
        late=None,
        helps={},
        basis=tuple(
            Citation(word, SourceKind.DESIGN, word, None, None, row.product, row.opens_on, "INS-02")
            for word in row.basis
        ),
    )
