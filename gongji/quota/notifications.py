"""Messages about quotas: set, drawn, reversed, ended. Balances go to the giver alone."""

from __future__ import annotations

from gongji.app.context import Context
from gongji.kernel.money import Money
from gongji.kernel.privacy import mask_name
from gongji.kernel.wording import all_worded, say
from gongji.kernel.writes import Insertion
from gongji.labels import QUOTA_ENDS, QUOTA_USES
from gongji.ledger.models import Account
from gongji.notices.models import MessageKind
from gongji.notices.service import Notification, Warned, notify, warn, warning_rows
from gongji.people.facts import person, persons
from gongji.people.models import Person
from gongji.quota.models import Quota, QuotaDraw, QuotaEnd
from gongji.sms_templates import SmsTemplate

SET_TITLE, DRAWN_TITLE = "共济额度已设定", "共济额度已使用"
ENDED_TITLE, RETURNED_TITLE = "共济额度已终止", "共济额度支付已退回"
RETURNED = "{name}使用共济额度支付的 {amount}（{use}）已退回{where}，账户余额 {balance}。"


def of_given(ctx: Context, quota: Quota, giver: Person, taker: Person) -> list[Insertion]:
    """To both sides, also to the giver who acted: an unlocked phone can act in their name."""
    amount = Money(quota.amount_fen)
    return warning_rows(
        ctx,
        [
            Warned(reader, SET_TITLE, template, words, MessageKind.BOUND)
            for reader, template, words in (
                (giver, SmsTemplate.QUOTA_SET, _words(taker, amount=amount)),
                (taker, SmsTemplate.QUOTA_RECEIVED, _words(giver, amount=amount)),
            )
        ],
    )


def warn_raised(ctx: Context, quota: Quota, giver: Person, taker: Person) -> None:
    words = _words(taker, amount=Money(quota.amount_fen))
    warn(ctx, giver, SET_TITLE, SmsTemplate.QUOTA_SET, words, kind=MessageKind.BOUND)


def notify_drawn(ctx: Context, quota: Quota, drawn: QuotaDraw, account: Account) -> None:
    """To the giver, from their threshold amount on."""
    people = persons(ctx.db, {quota.giver_id, quota.taker_id})
    giver = people[quota.giver_id]
    if drawn.amount_fen < giver.spent_threshold_fen:
        return
    words = _words(
        people[quota.taker_id],
        amount=Money(drawn.amount_fen),
        use=QUOTA_USES[drawn.used_for],
        left=Money(quota.left_fen),
        balance=Money(account.balance_fen),
    )
    template, kind = SmsTemplate.QUOTA_DRAWN, MessageKind.SPENT
    notify(ctx, [Notification(giver.id, kind, DRAWN_TITLE, template.fill(words))])


def notify_reversed(ctx: Context, quota: Quota, drawn: QuotaDraw, account: Account) -> None:
    giver = person(ctx.db, quota.giver_id)
    if giver.died_on is not None:
        return
    text = say(
        RETURNED,
        name=mask_name(person(ctx.db, quota.taker_id).name),
        amount=Money(drawn.amount_fen),
        use=QUOTA_USES[drawn.used_for],
        where="额度" if quota.ended_at is None else "您的账户",
        balance=Money(account.balance_fen),
    )
    notify(ctx, [Notification(giver.id, MessageKind.REFUND, RETURNED_TITLE, text)])


def warn_ended(ctx: Context, quota: Quota, returned: Money) -> None:
    """To each side that is alive; the giver reads how much is free again."""
    assert quota.ended_at is not None and quota.end_reason is not None, "only of an ended quota"
    people = persons(ctx.db, {quota.giver_id, quota.taker_id})
    giver, taker = people[quota.giver_id], people[quota.taker_id]
    facts = {"ended_at": quota.ended_at, "why": QUOTA_ENDS[quota.end_reason]}
    kind = MessageKind.UNBOUND
    if quota.end_reason is not QuotaEnd.BY_GIVER:
        words = _words(taker, left=returned, **facts)
        warn(ctx, giver, ENDED_TITLE, SmsTemplate.QUOTA_ENDED, words, kind=kind)
    if quota.end_reason is not QuotaEnd.BY_TAKER:
        words = _words(giver, **facts)
        warn(ctx, taker, ENDED_TITLE, SmsTemplate.QUOTA_TAKEN_BACK, words, kind=kind)


def _words(other: Person, **facts: object) -> dict[str, str]:
    return all_worded(name=mask_name(other.name), **facts)
