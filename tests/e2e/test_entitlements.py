"""我的待遇 on the phone: meters that a bill moves, and an estimate in words."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.phone import Phone
from tests.e2e.till import HOSPITAL, Till
from tests.e2e.world import BROTHER, PAYER, World, card, demo, person

SUSPENDED = "曾可"


def test_a_bill_moves_the_meters_and_a_sum_is_worked_out_elsewhere(
    phone: Phone, world: World
) -> None:
    phone.enter(world.sign_in(PAYER))
    phone.tap("service-gauge")
    phone.sees("insurance", "职工医保 · 长沙市")
    phone.sees("meter-pool", "¥0.00 / ¥1,500.00")
    Till(world.base, HOSPITAL).treat(card(PAYER), "500.00")
    phone.open("entitlements/index")
    phone.sees("meter-deductible", "¥50.00 / ¥300.00")
    phone.sees("meter-deductible_level_2", "今年最多还要付 ¥150.00")
    phone.sees("meter-deductible_level_3", "每次就诊 ¥100.00")
    phone.sees("meter-pool", "今年还能用 ¥1,230.00")
    assert any(
        "全年" in text and "公开报道" in text
        for text in phone.page.get_by_test_id("clause").all_inner_texts()
    )

    phone.tap("estimate")
    phone.sees("amount-fault", "请填写大于零的金额")
    phone.type("amount", "500")
    phone.tap("estimate")
    phone.sees("pool", "¥240.00")
    phone.sees("rest", "¥260.00")
    phone.sees("answer", "统筹支付：（¥500.00 − ¥100.00）× 60% ＝ ¥240.00。")
    near = phone.page.get_by_test_id("alternative").first
    expect(near).to_contain_text("社区卫生服务中心")
    expect(near).to_contain_text("自己承担 ¥150.00，少花 ¥110.00")
    phone.pick("place", choice="社区卫生服务中心等一级机构")
    expect(phone.page.get_by_test_id("answer")).to_have_count(0)
    phone.tap("estimate")
    phone.sees("rest", "¥150.00")
    assert world.broken() == []


def test_whoever_is_suspended_or_not_insured_reads_why(phone: Phone, world: World) -> None:
    people = [
        one | {"insurances": []} if one["name"] == BROTHER else one for one in demo()["persons"]
    ]
    world.reset(persons=people)
    assert person(SUSPENDED)["insurances"][0]["status"] == "suspended"
    phone.enter(world.sign_in(SUSPENDED))
    phone.open("entitlements/index")
    phone.sees("problem-title", "目前不是正常参保状态")
    phone.sees("meter-pool", "¥0.00 / ¥1,500.00")
    phone.type("amount", "100")
    phone.tap("estimate")
    phone.sees("answer", "您的职工医保目前是暂停参保状态，统筹基金不支付")
    phone.keep("gongji.session", world.sign_in(BROTHER))
    phone.open("entitlements/index")
    phone.sees("state-empty", "没有查到您的基本医保参保登记")


def test_a_chronic_disease_with_a_limit_has_the_meter_of_its_quarter(
    phone: Phone, world: World
) -> None:
    """Held since before the quarter; in November two months of it have begun."""
    illness = {"disease": "糖尿病", "code": "M01600", "valid_to": "2026-06-30"}
    people = [
        one | {"chronic": [illness]} if one["name"] == PAYER else one for one in demo()["persons"]
    ]
    limits = {"diseases": {"M01600": {"name": "糖尿病", "month": 100}}, "second": 100}
    row = {"area": "430000", "key": "chronic.310.limits", "value": limits, "since": "2025-01-01"}
    used = {"person": person(PAYER)["key"], "year": 2025, "pool": "employee_chronic_q4"}
    counted = used | {"deductible_fen": 0, "paid_fen": 50_00}
    world.reset(persons=people, policy=[row | {"basis": ["test"]}], year_counters=[counted])
    phone.enter(world.sign_in(PAYER))
    phone.open("entitlements/index")
    phone.sees("meter-chronic", "门诊慢特病本季度已用")
    phone.sees("meter-chronic", "¥50.00 / ¥200.00")
    phone.sees("meter-chronic", "到本月底还能用 ¥150.00")
    phone.sees("meter-chronic", "本月限额 ¥100.00")
