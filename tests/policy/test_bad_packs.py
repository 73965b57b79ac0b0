"""A bad pack of every kind is refused, with its file and its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongji.policy.loader import read_packs
from gongji.policy.problems import PackError

SOURCES = """\
design:
  kind: design
  title: 本系统约定
  number: null
  url: null
  checked_on: 2026-08-21
"""
HEAD = """\
area: "430000"
name: 湖南省
parameters:
"""
KEY = HEAD + "  bind.max_concurrent:\n"
PREMIUM = HEAD + "  premium.390.2027:\n"
FIRST, SECOND = "{name: 一档, full: 400}", "{name: 二档, full: 650}"
REST = "gov: 700, window: [2026-09-01, 2026-12-31]"


def write(folder: Path, pack: str, sources: str = SOURCES, name: str = "430000.yaml") -> Path:
    (folder / "sources.yaml").write_text(sources, encoding="utf-8")
    (folder / name).write_text(pack, encoding="utf-8")
    return folder


def row(
    since: str = "2025-01-01", value: str = "10", basis: str = "[design]", more: str = ""
) -> str:
    return f"    - {{since: {since}, value: {value}, basis: {basis}, rule: LIM-01{more}}}\n"


def test_a_good_pack_is_read(tmp_path: Path) -> None:
    two = row(more=", until: 2025-01-31") + row(since="2025-02-01", value="12")
    assert read_packs(write(tmp_path, KEY + two)).version


@pytest.mark.parametrize(
    ("pack", "line", "why"),
    [
        (HEAD + "  bind.maximum:\n" + row(), 4, "unknown key 'bind.maximum'"),
        (HEAD + "  no:\n" + row(), 4, "unknown key 'no'"),
        (KEY + row(value='"10"'), 5, "expected a whole number"),
        (KEY + row(value="yes"), 5, "expected a whole number"),
        (KEY + row(value="1.0"), 5, "expected a whole number"),
        (KEY + row(value="012"), 5, "expected a whole number"),
        (KEY + row(value="{a: 1}"), 5, "expected a whole number"),
        (KEY + row(value=""), 5, "write none"),
        (KEY + row(value="{a: 1, a: 2}"), 5, "'a' stands here twice"),
        (KEY + row(value="!!python/name:os.system x"), 5, "has no place in a pack"),
        (KEY + row(basis="[F99]"), 5, "source 'F99' is not registered"),
        (KEY + row(basis="[design, design]"), 5, "stands here twice"),
        (KEY + row(basis="[]"), 5, "at least one"),
        (KEY + row(basis="design"), 5, "expected a list"),
        (KEY + "    - {since: 2025-01-01, value: 10, rule: LIM-01}\n", 5, "field basis is missing"),
        (
            KEY + "    - {since: 2025-01-01, value: 10, basis: [design]}\n",
            5,
            "field rule is missing",
        ),
        (KEY + "    - {value: 10, basis: [design], rule: LIM-01}\n", 5, "field since is missing"),
        (KEY + "    - {since: 2025-01-01, basis: [design], rule: LIM-01}\n", 5, "value is missing"),
        (KEY + row(more=", note: x"), 5, "unknown field 'note'"),
        (KEY + row(more=", status: doubtful"), 5, "expected one of proposed"),
        (KEY + row(more=", rule: LIM-02"), 5, "'rule' stands here twice"),
        (KEY + row().replace("LIM-01", "limit"), 5, "no id of a rule"),
        (KEY + row(since="2025-02-30"), 5, "day"),
        (KEY + row(since="spring"), 5, "expected a date"),
        (KEY + row(more=", until: 2024-12-31"), 5, "before it begins"),
        (KEY + row() + row(since="2026-01-01"), 6, "before the row above has ended"),
        (
            KEY + row(more=", until: 2025-06-30") + row(since="2025-06-30"),
            6,
            "before the row above",
        ),
        (
            KEY + row(since="2025-06-01") + row(more=", until: 2025-05-31"),
            6,
            "before the row above",
        ),
        (KEY + row() + "  bind.max_concurrent:\n" + row(), 6, "'bind.max_concurrent' stands here"),
        (KEY, 4, "expected a list"),
        (HEAD, 3, "expected fields"),
        (HEAD + "  relation.scope:\n" + row(value="ALL"), 5, "expected one of CORE3, NEAR8"),
        (
            HEAD + "  pool.310.out.L1:\n" + row(value="{ded: 0, rate: 1.5}"),
            5,
            "a share from 0 to 1",
        ),
        (HEAD + "  pool.310.out.L1:\n" + row(value="{ded: 0.005, rate: 0.5}"), 5, "amount in yuan"),
        (HEAD + "  pool.310.out.L1:\n" + row(value="{ded: .inf, rate: 0.5}"), 5, "amount in yuan"),
        (PREMIUM + row(value=f"{{tiers: [{FIRST}], {REST}}}"), 5, "分档的至少有两档"),
        (PREMIUM + row(value=f"{{tiers: [{FIRST}, {FIRST}], {REST}}}"), 5, "写了两次"),
        (PREMIUM + row(value=f"{{tiers: [{FIRST}], full: 400, {REST}}}"), 5, "只能写一种"),
        (
            PREMIUM
            + row(value=f"{{tiers: [{FIRST}, {SECOND}], {REST}}}")
            + "  premium.subsidy.2027.half:\n"
            + row(value="{names: [低保对象], rate: 0.5, tiers: {二档: 1, 三档: 0}}"),
            7,
            "2027 年度的缴费没有这个档次：三档",
        ),
        (HEAD + "extra: 1\n", 4, "unknown field 'extra'"),
        ('area: "430000"\nparameters: {}\n', 1, "field name is missing"),
        ('name: 湖南省\nparameters: {}\narea: "430100"\n', 3, "cannot hold area '430100'"),
        ("area: 430000\nname: 湖南省\nparameters: {}\n", 1, "expected a word"),
        (HEAD + "  a: [1\n", 5, "not readable as YAML"),
        (HEAD + "  \tb: 1\n", 4, "not readable as YAML"),
        ("- 1\n", 1, "expected fields"),
        ("", 1, "the file is empty"),
        ("\x00", 1, "not readable as YAML"),
    ],
)
def test_a_bad_pack_is_refused_with_file_and_line(
    tmp_path: Path, pack: str, line: int, why: str
) -> None:
    with pytest.raises(PackError) as refused:
        read_packs(write(tmp_path, pack))
    assert (refused.value.place, refused.value.line) == ("430000.yaml", line), refused.value
    assert why in refused.value.why
    assert str(refused.value).startswith(f"430000.yaml:{line}: ")


@pytest.mark.parametrize(
    ("sources", "line", "why"),
    [
        (SOURCES + SOURCES, 7, "'design' stands here twice"),
        (
            SOURCES.replace("kind: design", "kind: law"),
            2,
            "expected one of official, press, seed, design",
        ),
        (SOURCES.replace("title: 本系统约定", 'title: ""'), 3, "expected words"),
        (SOURCES.replace("  checked_on: 2026-08-21\n", ""), 2, "field checked_on is missing"),
        (SOURCES.replace("2026-08-21", "lately"), 6, "expected a date"),
        (SOURCES + "  author: me\n", 7, "unknown field 'author'"),
    ],
)
def test_a_bad_register_of_sources_is_refused(
    tmp_path: Path, sources: str, line: int, why: str
) -> None:
    with pytest.raises(PackError) as refused:
        read_packs(write(tmp_path, KEY + row(), sources))
    assert (refused.value.place, refused.value.line) == ("sources.yaml", line), refused.value
    assert why in refused.value.why


def test_a_file_named_like_no_area_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"^hunan\.yaml:1: "):
        read_packs(write(tmp_path, KEY + row(), name="hunan.yaml"))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    write(tmp_path, KEY + row())
    (tmp_path / "430100.yaml").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(PackError, match=r"^430100\.yaml:1: not readable"):
        read_packs(tmp_path)


def test_packs_without_a_register_of_sources_are_refused(tmp_path: Path) -> None:
    (tmp_path / "430000.yaml").write_text(KEY + row(), encoding="utf-8")
    with pytest.raises(PackError, match=r"^sources\.yaml:1: not readable"):
        read_packs(tmp_path)
