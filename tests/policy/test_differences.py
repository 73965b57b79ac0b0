"""What one version of the policy changes against another is printed in Chinese, area by area."""

from __future__ import annotations

from pathlib import Path

from gongji.app.runtime import Runtime
from gongji.policy.loader import load_packs, read_packs
from gongji.policy_listing.differences import NOTHING, changes, printed
from tests.imports.desk import command
from tests.policy.test_bad_packs import FIRST, KEY, PREMIUM, REST, SECOND, row, write
from tests.support.cast import Cast
from tests.support.sent import DRUG, WIFE, Line
from tests.support.serving import environment

MORE = "  bind.max_distinct_lifetime:\n" + row(value="20")
LESS = "  bind.consent_age:\n" + row(value="16")

OVERLAY = {"area": "430100", "key": "bind.max_concurrent", "value": 3, "since": "2025-01-01",
           "basis": ["test"]}  # fmt: skip


def packs(folder: Path, name: str, pack: str) -> Path:
    (folder / name).mkdir()
    return write(folder / name, pack)


def test_new_gone_and_changed_rows(tmp_path: Path) -> None:
    before = packs(tmp_path, "a", KEY + row() + LESS)
    changed = row(more=", until: 2026-12-31") + row(since="2027-01-01", value="12")
    after = packs(tmp_path, "b", KEY + changed + MORE)
    was, now = read_packs(before).edition, read_packs(after).edition
    ours = "依据 本系统约定：本系统约定"
    assert (
        printed(was, now)
        == f"""政策差异：版本 {was.version} → 版本 {now.version}

湖南省（430000）
  删除　使用人本人的同意（bind.consent_age）
    － 2025年1月1日起：年满 16 周岁的使用人，要由本人手机上的验证码确认同意；{ours}
  修改　同时共济的人数上限（bind.max_concurrent）
    － 2025年1月1日起：每名共济人同时最多 10 名使用人；{ours}
    ＋ 2025年1月1日起至2026年12月31日：每名共济人同时最多 10 名使用人；{ours}
    ＋ 2027年1月1日起：每名共济人同时最多 12 名使用人；{ours}
  新增　累计共济的人数上限（bind.max_distinct_lifetime）
    ＋ 2025年1月1日起：每名共济人累计最多 20 名不同的使用人，解绑后也不减少；{ours}"""
    )
    back = {change.key: (change.gone, change.new) for change in changes(now, was)}
    assert back == {change.key: (change.new, change.gone) for change in changes(was, now)}


def test_a_year_that_gets_price_tiers_is_printed_in_words(tmp_path: Path) -> None:
    before = packs(tmp_path, "a", PREMIUM + row(value=f"{{full: 400, {REST}}}"))
    after = packs(tmp_path, "b", PREMIUM + row(value=f"{{tiers: [{FIRST}, {SECOND}], {REST}}}"))
    told = printed(read_packs(before).edition, read_packs(after).edition)
    assert "－ 2025年1月1日起：个人缴费 ¥400.00，财政补助 ¥700.00；" in told
    assert "＋ 2025年1月1日起：个人缴费分档，由缴费人自选：一档 ¥400.00、二档 ¥650.00，财政" in told


def test_one_version_changes_nothing_against_itself() -> None:
    edition = load_packs().edition
    assert changes(edition, edition) == []
    assert printed(edition, edition).endswith(NOTHING)


def test_folders_and_versions_once_used_are_compared(
    cast: Cast, runtime: Runtime, database_url: str, tmp_path: Path
) -> None:
    cast.load(policy=[OVERLAY])
    cast.settle(cast.upload(WIFE, Line(DRUG, "600.00")))
    used, settings = runtime.moment().policy.version, environment(database_url, tmp_path)
    folder = packs(tmp_path, "a", KEY + row())
    done = command(settings, "policy", "diff", str(folder), used)
    assert done.exit_code == 0, done.output
    assert f"→ 版本 {used}" in done.stdout
    assert "长沙市（430100）\n  新增　同时共济的人数上限（bind.max_concurrent）\n" in done.stdout
    assert "最多 3 名使用人；依据 本系统约定：测试覆盖" in done.stdout
    unknown = command(settings, "policy", "diff", str(folder), "000000000000")
    assert (unknown.exit_code, "version that was ever used" in unknown.output) == (2, True)
