"""A proposed row (待核实) is listed with its mark, and no answer of the rules follows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from gongji.policy.entries import PolicyEntry
from gongji.policy.loader import load_packs, read_packs
from gongji.policy.rules import PolicyBook, Rules
from tests.independent.figures import AREAS
from tests.policy.test_bad_packs import KEY, row, write

BOOK = load_packs()
PLACES = ("100000", "430000", *AREAS, "430405")
DAYS = st.dates(date(2022, 12, 30), date(2028, 12, 31))
PROPOSALS = st.builds(
    lambda entry, area, since, days: replace(
        entry,
        area=area,
        since=since,
        until=None if days is None else since + timedelta(days),
        proposed=True,
    ),
    st.sampled_from(BOOK.entries),
    st.sampled_from(PLACES),
    DAYS,
    st.none() | st.integers(0, 800),
)


def answers(rules: Rules) -> dict[str, PolicyEntry]:
    return {row.key: rules.entry(row.key) for row in rules.listing()}


@given(st.lists(PROPOSALS, min_size=1, max_size=8), st.sampled_from(PLACES), DAYS)
def test_proposed_rows_change_no_answer(proposals: list[PolicyEntry], area: str, on: date) -> None:
    book = PolicyBook((*BOOK.entries, *proposals), BOOK.sources, BOOK.area_names)
    assert answers(book.rules(area, on)) == answers(BOOK.rules(area, on))
    assert answers(book.with_overlay([]).rules(area, on)) == answers(BOOK.rules(area, on))
    assert book.version != BOOK.version


def test_a_proposed_row_may_cover_the_days_of_others(tmp_path: Path) -> None:
    rows = row() + row(value="7", more=", status: proposed") + row(since="2025-03-01", value="8")
    pack = KEY + rows.replace("value: 10", "until: 2025-02-28, value: 10")
    book = read_packs(write(tmp_path, pack))
    assert book.rules("430000", date(2025, 2, 1)).bind_max_concurrent == 10
    assert book.rules("430000", date(2025, 3, 1)).bind_max_concurrent == 8
    listed = book.proposed("430100", date(2025, 2, 1))
    assert [(one.key, one.value, one.area) for one in listed] == [
        ("bind.max_concurrent", 7, "430000")
    ]
    assert book.proposed("430100", date(2024, 12, 31)) == []


def test_the_listing_marks_what_is_proposed(app: Flask) -> None:
    listed = app.test_client().get("/api/v1/policy?area=433100&on=2026-06-10").get_json()
    assert {one["mark"] for one in listed["items"]} == {None}
    shown = [(one["key"], one["value"], one["mark"]) for one in listed["proposed"]]
    two = {"hypertension": 360, "diabetes": 600, "both": 960, "rate": "0.90"}
    assert shown == [
        ("pool.390.two_diseases", two, "待核实"),
        ("pool.390.year_cap", 420, "待核实"),
    ]
    caps = [one["value"] for one in listed["items"] if one["key"] == "pool.390.year_cap"]
    assert caps == [350]
