"""What the packs need is told in time: a premium, a page read again, a document that ends."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongji.policy.loader import load_packs, read_packs
from gongji.policy_listing.gaps import Gap, GapKind, gaps
from tests.imports.desk import command
from tests.policy.test_bad_packs import KEY, SOURCES, row, write
from tests.support.serving import environment

HEAD = 'area: "{area}"\nname: 某地\nparameters:\n'
AUTUMN = date(2026, 11, 30)


def of(kind: GapKind, found: list[Gap]) -> list[tuple[str, str]]:
    return [(gap.due.isoformat(), gap.text) for gap in found if gap.kind is kind]


def test_what_the_packs_need_in_november_2026() -> None:
    found = gaps(load_packs(), AUTUMN)
    assert of(GapKind.PREMIUM_UNPUBLISHED, found) == [
        (
            "2026-09-01",
            "2027 年度居民医保缴费（premium.390.2027）尚未公布，2026年9月1日起应再查",
        )
    ]
    ends = of(GapKind.DOCUMENT_ENDS, found)
    assert [due for due, _ in ends] == ["2026-12-31", "2027-08-31"]
    assert "湘医保发〔2022〕52号" in ends[0][1]
    assert "执行到2027年12月31日，涉及 chronic.310.self_rate.active、" in ends[0][1]
    assert "执行到2028年8月31日，涉及 chronic.390.self_rate" in ends[1][1]
    aged = of(GapKind.AGED_SOURCE, found)
    assert [due for due, _ in aged] == ["2027-08-21", "2027-11-29", "2027-12-01"]
    assert "F03、" in aged[0][1]
    assert "N01、" in aged[1][1]
    assert of(GapKind.NO_SUCCESSOR, found) == []
    assert found == sorted(found, key=lambda gap: gap.due)


@pytest.mark.parametrize(
    ("on", "years"),
    [
        ("2025-08-31", [2026]),
        ("2025-09-01", []),
        ("2026-01-01", [2027]),
        ("2027-01-01", [2027, 2028]),
    ],
)
def test_a_premium_is_missing_until_it_is_in_force(on: str, years: list[int]) -> None:
    found = of(GapKind.PREMIUM_UNPUBLISHED, gaps(load_packs(), date.fromisoformat(on)))
    assert [text[:4] for _, text in found] == [str(year) for year in years]
    assert [due for due, _ in found] == [f"{year - 1}-09-01" for year in years]


def test_a_key_whose_last_row_ends_is_told_unless_a_wider_area_goes_on(tmp_path: Path) -> None:
    ended = row(more=", until: 2026-12-31")
    book = read_packs(write(tmp_path, KEY + ended))
    sentence = "湖南省“同时共济的人数上限”（bind.max_concurrent）执行到2026年12月31日，其后没有规定"
    assert of(GapKind.NO_SUCCESSOR, gaps(book, AUTUMN)) == [("2027-01-01", sentence)]
    narrow = HEAD.format(area="430100") + "  bind.max_concurrent:\n"
    write(tmp_path, KEY + row())
    book = read_packs(write(tmp_path, narrow + ended, name="430100.yaml"))
    assert of(GapKind.NO_SUCCESSOR, gaps(book, AUTUMN)) == []


def test_a_page_is_read_again_after_twelve_months(tmp_path: Path) -> None:
    page = "F01:\n  kind: press\n  title: 报道\n  number: null\n  url: https://x\n"
    sources = SOURCES + page + "  checked_on: 2024-02-29\n"
    book = read_packs(write(tmp_path, KEY + row(basis="[F01]"), sources))
    assert of(GapKind.AGED_SOURCE, gaps(book, AUTUMN)) == [
        ("2025-02-28", "F01：2024年2月29日核对过，满十二个月应再核对")
    ]


def test_the_command_tells_what_is_due_and_what_comes(database_url: str, tmp_path: Path) -> None:
    settings = environment(database_url, tmp_path)
    done = command(settings, "policy", "gaps", "--on", "2026-11-30")
    assert done.exit_code == 1, done.output
    now, later = done.stdout.split("以后要办")
    assert now.startswith("现在要办：1 项\n  2026-09-01　缴费标准尚未公布　2027 年度")
    assert "湘医保发〔2023〕32号" in later
    quiet = command(settings, "policy", "gaps", "--on", "2025-12-01")
    assert quiet.exit_code == 0, quiet.output
    assert quiet.stdout.startswith("现在要办：0 项\n以后要办：")
