"""What is left of each limit and what a sum would cost, as bills then make of it (REC-06)."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from gongji.app.runtime import Runtime
from tests.independent.seeds import seeded
from tests.settlement.test_statements import statements
from tests.support.cast import Answer, Cast
from tests.support.sent import (
    CHILD,
    CLINIC,
    DRUG,
    HOSPITAL,
    NUMBERS,
    PAYER,
    PHARMACY,
    WIFE,
    Line,
    charge,
    diagnosis,
    family,
    settlement,
    visit,
)

ZHUZHOU, GREAT_HOSPITAL = "430200", "H43010599903"
HIGH_PRESSURE = {
    "kind": "two_diseases", "code": "hypertension", "name": "高血压", "until": "2026-12-31",
}  # fmt: skip
ROADS = {
    "level_1": (WIFE, CLINIC, "11"), "level_2": (WIFE, HOSPITAL, "11"),
    "level_3": (WIFE, GREAT_HOSPITAL, "11"), "pharmacy_prescription": (WIFE, PHARMACY, "11"),
    "two_diseases": (CHILD, CLINIC, "9901"),
}  # fmt: skip
"""Who goes where for each place of an estimate."""


def load(cast: Cast, *counters: dict[str, Any], area: str = "430100", **more: Any) -> Cast:
    """By the packs as they are; the child has a phone and is registered for hypertension."""
    made = family()
    wife, child = made["persons"][1:]
    for one in (wife, child):
        one["insurances"][0]["area"] = area
    cast.phones[CHILD] = "19900000003"
    child |= {"phone": cast.phones[CHILD], "registrations": [HIGH_PRESSURE]}
    offered = {"services": [{"service": "pool"}]}
    places = [one | (offered if one["code"] == PHARMACY else {}) for one in made["institutions"]]
    great = places[2] | {"code": GREAT_HOSPITAL, "name": "测试大医院", "level": 3}
    lists = {"persons": made["persons"], "institutions": [*places, great], "bindings": []}
    return cast.load(policy=[], year_counters=list(counters), **lists | more)


def used(person: str, pool: str, deductible_fen: int, paid_fen: int) -> dict[str, Any]:
    sums = {"deductible_fen": deductible_fen, "paid_fen": paid_fen}
    return {"person": person, "year": 2025, "pool": pool} | sums


def shown(cast: Cast, who: str, query: str = "") -> Any:
    answer = cast.call("GET", f"/entitlements{query}", **cast.sign_in(who))
    assert answer.status == 200, answer.body
    return answer.body


def meters(cast: Cast, who: str, query: str = "") -> dict[str, Any]:
    """By kind, of somebody with one insurance."""
    [one] = shown(cast, who, query)["insurances"]
    return {meter["kind"]: meter for meter in one["meters"]}


def figures(cast: Cast, who: str) -> dict[str, tuple[int | None, int | None, int | None]]:
    found = meters(cast, who)
    return {
        kind: (one["used_fen"], one["limit_fen"], one["left_fen"]) for kind, one in found.items()
    }


def ask(cast: Cast, who: str, fen: object, place: str | None = None, **more: Any) -> Answer:
    body = {"amount_fen": fen} | ({"place": place} if place else {}) | more
    return cast.call("POST", "/entitlements/estimate", body, **cast.sign_in(who))


def estimated(cast: Cast, who: str, fen: int, place: str, **more: Any) -> Any:
    answer = ask(cast, who, fen, place, **more)
    assert answer.status == 200, answer.body
    return answer.body


SERIAL = count(500)


def settled(cast: Cast, place: str, fen: int) -> tuple[Answer, str]:
    """A bill of that sum there, with the code of the institution."""
    who, at, category = ROADS[place]
    line = Line(DRUG, f"{fen // 100}.{fen % 100:02}")
    if at != PHARMACY:
        bill = cast.upload(who, line, place=at, flag="0", med_type=category)
        return cast.settle(bill), at
    number = cast.number_of(who)
    opened = cast.transact("2201", {"data": visit(number, who, next(SERIAL))}, place=at)
    ids = {"mdtrt_id": opened.body["output"]["data"]["mdtrt_id"], "psn_no": number}
    described = diagnosis(ids)
    described["mdtrtinfo"] |= {"rxfixmedinsCode": HOSPITAL, "rxfixmedinsName": "测试医院"}
    assert cast.transact("2203A", described, place=at).code == ""
    rows = [charge(ids, 1, line) | {"rxno": "RX1"}]
    results = cast.transact("2204", {"feedetail": rows}, place=at).body["output"]["result"]
    node = settlement(ids, who, results, "0", "")
    return cast.transact("2207", {"data": node}, place=at), at


def receipt(cast: Cast, who: str, settlement_id: str) -> Any:
    return cast.call("GET", f"/visits/{settlement_id}", **cast.sign_in(who)).body


# -- by hand


def test_a_year_begins_whole_and_a_bill_moves_its_meters_until_it_is_cancelled(cast: Cast) -> None:
    load(cast, used("P02", "employee_outpatient", 2_000, 10_000))
    before = figures(cast, WIFE)
    assert before == {
        "deductible": (2_000, 30_000, 28_000),
        "deductible_level_2": (0, 20_000, 20_000),
        "deductible_level_3": (0, 30_000, 28_000),
        "pool": (10_000, 150_000, 140_000),
    }
    bought, at = settled(cast, "level_2", 50_000)
    assert bought.legs() == ("270.00", "0.00", "0.00", "230.00")
    assert figures(cast, WIFE) == {
        "deductible": (7_000, 30_000, 23_000),
        "deductible_level_2": (5_000, 20_000, 15_000),
        "deductible_level_3": (0, 30_000, 23_000),
        "pool": (37_000, 150_000, 113_000),
    }
    assert cast.cancel(bought, at).code == ""
    assert figures(cast, WIFE) == before


def test_a_meter_names_its_clause_with_its_source(cast: Cast) -> None:
    load(cast, used("P02", "employee_outpatient", 2_000, 10_000))
    found = meters(cast, WIFE)
    level, pool = found["deductible_level_2"], found["pool"]
    assert (level["title"], level["until"]) == ("二级机构起付线", "2025-12-31")
    assert level["told"] == "每次就诊 ¥50.00，下次就诊还要付 ¥50.00。"
    [clause] = level["clauses"]
    assert clause["told"] == (
        "每次就诊起付线 ¥50.00，本级机构全年累计不超过 ¥200.00；超过起付线的部分由统筹基金支付 60%"
    )
    [cited] = clause["citations"]
    assert (cited["source"], cited["kind"]) == ("N01", "press")
    assert pool["told"].endswith("其中 ¥100.00 是转入本系统以前累计的。")
    assert pool["clauses"][0]["title"] == "职工医保普通门诊统筹的全年限额（在职）"
    listed = cast.call("GET", "/policy?area=430100").body["items"]
    assert clause in listed


def test_the_sum_is_worked_out_in_words_and_elsewhere_it_may_cost_less(cast: Cast) -> None:
    load(cast, area=ZHUZHOU)
    told = estimated(cast, WIFE, 50_000, "level_3")
    assert (told["insurance"], told["amount_fen"]) == ("employee", 50_000)
    chosen = told["chosen"]
    assert (chosen["title"], chosen["deductible_fen"]) == ("三级医院", 10_000)
    assert (chosen["pool_fen"], chosen["rest_fen"]) == (24_000, 26_000)
    assert chosen["calculation"][-1] == "统筹支付：（¥500.00 − ¥100.00）× 60% ＝ ¥240.00。"
    assert {one["key"] for one in chosen["basis"]} >= {
        "pool.310.out.L3",
        "pool.310.year_cap.active",
    }
    instead = [(one["place"], one["pool_fen"], one["rest_fen"]) for one in told["alternatives"]]
    assert instead == [("level_1", 35_000, 15_000), ("pharmacy_prescription", 35_000, 15_000)]
    nothing = estimated(cast, WIFE, 50_000, "pharmacy")["chosen"]
    assert (nothing["pool_fen"], nothing["rest_fen"]) == (0, 50_000)
    assert "凭定点医疗机构的处方" in nothing["calculation"][0]


def test_an_institution_is_its_level_and_a_pharmacy_its_prescriptions(cast: Cast) -> None:
    load(cast, area=ZHUZHOU)
    same = {HOSPITAL: "level_2", CLINIC: "level_1", PHARMACY: "pharmacy_prescription"}
    for code, place in same.items():
        there = ask(cast, WIFE, 33_333, institution_code=code).body
        like = estimated(cast, WIFE, 33_333, place)
        named = {"title": there["chosen"]["title"], "place": None}
        assert there["chosen"] == like["chosen"] | named
        assert there["alternatives"] == like["alternatives"]


def test_residents_have_no_pool_at_hospitals_and_the_two_diseases_apart(cast: Cast) -> None:
    load(cast, used("P03", "resident_two_diseases", 0, 30_000), area=ZHUZHOU)
    assert figures(cast, CHILD) == {
        "deductible": (None, None, None),
        "pool": (0, 42_000, 42_000),
        "two_diseases": (30_000, 36_000, 6_000),
    }
    hospital = estimated(cast, CHILD, 10_000, "level_3")
    assert hospital["chosen"]["pool_fen"] == 0
    assert hospital["chosen"]["calculation"] == ["统筹支付：居民医保在三级医院，统筹基金不支付。"]
    drugs = estimated(cast, CHILD, 10_000, "two_diseases")
    assert (drugs["chosen"]["pool_fen"], drugs["alternatives"]) == (6_000, [])
    assert ask(cast, WIFE, 10_000, "two_diseases").code == "REQUEST_INVALID"


def test_a_limited_chronic_disease_has_the_meter_of_its_quarter(cast: Cast) -> None:
    """Approved in April, so May and June count for the second quarter."""
    disease = {"code": "I10.x00", "valid_to": "2026-12-31", "approved_on": "2025-04-30"}
    persons = family()["persons"]
    persons[1]["chronic"] = [disease | {"disease": "高血压"}]
    months = {"I10.x00": {"name": "高血压", "month": 100}}
    rule = {
        "area": "430000",
        "key": "chronic.310.limits",
        "value": {"diseases": months, "second": 100},
        "since": "2025-01-01",
        "basis": ["test"],
    }
    counted = used("P02", "employee_chronic_q2", 0, 50_00)
    cast.load(persons=persons, bindings=[], policy=[rule], year_counters=[counted])
    found = meters(cast, WIFE)["chronic"]
    assert (found["used_fen"], found["limit_fen"], found["left_fen"]) == (50_00, 200_00, 150_00)
    assert (found["since"], found["until"]) == ("2025-04-01", "2025-06-30")
    assert "本月限额 ¥100.00，本季度到本月为止共 ¥200.00" in found["told"]
    assert found["clauses"][1]["key"] == "chronic.310.limits"


def test_a_day_decides_the_year_and_the_clauses(cast: Cast) -> None:
    load(cast, used("P02", "employee_outpatient", 2_000, 10_000), clock="2026-01-05T10:00:00+08:00")
    assert figures(cast, WIFE)["pool"] == (0, 150_000, 150_000)
    assert figures(cast, WIFE)["dual"] == (None, None, None)
    last = meters(cast, WIFE, "?on=2025-12-31")
    assert (last["pool"]["used_fen"], "dual" in last) == (10_000, False)
    for day in ("2024-12-31", "2026-01-06", "2025-02-30"):
        refused = cast.call("GET", f"/entitlements?on={day}", **cast.sign_in(WIFE))
        assert (refused.status, refused.code) == (422, "REQUEST_INVALID")
        assert refused.body["errors"][0]["pointer"] == "/on"


def insured(**changes: Any) -> list[dict[str, Any]]:
    """The family, where the insurance of the wife is another, or there is none."""
    persons: list[dict[str, Any]] = family()["persons"]
    wife = persons[1]
    if not changes:
        return [persons[0], wife | {"insurances": [], "account": None}, persons[2]]
    wife["insurances"][0] |= changes
    return persons


def test_who_has_nothing_to_be_shown_is_told_why(cast: Cast) -> None:
    load(cast, persons=insured())
    none = shown(cast, WIFE)
    assert (none["insurances"], none["problem"]["code"]) == ([], "NOT_INSURED")
    assert ask(cast, WIFE, 100, "level_1").code == "NOT_INSURED"

    load(cast, persons=insured(status="suspended"))
    [paused] = shown(cast, WIFE)["insurances"]
    assert paused["problem"]["code"] == "COVER_NOT_NORMAL"
    assert "暂停参保" in paused["problem"]["detail"]
    assert paused["meters"], "what was used stays"
    leg = estimated(cast, WIFE, 100, "level_1")["chosen"]
    assert leg["pool_fen"] == 0
    assert leg["calculation"] == ["统筹支付：您的职工医保目前是暂停参保状态，统筹基金不支付。"]

    load(cast, persons=insured(area="440100"))
    [elsewhere] = shown(cast, WIFE)["insurances"]
    assert (elsewhere["meters"], elsewhere["problem"]["code"]) == ([], "AREA_POLICY_UNKNOWN")
    refused = ask(cast, WIFE, 100, "level_1")
    assert refused.code == "AREA_POLICY_UNKNOWN"
    for told in (elsewhere["problem"], refused.body):
        assert "广东省广州市" in told["detail"]
        assert "pool." not in told["detail"], "no raw key"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"amount_fen": 0}, "/amount_fen"),
        ({"amount_fen": "500.00"}, "/amount_fen"),
        ({"amount_fen": 5.5}, "/amount_fen"),
        ({"place": "moon"}, "/place"),
        ({"place": None}, "/place"),
        ({"institution_code": HOSPITAL}, "/place"),
        ({"place": None, "institution_code": "H00000000000"}, "/institution_code"),
        ({"insurance": "resident"}, "/insurance"),
    ],
)
def test_a_bad_question_is_answered_at_its_field(
    cast: Cast, body: dict[str, Any], pointer: str
) -> None:
    load(cast)
    asked = {"amount_fen": 100, "place": "level_1"} | body
    refused = cast.call("POST", "/entitlements/estimate", asked, **cast.sign_in(WIFE))
    assert (refused.status, refused.code) == (422, "REQUEST_INVALID"), refused.body
    assert [one["pointer"] for one in refused.body["errors"]] == [pointer]


def test_nobody_sees_the_counters_of_another(cast: Cast) -> None:
    load(cast, used("P02", "employee_outpatient", 2_000, 10_000))
    assert figures(cast, PAYER)["pool"] == (0, 150_000, 150_000)
    settled(cast, "level_2", 50_000)
    assert figures(cast, PAYER)["pool"] == (0, 150_000, 150_000)
    assert estimated(cast, PAYER, 50_000, "level_2")["chosen"]["pool_fen"] == 27_000
    assert cast.call("GET", "/entitlements").code == "TOKEN_MISSING"
    assert cast.call("POST", "/entitlements/estimate", {}).code == "TOKEN_MISSING"
    assert NUMBERS[WIFE] not in str(shown(cast, WIFE))


def test_looking_and_asking_write_nothing(cast: Cast, runtime: Runtime) -> None:
    load(cast)
    cast.sign_in(WIFE)
    with statements(runtime) as sent:
        shown(cast, WIFE)
        estimated(cast, WIFE, 50_000, "level_2")
    assert sent
    assert not [one for one in sent if not one.lstrip().startswith(("SELECT", "WITH"))]


# -- whatever was used before


@pytest.mark.parametrize("seed", range(6))
def test_an_estimate_is_what_a_bill_then_pays_and_a_cancelled_one_gives_back(
    cast: Cast, seed: int
) -> None:
    rng = seeded(seed)
    near = rng.choice([0, 25_000, 29_999]), rng.choice([0, 120_000, 149_000])
    load(
        cast,
        used("P02", "employee_outpatient", *near),
        used("P03", "resident_two_diseases", 0, rng.choice([0, 30_000, 36_000])),
        area=ZHUZHOU,
    )
    for _ in range(8):
        place, fen = rng.choice(list(ROADS)), rng.choice([1, 4_999, rng.randint(1, 120_000)])
        who = ROADS[place][0]
        before = figures(cast, who)
        told = estimated(cast, who, fen, place)["chosen"]
        assert figures(cast, who) == before, "an estimate counts nothing"
        answer, at = settled(cast, place, fen)
        paper = receipt(cast, who, answer.bill["setl_id"])
        for name in ("pool_fen", "deductible_fen", "calculation"):
            assert told[name] == paper[name], (place, fen, name)
        assert Decimal(told["pool_rate"]) == Decimal(paper["pool_rate"])
        assert told["rest_fen"] == fen - paper["pool_fen"]
        moved = {
            kind: now[0] - then[0]
            for (kind, now), then in zip(figures(cast, who).items(), before.values(), strict=True)
            if now[0] is not None and then[0] is not None and now != then
        }
        assert {kind: fen for kind, fen in moved.items() if fen} == counted(place, paper)
        if rng.random() < 0.5:
            assert cast.cancel(answer, at).code == ""
            assert figures(cast, who) == before
    assert cast.broken() == []


def counted(place: str, paper: Any) -> dict[str, int]:
    """What a bill adds to the meters."""
    pool = "two_diseases" if place == "two_diseases" else "pool"
    due = paper["deductible_fen"]
    found = {pool: paper["pool_fen"], "deductible": due}
    if place.startswith("level_"):
        found[f"deductible_{place}"] = due
    return {kind: fen for kind, fen in found.items() if fen}
