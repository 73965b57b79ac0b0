"""What a draft of the packs would have changed (政策测算)."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from gongji.app.runtime import Runtime
from gongji.kernel.money import Money
from gongji.kernel.progress import watched
from gongji.policy.loader import read_packs
from gongji.settlement.whatif import WhatIf, bills_to_read, what_if
from gongji.vocabulary import InsuranceKind
from tests.imports.desk import command
from tests.settlement.test_registered_benefits import load
from tests.settlement.varied_bills import settle_varied
from tests.support.cast import Cast
from tests.support.sent import DRUG, PAYER, WIFE, Line, family
from tests.support.serving import environment

TIER = "value: {ded: 50, ded_year: 200, rate: 0.60}"
DRAFTED = "value: {ded: 100, ded_year: 200, rate: 0.60}"
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def draft(folder: Path, old: str = "", new: str = "") -> Path:
    """The packs that come with the program, with one passage of the province's replaced."""
    for file in (files("gongji.policy") / "pack").iterdir():
        if file.name.endswith(".yaml"):
            text = file.read_text(encoding="utf-8")
            if file.name == "430000.yaml" and old:
                assert text.count(old) == 1
                text = text.replace(old, new)
            (folder / file.name).write_text(text, encoding="utf-8")
    return folder


def tried(runtime: Runtime, pack: Path, first: date = FIRST, last: date = LAST) -> WhatIf:
    return runtime.run(lambda ctx: what_if(ctx, read_packs(pack), first, last), writes=False)


def gains(found: WhatIf) -> dict[int, int]:
    """By day of the month, what the pool would pay more, in fen."""
    return {change.bill.on.day: change.more.fen for change in found.largest}


def pay(cast: Cast, who: str, price: str, day: str) -> Money:
    """One visit at the hospital of the second level; what the pool paid."""
    cast.at(f"{day}T10:00:00+08:00")
    bill = cast.upload(who, Line(DRUG, price), flag="0", begun=f"{day} 09:30:00")
    return Money.yuan(cast.settle(bill).bill["fund_pay_sumamt"])


def test_a_higher_deductible_makes_some_pay_more_and_who_comes_often_less(
    cast: Cast, runtime: Runtime, database_url: str, tmp_path: Path
) -> None:
    """With 100 instead of 50 a visit, the 200 of a year are paid after two visits, not four."""
    load(cast)
    for day in ("2026-01-05", "2026-01-06", "2026-01-07"):
        assert pay(cast, WIFE, "500.00", day) == Money(27_000)
    assert pay(cast, WIFE, "100.00", "2026-01-08") == Money(3_000)
    assert pay(cast, PAYER, "70.00", "2026-02-01") == Money(1_200)
    before = cast.account(PAYER), cast.account(WIFE)

    pack = draft(tmp_path, TIER, DRAFTED)
    found = tried(runtime, pack)
    # (500 - 100) x 60 % = 240 twice, then 500 x 60 % = 300 and 100 x 60 % = 60; of 70 nothing
    assert gains(found) == {5: -3_000, 6: -3_000, 7: 3_000, 8: 3_000, 1: -1_200}
    assert sorted(more.fen for more in found.patients.values()) == [-1_200, 0]
    fund = found.funds["430100", InsuranceKind.EMPLOYEE]
    assert (fund.bills, fund.paid, fund.drafted) == (5, Money(85_200), Money(84_000))
    assert (found.compared, found.changed, found.undecided, found.reversed) == (5, 5, 0, 0)

    later = tried(runtime, pack, date(2026, 1, 7))
    assert gains(later) == {7: -3_000, 8: 3_000, 1: -1_200}, "the 100 paid before count as booked"

    settings = environment(database_url, tmp_path)
    words = "policy", "whatif", "--pack", str(pack), "--from", "2026-01-01", "--to", "2026-12-31"
    done = command(settings, *words)
    assert done.exit_code == 0, done.output
    assert "账单：测算 5 张，其中 5 张有变化" in done.stdout
    assert "患者：0 人少付，共 ¥0.00；1 人多付，共 ¥12.00；1 人不变" in done.stdout
    assert "长沙市　职工医保　5 张　¥852.00　¥840.00　-¥12.00" in done.stdout
    assert "草案还改动了" not in done.stdout
    assert (cast.account(PAYER), cast.account(WIFE)) == before
    assert cast.broken() == []
    backwards = command(settings, *words[:-3], "2026-12-31", "--to", "2026-01-01")
    assert backwards.exit_code == 2


def test_what_else_a_draft_changes_is_named(cast: Cast, database_url: str, tmp_path: Path) -> None:
    load(cast)
    pay(cast, WIFE, "500.00", "2026-01-05")
    old = "  bind.max_concurrent:\n    - {since: 2022-12-31, value: 10"
    pack = draft(tmp_path, old, old.replace("value: 10", "value: 12"))
    words = "policy", "whatif", "--pack", str(pack), "--from", "2026-01-01", "--to", "2026-12-31"
    done = command(environment(database_url, tmp_path), *words)
    assert "其中 0 张有变化" in done.stdout
    assert "草案还改动了（不影响统筹支付，未测算）：同时共济的人数上限" in done.stdout


def test_chronic_care_under_a_draft_with_limits_is_not_decided(
    cast: Cast, runtime: Runtime, tmp_path: Path
) -> None:
    """A bill does not keep what the patient was entitled to in the months before."""
    made = family()
    disease = {"disease": "高血压", "code": "I10.x00", "valid_to": "2026-12-31"}
    made["persons"][1]["chronic"] = [disease]
    places = [place | {"chronic": True} for place in made["institutions"]]
    cast.load(persons=made["persons"], institutions=places, policy=[])
    cast.at("2026-01-05T10:00:00+08:00")
    care = cast.upload(WIFE, Line(DRUG, "100.00"), med_type="14", begun="2026-01-05 09:30:00")
    assert cast.settle(care).legs()[0] == "80.00"
    begins = "  chronic.begins:\n"
    value = "{diseases: {I10.x00: {name: 高血压, month: 10}}, second: 100}"
    row = f"{{since: 2026-01-01, value: {value}, basis: [N03], rule: CHR-07}}"
    limits = f"  chronic.310.limits:\n    - {row}\n"
    limited = tried(runtime, draft(tmp_path, begins, limits + begins))
    assert (limited.compared, limited.undecided) == (0, 1)
    same = tried(runtime, draft(tmp_path))
    assert (same.compared, same.changed, same.undecided) == (1, 0, 0)


@pytest.mark.parametrize("seed", range(3))
def test_the_packs_in_force_change_nothing(
    cast: Cast, runtime: Runtime, tmp_path: Path, seed: int
) -> None:
    settle_varied(cast, seed, bills=40)
    heard: list[int] = []
    with watched(heard.append):
        found = tried(runtime, draft(tmp_path), date(2025, 11, 20))
    read = runtime.run(lambda ctx: bills_to_read(ctx, date(2025, 11, 20), LAST), writes=False)
    assert sum(heard) == read == found.compared + 2 * found.reversed
    assert found.changed == found.undecided == 0
    assert found.reversed > 0
    assert {kind for _, kind in found.funds} == set(InsuranceKind)
    for fund in found.funds.values():
        assert fund.paid == fund.drafted
