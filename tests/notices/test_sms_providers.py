"""The second provider takes what the first does not; a broken one is left alone for a while."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select

from gongji.adapters.sms_fallback import WithFallback
from gongji.app.runtime import Runtime
from gongji.kernel.ports import SmsSender, TextMessage
from gongji.kernel.problems import OutsideUnavailable
from gongji.sandbox.adapters import (
    FALLBACK,
    PRIMARY,
    PRIMARY_FAILS_PHONE,
    SLOW_PHONE,
    UNREACHABLE_PHONE,
    SandboxSms,
    TextRow,
)
from gongji.sms_templates import SmsTemplate
from tests.support.cast import Cast
from tests.support.sent import family

PHONE = "19900000001"


def text(phone: str = PHONE, key: str = "txt_1") -> TextMessage:
    return TextMessage(phone, SmsTemplate.AS_QUEUED, {"text": "您好"}, dedupe_key=key)


def delivered(runtime: Runtime) -> list[tuple[str, str]]:
    """Phone and provider of every delivered text."""
    query = select(TextRow).order_by(TextRow.id)
    rows = runtime.run(lambda ctx: list(ctx.db.execute(query).scalars()))
    return [(row.phone.reveal(), row.provider) for row in rows]


class Provider:
    """Counts what it was asked; takes nothing while it is down."""

    def __init__(self) -> None:
        self.asked = 0
        self.down = False

    def send(self, message: TextMessage) -> None:
        self.asked += 1
        if self.down:
            raise OutsideUnavailable(what="短信服务")


@pytest.fixture
def providers() -> tuple[Provider, Provider]:
    return Provider(), Provider()


@pytest.fixture
def sms(runtime: Runtime) -> SmsSender:
    first = SandboxSms(runtime.transactions, slow_s=0.2)
    return WithFallback(first, SandboxSms(runtime.transactions, FALLBACK))


def test_the_first_provider_takes_a_text_alone(providers: tuple[Provider, Provider]) -> None:
    first, second = providers
    WithFallback(first, second).send(text())
    assert (first.asked, second.asked) == (1, 0)


def test_a_provider_that_is_down_is_left_alone_after_three_failures(
    providers: tuple[Provider, Provider],
) -> None:
    first, second = providers
    first.down = True
    both = WithFallback(first, second)
    for _ in range(10):
        both.send(text())
    assert (first.asked, second.asked) == (3, 10)


def test_it_is_asked_again_when_it_has_rested(providers: tuple[Provider, Provider]) -> None:
    first, second = providers
    first.down = True
    both = WithFallback(first, second, failures_max=1, rest_s=0)
    both.send(text())
    first.down = False
    both.send(text())
    assert (first.asked, second.asked) == (2, 1)


def test_one_success_closes_the_circuit(providers: tuple[Provider, Provider]) -> None:
    first, second = providers
    both = WithFallback(first, second)
    for down in (True, True, False, True, True, True, True):
        first.down = down
        both.send(text())
    assert (first.asked, second.asked) == (6, 6)


def test_where_both_are_down_the_sender_is_told(providers: tuple[Provider, Provider]) -> None:
    first, second = providers
    first.down = second.down = True
    with pytest.raises(OutsideUnavailable):
        WithFallback(first, second).send(text())


def test_the_phones_that_the_sandbox_documents(runtime: Runtime, sms: SmsSender) -> None:
    sms.send(text())
    sms.send(text(PRIMARY_FAILS_PHONE, "txt_2"))
    with pytest.raises(OutsideUnavailable):
        sms.send(text(UNREACHABLE_PHONE, "txt_3"))
    began = time.monotonic()
    sms.send(text(SLOW_PHONE, "txt_4"))
    assert time.monotonic() - began >= 0.2
    assert delivered(runtime) == [
        (PHONE, PRIMARY),
        (PRIMARY_FAILS_PHONE, FALLBACK),
        (SLOW_PHONE, PRIMARY),
    ]


def test_a_code_reaches_a_phone_that_only_the_second_provider_serves(cast: Cast) -> None:
    persons = family()["persons"]
    persons[0]["phone"], persons[1]["phone"] = PRIMARY_FAILS_PHONE, UNREACHABLE_PHONE
    cast.load(persons=persons)
    inboxes = []
    for phone in (PRIMARY_FAILS_PHONE, UNREACHABLE_PHONE):
        cast.call("POST", "/auth/sms-codes", {"phone": phone, "purpose": "login"})
        inboxes.append(cast.call("GET", f"/sandbox/sms?phone={phone}").body["items"])
    assert [[text["provider"] for text in texts] for texts in inboxes] == [["fallback"], []]
