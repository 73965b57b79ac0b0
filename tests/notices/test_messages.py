"""Messages: one reader each, in one transaction with the act, and no word too much to anybody."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from gongji.app.runtime import Runtime
from gongji.notices.models import Message
from gongji.people.models import Person
from tests.support.cast import Answer, Cast
from tests.support.sent import PAYER, PHONES, TONIC, WIFE, Line

CANARIES = ("药品D", "高血压", "I10", "430199")
"""What was bought or treated, and anybody's number."""


def inbox(cast: Cast, who: str, query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = cast.call("GET", f"/messages{query}", **cast.sign_in(who)).body[
        "items"
    ]
    return items


def texts(cast: Cast, who: str, kind: str) -> list[str]:
    return [item["text"] for item in inbox(cast, who, f"?kind={kind}")]


def threshold(cast: Cast, who: str, fen: Any) -> Answer:
    return cast.call("PUT", "/messages/settings", {"spent_threshold_fen": fen}, **cast.sign_in(who))


def test_a_family_payment_is_told_to_both_and_the_balance_to_its_owner_alone(cast: Cast) -> None:
    cast.buy(WIFE, Line(price="150.00"))
    [to_payer], [to_wife] = texts(cast, PAYER, "spent"), texts(cast, WIFE, "spent")
    assert to_payer == ("李*英（配偶）在测试药房使用您的个人账户支付 ¥50.00，账户余额 ¥250.00。")
    assert to_wife == "陈*国的个人账户为您支付了 ¥50.00（测试药房）。"


def test_a_bill_that_needs_no_relative_tells_nobody(cast: Cast) -> None:
    cast.buy(WIFE, Line(price="50.00"))
    cast.buy(PAYER, Line(price="50.00"))
    assert inbox(cast, PAYER) == inbox(cast, WIFE) == []


def test_a_refused_bill_tells_nobody(cast: Cast) -> None:
    bill = cast.upload(WIFE, Line(price="150.00"), stated="151.00")
    assert cast.settle(bill).code == "AMOUNTS_DISAGREE"
    assert inbox(cast, PAYER) == []


def test_the_same_message_id_again_tells_nothing_again(cast: Cast) -> None:
    for _ in range(2):
        cast.buy(WIFE, Line(price="150.00"), msgid="P43010499901" + "0" * 18)
    assert len(inbox(cast, PAYER)) == 1


def test_nobody_is_told_what_was_bought_or_treated(cast: Cast) -> None:
    cast.settle(cast.upload(WIFE, Line(price="450.00"), Line(TONIC, "20.00")))
    for who in (PAYER, WIFE):
        told = "".join(item["title"] + item["text"] for item in inbox(cast, who))
        assert told
        assert not any(word in told for word in (*CANARIES, "陈建国", "李秀英"))


def test_a_cancelled_bill_tells_what_came_back_to_whom(cast: Cast) -> None:
    settled = cast.settle(cast.upload(WIFE, Line(price="600.00")))
    assert settled.legs() == ("240.00", "100.00", "260.00", "0.00")
    assert cast.cancel(settled).code == ""
    assert texts(cast, PAYER, "refund") == [
        "李*英（配偶）在测试医院的结算已撤销，¥260.00 已退回您的个人账户，账户余额 ¥300.00。"
    ]
    assert texts(cast, WIFE, "refund") == [
        "您在测试医院的结算已撤销，退回本人账户 ¥100.00、共济人账户 ¥260.00。"
    ]


@pytest.mark.parametrize(("fen", "told"), [(5_000, 1), (5_001, 0)])
def test_each_is_told_from_the_amount_on_that_he_set(cast: Cast, fen: int, told: int) -> None:
    assert threshold(cast, PAYER, fen).body == {"spent_threshold_fen": fen}
    cast.cancel(cast.buy(WIFE, Line(price="150.00")), "P43010499901", "2103")
    about_money = [item for item in inbox(cast, PAYER) if item["kind"] != "notice"]
    assert [item["kind"] for item in about_money] == ["refund", "spent"][: 2 * told]
    assert [item["kind"] for item in inbox(cast, WIFE)] == ["refund", "spent"]
    kept = cast.call("GET", "/messages/settings", **cast.sign_in(PAYER)).body
    assert kept == {"spent_threshold_fen": fen}


def test_whoever_silences_them_is_told_so_by_message_and_text(cast: Cast) -> None:
    threshold(cast, PAYER, 9_999_999_999)
    threshold(cast, PAYER, 100)
    [told] = texts(cast, PAYER, "notice")
    assert "由 ¥0.00 提高到 ¥99,999,999.99" in told
    sent = cast.call("GET", f"/sandbox/sms?phone={PHONES[PAYER]}").body["items"]
    assert [item["text"] for item in sent if item["purpose"] == "notice"] == [f"【湘医保】{told}"]


@pytest.mark.parametrize("fen", [-1, "100", 1.5, None, True])
def test_a_threshold_is_a_whole_amount(cast: Cast, fen: Any) -> None:
    assert threshold(cast, PAYER, fen).code == "REQUEST_INVALID"


def test_the_authorizer_is_told_when_a_limit_is_used_up(cast: Cast) -> None:
    cast.load(wife={"limits": {"month_fen": 8_000}})
    cast.buy(WIFE, Line(price="150.00"))
    assert texts(cast, PAYER, "limit") == []
    cast.buy(WIFE, Line(price="50.00"))
    cast.buy(WIFE, Line(price="50.00"))
    assert texts(cast, PAYER, "limit") == [
        "李*英（配偶）在测试药房的费用已达到您设置的共济限额，本次由您的个人账户支付 ¥30.00。"
    ]
    assert texts(cast, WIFE, "limit") == []


def test_messages_come_newest_first_in_pages_and_are_read_once(cast: Cast) -> None:
    for _ in range(5):
        cast.buy(WIFE, Line(price="150.00") if _ == 0 else Line())
    newest = inbox(cast, PAYER)
    first = cast.call("GET", "/messages?limit=2", **cast.sign_in(PAYER)).body
    then = cast.call("GET", f"/messages?limit=3&cursor={first['next']}", **cast.sign_in(PAYER)).body
    assert first["items"] + then["items"] == newest
    assert then["next"] is None
    path = f"/messages/{newest[0]['id']}/read"
    read = cast.call("POST", path, **cast.sign_in(PAYER))
    assert (read.status, read.body["read_at"]) == (200, "2025-06-10T10:00:00+08:00")
    cast.at("2025-06-10T11:00:00+08:00")
    assert cast.call("POST", path, **cast.sign_in(PAYER)).body == read.body
    assert len(inbox(cast, PAYER, "?unread=true")) == 4
    assert inbox(cast, PAYER, "?unread=false") == [read.body]


def test_a_message_of_somebody_else_is_not_there(cast: Cast) -> None:
    cast.buy(WIFE, Line(price="150.00"))
    [his] = inbox(cast, PAYER)
    for id_ in (his["id"], "msg_" + "0" * 26, "nonsense"):
        assert cast.call("POST", f"/messages/{id_}/read", **cast.sign_in(WIFE)).status == 404
    assert inbox(cast, PAYER)[0]["read_at"] is None
    assert cast.call("GET", "/messages").code == "TOKEN_MISSING"


def test_the_end_of_a_binding_is_told_to_the_other_side_once(cast: Cast) -> None:
    wife = cast.sign_in(WIFE)
    binding = cast.call("GET", "/family/bindings?role=beneficiary", **wife).body["items"][0]
    for _ in range(2):
        cast.call("POST", f"/family/bindings/{binding['id']}/unbind", **wife)
    [told] = texts(cast, PAYER, "unbound")
    assert told.startswith("李*英与您的医保个人账户家庭共济关系已于 6月10日 10:00 解除")
    assert texts(cast, WIFE, "unbound") == []


def test_a_death_is_told_to_the_relative_once_and_never_to_the_dead(
    cast: Cast, runtime: Runtime
) -> None:
    event = {
        "event_id": "E1",
        "type": "DEATH",
        "id_number": "430199198005120014",
        "effective_on": "2025-06-08",
        "data": {},
    }
    for _ in range(2):
        assert cast.call("POST", "/sandbox/events", event).status == 200
    assert len(texts(cast, WIFE, "unbound")) == 1
    his = select(Message.id).join(Person, Person.id == Message.person_id)
    dead = his.where(Person.died_on.is_not(None))
    assert runtime.run(lambda ctx: ctx.db.execute(dead).all()) == []


def test_both_find_a_message_when_a_binding_has_expired(cast: Cast) -> None:
    cast.load(wife={"ends_on": "2025-06-12"})
    cast.at("2025-06-13T00:00:00+08:00")
    assert texts(cast, PAYER, "unbound") == [
        "您与李*英的医保个人账户家庭共济关系已到期（2025年6月12日 为最后一天），此后不再共济支付。"
    ]
    assert "陈*国" in texts(cast, WIFE, "unbound")[0]
