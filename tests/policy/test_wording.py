"""Every value of a pack is told to a citizen in words: no key, code, English or area number."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from gongji.family.relations import ALLOWED, names
from gongji.labels import POLICY_GROUPS
from gongji.policy import parsers
from gongji.policy.editions import ListedRow
from gongji.policy.entries import OverlayRow
from gongji.policy.groups import GROUPS, PolicyGroup, group_of
from gongji.policy.loader import load_packs
from gongji.policy.parameters import PARAMS, PlainParameters, param_of
from gongji.policy.rules import PolicyBook
from gongji.policy.values import RelationScope
from tests.independent.figures import AREAS

BOOK = load_packs()
CODE_LIKE = re.compile(r"[A-Za-z_]|[0-9]{5}|None|[{}\[\]]")
DAYS = sorted(
    {entry.since for entry in BOOK.entries}
    | {entry.until + timedelta(1) for entry in BOOK.entries if entry.until}
)


def assert_in_words(row: ListedRow) -> None:
    assert row.told, row.key
    assert row.group in POLICY_GROUPS
    for words in (row.title, row.told):
        assert not CODE_LIKE.search(words), (row.key, words)
        assert re.search("[一-鿿]", words), (row.key, words)
    assert "。" not in row.told[-1:], "the page ends a sentence, where it stands in one"


def listed(book: PolicyBook, area: str, on: date) -> list[ListedRow]:
    return [*book.rules(area, on).listing(), *book.proposed(area, on)]


@pytest.mark.parametrize("area", sorted({*AREAS, *BOOK.area_names, "430405", "439900"}))
def test_every_key_is_said_everywhere_since_each_day_on_which_anything_changed(area: str) -> None:
    for on in DAYS:
        for row in listed(BOOK, area, on):
            assert_in_words(row)


def test_every_row_of_an_edition_is_said() -> None:
    assert {row.key for row in BOOK.edition.rows} >= PARAMS.keys() - UNUSED
    for row in BOOK.edition.rows:
        assert_in_words(row)


UNUSED = {
    "chronic.310.limits",
    "chronic.390.limits",
    "chronic.310.self_rate",
    "chronic.390.self_rate.active",
    "chronic.390.self_rate.retired",
    "pool.310.out.PH",
    "pool.390.out.PH",
    "pool.390.year_cap",
}
"""What no pack sets, or only some cities do."""


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("relation.scope", "CORE3", "共济人的配偶、父母、子女可以使用"),
        ("bind.max_concurrent", 10, "每名共济人同时最多 10 名使用人"),
        ("bind.geo_scope", "SAME_CITY", "亲属须与共济人在同一市州参加基本医保"),
        ("bind.min_balance_exclusive", 0, "办理时共济人的个人账户里要有余额"),
        ("bind.min_balance_exclusive", "12.50", "办理时共济人的个人账户余额须多于 ¥12.50"),
        ("bind.future_start", False, "只能从办理当天开始"),
        (
            "bind.sms",
            {"len": 6, "ttl_s": 300, "max_tries": 3, "resend_s": 90},
            "验证码为 6 位数字，5 分钟内有效，输错 3 次作废；90 秒后可以再发一次",
        ),
        ("bind.max_months", 12, "最长 12 个月"),
        ("bind.max_months", "none", "由共济人自己约定，没有最长期限"),
        ("authorizer.status_to_pay", "NORMAL,PAUSED", "共济人的职工医保须为：正常参保、暂停参保"),
        ("scene.enabled", ["PHARMACY", "OUTPATIENT"], "可以用于：门诊、药店购药"),
        ("credential.accepted", ["03", "01"], "就医时可以出示：医保码、社保卡"),
        ("xprov.wallet", [["440100", "430100"]], "长沙市与广东省广州市已互相开通"),
        (
            "xprov.wallet",
            [["430100", "440100"], ["430200", "440100"]],
            "长沙市与广东省广州市；株洲市与广东省广州市已互相开通",
        ),
        ("xprov.wallet", False, "尚未开通"),
        ("xprov.treatment_pairs", [["44", "43"]], "湖南省与广东省已互相开通"),
        ("dual.310.rate", 0.7, "不设起付线，单独由统筹基金支付 70%"),
        (
            "pool.310.out.L3",
            {"ded": 100, "ded_year": 300, "rate": 0.6},
            """每次就诊起付线 ¥100.00，本级机构全年累计不超过 ¥300.00；
            超过起付线的部分由统筹基金支付 60%""",
        ),
        ("pool.390.out.L3", "none", "统筹基金不支付"),
        ("pool.390.year_cap", 560, "统筹基金全年最多支付 ¥560.00"),
        (
            "chronic.310.self_rate.retired",
            0.15,
            "政策范围内费用个人负担 15%，其余由统筹基金支付",
        ),
        (
            "chronic.390.limits",
            {"diseases": {"M03900": {"name": "高血压", "month": 120},
                          "M01600": {"name": "糖尿病", "month": 150}}, "second": 100},
            """统筹基金每月最多支付：高血压 ¥120.00，糖尿病 ¥150.00；有第二个病种的，
            每月加 ¥100.00。当月没有用完的，本季度以后的月份可以接着用，季度末清零""",
        ),
        (
            "settle.payable_part.chronic",
            "IN_CATALOGUE",
            """只能付政策范围内由个人负担的部分，包括先行自付；
            丙类和超过限价的部分由现金支付""",
        ),
        (
            "chronic.online_extension",
            {"from": "2024-03-01", "count": 31, "days": [10, 29], "months": [12, 3], "years": 1},
            """2024年3月1日起，31 个病种可以在网上延期；
            在 3、12 月的 10 日至 29 日办理，每次延长 1 年""",
        ),
        (
            "premium.390.2026",
            {"full": 400, "gov": 700, "window": ["2025-09-01", "2026-01-31"],
             "late": 1100, "late_wait_months": 3},
            """个人缴费 ¥400.00，财政补助 ¥700.00；集中缴费期为2025年9月1日至2026年1月31日；
            逾期补缴 ¥1,100.00，补缴后等待 3 个月才享受待遇""",
        ),
        (
            "premium.390.2026",
            {"tiers": [{"name": "一档", "full": 400}, {"name": "二档", "full": "650.50"}],
             "gov": 700, "window": ["2025-09-01", "2026-01-31"]},
            """个人缴费分档，由缴费人自选：一档 ¥400.00、二档 ¥650.50，财政补助 ¥700.00；
            集中缴费期为2025年9月1日至2026年1月31日""",
        ),
        ("premium.subsidy.2025.half", {"names": ["孤儿"], "rate": 0.5}, "孤儿：个人缴纳标准的 50%"),
        ("premium.refund.apply_until", "06-30", "最迟在参保当年的 6 月 30 日申请"),
        ("credit.310.active_rate", 0.02, "每月按本人缴费基数的 2% 划入"),
        ("balance.interest", "none", "余额不计利息"),
    ],
)  # fmt: skip
def test_a_value_in_words(key: str, value: object, told: str) -> None:
    overlay = OverlayRow("430100", key, value, date(2025, 6, 10), ("test",))
    rows = BOOK.with_overlay([overlay]).rules("430100", date(2025, 6, 10)).listing()
    (row,) = [row for row in rows if row.key == key]
    assert row.told == re.sub(r"\n *", "", told)
    assert_in_words(row)


@pytest.mark.parametrize("scope", RelationScope)
def test_the_relatives_named_are_those_that_are_admitted(scope: RelationScope) -> None:
    told = PlainParameters.relation_scope.say(scope)
    assert told == f"共济人的{names(ALLOWED[scope])}可以使用"


def test_a_province_without_a_name_is_refused() -> None:
    with pytest.raises(parsers.WrongValue, match="province"):
        parsers.province_pairs([["43", "99"]])
    assert param_of("xprov.treatment_pairs")


def test_every_beginning_of_a_key_is_that_of_some_parameter() -> None:
    keys = [*PARAMS, "premium.390.2026"]
    assert all(any(key.startswith(beginning) for key in keys) for beginning in GROUPS)
    assert group_of("pool.390.two_diseases") is PolicyGroup.SPECIAL
    assert group_of("pool.390.year_cap") is PolicyGroup.POOL
    assert {group_of(key) for key in keys} == set(PolicyGroup)
