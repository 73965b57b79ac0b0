"""Notifications of a premium and its refund, to its payer and to the relative it was paid for.

The amount goes to both sides, the balance to the account's owner alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongji.app.context import Context
from gongji.kernel.money import Money
from gongji.kernel.privacy import mask_name
from gongji.kernel.wording import all_worded, say
from gongji.ledger.models import Account
from gongji.ledger.service import account_of
from gongji.notices.models import MessageKind
from gongji.notices.service import Notification, notify, warn
from gongji.people.facts import persons
from gongji.premium.models import PremiumPayment
from gongji.sms_templates import SmsTemplate

PAID_TITLE, REFUND_TITLE = "保费已代缴", "保费已退回"
YOU_PAID_TITLE = "个人账户已支付保费"
PAID = "{payer}已使用个人账户为您缴纳 {year} 年度{name} {amount}。"
RETURNED = "{whom} {year} 年度{name} {amount} 已退回您的个人账户，账户余额 {balance}。"
WITHDRAWN = "{payer}为您缴纳的 {year} 年度{name}已退费，您可以重新缴费或者由其他亲属代缴。"
FOR_SELF, FOR_RELATIVE = "您本人的", "您为{name}代缴的"


def notify_paid(ctx: Context, payments: Sequence[PremiumPayment], account: Account) -> None:
    """Notifies each relative for whom the caller's account paid, from their threshold amount on.

    The account's owner gets a message and a text, though they acted themselves: an unlocked phone
    can pay in their name.
    """
    if not payments:
        return
    people = persons(ctx.db, {one for row in payments for one in (row.payer_id, row.person_id)})
    notifications = [
        Notification(
            row.person_id,
            MessageKind.SPENT,
            PAID_TITLE,
            say(PAID, payer=mask_name(people[row.payer_id].name), **_payment_words(row)),
        )
        for row in payments
        if row.person_id != row.payer_id
        and row.amount_fen
        and row.amount_fen >= people[row.person_id].spent_threshold_fen
    ]
    notify(ctx, notifications)
    taken = [row for row in payments if row.amount_fen]
    if not taken:
        return
    whom = "、".join(
        "本人" if row.person_id == row.payer_id else mask_name(people[row.person_id].name)
        for row in taken
    )
    params = all_worded(
        whom=whom,
        year=taken[0].year,
        name="、".join(dict.fromkeys(row.name for row in taken)),
        count=len(taken),
        amount=Money(sum(row.amount_fen for row in taken)),
        balance=Money(account.balance_fen),
    )
    owner = people[account.person_id]
    warn(ctx, owner, YOU_PAID_TITLE, SmsTemplate.PREMIUM_PAID, params)


def notify_refunded(ctx: Context, payment: PremiumPayment) -> None:
    """Notifies the payer of what came back, and the relative that their premium is unpaid again."""
    people = persons(ctx.db, {payment.payer_id, payment.person_id})
    payer, relative = people[payment.payer_id], people[payment.person_id]
    words = _payment_words(payment)
    notifications = []
    account = account_of(ctx.db, payer.id)
    if payment.amount_fen and account is not None and payer.died_on is None:
        is_own = payer.id == relative.id
        whom = FOR_SELF if is_own else say(FOR_RELATIVE, name=mask_name(relative.name))
        text = say(RETURNED, whom=whom, balance=Money(account.balance_fen), **words)
        notifications.append(Notification(payer.id, MessageKind.REFUND, REFUND_TITLE, text))
    if relative.id != payer.id and relative.died_on is None:
        text = say(WITHDRAWN, payer=mask_name(payer.name), **words)
        notifications.append(Notification(relative.id, MessageKind.REFUND, REFUND_TITLE, text))
    notify(ctx, notifications)


def _payment_words(row: PremiumPayment) -> dict[str, object]:
    return {"year": row.year, "name": row.name, "amount": Money(row.amount_fen)}
