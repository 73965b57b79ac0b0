"""Paying premiums for several people, in their order, each whole or not at all (PREM-01 to -10).

Locks: the insured people by ascending id, then the payer's account. What is decided was read under
them, so that of two payers for one person the second finds the first one's payment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gongji.app.context import Context
from gongji.auth.phone import closed_until
from gongji.family.facts import rules_for
from gongji.family.holds import live_holds
from gongji.kernel.money import ZERO, Money
from gongji.kernel.problems import Problem, RequestInvalid
from gongji.kernel.wording import say
from gongji.ledger.models import Account
from gongji.ledger.problems import BalanceShort
from gongji.ledger.service import lock_accounts_of
from gongji.notices.models import Feature
from gongji.notices.service import refuse_in_maintenance
from gongji.people.access import note_each
from gongji.people.facts import lock_persons
from gongji.people.looks import PREMIUM_PAID, REFUSED
from gongji.premium.facts import (
    HERE,
    EarlierPayment,
    InsuredPerson,
    PremiumPayer,
    bindings_of,
    earlier_payments,
    payable,
    read_payer,
    relatives,
)
from gongji.premium.notifications import notify_paid
from gongji.premium.products import Product
from gongji.premium.products import product as product_of
from gongji.premium.record import Purchase, record
from gongji.premium.rules import PayerState, payer_refusal


class ItemStatus(StrEnum):
    PAID = "paid"
    PAID_BY_SUBSIDY = "paid_by_subsidy"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What became of one item; `binding_id` is None for the payer's own premium."""

    binding_id: str | None
    status: ItemStatus
    payment_id: str | None = None
    amount_fen: int = 0
    problem: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PaymentResult:
    """The results in the order of the request."""

    items: Sequence[ItemResult]
    total_fen: int
    balance_after_fen: int


@dataclass(frozen=True, slots=True)
class PaymentItem:
    """One person to pay for; `insured` is None for a binding that is not the caller's. `tier` is
    the chosen price tier, None without a choice.
    """

    binding_id: str | None
    insured: InsuredPerson | None
    tier: str | None = None

    @property
    def hold(self) -> Money:
        """What the payer has set aside for this person."""
        binding = self.insured.binding if self.insured else None
        return Money(binding.hold_fen) if binding else ZERO


def pay(
    ctx: Context,
    *,
    product: str,
    year: int,
    binding_ids: Sequence[str],
    tiers: Mapping[str, str],
    include_self: bool,
) -> PaymentResult:
    """代缴: one transfer and one receipt each; the item of a refused person says why. `tiers` are
    the chosen price tiers by binding id.

    The whole request raises MAINTENANCE, PRODUCT_UNKNOWN, what is wrong with the payer
    (`payer_refusal`), and POLICY_NOT_CONFIGURED or WINDOW_CLOSED if no area it concerns is open.
    """
    if not binding_ids and not include_self:
        raise RequestInvalid.at("/binding_ids", "required", "请至少选择一人")
    people = {binding.beneficiary_id for binding in bindings_of(ctx, binding_ids).values()}
    lock_persons(ctx.db, people | ({ctx.actor.id} if include_self else set()))
    account = lock_accounts_of(ctx.db, [ctx.actor.id]).get(ctx.actor.id)
    payer = read_payer(ctx)
    refuse_in_maintenance(ctx, Feature.PREMIUM, payer.area)
    wanted = product_of(ctx, product, year)
    state = PayerState(
        status=payer.employee.status if payer.employee else None,
        has_account=account is not None,
        frozen=account is not None and account.frozen_by is not None,
        closed_until=closed_until(payer.person, ctx.now),
    )
    refusal = payer_refusal(state, wanted.kind, rules_for(ctx, payer.insurances))
    if refusal is not None:
        raise refusal
    assert account is not None, "a payer without an account was refused"
    found = relatives(ctx, bindings_of(ctx, binding_ids).values())
    items = [PaymentItem(one, found.get(one), tiers.get(one)) for one in binding_ids]
    if include_self:
        items.append(PaymentItem(None, InsuredPerson(payer.person, payer.insurances)))
    # Where the product is open in no area concerned, the refusal of the payer's own area is raised.
    own = wanted.open_at(ctx, payer.area)
    insurances = [item.insured.insurance_for(wanted.kind) for item in items if item.insured]
    areas = {insurance.area for insurance in insurances if insurance}
    if isinstance(own, Problem) and all(
        isinstance(wanted.open_at(ctx, area), Problem) for area in areas
    ):
        raise own
    return _pay_each(ctx, wanted, payer, account, items)


def _pay_each(
    ctx: Context,
    product: Product,
    payer: PremiumPayer,
    account: Account,
    items: Sequence[PaymentItem],
) -> PaymentResult:
    """One after the other: each is paid whole or refused (PREM-03), from what others leave free."""
    people = [item.insured.person.id for item in items if item.insured]
    paid = earlier_payments(ctx, people, product)
    held = live_holds(ctx, {account.person_id: account}).get(account.person_id, ZERO)
    results, payments, noted = [], [], {}
    for item in items:
        free = (Money(account.balance_fen) - (held - item.hold)).at_least_zero()
        purchase = _purchase(ctx, product, item, paid, free)
        if item.binding_id and item.insured:
            outcome = REFUSED if isinstance(purchase, Problem) else ""
            noted[item.insured.person.id] = say(PREMIUM_PAID, year=product.year) + outcome
        if isinstance(purchase, Problem):
            refused = ItemResult(item.binding_id, ItemStatus.REFUSED, problem=purchase.brief())
            results.append(refused)
            continue
        used = min(item.hold, purchase.due)
        payment = record(ctx, account, purchase, from_hold=used)
        held -= used
        payments.append(payment)
        paid[payment.person_id] = EarlierPayment(ctx.today, HERE, payment.status)
        status = ItemStatus(payment.status)
        results.append(ItemResult(item.binding_id, status, payment.id, payment.amount_fen))
    notify_paid(ctx, payments, account)
    note_each(ctx, noted, actor=payer.public_name)
    total_fen = sum(result.amount_fen for result in results)
    return PaymentResult(results, total_fen, account.balance_fen)


def _purchase(
    ctx: Context,
    product: Product,
    item: PaymentItem,
    paid: Mapping[str, EarlierPayment],
    free: Money,
) -> Purchase | Problem:
    """What is bought for this person, at the chosen tier; BALANCE_SHORT if `free` does not pay it
    whole (PREM-03).

    `free` is what is held for no other person: a premium may use up its relative's hold.
    """
    offer = payable(ctx, product, item.insured, paid)
    if isinstance(offer, Problem):
        return offer
    assert item.insured, "only a known person is payable"
    price = offer.chosen(item.tier)
    if isinstance(price, Problem):
        return price
    purchase = Purchase(offer, item.insured, price)
    if purchase.due <= free:
        return purchase
    return BalanceShort(needed=purchase.due, available=free)
