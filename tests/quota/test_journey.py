"""A quota from the code to the end, over the wire, and the same where no area is open."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.quota.province import FATHERS_NUMBER, FROM_FATHER, GUANGZHOU, Province
from tests.support.sent import CHILD, PAYER, PHONES, Line

HELD_FEN = 12_000


def test_a_quota_takes_the_relatives_code_and_free_money(province: Province) -> None:
    told = province.me("GET", "/quotas/eligibility").body
    assert (told["is_open"], told["eligible"], told["areas"]) == (True, True, [GUANGZHOU])
    assert (told["free_fen"], len(told["relations_allowed"])) == (30_000, 8)
    code = province.code()
    assert province.ask(30_001, code).code == "BALANCE_SHORT"
    assert province.ask(HELD_FEN, "0000" + code[4:]).code == "SMS_WRONG"
    made = province.ask(HELD_FEN, code)
    assert (made.status, made.body["taker"]["name"]) == (201, "陈*强"), made.body
    assert province.amounts() == (30_000, 18_000)
    assert province.ask(100, "1234").code == "QUOTA_EXISTS"
    assert province.cast.broken() == []


def test_a_draw_takes_what_is_left_once_and_a_reversal_gives_it_back(province: Province) -> None:
    quota_id = province.give(HELD_FEN)
    first = province.draw(quota_id, "S1", 5_000)
    assert (first.status, first.body["left_fen"]) == (200, 7_000), first.body
    assert province.draw(quota_id, "S1", 5_000).body == first.body
    assert province.draw(quota_id, "S1", 5_001).code == "QUOTA_SERIAL_REUSED"
    assert province.draw(quota_id, "S2", 9_000, used_for="ltc_premium").code == "QUOTA_SHORT"
    capped = province.draw(quota_id, "S3", 9_000, used_for="drugs").body
    assert (capped["draw"]["amount_fen"], capped["left_fen"]) == (7_000, 0)
    assert province.draw(quota_id, "S4", 1).code == "QUOTA_SHORT"
    assert province.amounts() == (18_000, 18_000)

    given_back = province.reverse("R1", "S3")
    assert given_back.body["left_fen"] == 7_000
    assert province.reverse("R1", "S3").body == given_back.body
    assert province.reverse("R2", "S3").code == "QUOTA_DRAW_REVERSED"
    assert province.reverse("R1", "S1").code == "QUOTA_SERIAL_REUSED"
    assert province.reverse("R9", "S9").code == "QUOTA_DRAW_UNKNOWN"
    assert province.amounts() == (25_000, 18_000)
    assert province.cast.broken() == []


def test_the_giver_raises_lowers_and_ends_it(province: Province) -> None:
    quota_id = province.give(HELD_FEN)
    assert province.draw(quota_id, "S1", 5_000).status == 200
    path = f"/quotas/{quota_id}"
    assert province.me("PATCH", path, {"amount_fen": 4_999}).code == "QUOTA_BELOW_DRAWN"
    assert province.me("PATCH", path, {"amount_fen": 30_001}).code == "BALANCE_SHORT"
    assert province.me("PATCH", path, {"amount_fen": 30_000}).body["left_fen"] == 25_000
    assert province.amounts() == (25_000, 0)
    assert province.me("PATCH", path, {"amount_fen": 6_000}).body["left_fen"] == 1_000
    assert province.amounts() == (25_000, 24_000)

    ended = province.me("POST", f"{path}/end").body
    assert (ended["status"], ended["end_reason"], ended["left_fen"]) == ("ended", "by_giver", 0)
    assert province.amounts() == (25_000, 25_000)
    assert province.me("POST", f"{path}/end").code == "QUOTA_ENDED"
    assert province.draw(quota_id, "S5", 1).code == "QUOTA_ENDED"
    assert province.reverse("R3", "S1").body["left_fen"] == 0
    assert province.amounts() == (30_000, 30_000)
    assert province.cast.broken() == []


def test_what_is_held_pays_nobody_else(province: Province) -> None:
    """Neither the giver's own purchase nor a relative's, nor a hold."""
    quota_id = province.give(29_000)
    for who, flag, paid in ((PAYER, "1", "10.00"), (CHILD, "2", "0")):
        bought = province.cast.buy(who, Line(price="50.00"), flag=flag)
        assert Decimal(bought.legs()[1 if who == PAYER else 2]) == Decimal(paid), bought.body
    assert province.amounts() == (29_000, 0)
    [tie] = [one for one in bindings(province) if one["relation"] == "child"]
    held = province.me("PATCH", f"/family/bindings/{tie['id']}", {"hold_fen": 1})
    assert held.code == "BALANCE_SHORT"
    assert province.draw(quota_id, "S1", 29_000).body["left_fen"] == 0
    assert province.amounts() == (0, 0)
    assert province.cast.broken() == []


def test_the_giver_reads_of_each_draw_and_the_statement_names_it(province: Province) -> None:
    quota_id = province.give(HELD_FEN)
    assert province.draw(quota_id, "S1", 5_000).status == 200
    [entry] = entries(province)
    assert (entry["kind"], entry["scene"]) == ("quota_spend", "OUTPATIENT")
    assert (entry["place"], entry["member"]["name"]) == ("广东省广州市 · 测试人民医院", "陈*强")
    [drawn] = province.me("GET", f"/quotas/{quota_id}/draws").body["items"]
    assert (drawn["serial_number"], drawn["amount_fen"]) == ("S1", 5_000)
    ended = province.end_elsewhere(quota_id)
    assert ended.body["end_reason"] == "by_taker"
    titles = [one["title"] for one in province.me("GET", "/messages").body["items"]]
    assert titles == ["共济额度已终止", "共济额度已使用", "共济额度已设定"]
    statement = province.me("GET", "/account/summary").body
    assert statement["by_member"] == [{"name": "陈*强", "relation": "parent", "out_fen": 5_000}]
    log = [line["what"] for line in province.me("GET", "/access-log").body["items"]]
    assert "为陈*强支取共济额度，核对您的参保状态和共济额度" in log


def test_only_the_relatives_own_area_draws_and_only_for_the_relative(province: Province) -> None:
    quota_id = province.give(HELD_FEN)
    assert province.draw(quota_id, "S1", 1, area="440300").code == "QUOTA_OTHER_AREA"
    other = {"id_number": "430199198203080025"}
    assert province.draw(quota_id, "S1", 1, **other).code == "QUOTA_UNKNOWN"
    assert province.draw("qta_0", "S1", 1).code == "QUOTA_UNKNOWN"
    assert province.me("POST", "/account/freeze").status == 200
    assert province.draw(quota_id, "S1", 1).code == "ACCOUNT_FROZEN"


def test_a_relative_must_be_insured_in_an_open_area(province: Province) -> None:
    """What concerns the relative is told only to a caller who had the relative's code."""
    elsewhere = [{"kind": "resident", "status": "normal", "area": "440300"}]
    for insurances, relation, code in (
        (elsewhere, "parent", "QUOTA_AREA_NOT_OPEN"),
        ([], "parent", "BENE_NOT_INSURED"),
        (None, "child", "RELATION_IMPLAUSIBLE"),
        (None, "parent_in_law", "RELATION_NOT_ALLOWED"),
    ):
        province.load(insurances=insurances)
        sent = province.code(relation)
        assert province.ask(100, "0000" + sent[4:], relation=relation).code in {
            "SMS_WRONG",
            "RELATION_NOT_ALLOWED",
        }
        assert province.ask(100, sent, relation=relation).code == code
    assert province.amounts() == (30_000, 30_000)


