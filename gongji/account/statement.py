"""The yearly statement (对账单): one content with a verification number, as PDF, XLSX or CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from gongji.account.summary import SummaryLine, YearTotals, opened_with, totals_of, year_lines
from gongji.app.context import Context
from gongji.app.responses import Download
from gongji.auth import budgets
from gongji.auth.budgets import Budget
from gongji.documents.layout import Column, Paper, Table, numbered
from gongji.documents.models import DocumentKind, Verification
from gongji.documents.pdf import MEDIA_TYPE, pdf_file
from gongji.documents.service import TITLES, Issue, issue
from gongji.documents.verification_numbers import printed
from gongji.kernel.clock import SHANGHAI, wall_clock
from gongji.kernel.money import Money
from gongji.kernel.problems import RequestInvalid
from gongji.kernel.wording import say
from gongji.labels import ENTRY_KINDS, PRIOR_YEARS, THIS_YEAR, relation_name, scene_name
from gongji.people.facts import person
from gongji.people.problems import AuthNoAccount

if TYPE_CHECKING:
    from xlsxwriter import Workbook


class Form(StrEnum):
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"


MEDIA_TYPES = {
    Form.PDF: MEDIA_TYPE,
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One year of an account until `until`, oldest entry first."""

    name: str
    id_number_masked: str
    since: date
    until: date
    totals: YearTotals
    lines: Sequence[SummaryLine]
    issued: Verification

    @property
    def title(self) -> str:
        return f"{self.since.year} 年{TITLES[self.issued.kind]}"

    @property
    def period(self) -> str:
        return say("{since} 至 {until}", since=self.since, until=self.until)

    @property
    def sums(self) -> list[tuple[str, int]]:
        """The named totals in fen, in the order in which they add up."""
        totals = self.totals
        return [
            ("期初余额", totals.opening_fen),
            ("划入合计", totals.credited_fen),
            ("支出合计", totals.spent_fen),
            ("退回合计", totals.refunded_fen),
            ("期末余额", totals.closing_fen),
            (f"其中{PRIOR_YEARS}", totals.prior_years_fen),
            (f"其中{THIS_YEAR}", totals.current_year_fen),
        ]


def statement(ctx: Context, *, year: int, form: Form) -> Download:
    """A year of the caller's account as a file, with the rows and totals of the summary.

    Raises AUTH_NO_ACCOUNT, CHARACTER_NOT_PRINTABLE, REQUEST_INVALID for a year that has not begun,
    and TOO_MANY_REQUESTS after five files in a day.
    """
    if year > ctx.today.year:
        raise RequestInvalid.at("/year", "future", "这一年还没有开始")
    opened = opened_with(ctx, year)
    if opened is None:
        raise AuthNoAccount
    lines, owner = year_lines(ctx, opened.account, year), person(ctx.db, ctx.actor.id)
    totals = totals_of(opened.fen, lines)
    since, until = date(year, 1, 1), min(date(year, 12, 31), ctx.today)
    wanted = Issue(DocumentKind.STATEMENT, str(year), since, until, totals.figures())
    content = Statement(
        owner.name, str(owner.id_number), since, until, totals, lines, issue(ctx, wanted)
    )
    budgets.spend(ctx, budgets.draw(Budget.STATEMENT, ctx.actor.id))
    name = f"statement-{year}.{form}"
    match form:
        case Form.PDF:
            return pdf_file(name, as_paper(content))
        case Form.XLSX:
            return Download(name, MEDIA_TYPES[form], lambda: as_xlsx(content))
        case Form.CSV:
            return Download(name, MEDIA_TYPES[form], lambda: as_csv(content))


def yuan(fen: int) -> str:
    return str(Money(fen))


def yuan_or_blank(fen: int) -> str:
    return yuan(fen) if fen else ""


# -- PDF, to be printed and handed in

PDF_COLUMNS = (
    Column("时间", 25),
    Column("类型", 19),
    Column("场景", 18),
    Column("地点或事项", 28),
    Column("使用人", 21),
    Column("划入", 17, right=True),
    Column("支出", 17, right=True),
    Column("退回", 15, right=True),
    Column("余额", 20, right=True),
)
PDF_NOTES = (
    "金额单位：元。期初余额 + 划入 - 支出 + 退回 = 期末余额；更正转出计入支出，更正转入计入划入。",
    "亲属姓名已作遮盖处理。凭验证编号可查验本文件的合计金额，查验记录可由本人查询。",
)


def as_paper(statement: Statement) -> Paper:
    facts = [
        ("姓名", statement.name),
        ("身份证号", statement.id_number_masked),
        ("期间", statement.period),
        ("笔数", str(len(statement.lines))),
    ]
    facts += [(name, yuan(fen)) for name, fen in statement.sums]
    rows = []
    for line in statement.lines:
        relation = relation_name(line.relation)
        rows.append(
            [
                f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                ENTRY_KINDS[line.kind],
                scene_name(line.scene),
                line.place or "",
                f"{line.name}（{relation}）" if line.member_id else relation,
                yuan_or_blank(line.credited_fen),
                yuan_or_blank(line.spent_fen),
                yuan_or_blank(line.refunded_fen),
                yuan(line.balance_after_fen),
            ]
        )
    totals = statement.totals
    sums = (totals.credited_fen, totals.spent_fen, totals.refunded_fen, totals.closing_fen)
    table = Table(
        PDF_COLUMNS,
        rows,
        title="收支明细",
        totals=["合计", "", "", "", "", *map(yuan, sums)],
    )
    return numbered(statement.title, statement.issued, facts, [table], PDF_NOTES)


# -- CSV: UTF-8 with BOM for spreadsheets, yuan with two decimals, no formulas

BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HEAD = (
    "时间",
    "类型",
    "场景",
    "地点或事项",
    "使用人",
    "关系",
    "划入",
    "支出",
    "退回",
    "余额",
    "单据号",
)


def as_csv(statement: Statement) -> bytes:
    """The entries, then the totals, then the owner, the period and the verification number."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(HEAD)
    writer.writerows(
        (
            wall_clock(line.at),
            ENTRY_KINDS[line.kind],
            scene_name(line.scene),
            plain(line.place or ""),
            plain(line.name),
            relation_name(line.relation),
            yuan_or_blank(line.credited_fen),
            yuan_or_blank(line.spent_fen),
            yuan_or_blank(line.refunded_fen),
            yuan(line.balance_after_fen),
            line.reference or "",
        )
        for line in statement.lines
    )
    writer.writerow([])
    writer.writerows((name, yuan(fen)) for name, fen in statement.sums)
    about = (
        ("文件", statement.title),
        ("姓名", statement.name),
        ("身份证号", statement.id_number_masked),
        ("期间", statement.period),
        ("验证编号", printed(statement.issued.number)),
        ("出具时间", wall_clock(statement.issued.issued_at)),
    )
    writer.writerows((name, plain(text)) for name, text in about)
    return (BOM + file.getvalue()).encode()


def plain(text: str) -> str:
    """The text, after an apostrophe where a spreadsheet would read it as a formula."""
    return f"'{text}" if text.lstrip().startswith(FORMULA_STARTS) or text != text.lstrip() else text


# -- XLSX: real dates and figures, a frozen head, and totals that are formulas

WIDTHS = (18, 11, 15, 34, 11, 11, 12, 12, 12, 13, 34)
CREDITED, SPENT, REFUNDED = "G", "H", "I"
FIGURES = "#,##0.00"


def as_xlsx(statement: Statement) -> bytes:
    """The entries on the first sheet with their sums below, the year's totals on the second."""
    from xlsxwriter import Workbook  # noqa: PLC0415  (few statements are spreadsheets)

    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {
            "title": statement.title,
            "created": statement.issued.issued_at.astimezone(SHANGHAI).replace(tzinfo=None),
        }
    )
    _add_entries_sheet(book, statement)
    _add_totals_sheet(book, statement)
    book.close()
    return file.getvalue()


def _add_entries_sheet(book: Workbook, statement: Statement) -> None:
    """Texts are written as strings, so that none of them becomes a formula or a link."""
    sheet = book.add_worksheet("明细")
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#ECECEC"})
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    for column, (title, width) in enumerate(zip(HEAD, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    figure = book.add_format({"num_format": FIGURES})
    for row, line in enumerate(statement.lines, start=1):
        sheet.write_datetime(row, 0, line.at.astimezone(SHANGHAI).replace(tzinfo=None), moment)
        sheet.write_string(row, 1, ENTRY_KINDS[line.kind])
        sheet.write_string(row, 2, scene_name(line.scene))
        sheet.write_string(row, 3, line.place or "")
        sheet.write_string(row, 4, line.name)
        sheet.write_string(row, 5, relation_name(line.relation))
        amounts = (line.credited_fen, line.spent_fen, line.refunded_fen)
        for column, fen in enumerate(amounts, start=6):
            if fen:
                sheet.write_number(row, column, _yuan_number(fen), figure)
        sheet.write_number(row, 9, _yuan_number(line.balance_after_fen), figure)
        sheet.write_string(row, 10, line.reference or "")
    row, totals = len(statement.lines) + 1, statement.totals
    bold = book.add_format({"bold": True, "top": 1})
    bold_figure = book.add_format({"bold": True, "top": 1, "num_format": FIGURES})
    for column in range(len(HEAD)):
        sheet.write_blank(row, column, None, bold)
    sheet.write_string(row, 0, "合计", bold)
    sums = (
        (CREDITED, totals.credited_fen),
        (SPENT, totals.spent_fen),
        (REFUNDED, totals.refunded_fen),
    )
    for column, (letter, fen) in enumerate(sums, start=6):
        formula = f"=SUM({letter}2:{letter}{row})" if row > 1 else "=0"
        sheet.write_formula(row, column, formula, bold_figure, _yuan_number(fen))


def _add_totals_sheet(book: Workbook, statement: Statement) -> None:
    """The closing balance is a formula over the entries."""
    sheet = book.add_worksheet("汇总")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 34)
    figure = book.add_format({"num_format": FIGURES, "align": "right"})
    about = (
        ("文件", statement.title),
        ("姓名", statement.name),
        ("身份证号", statement.id_number_masked),
        ("期间", statement.period),
        ("验证编号", printed(statement.issued.number)),
    )
    for row, (name, text) in enumerate(about):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, text)
    first, below = len(about), len(statement.lines) + 2
    formulas = {
        "划入合计": f"='明细'!{CREDITED}{below}",
        "支出合计": f"='明细'!{SPENT}{below}",
        "退回合计": f"='明细'!{REFUNDED}{below}",
        "期末余额": f"=B{first + 1}+B{first + 2}-B{first + 3}+B{first + 4}",
        f"其中{THIS_YEAR}": f"=B{first + 5}-B{first + 6}",
    }
    for row, (name, fen) in enumerate(statement.sums, start=first):
        sheet.write_string(row, 0, name)
        if name in formulas:
            sheet.write_formula(row, 1, formulas[name], figure, _yuan_number(fen))
        else:
            sheet.write_number(row, 1, _yuan_number(fen), figure)


def _yuan_number(fen: int) -> float:
    """A spreadsheet stores floats only, which are exact for two decimals of up to 13 digits."""
    return float(Decimal(fen) / 100)
