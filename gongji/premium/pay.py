"""Paying premiums for several people, in their order, each whole or not at all (PREM-01 to -10).

Locks: the insured people by ascending id, then the payer's account. What is decided was read under
them, so that of two payers for one person the second finds the first one's payment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gongji.app.context import Context
from gongji.auth.phone import refuse_after_change
from gongji.family.facts import employee_in_hunan, rules_for
from gongji.kernel.money import ZERO, Money
from gongji.kernel.problems import Problem, RequestInvalid
from gongji.kernel.wording import say
from gongji.ledger.models import Account
from gongji.ledger.problems import AccountFrozen, BalanceShort
from gongji.ledger.service import lock_accounts_of
from gongji.notices.models import Feature
from gongji.notices.service import refuse_in_maintenance
from gongji.people.access import note_each, public_name
from gongji.people.facts import insurances_of, lock_persons, person
from gongji.people.looks import PREMIUM_PAID, REFUSED
from gongji.people.problems import AuthNoAccount, AuthNotEmployee, AuthStatus
from gongji.premium.facts import (
    HERE,
    Insured,
    Paid,
    bindings_of,
    oneself,
    paid_already,
    payable,
    relatives,
)
from gongji.premium.models import ProductKind
from gongji.premium.notifications import tell_paid
from gongji.premium.products import Shelf, area_of, shelf
from gongji.premium.record import Purchase, record
from gongji.premium.rules import SCENES
from gongji.settlement.facts import live_holds
from gongji.settlement.problems import SceneDisabled


class ItemStatus(StrEnum):
    PAID = "paid"
    PAID_BY_SUBSIDY = "paid_by_subsidy"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one of them; `binding_id` None is the payer himself."""

    binding_id: str | None
    status: ItemStatus
    payment_id: str | None = None
    amount_fen: int = 0
    problem: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Paying:
    """The result of each, in the order of the request."""

    items: Sequence[Item]
    total_fen: int
    balance_after_fen: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of those to pay for; `insured` None is a binding that is not the caller's."""

    binding_id: str | None
    insured: Insured | None

    @property
    def hold(self) -> Money:
        """What the payer has set aside for this person."""
        binding = self.insured.binding if self.insured else None
        return Money(binding.hold_fen) if binding else ZERO


def pay(
    ctx: Context, *, product: str, year: int, binding_ids: Sequence[str], include_self: bool
) -> Paying:
    """代缴: one transfer and one receipt each; who cannot be paid for is told in his item.

    The whole request raises MAINTENANCE, PRODUCT_UNKNOWN, what is wrong with the payer himself
    (AUTH_NOT_EMPLOYEE, AUTH_NO_ACCOUNT, AUTH_STATUS, SCENE_DISABLED, ACCOUNT_FROZEN,
    CHANGED_RECENTLY), and
    POLICY_NOT_CONFIGURED or WINDOW_CLOSED where no place it concerns is open.
    """
    if not binding_ids and not include_self:
        raise RequestInvalid.at("/binding_ids", "required", "请至少选择一人")
    refuse_in_maintenance(ctx, Feature.PREMIUM, area_of(ctx))
    goods = shelf(ctx, product, year)
    account, wanted = _lock(ctx, binding_ids, include_self)
    _refuse_payer(ctx, account, goods.kind)
    _refuse_closed(ctx, goods, wanted)
    return _pay_each(ctx, goods, account, wanted)


def _lock(
    ctx: Context, binding_ids: Sequence[str], include_self: bool
) -> tuple[Account, list[Wanted]]:
    """Raises AUTH_NO_ACCOUNT, or AUTH_NOT_EMPLOYEE where nothing could have one."""
    people = {binding.beneficiary_id for binding in bindings_of(ctx, binding_ids).values()}
    lock_persons(ctx.db, people | ({ctx.actor.id} if include_self else set()))
    account = lock_accounts_of(ctx.db, [ctx.actor.id]).get(ctx.actor.id)
    if account is None:
        is_employee = employee_in_hunan(insurances_of(ctx.db, ctx.actor.id)) is not None
        raise AuthNoAccount if is_employee else AuthNotEmployee
    found = relatives(ctx, bindings_of(ctx, binding_ids).values())
    wanted = [Wanted(binding_id, found.get(binding_id)) for binding_id in binding_ids]
    return account, wanted + ([Wanted(None, oneself(ctx))] if include_self else [])


def _refuse_payer(ctx: Context, account: Account, kind: ProductKind) -> None:
    """Raises AUTH_NOT_EMPLOYEE, AUTH_STATUS, SCENE_DISABLED, ACCOUNT_FROZEN, CHANGED_RECENTLY."""
    insurances = insurances_of(ctx.db, ctx.actor.id)
    insurance, rules = employee_in_hunan(insurances), rules_for(ctx, insurances)
    if insurance is None:
        raise AuthNotEmployee
    if insurance.status not in rules.status_to_pay:
        raise AuthStatus
    if SCENES[kind] not in rules.scenes_enabled:
        raise SceneDisabled
    if account.frozen_by is not None:
        raise AccountFrozen
    refuse_after_change(ctx, person(ctx.db, ctx.actor.id))


def _refuse_closed(ctx: Context, goods: Shelf, wanted: Sequence[Wanted]) -> None:
    """Raises what is wrong at the caller's own place where nothing is open at any place."""
    own = goods.open_at(ctx, area_of(ctx))
    if not isinstance(own, Problem):
        return
    insurances = [one.insured.insurance_for(goods.kind) for one in wanted if one.insured]
    areas = {insurance.area for insurance in insurances if insurance}
    if all(isinstance(goods.open_at(ctx, area), Problem) for area in areas):
        raise own


def _pay_each(ctx: Context, goods: Shelf, account: Account, wanted: Sequence[Wanted]) -> Paying:
    people = [one.insured.person.id for one in wanted if one.insured]
    paid = paid_already(ctx, people, goods)
    held = live_holds(ctx, {account.person_id: account}).get(account.person_id, ZERO)
    items, payments, seen = [], [], {}
    for one in wanted:
        free = (Money(account.balance_fen) - (held - one.hold)).at_least_zero()
        bought = _decide(ctx, goods, one, paid, free)
        if one.binding_id and one.insured:
            outcome = REFUSED if isinstance(bought, Problem) else ""
            seen[one.insured.person.id] = say(PREMIUM_PAID, year=goods.year) + outcome
        if isinstance(bought, Problem):
            items.append(Item(one.binding_id, ItemStatus.REFUSED, problem=bought.brief()))
            continue
        used = min(one.hold, bought.due)
        payment = record(ctx, account, bought, from_hold=used)
        held -= used
        payments.append(payment)
        paid[payment.person_id] = Paid(ctx.today, HERE, payment.status)
        status = ItemStatus(payment.status)
        items.append(Item(one.binding_id, status, payment.id, payment.amount_fen))
    tell_paid(ctx, payments, account)
    note_each(ctx, seen, actor=public_name(ctx))
    return Paying(items, sum(item.amount_fen for item in items), account.balance_fen)


def _decide(
    ctx: Context, goods: Shelf, one: Wanted, paid: Mapping[str, Paid], free: Money
) -> Purchase | Problem:
    """What is bought for this person; BALANCE_SHORT where `free` does not pay it whole (PREM-03).

    `free` is what is held for nobody else: a premium is its relative's use of a hold.
    """
    offer = payable(ctx, goods, one.insured, paid)
    if isinstance(offer, Problem):
        return offer
    assert one.insured, "nobody unknown is payable"
    bought = Purchase(offer, one.insured)
    return bought if bought.due <= free else BalanceShort(needed=bought.due, available=free)
