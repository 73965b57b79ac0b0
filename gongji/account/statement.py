"""The yearly statement (对账单): one content with a number, written as PDF, XLSX or CSV."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from gongji.account.as_csv import as_csv
from gongji.account.as_pdf import as_paper
from gongji.account.as_xlsx import as_xlsx
from gongji.account.content import Statement
from gongji.account.summary import opening_fen, totals_of, year_lines
from gongji.app.context import Context
from gongji.app.responses import Download
from gongji.auth import budgets
from gongji.auth.budgets import Budget
from gongji.documents.models import DocumentKind
from gongji.documents.pdf import MEDIA_TYPE, pdf_file
from gongji.documents.service import Issue, issue
from gongji.kernel.problems import RequestInvalid
from gongji.ledger.service import account_of
from gongji.people.facts import person
from gongji.people.problems import AuthNoAccount


class Form(StrEnum):
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE = "text/csv; charset=utf-8"


MEDIA_TYPES = {Form.PDF: MEDIA_TYPE, Form.XLSX: SHEET, Form.CSV: TABLE}


def _written(form: Form, name: str, content: Statement) -> Download:
    match form:
        case Form.PDF:
            return pdf_file(name, as_paper(content))
        case Form.XLSX:
            return Download(name, MEDIA_TYPES[form], lambda: as_xlsx(content))
        case Form.CSV:
            return Download(name, MEDIA_TYPES[form], lambda: as_csv(content))


def statement(ctx: Context, *, year: int, form: Form) -> Download:
    """A year of the caller's account as a file, with the rows and totals of the summary.

    Raises AUTH_NO_ACCOUNT, CHARACTER_NOT_PRINTABLE, REQUEST_INVALID for a year that has not begun,
    and TOO_MANY_REQUESTS after five files in a day.
    """
    content = _content(ctx, year)
    budgets.spend(ctx, budgets.draw(Budget.STATEMENT, ctx.actor.id))
    return _written(form, f"statement-{year}.{form}", content)


def _content(ctx: Context, year: int) -> Statement:
    if year > ctx.today.year:
        raise RequestInvalid.at("/year", "future", "这一年还没有开始")
    own = account_of(ctx.db, ctx.actor.id)
    if own is None:
        raise AuthNoAccount
    owner, lines = person(ctx.db, ctx.actor.id), year_lines(ctx, own, year)
    totals = totals_of(opening_fen(ctx, own, year), lines)
    since, until = date(year, 1, 1), min(date(year, 12, 31), ctx.today)
    wanted = Issue(DocumentKind.STATEMENT, str(year), since, until, totals.figures())
    return Statement(
        owner.name, str(owner.id_number), since, until, totals, lines, issue(ctx, wanted)
    )
