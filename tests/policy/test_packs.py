"""The packs say what the baseline table says, row by row and on both sides of every date."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from gongji.policy.editions import ListedRow
from gongji.policy.loader import load_packs
from gongji.policy.rules import PolicyBook

CONFLICTS = Path(__file__).parents[2] / "docs" / "conflicts.md"
BASELINE = Path(__file__).parent / "cases" / "baseline.yaml"
LONG_AFTER = date(2031, 1, 1)
DAY = timedelta(days=1)
PREFECTURES = (*(f"43{number:02}00" for number in range(1, 14)), "433100")


@dataclass(frozen=True)
class Row:
    area: str
    key: str
    since: date
    until: date | None
    value: Any
    sources: list[str]

    def decides(self, on: date) -> bool:
        found = in_force(self.area, on).get(self.key)
        return found is not None and (found.area, found.since) == (self.area, self.since)


@cache
def book() -> PolicyBook:
    return load_packs()


@cache
def in_force(area: str, on: date) -> dict[str, ListedRow]:
    return {found.key: found for found in book().rules(area, on).listing()}


def baseline() -> list[Row]:
    rows = []
    for line in yaml.safe_load(BASELINE.read_text(encoding="utf-8"))["rows"].splitlines():
        area, key, since, until, value, sources = (cell.strip() for cell in line.split("|"))
        last = None if until == "-" else date.fromisoformat(until)
        first = date.fromisoformat(since)
        rows.append(Row(area, key, first, last, json.loads(value), sources.split(",")))
    return rows


ROWS = pytest.mark.parametrize(
    "row", baseline(), ids=lambda row: f"{row.area}-{row.key}-{row.since}"
)


@ROWS
def test_a_row_decides_from_its_first_to_its_last_day(row: Row) -> None:
    assert not row.decides(row.since - DAY)
    assert row.decides(row.since)
    assert row.decides(row.until or LONG_AFTER)
    assert row.until is None or not row.decides(row.until + DAY)


@ROWS
def test_a_row_shows_its_value_dates_and_sources(row: Row) -> None:
    found = in_force(row.area, row.since)[row.key]
    assert found.value == row.value
    assert found.until == row.until
    assert [citation.source for citation in found.citations] == row.sources


def test_the_packs_hold_no_row_that_the_baseline_does_not() -> None:
    known = {(row.area, row.key, row.since) for row in baseline()}
    days = {row.since for row in baseline()} | {LONG_AFTER}
    found = {
        (entry.area, entry.key, entry.since)
        for area in ("100000", "430000", *PREFECTURES)
        for on in days
        for entry in in_force(area, on).values()
    }
    assert found == known


def test_there_is_one_file_for_the_nation_the_province_and_each_prefecture() -> None:
    pack = files("gongji.policy") / "pack"
    names = {file.name for file in pack.iterdir() if file.name.endswith(".yaml")}
    areas = ("100000", "430000", *PREFECTURES)
    assert names == {"sources.yaml", *(f"{area}.yaml" for area in areas)}


def test_every_citation_can_be_shown_to_a_citizen() -> None:
    for area in ("430000", *PREFECTURES):
        for found in in_force(area, LONG_AFTER).values():
            for citation in found.citations:
                assert citation.title
                assert citation.number is None or "〔" in citation.number
                assert citation.key == found.key
                assert citation.since == found.since
                assert citation.rule
                assert (citation.url is not None) == (citation.kind in ("official", "press"))


def test_every_registered_source_is_cited_or_its_conflict_is_explained() -> None:
    cited = {citation.source for entry in book().entries for citation in entry.citations}
    assert set(book().sources) == cited | explained()


def explained() -> set[str]:
    """The sources that the register of conflicts names."""
    return set(re.findall(r"\b(?:[FN][0-9]{2}|seed[HXZ])\b", CONFLICTS.read_text("utf-8")))


def test_every_conflict_that_a_row_cites_is_explained_once() -> None:
    told = re.findall(r"^\| (C-[0-9]{2}) \|", CONFLICTS.read_text("utf-8"), re.MULTILINE)
    cited = {one.rule for entry in book().entries for one in entry.citations}
    assert {rule for rule in cited if rule.startswith("C-")} <= set(told)
    assert len(told) == len(set(told))
