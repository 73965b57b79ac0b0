"""The outbox: nothing is sent before the act stands, nothing twice, nothing late."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.auth.models import CodePurpose
from gongji.kernel.clock import real_now
from gongji.kernel.ports import SmsSender, TextMessage
from gongji.kernel.problems import NotFound, OutsideUnavailable
from gongji.notices.models import DeadReason, MessageKind, OutboxStatus, OutboxText
from gongji.notices.outbox import TRIES_MAX
from gongji.notices.service import deliver_queued, queue_text
from gongji.sandbox.adapters import TextRow
from gongji.sms_templates import SmsTemplate
from tests.auth.desk import PHONE, Desk


@dataclass
class DeafSender:
    """A provider that takes nothing."""

    asked: int = 0

    def send(self, message: TextMessage) -> None:
        self.asked += 1
        raise OutsideUnavailable(what="短信服务")


@dataclass
class ForgetfulSender:
    """A provider that takes the text and whose answer is lost."""

    sender: SmsSender

    def send(self, message: TextMessage) -> None:
        self.sender.send(message)
        raise OutsideUnavailable(what="短信服务")


def queue(ctx: Context, code: str = "123456", *, withheld: bool = False) -> None:
    params = {"code": code, "minutes": "5"}
    template = SmsTemplate.LOGIN_CODE
    queue_text(ctx, phone=PHONE, template=template, params=params, ttl_s=300, withheld=withheld)


def with_sender(desk: Desk, sender: SmsSender) -> Runtime:
    return replace(desk.runtime, gateways=replace(desk.runtime.gateways, sms=sender))


def let_the_pause_pass(desk: Desk) -> None:
    """Real time does not wait in a test: what was due later is due since a second ago."""
    past = real_now() - timedelta(seconds=1)
    waiting = OutboxText.next_try_at.is_not(None)
    desk.run(lambda ctx: ctx.db.execute(update(OutboxText).where(waiting).values(next_try_at=past)))


def rows(desk: Desk) -> list[OutboxText]:
    return desk.run(lambda ctx: list(ctx.db.execute(select(OutboxText)).scalars()))


def statuses(desk: Desk) -> list[OutboxStatus]:
    query = select(OutboxText.status)
    return desk.run(lambda ctx: list(ctx.db.execute(query).scalars()))


def test_a_queued_text_reaches_its_phone_once(desk: Desk) -> None:
    desk.run(queue)
    assert deliver_queued(desk.runtime) == {"sent": 1, "dead": 0}
    assert deliver_queued(desk.runtime) == {"sent": 0, "dead": 0}
    [text] = desk.texts()
    assert (text.phone.reveal(), text.code, text.purpose) == (PHONE, "123456", "login")
    assert text.text.startswith("【湘医保】登录验证码 123456，5 分钟内有效。")


def test_a_text_that_an_earlier_release_queued_leaves_as_it_was_written(desk: Desk) -> None:
    desk.run(queue)
    [row] = rows(desk)
    written = {"phone": PHONE, "text": "【湘医保】验证码 654321", "code": "654321"}
    content = OutboxText.content.seal_at([row.id], json.dumps(written).encode())
    desk.run(lambda ctx: ctx.db.execute(update(OutboxText).values(content_box=content)))
    assert deliver_queued(desk.runtime) == {"sent": 1, "dead": 0}
    [text] = desk.texts()
    assert (text.text, text.code) == ("【湘医保】验证码 654321", "654321")


def test_every_template_serves_a_code_or_a_message() -> None:
    purposes = {template.purpose for template in SmsTemplate}
    assert purposes <= {*CodePurpose, *MessageKind}


def test_texts_leave_in_the_order_of_their_acts(desk: Desk) -> None:
    for word in "甲乙丙":
        desk.run(queue, word)
    assert [text.code for text in desk.texts()] == ["丙", "乙", "甲"]


def test_a_refused_act_sends_nothing(desk: Desk) -> None:
    def queue_and_fail(ctx: Context) -> None:
        queue(ctx)
        raise NotFound

    assert desk.refusal(queue_and_fail) == "NOT_FOUND"
    assert desk.texts() == []


def test_a_withheld_text_is_never_sent(desk: Desk) -> None:
    desk.run(queue, withheld=True)
    assert deliver_queued(desk.runtime) == {"sent": 0, "dead": 0}
    assert statuses(desk) == [OutboxStatus.WITHHELD]


def test_a_text_past_its_time_dies_unsent(desk: Desk) -> None:
    desk.run(queue)
    desk.pass_s(300)
    assert deliver_queued(desk.runtime) == {"sent": 0, "dead": 1}
    assert desk.texts() == []


def test_what_the_provider_does_not_take_is_tried_again_next_time(desk: Desk) -> None:
    desk.run(queue)
    desk.run(queue)
    deaf = DeafSender()
    assert deliver_queued(with_sender(desk, deaf)) == {"sent": 0, "dead": 0}
    assert deaf.asked == 2
    let_the_pause_pass(desk)
    assert deliver_queued(desk.runtime) == {"sent": 2, "dead": 0}


def test_the_pauses_between_tries_grow_and_the_last_one_goes_on(desk: Desk) -> None:
    desk.run(queue)
    deaf = with_sender(desk, DeafSender())
    pauses = []
    for _ in range(6):
        began = real_now()
        deliver_queued(deaf)
        [text] = rows(desk)
        assert text.next_try_at
        pauses.append(round((text.next_try_at - began).total_seconds()))
        assert deliver_queued(deaf) == {"sent": 0, "dead": 0}
        assert rows(desk)[0].tries == text.tries
        let_the_pause_pass(desk)
    assert pauses == pytest.approx([5, 30, 120, 300, 300, 300], abs=2)


def test_what_nobody_takes_for_hours_becomes_a_dead_letter(desk: Desk) -> None:
    desk.run(queue)
    tries = {"tries": TRIES_MAX - 1}
    desk.run(lambda ctx: ctx.db.execute(update(OutboxText).values(tries)))
    assert deliver_queued(with_sender(desk, DeafSender())) == {"sent": 0, "dead": 1}
    [text] = rows(desk)
    assert (text.status, text.dead_reason) == (OutboxStatus.DEAD, DeadReason.UNDELIVERED)
    assert deliver_queued(desk.runtime) == {"sent": 0, "dead": 0}


def test_a_text_that_waits_for_its_next_try_still_dies_with_its_time(desk: Desk) -> None:
    desk.run(queue)
    deliver_queued(with_sender(desk, DeafSender()))
    desk.pass_s(300)
    let_the_pause_pass(desk)
    assert deliver_queued(desk.runtime) == {"sent": 0, "dead": 1}
    assert rows(desk)[0].dead_reason is DeadReason.EXPIRED


def test_a_text_whose_receipt_was_lost_arrives_once(desk: Desk) -> None:
    desk.run(queue)
    deliver_queued(with_sender(desk, ForgetfulSender(desk.runtime.gateways.sms)))
    let_the_pause_pass(desk)
    assert deliver_queued(desk.runtime) == {"sent": 1, "dead": 0}
    assert len(desk.texts()) == 1


def test_many_senders_at_once_send_each_text_once(desk: Desk) -> None:
    for _ in range(30):
        desk.run(queue)
    counts = desk.at_once(6, lambda: deliver_queued(desk.runtime))
    assert sum(count["sent"] for count in counts) == 30
    assert desk.run(lambda ctx: ctx.db.execute(select(func.count(TextRow.id))).scalar_one()) == 30


def test_a_text_leased_by_a_sender_that_died_is_sent_when_the_lease_ran_out(desk: Desk) -> None:
    def lease(ctx: Context, seconds: int) -> None:
        until = real_now() + timedelta(seconds=seconds)
        ctx.db.execute(update(OutboxText).values(leased_until=until))

    desk.run(queue)
    desk.run(lease, 30)
    assert deliver_queued(desk.runtime) == {"sent": 0, "dead": 0}
    desk.run(lease, -1)
    assert deliver_queued(desk.runtime) == {"sent": 1, "dead": 0}


def test_a_wait_from_before_the_clock_went_back_is_void(desk: Desk) -> None:
    """A lease and a pause that are further ahead than any clock of ours would set them."""
    desk.run(queue)
    wait = {"leased_until": timedelta(seconds=60), "next_try_at": timedelta(seconds=300)}
    for ahead, sent in ((timedelta(0), 0), (timedelta(hours=1), 1)):
        until = {name: real_now() + longest + ahead for name, longest in wait.items()}
        desk.run(lambda ctx, until=until: ctx.db.execute(update(OutboxText).values(**until)))
        assert deliver_queued(desk.runtime)["sent"] == sent