def test_an_event_of_the_insurance_ends_it_and_frees_the_money(province: Province) -> None:
    events: list[tuple[str, dict[str, Any], str]] = [
        ("DEATH", {}, "death"),
        ("INSURANCE_ENDED", {}, "insurance_ended"),
        ("INSURANCE_SUSPENDED", {}, "insurance_suspended"),
        ("TRANSFER_OUT", {"to_area": "440100"}, "transfer_out"),
        ("DEATH", {"of": FATHERS_NUMBER}, "death"),
        ("RETIRED", {}, ""),
    ]
    for kind, data, reason in events:
        province.load()
        quota_id = province.give(HELD_FEN)
        whom = {"id_number": data.pop("of")} if "of" in data else {}
        assert province.event(kind, data=data, **whom).body.get("status") == "applied"
        refused = province.draw(quota_id, "S1", 1)
        assert refused.code == ("QUOTA_ENDED" if reason else ""), (kind, refused.body)
        assert province.cast.broken() == []


def test_where_no_area_is_open_nothing_is_given(province: Province) -> None:
    province.load(is_open=False)
    told = province.me("GET", "/quotas/eligibility").body
    assert (told["is_open"], told["problem"]["code"], told["areas"]) == (
        False,
        "QUOTA_NOT_OPEN",
        [],
    )
    assert province.ask(100, "1234").code == "QUOTA_NOT_OPEN"
    asked = {"beneficiary": {"name": "陈国强", "id_number": FATHERS_NUMBER, "phone": PHONES[PAYER]}}
    refused = province.me("POST", "/quotas/sms-codes", asked | {"relation": "parent"})
    assert refused.code == "QUOTA_NOT_OPEN"
    assert province.me("GET", "/quotas").body["items"] == []
    assert province.me("GET", "/quotas/qta_01ARZ3NDEKTSV4RRFFQ69G5FAV").status == 404


def test_what_relatives_elsewhere_give_is_told_by_the_platform(province: Province) -> None:
    assert province.cast.call("POST", "/sandbox/quotas/received", FROM_FATHER).status == 204
    [received] = province.me("GET", "/quotas/received").body["items"]
    assert (received["giver_name"], received["left_fen"]) == ("陈*强", 3_000)
    province.cast.call("POST", "/sandbox/quotas/received", FROM_FATHER | {"left_fen": 0})
    assert province.me("GET", "/quotas/received").body["items"] == []


def bindings(province: Province) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = province.me("GET", "/family/bindings").body["items"]
    return found


def entries(province: Province) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = province.me("GET", "/account/entries").body["items"]
    return found
