"""替他人申请: who shares an account extends for the other, once the other agreed by code."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from gongji.app.runtime import Runtime
from gongji.chronic.models import Extension
from tests.chronic.test_extension import held
from tests.quota.province import at_once
from tests.support.cast import Answer, Cast
from tests.support.sent import CHILD, NUMBERS, PAYER, PHONES, WIFE, family

ILL = {"disease": "糖尿病", "code": "M01600", "valid_to": "2025-06-30", "online": True}
LETTER = {"version": "1", "accepted": True}
MASKED = {PAYER: "陈*国", WIFE: "李*英", CHILD: "陈*远"}


class Pair:
    """One of the family acts for another; each look and each extension goes over the wire."""

    def __init__(self, cast: Cast, agent: str = PAYER, patient: str = WIFE, **more: Any) -> None:
        persons = family()["persons"]
        for one in persons:
            one["chronic"] = [ILL]
        self.cast = cast.load(persons=persons, **more)
        self.agent, self.patient = agent, patient
        self.binding_id = self.tie()

    def tie(self) -> str:
        """The id of the binding between the two, whichever side the agent is on."""
        for role in ("authorizer", "beneficiary"):
            path = f"/family/bindings?role={role}"
            for row in self.cast.call("GET", path, **self.signed()).body["items"]:
                other = "beneficiary" if role == "authorizer" else "authorizer"
                if row[other]["name"] == MASKED[self.patient]:
                    return str(row["id"])
        raise AssertionError("they share nothing")

    def signed(self, who: str = "") -> dict[str, str]:
        return self.cast.sign_in(who or self.agent)

    def act(self, path: str, body: Any, *, who: str = "", binding_id: str = "") -> Answer:
        whole = f"/chronic/relatives/{binding_id or self.binding_id}/{path}"
        return self.cast.call("POST", whole, body, **self.signed(who))

    def ask(self, number: str = "", **more: str) -> Answer:
        return self.act("sms-codes", {"id_number": number or NUMBERS[self.patient]}, **more)

    def last_text(self, phone: str = "") -> dict[str, Any]:
        path = f"/sandbox/sms?phone={phone or PHONES[self.patient]}"
        found: dict[str, Any] = self.cast.call("GET", path).body["items"][0]
        return found

    def code(self) -> str:
        assert self.ask().status == 202
        return str(self.last_text()["code"])

    def look(self, code: str, number: str = "", **more: str) -> Answer:
        typed = {"id_number": number or NUMBERS[self.patient], "sms_code": code}
        return self.act("qualifications", typed, **more)

    def extend(self, id_: str, commitment: Any = None, **more: str) -> Answer:
        body = {"qualification_id": id_, "commitment": commitment or LETTER}
        return self.act("extensions", body, **more)

    def end(self, who: str) -> None:
        path = f"/family/bindings/{self.binding_id}/unbind"
        assert self.cast.call("POST", path, **self.signed(who)).status == 200

    def told(self, who: str) -> str:
        path = "/messages?kind=notice"
        return str(self.cast.call("GET", path, **self.signed(who)).body["items"][0]["text"])

    def log(self) -> list[tuple[str, str]]:
        """What the patient reads of the agent, the latest first."""
        rows = self.cast.call("GET", "/access-log", **self.signed(self.patient)).body["items"]
        return [(row["actor"], row["what"]) for row in rows if "慢特病" in row["what"]]


@pytest.mark.parametrize(("agent", "patient"), [(PAYER, WIFE), (WIFE, PAYER)])
def test_either_side_extends_for_the_other_who_agreed(
    cast: Cast, runtime: Runtime, agent: str, patient: str
) -> None:
    pair = Pair(cast, agent, patient)
    code = pair.code()
    words = pair.last_text()["text"]
    assert f"{MASKED[agent]}申请为您办理门诊慢特病待遇网上延期" in words
    seen = pair.look(code).body
    assert (seen["name"], seen["agreed_until"]) == (MASKED[patient], "2025-06-10T10:15:00+08:00")
    assert f"代办人：{agent}；待遇享受人：{MASKED[patient]}。" in seen["commitment_text"]
    [item] = seen["items"]
    assert (item["disease"], item["valid_to"], item["problem"]) == ("糖尿病", "2025-06-30", None)
    done = pair.extend(item["id"])
    assert (done.status, done.body["valid_to"]) == (200, "2026-06-30")
    assert held(cast, patient) == [done.body]
    assert pair.extend(item["id"]).code == "EXTENSION_NOT_OPEN", "once only"
    [kept] = runtime.run(lambda ctx: list(ctx.db.execute(select(Extension)).scalars()))
    assert kept.person_id != kept.acted_by
    assert kept.agreed_at == kept.at
    assert pair.told(patient).startswith(f"{MASKED[agent]}凭您的验证码，为您的糖尿病门诊慢特病")
    assert "2025年6月30日 延长至 2026年6月30日" in pair.told(patient)
    assert pair.told(agent) == (
        f"您已为{MASKED[patient]}办理门诊慢特病待遇网上延期，有效期延长至 2026年6月30日。"
    ), "no disease stays in the agent's messages"
    assert pair.log() == [
        (MASKED[agent], "凭您的验证码为您办理慢特病待遇延期"),
        (MASKED[agent], "凭您的验证码查看您的慢特病待遇资格"),
    ]
    titles = {
        who: [
            one["text_title"]
            for one in cast.call("GET", "/me/consents", **pair.signed(who)).body["items"]
            if one["kind"] == "chronic_extension"
        ]
        for who in (agent, patient)
    }
    assert titles == {agent: ["门诊慢特病待遇网上延期承诺书（为亲属代办）"], patient: []}


def test_a_parent_gets_the_code_of_a_young_child_and_nobody_else_of_a_grown_one(
    cast: Cast,
) -> None:
    pair = Pair(cast, PAYER, CHILD, kinship=[{"of": "P01", "is": "P03", "relation": "child"}])
    assert pair.ask().status == 202
    seen = pair.look(str(pair.last_text(PHONES[PAYER])["code"]))
    assert pair.extend(seen.body["items"][0]["id"]).status == 200
    cast.at("2028-04-18T10:00:00+08:00")
    grown = Pair(cast, PAYER, CHILD, clock="2026-06-10T10:00:00+08:00", policy=[CONSENT_AT_14])
    assert grown.ask().code == "RELATIVE_WITHOUT_PHONE"


CONSENT_AT_14 = {
    "area": "430000", "key": "bind.consent_age", "value": 14, "since": "2026-01-01",
    "basis": ["test"],
}  # fmt: skip


def test_another_number_is_a_wrong_code_and_answers_alike(cast: Cast) -> None:
    pair = Pair(cast)
    code = pair.code()
    other = NUMBERS[CHILD]
    for number in (NUMBERS[WIFE], other):
        refused = pair.look("000000" if code != "000000" else "111111", number)
        assert refused.code == "SMS_WRONG"
    first = refused.body["detail"]
    assert "还可以再试 1 次" in first, "two guesses were counted, whichever number was typed"
    assert pair.look(code, other).code == "SMS_WRONG", "not even with the right code"
    assert pair.look(code).code == "SMS_LOCKED"
    cast.at("2025-06-10T10:02:00+08:00")
    sent, before = pair.ask(other), pair.last_text()
    assert (sent.status, sent.body) == (202, {"expires_in_s": 300, "resend_after_s": 60})
    assert pair.last_text() == before, "withheld"
    assert pair.look(before["code"]).code == "SMS_WRONG"
    assert pair.ask().code == "SMS_TOO_SOON", "it was counted"
    assert pair.ask("430199198203080026").code == "ID_INVALID"
    assert all("没有成功：验证码" in what for _, what in pair.log())
    assert len(pair.log()) == 5


def test_nothing_is_told_or_done_without_a_code_of_this_moment(cast: Cast) -> None:
    pair = Pair(cast)
    [item] = held(cast, WIFE)
    for id_ in (item["id"], "chr_" + "0" * 26):
        assert pair.extend(id_).code == "AGREEMENT_LAPSED", "it does not say what there is"
    code = pair.code()
    assert pair.extend(item["id"]).code == "AGREEMENT_LAPSED", "sent is not entered"
    assert pair.look(code).status == 200
    assert pair.look(code).code == "SMS_WRONG", "a code is used once"
    for id_ in (held(cast, PAYER)[0]["id"], "chr_" + "0" * 26, "nonsense"):
        assert pair.extend(id_).status == 404, "hers alone"
    for letter in ({"version": "1", "accepted": False}, {"version": "0", "accepted": True}):
        assert pair.extend(item["id"], letter).code == "COMMITMENT_REQUIRED"
    cast.at("2025-06-10T10:15:00+08:00")
    assert pair.extend(item["id"]).code == "AGREEMENT_LAPSED"
    assert held(cast, WIFE) == [item]
    assert pair.look(pair.code()).status == 200
    cast.at("2025-06-10T10:29:59+08:00")
    assert pair.extend(item["id"]).status == 200


def test_a_code_for_something_else_or_somebody_else_is_none(cast: Cast) -> None:
    pair = Pair(cast)
    her = {"name": WIFE, "id_number": NUMBERS[WIFE], "phone": PHONES[WIFE]}
    cast.call("POST", "/auth/sms-codes", {"phone": PHONES[WIFE], "purpose": "login"})
    assert pair.look(str(pair.last_text()["code"])).code == "SMS_WRONG"
    cast.at("2025-06-10T10:02:00+08:00")
    hers = pair.code()
    asking = {"beneficiary": her, "relation": "spouse"}
    assert cast.call("POST", "/family/sms-codes", asking, **pair.signed()).code == "ALREADY_BOUND"
    assert pair.look(hers).status == 200
    cast.at("2025-06-10T10:04:00+08:00")
    back = Pair.__new__(Pair)
    back.__dict__ |= pair.__dict__ | {"agent": WIFE, "patient": PAYER}
    assert back.extend(held(cast, PAYER)[0]["id"]).code == "AGREEMENT_LAPSED", "not backwards"


def test_a_stranger_and_an_ended_or_announced_binding_are_refused(cast: Cast) -> None:
    pair = Pair(cast)
    child = Pair.__new__(Pair)
    child.__dict__ |= pair.__dict__ | {"patient": CHILD}
    for id_ in (child.tie(), "bnd_" + "0" * 26, "nonsense"):
        for refused in (
            pair.ask(who=WIFE, binding_id=id_),
            pair.look("123456", who=WIFE, binding_id=id_),
            pair.extend("chr_" + "0" * 26, who=WIFE, binding_id=id_),
        ):
            assert refused.status == 404, "the wife has no part in the child's binding"
    seen = pair.look(pair.code()).body
    pair.end(WIFE)
    refusals = [pair.ask(), pair.look("123456"), pair.extend(seen["items"][0]["id"])]
    assert {one.code for one in refusals} == {"RELATION_NOT_ACTIVE"}
    assert "已于 2025年6月10日 10:00 终止" in refusals[0].body["detail"]
    assert held(cast, WIFE)[0]["valid_to"] == "2025-06-30"
    later = {"starts_on": "2025-06-11", "ends_on": "2026-12-31"}
    bindings = family(wife=later)["bindings"]
    pair = Pair(cast, bindings=bindings)
    assert "自 2025年6月11日 起才生效" in pair.ask().body["detail"]
    pair.cast.at("2025-06-11T10:00:00+08:00")
    assert pair.ask().status == 202


def test_the_rule_is_that_of_the_patients_own_area_and_disease(cast: Cast) -> None:
    pair = Pair(cast)
    cast.at("2025-06-09T23:50:00+08:00")
    [item] = pair.look(pair.code()).body["items"]
    assert item["window"] == {"opens_on": "2025-06-10", "closes_on": "2025-06-29"}
    assert pair.extend(item["id"]).code == "EXTENSION_NOT_OPEN"
    cast.at("2025-06-10T00:00:00+08:00")
    assert pair.extend(item["id"]).status == 200, "the consent of a moment ago still holds"


def test_of_many_at_once_one_extends(cast: Cast) -> None:
    pair = Pair(cast)
    [item] = pair.look(pair.code()).body["items"]
    path, letter = f"/chronic/qualifications/{item['id']}/extension", {"accepted": True}
    own = partial(cast.call, "POST", path, {"commitment": letter}, **pair.signed(WIFE))
    got = Counter(done.status for done in at_once([partial(pair.extend, item["id"]), own] * 3))
    assert got == {200: 1, 422: 5}
    assert held(cast, WIFE)[0]["valid_to"] == "2026-06-30"


def test_of_many_who_enter_the_code_at_once_one_looks(cast: Cast) -> None:
    pair = Pair(cast)
    code = pair.code()
    got = Counter(done.status for done in at_once([partial(pair.look, code)] * 4))
    assert got[200] == 1
