"""What one version of the policy changes against another is printed in Chinese, area by area."""

from __future__ import annotations

from pathlib import Path

from gongji.app.runtime import Runtime
from gongji.policy.loader import load_packs, read_packs
from gongji.policy_listing.differences import NOTHING, changes, printed
from tests.imports.desk import command
from tests.policy.test_bad_packs import KEY, row, write
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
    assert (
        printed(was, now)
        == f"""政策差异：版本 {was.version} → 版本 {now.version}

湖南省（430000）
  删除　须亲属本人确认的年龄（周岁）（bind.consent_age）
    － 2025年1月1日起：16；依据 本系统约定：本系统约定
  修改　同时绑定人数上限（bind.max_concurrent）
    － 2025年1月1日起：10；依据 本系统约定：本系统约定
    ＋ 2025年1月1日起至2026年12月31日：10；依据 本系统约定：本系统约定
    ＋ 2027年1月1日起：12；依据 本系统约定：本系统约定
  新增　累计绑定人数上限（bind.max_distinct_lifetime）
    ＋ 2025年1月1日起：20；依据 本系统约定：本系统约定"""
    )
    back = {change.key: (change.gone, change.new) for change in changes(now, was)}
    assert back == {change.key: (change.new, change.gone) for change in changes(was, now)}


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
    assert "长沙市（430100）\n  新增　同时绑定人数上限（bind.max_concurrent）\n" in done.stdout
    assert "：3；依据 本系统约定：测试覆盖" in done.stdout
    unknown = command(settings, "policy", "diff", str(folder), "000000000000")
    assert (unknown.exit_code, "version that was ever used" in unknown.output) == (2, True)
