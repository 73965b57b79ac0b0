"""What a benefits officer wrote down in `cases/*.yaml` is what the rules decide, to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from gongji.family.relations import ALLOWED
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.money import Money
from gongji.kernel.problems import Problem
from gongji.labels import RELATIONS
from gongji.policy.entries import OverlayRow
from gongji.policy.loader import load_packs
from gongji.policy.problems import PolicyNotConfigured
from gongji.policy.rules import Rules
from gongji.policy.values import GeoScope
from gongji.premium.products import resident_offer
from gongji.settlement.bill import Amounts
from gongji.settlement.calculation import calculation
from gongji.settlement.problems import BillFault
from gongji.settlement.rules import Split
from gongji.vocabulary import Subsidy
from tests.independent.figures import AREAS, Figures
from tests.independent.people import Bill, Human, Place, Relation
from tests.independent.split import WHOLE, Cover, Item, Line, Used
from tests.independent.world import TWO, World
from tests.settlement.translation import decide

CASES = Path(__file__).parent / "cases"
BILLS = (
    "outpatient_employee.yaml", "outpatient_resident.yaml", "chronic.yaml", "accounts.yaml",
)  # fmt: skip
HUNAN = "430000"
ITEMS = {
    "甲类": Item("A", "drug", 1, 0, None),
    "乙类自付一成": Item("B", "drug", 2, 1_000, None),
    "丙类": Item("C", "drug", 3, 0, None),
    "限价八十": Item("D", "drug", 1, 0, 80_000_000),
    "限价药百片": Item("F", "drug", 1, 0, 54_300),
    "限制用药": Item("G", "drug", 1, 0, None, restricted=True),
    "限制用药已审批": Item("G", "drug", 1, 0, None, restricted=True),
    "双通道药": Item("H", "drug", 2, 0, None, dual=True),
    "双通道药自付两成": Item("I", "drug", 2, 2_000, None, dual=True),
    "保健品": Item("E", "wellness", 1, 0, None),
}
QUANTITIES = {"限价药百片": 100 * WHOLE}
APPROVED = {"限制用药已审批": "1"}
LEVELS = {"一级": 1, "二级": 2, "三级": 3, "药店": None}
SCENES = {"普通门诊": "11", "慢特病": "14", "双通道": "18", "两病": "9901"}
TWO_DISEASES = {"高血压": "hypertension", "糖尿病": "diabetes"}
DISEASE = "M03900"
PACKS = load_packs()


@dataclass(frozen=True)
class Case:
    """Facts and what they must give, in the words of the file."""

    file: str
    title: str
    facts: dict[str, Any]
    wanted: dict[str, Any]

    @property
    def day(self) -> date:
        found: date = self.facts["日期"]
        return found

    @property
    def rules(self) -> Rules:
        laid = self.facts.get("另有规定", {}).items()
        where, since = self.facts.get("规定地区", HUNAN), self.facts.get("规定自", self.day)
        rows = [OverlayRow(where, key, value, since, ["design"]) for key, value in laid]
        book = PACKS.with_overlay(rows) if rows else PACKS
        return book.rules(self.facts.get("地区", HUNAN), self.day)


def cases(*files: str) -> list[Case]:
    return [
        Case(file, row["标题"], row["事实"], row["应得"])
        for file in files
        for row in yaml.safe_load((CASES / file).read_text(encoding="utf-8"))["案例"]
    ]


def each(*files: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases(*files), ids=lambda case: case.title)


def fen(yuan: object) -> int:
    return Money.yuan(str(yuan)).fen


# -- bills


def bill_of(case: Case) -> tuple[World, Bill]:
    facts = case.facts
    kind = "390" if facts["类别"] == "居民" else "310"
    status = {"停保": "suspended"}.get(facts.get("状态", ""), "normal")
    cover = Cover(kind, facts["地区"], status, retired=facts["类别"] == "退休")
    level = LEVELS[facts.get("机构", "三级")]
    scene = facts.get("场景", "普通门诊")
    dual_here = facts.get("双通道服务", "开通") == "开通"
    pooled = level is None and facts.get("门诊统筹", "开通") == "开通"
    prescribed = facts.get("处方") == "有"
    is_plain = level is None and not prescribed and scene == "普通门诊"
    med_type = "41" if is_plain else SCENES[scene]
    own = fen(facts["本人账户"]) if "本人账户" in facts else None
    registered = facts.get("登记", {})
    dual = {ITEMS[name].code: days for name, days in registered.items() if name in ITEMS}
    two = {TWO_DISEASES[name]: days for name, days in registered.items() if name not in ITEMS}
    people = {
        "患者": Human("患者", {kind: cover}, own, chronic={DISEASE: case.day}, dual=dual, two=two)
    }
    relations, flag = _authorizer(case, people)
    counters = {}
    if used := facts.get("本年已用"):
        spent = Used(fen(used["起付线"]), fen(used["统筹"]))
        counters["患者", case.day.year, TWO if scene == "两病" else kind] = spent
    lines = tuple(
        Line(ITEMS[name], fen(yuan), QUANTITIES.get(name, WHOLE), APPROVED.get(name, "0"))
        for name, yuan in facts["费用"].items()
    )
    place = Place(
        "H", facts.get("就医地", facts["地区"]), level, chronic=True, pooled=pooled, dual=dual_here
    )
    noon = datetime(case.day.year, case.day.month, case.day.day, 12, tzinfo=SHANGHAI)
    made = World(Figures(), people, relations, (), counters)
    bill = Bill("患者", kind, place, med_type, DISEASE, flag, lines, noon, prescribed=prescribed)
    return made, bill


def _authorizer(case: Case, people: dict[str, Human]) -> tuple[list[Relation], str]:
    """The relative who shares, what limits him, and whether the family account is asked for."""
    given = case.facts.get("授权人")
    if given is None:
        return [], "2"
    people["授权人"] = Human("授权人", {"310": Cover("310", given["地区"])}, fen(given["余额"]))
    year = timedelta(days=365)
    term = case.day - year, case.day + year
    month = fen(given["月限额"]) if "月限额" in given else None
    relations = [Relation("共济", "授权人", "患者", *term, (None, month, None))]
    if held := given.get("为他人预留"):
        people["他人"] = Human("他人", {})
        relations.append(Relation("预留", "授权人", "他人", *term, hold=fen(held)))
    return relations, "2" if given.get("要求", "是") == "是" else "1"


def decided(case: Case) -> Split:
    made, bill = bill_of(case)
    return decide(made, bill, PACKS)


@each(*BILLS, "benefits.yaml")
def test_a_bill_divides_as_written(case: Case) -> None:
    if missing := case.wanted.get("未配置"):
        with pytest.raises(PolicyNotConfigured) as refused:
            decided(case)
        assert refused.value.facts["key"] == missing
        return
    if words := case.wanted.get("拒绝"):
        with pytest.raises(BillFault) as fault:
            decided(case)
        assert words in fault.value.title
        return
    split = decided(case)
    legs = " + ".join(map(str, (split.pool.amount, split.own, split.mutual, split.cash)))
    assert f"{split.amount} = {legs}" == case.wanted["结果"]
    if "起付线" in case.wanted:
        assert split.pool.deductible.fen == fen(case.wanted["起付线"])
    if "原因" in case.wanted:
        assert split.reason == {"无": None}.get(case.wanted["原因"], case.wanted["原因"])
    if "说明" in case.wanted:
        assert case.wanted["说明"] in "".join(told(split))
    if "依据" in case.wanted:
        assert _basis(case.rules, *split.pool.keys) == case.wanted["依据"]


def told(split: Split) -> Sequence[str]:
    """The sum in words, as a receipt has it."""
    pool = split.pool
    amounts = Amounts(
        total=split.amount,
        pool=pool.amount,
        own=split.own,
        mutual=split.mutual,
        cash=split.cash,
        classes=split.classes,
        deductible=pool.deductible,
    )
    return calculation(pool.how, pool.level, amounts, pool.rate)


def _basis(rules: Rules, *keys: str) -> list[str]:
    """Key and first day of the rows that decided, each once."""
    cited = rules.basis(*keys)
    return list(dict.fromkeys(f"{one.key} {one.since}" for one in cited))


# -- relatives


@each("relatives.yaml")
def test_who_may_be_bound_is_as_written(case: Case) -> None:
    allowed = ALLOWED[case.rules.relation_scope]
    assert {RELATIONS[relation] for relation in allowed} == set(case.wanted["可绑定"].split())
    same_city = case.rules.bind_geo_scope is GeoScope.SAME_CITY
    assert ("本市" if same_city else "全省") == case.wanted["亲属参保地"]
    assert _basis(case.rules, "relation.scope") == [case.wanted["依据"]]


# -- premiums and credits

HELPED = {"半额资助后": Subsidy.HALF, "全额资助后": Subsidy.FULL, "新生儿资助后": Subsidy.NEWBORN}


def figures_of(case: Case) -> dict[str, object]:
    rules = case.rules
    if base := case.facts.get("缴费基数"):
        active = Money(fen(base)).share(rules.credit_active_rate)
        return {"在职": active.fen, "退休": rules.credit_retired_month.fen}
    offer = resident_offer(rules, case.facts["参保年度"])
    price = offer.chosen(case.facts.get("档次"))
    if isinstance(price, Problem):
        return {"拒绝": price.sentence()}
    due = {name: offer.due(price, kind).fen for name, kind in HELPED.items() if kind in offer.helps}
    period = f"{offer.window.opens_on} 至 {offer.window.closes_on}"
    late = {"逾期": offer.late.fen} if offer.late else {}
    return {"全额": price.full.fen, "缴费期": period} | due | late


@each("premiums_and_credits.yaml")
def test_premiums_and_credits_are_as_written(case: Case) -> None:
    if missing := case.wanted.get("未配置"):
        with pytest.raises(PolicyNotConfigured) as refused:
            figures_of(case)
        assert refused.value.facts["key"] == missing
        return
    wanted = {
        name: value if isinstance(value, str) else fen(value) for name, value in case.wanted.items()
    }
    assert figures_of(case) == wanted


# -- nothing is left out


@pytest.mark.parametrize("file", [*BILLS, "relatives.yaml"])
def test_every_area_has_its_case(file: str) -> None:
    listed = cases(file)
    found = {case.facts["地区"] for case in listed}
    found |= {case.facts.get("授权人", {}).get("地区") for case in listed}
    assert found >= set(AREAS)
