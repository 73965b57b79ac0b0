"""Summaries and statements of a year: one set of rows, one set of totals, three kinds of file."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from gongji.account.statement import Form, plain, statement
from gongji.account.summary import summary
from gongji.app.context import Context
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.money import Money
from gongji.ledger.books import Book, BookKind
from gongji.ledger.models import EntryKind, TransferKind
from gongji.ledger.service import Posting, TransferDetails, book, lock_accounts_of
from tests.family.town import Someone, Town
from tests.records.files import csv_rows, fonts, pdf_text, sheets

ENTRIES, SECONDS_MAX = 2000, 5
FIGURE = re.compile(r"-?\d+\.\d\d")
SIGNS = {
    EntryKind.CREDIT: 1, EntryKind.OWN_SPEND: -1, EntryKind.FAMILY_SPEND: -1,
    EntryKind.PREMIUM: -1, EntryKind.REFUND: 1, EntryKind.CORRECTION: 0,
}  # fmt: skip
HOSTILE = '=HYPERLINK("http://x","点此")'


@pytest.fixture
def chen(town: Town) -> Someone:
    return town.employee("陈建国", "19800512", 1, balance_fen=10**9)


@pytest.fixture
def li(town: Town) -> Someone:
    return town.someone("李秀英", "19820308", 2)


def moves(count: int) -> Iterator[tuple[datetime, EntryKind, int, bool]]:
    """Invented entries of 2025, the same every time: when, what, how much, for the wife or not."""
    chance = random.Random(7)  # noqa: S311 (nothing secret is drawn)
    start = datetime(2025, 1, 1, tzinfo=SHANGHAI)
    for order in range(count):
        kind = chance.choice(list(SIGNS))
        sign = SIGNS[kind] or chance.choice([-1, 1])
        at = start + timedelta(seconds=order * 365 * 86400 // count)
        yield at, kind, sign * chance.randint(1, 99_999), kind is EntryKind.FAMILY_SPEND


def lived(
    ctx: Context, who: Someone, wife: Someone, count: int, place: str = "长沙综合医院"
) -> None:
    account = lock_accounts_of(ctx.db, [who.id])[who.id]
    for at, kind, fen, hers in moves(count):
        then = replace(ctx, now=at)
        member: dict[str, Any] = {"member_id": wife.id, "relation": "spouse"} if hers else {}
        scene = "OUTPATIENT" if hers else None
        sides = [
            Posting(account, Money(fen), kind, **member),
            Posting(Book(BookKind.FUND, "test"), Money(-fen)),
        ]
        book(then, TransferDetails(TransferKind.TRANSFER_OUT, then.today, scene, place), sides)


def written(town: Town, who: Someone, form: Form, year: int = 2025) -> bytes:
    return town.run(statement, by=who.actor, year=year, form=form).make()


def summed(town: Town, who: Someone, year: int | None = 2025) -> dict[str, Any]:
    return asdict(town.run(summary, by=who.actor, year=year, writes=False))


def yuan(fen: int) -> str:
    return str(Money(fen))


# -- the summary


def test_every_figure_of_a_summary_comes_from_the_same_entries(
    town: Town, chen: Someone, li: Someone
) -> None:
    town.now = datetime(2025, 12, 31, 23, tzinfo=SHANGHAI)
    town.run(lived, chen, li, 300)
    found = summed(town, chen)
    drawn = list(moves(300))
    out = -sum(fen for _, _, fen, _ in drawn if fen < 0)
    back = sum(fen for _, kind, fen, _ in drawn if kind is EntryKind.REFUND)
    came = sum(fen for _, kind, fen, _ in drawn if fen > 0 and kind is not EntryKind.REFUND)
    assert (found["credited_fen"], found["spent_fen"], found["refunded_fen"]) == (came, out, back)
    assert found["opening_fen"] + came - out + back == found["closing_fen"]
    assert found["closing_fen"] == town.account(chen).balance_fen
    assert found["prior_years_fen"] + found["current_year_fen"] == found["closing_fen"]
    assert [row["month"] for row in found["by_month"]] == list(range(1, 13))
    assert sum(row["in_fen"] for row in found["by_month"]) == came + back
    for part in ("by_month", "by_member", "by_scene"):
        assert sum(row["out_fen"] for row in found[part]) == out
    assert {(row["name"], row["relation"]) for row in found["by_member"]} == {
        ("陈*国", None),
        ("李*英", "spouse"),
    }


def test_a_year_closes_with_what_the_next_one_opens(town: Town, chen: Someone, li: Someone) -> None:
    town.run(lived, chen, li, 50)
    town.now = datetime(2026, 1, 1, tzinfo=SHANGHAI)
    this, next_ = summed(town, chen), summed(town, chen, None)
    assert (next_["opening_fen"], next_["spent_fen"]) == (this["closing_fen"], 0)
    assert (next_["closing_fen"], next_["prior_years_fen"]) == (this["closing_fen"],) * 2


def test_a_month_is_the_month_in_hunan(town: Town, chen: Someone) -> None:
    town.now = datetime(2025, 3, 1, 0, 30, tzinfo=SHANGHAI)

    def credited(ctx: Context) -> None:
        account = lock_accounts_of(ctx.db, [chen.id])[chen.id]
        sides = [
            Posting(account, Money(5), EntryKind.CREDIT),
            Posting(Book(BookKind.FUND, "test"), Money(-5)),
        ]
        book(ctx, TransferDetails(TransferKind.TRANSFER_OUT, ctx.today), sides)

    town.run(credited)
    assert [row["month"] for row in summed(town, chen)["by_month"] if row["in_fen"]] == [3]


def test_who_has_no_account_has_zeros_and_no_statement(town: Town, li: Someone) -> None:
    found = summed(town, li)
    assert not any(found[name] for name in found if name.endswith("_fen"))
    assert len(found["by_month"]) == 12
    assert town.refusal(statement, by=li.actor, year=2025, form=Form.PDF) == "AUTH_NO_ACCOUNT"


def test_a_year_that_has_not_begun_has_no_statement(town: Town, chen: Someone) -> None:
    asked = {"by": chen.actor, "form": Form.CSV}
    assert town.refusal(statement, year=2026, **asked) == "REQUEST_INVALID"
    assert town.refusal(statement, year=2024, **asked) == ""


# -- statements


@pytest.fixture
def full_year(town: Town, chen: Someone, li: Someone) -> dict[str, Any]:
    """A year of 2,000 entries, and its summary."""
    town.now = datetime(2025, 12, 31, 23, 59, 59, tzinfo=SHANGHAI)
    town.run(lived, chen, li, ENTRIES)
    return summed(town, chen)


def test_two_thousand_entries_are_written_in_time_and_add_up_to_the_summary(
    town: Town, chen: Someone, full_year: dict[str, Any]
) -> None:
    files: dict[Form, bytes] = {}
    for form in Form:
        begun = time.process_time()
        files[form] = written(town, chen, form)
        assert time.process_time() - begun < SECONDS_MAX, form
    check_csv(csv_rows(files[Form.CSV]), full_year)
    check_xlsx(files[Form.XLSX], full_year)
    check_pdf(files[Form.PDF], full_year)


def check_csv(rows: list[list[str]], found: dict[str, Any]) -> None:
    booked, told = rows[1 : ENTRIES + 1], dict(row for row in rows[ENTRIES + 2 :] if row)
    columns = {"credited_fen": 6, "spent_fen": 7, "refunded_fen": 8}
    for name, column in columns.items():
        assert sum(Money.yuan(row[column] or 0).fen for row in booked) == found[name]
    assert booked[-1][9] == yuan(found["closing_fen"]) == told["期末余额"]
    assert told["期初余额"] == yuan(found["opening_fen"])
    assert all(
        FIGURE.fullmatch(row[column]) or not row[column]
        for row in booked
        for column in (6, 7, 8, 9)
    )


def check_xlsx(content: bytes, found: dict[str, Any]) -> None:
    entries, year = sheets(content)["明细"], sheets(content)["汇总"]
    stored = sheets(content, values=True)
    assert entries.freeze_panes == "A2"
    assert isinstance(entries["A2"].value, datetime)
    assert entries["A2"].value == datetime(2025, 1, 1)  # noqa: DTZ001 (spreadsheets know no zone)
    for column, name in (("G", "credited_fen"), ("H", "spent_fen"), ("I", "refunded_fen")):
        cells = [cell.value for (cell,) in entries[f"{column}2:{column}{ENTRIES + 1}"]]
        assert {type(cell) for cell in cells} <= {int, float, type(None)}
        assert round(sum(cell or 0 for cell in cells) * 100) == found[name]
        bottom = f"{column}{ENTRIES + 2}"
        assert entries[bottom].value == f"=SUM({column}2:{column}{ENTRIES + 1})"
        assert round(stored["明细"][bottom].value * 100) == found[name]
    told = {row[0].value: row[1].value for row in stored["汇总"].iter_rows()}
    assert round(told["期末余额"] * 100) == found["closing_fen"]
    formulas = {row[0].value: row[1].value for row in year.iter_rows()}
    assert formulas["期末余额"] == "=B6+B7-B8+B9"


def check_pdf(content: bytes, found: dict[str, Any]) -> None:
    """Every row is there in order, and the text says what the entries say."""
    text = pdf_text(content)
    (font,) = fonts(content).items()
    assert re.fullmatch(r"/[A-Z]{6}\+NotoSansSC.*", font[0])
    assert font[1]
    shown = [match[0] for match in re.finditer(r"\d{4}-\d\d-\d\d \d\d:\d\d(?!:)", text)]
    assert shown == [f"{at:%Y-%m-%d %H:%M}" for at, *_ in moves(ENTRIES)]
    figures = FIGURE.findall(text[text.index("收支明细") :])
    moved = [yuan(abs(fen)) for _, _, fen, _ in moves(ENTRIES)]
    assert figures[0 : 2 * ENTRIES : 2] == moved
    sums = ("credited_fen", "spent_fen", "refunded_fen", "closing_fen")
    assert figures[2 * ENTRIES :] == [yuan(found[name]) for name in sums]
    pages = re.findall(r"第 (\d+) 页 共 (\d+) 页", text)
    last = len(pages)
    assert pages == [(str(page), str(last)) for page in range(1, last + 1)]


def test_places_cannot_become_formulas(town: Town, chen: Someone, li: Someone) -> None:
    town.now = datetime(2025, 12, 31, tzinfo=SHANGHAI)
    town.run(lived, chen, li, 3, place=HOSTILE)
    rows = csv_rows(written(town, chen, Form.CSV))
    assert [row[3] for row in rows[1:4]] == [f"'{HOSTILE}"] * 3
    entries = sheets(written(town, chen, Form.XLSX))["明细"]
    assert [(cell.value, cell.data_type) for (cell,) in entries["D2:D4"]] == [(HOSTILE, "s")] * 3


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_what_starts_a_formula_is_made_text(start: str) -> None:
    assert plain(f"{start}1") == f"'{start}1"
    assert plain("长沙=综合+医院") == "长沙=综合+医院"


def test_an_empty_year_is_written_too(town: Town, chen: Someone) -> None:
    for form in Form:
        assert written(town, chen, form, 2024)
    entries = sheets(written(town, chen, Form.XLSX, 2024))["明细"]
    assert entries["G2"].value == "=0"


def test_a_statement_drops_no_character_that_the_font_lacks(
    town: Town, chen: Someone, li: Someone
) -> None:
    town.now = datetime(2025, 12, 31, tzinfo=SHANGHAI)
    town.run(lived, chen, li, 2, place="\U00031340卫生院🙂")
    asked = {"by": chen.actor, "year": 2025}
    assert town.refusal(statement, form=Form.PDF, **asked) == "CHARACTER_NOT_PRINTABLE"
    assert "\U00031340卫生院🙂" in written(town, chen, Form.CSV).decode()
