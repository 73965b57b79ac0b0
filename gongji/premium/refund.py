"""Giving a premium back to the account that paid it (PREM-06 to PREM-09, INS-02), and clearings."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select, update

from gongji.app.context import Context
from gongji.family.holds import restore_hold
from gongji.kernel.clock import civil_date
from gongji.kernel.db import insert_ignoring
from gongji.kernel.wording import moment_of_year, say
from gongji.ledger.models import TransferKind
from gongji.ledger.service import TransferDetails, lock_accounts_behind, reverse
from gongji.notices.models import Feature
from gongji.notices.service import refuse_in_maintenance
from gongji.people.access import note_access
from gongji.people.looks import PREMIUM_RETURNED, REFUSED
from gongji.people.models import RegistryEvent
from gongji.premium.facts import read_payer
from gongji.premium.models import (
    ElsewherePayment,
    PremiumClearing,
    PremiumPayment,
    ProductKind,
    RefundReason,
)
from gongji.premium.notifications import notify_refunded
from gongji.premium.problems import AlreadyRefunded
from gongji.premium.queries import own_payment
from gongji.premium.rules import SCENES, RefundFacts, refund_refusal
from gongji.premium.views import PaymentDetails, present

EVENTS = {"JOINED_EMPLOYEE": RefundReason.JOINED_EMPLOYEE, "DEATH": RefundReason.DEATH}
"""What the registry reports, and the reason that it proves."""


def refund(ctx: Context, payment_id: str, *, reason: RefundReason) -> PaymentDetails:
    """退费: whole, to the account that paid, also a frozen one, also after unbinding (UNB-03).

    Raises NOT_FOUND for other people's payments, MAINTENANCE, ALREADY_REFUNDED, then what
    `refund_refusal` returns. What a subsidy paid moves no money, and the person may be paid for
    again.
    """
    payer = read_payer(ctx)
    refuse_in_maintenance(ctx, Feature.PREMIUM, payer.area)
    payment = own_payment(ctx, payment_id, lock=True)
    if payment.refunded_at is not None:
        refunded_at = moment_of_year(payment.refunded_at)
        raise AlreadyRefunded(receipt_number=payment.receipt_number, refunded_at=refunded_at)
    refusal = refund_refusal(_refund_facts(ctx, payment), reason, ctx.today)
    if payment.person_id != payment.payer_id:
        # The relative reads of the look; a refusal reveals something of them to the payer too.
        what = say(PREMIUM_RETURNED, year=payment.year, name=payment.name)
        if refusal:
            what += REFUSED
            refusal.commit_on_raise = True
        note_access(ctx, payment.person_id, what, actor=payer.public_name)
    if refusal:
        raise refusal
    transfer_id = None
    if payment.transfer_id is not None:
        accounts = lock_accounts_behind(ctx.db, payment.transfer_id)
        details = TransferDetails(
            TransferKind.PREMIUM_REFUND,
            payment.counted_on,
            SCENES[payment.kind],
            payment.name,
            payment_id=payment.id,
        )
        transfer_id = reverse(ctx, payment.transfer_id, details, accounts.values())
        if payment.hold_fen and payment.binding_id:
            payer_account, hold_fen = accounts[payment.payer_id], payment.hold_fen
            restore_hold(ctx, payer_account, payment.binding_id, hold_fen, payment.transfer_id)
    ctx.db.execute(
        update(PremiumPayment)
        .where(PremiumPayment.id == payment.id)
        .values(refunded_at=ctx.now, refund_reason=reason, refund_transfer_id=transfer_id)
        .execution_options(synchronize_session=False)
    )
    notify_refunded(ctx, payment)
    return present(ctx, [own_payment(ctx, payment_id)])[0]


def _refund_facts(ctx: Context, payment: PremiumPayment) -> RefundFacts:
    """What a refund is decided on.

    A second payment elsewhere shows a duplicate. The registry shows what befell the insured person
    before the insured year began (PREM-06), except what was known and past when the premium was
    paid: that did not make them an employee then.
    """
    elsewhere = select(ElsewherePayment.id).where(
        ElsewherePayment.person_id == payment.person_id,
        ElsewherePayment.product == payment.product,
        ElsewherePayment.year == payment.year,
        ElsewherePayment.paid_on <= ctx.today,
    )
    last_day_before = date(payment.year, 1, 1) - timedelta(days=1)
    events = select(RegistryEvent.type).where(
        RegistryEvent.person_id == payment.person_id,
        RegistryEvent.type.in_(EVENTS),
        RegistryEvent.effective_on <= min(last_day_before, ctx.today),
        or_(
            RegistryEvent.seq > payment.events_before,
            RegistryEvent.effective_on >= payment.counted_on,
        ),
    )
    shown = {EVENTS[kind] for kind in ctx.db.execute(events).scalars()}
    if ctx.db.execute(elsewhere.limit(1)).first():
        shown.add(RefundReason.DUPLICATE)
    # The last day to apply is that of the sales window, or as the insured person's area has it.
    until = payment.closes_on
    if payment.kind is ProductKind.RESIDENT:
        rules = ctx.policy.rules(payment.area, ctx.today)
        until = rules.refund_apply_until.in_year(payment.year)
    clearing = ctx.db.get(PremiumClearing, payment.year)
    return RefundFacts(
        kind=payment.kind,
        year=payment.year,
        name=payment.name,
        until=until,
        shown=frozenset(shown),
        cleared_on=civil_date(clearing.started_at) if clearing else None,
    )


def clear_year(ctx: Context, year: int) -> dict[str, int]:
    """年度清算: from now on no resident premium of that year is refunded (PREM-08).

    Starts once; a second run changes nothing. Counts what stands in that year, in payments and fen.
    """
    row = {"year": year, "started_at": ctx.now}
    started = insert_ignoring(ctx.db, PremiumClearing, row)
    standing = and_(
        PremiumPayment.year == year,
        PremiumPayment.kind == ProductKind.RESIDENT,
        PremiumPayment.refunded_at.is_(None),
    )
    query = select(func.count(), func.coalesce(func.sum(PremiumPayment.amount_fen), 0))
    payments, amount_fen = ctx.db.execute(query.where(standing)).one()
    return {"started": int(started), "payments": int(payments), "amount_fen": int(amount_fen)}
