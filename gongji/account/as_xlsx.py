"""A statement as XLSX: real dates and figures, a frozen head, and totals that are formulas."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gongji.account.as_csv import HEAD
from gongji.account.content import Statement
from gongji.account.summary import SummaryLine
from gongji.documents.verification_numbers import printed
from gongji.kernel.clock import SHANGHAI
from gongji.labels import ENTRY_KINDS, THIS_YEAR, relation_name, scene_name

WIDTHS = (18, 11, 15, 34, 11, 11, 12, 12, 12, 13, 34)
CREDITED, SPENT, REFUNDED, BALANCE = "G", "H", "I", "J"
FIGURES = "#,##0.00"


def as_xlsx(statement: Statement) -> bytes:
    """The entries on the first sheet with their sums below; the second tells the year."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {
            "title": statement.title,
            "created": statement.issued.issued_at.astimezone(SHANGHAI).replace(tzinfo=None),
        }
    )
    _entries(book, statement)
    _year(book, statement)
    book.close()
    return file.getvalue()


def _entries(book: Workbook, statement: Statement) -> None:
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
        _write(sheet, row, line, moment, figure)
    _sums(book, sheet, statement)


def _write(sheet: Worksheet, row: int, line: SummaryLine, moment: Format, figure: Format) -> None:
    """Words are written as words: nothing in them becomes a formula or a link."""
    sheet.write_datetime(row, 0, line.at.astimezone(SHANGHAI).replace(tzinfo=None), moment)
    words = (
        ENTRY_KINDS[line.kind],
        scene_name(line.scene),
        line.place or "",
        line.name,
        relation_name(line.relation),
    )
    for column, word in enumerate(words, start=1):
        sheet.write_string(row, column, word)
    for column, fen in enumerate((line.credited_fen, line.spent_fen, line.refunded_fen), start=6):
        if fen:
            sheet.write_number(row, column, _yuan(fen), figure)
    sheet.write_number(row, 9, _yuan(line.balance_after_fen), figure)
    sheet.write_string(row, 10, line.reference or "")


def _sums(book: Workbook, sheet: Worksheet, statement: Statement) -> None:
    row, totals = len(statement.lines) + 1, statement.totals
    bold = book.add_format({"bold": True, "top": 1})
    figure = book.add_format({"bold": True, "top": 1, "num_format": FIGURES})
    for column in range(len(HEAD)):
        sheet.write_blank(row, column, None, bold)
    sheet.write_string(row, 0, "合计", bold)
    sums = (totals.credited_fen, totals.spent_fen, totals.refunded_fen)
    for column, (letter, fen) in enumerate(
        zip((CREDITED, SPENT, REFUNDED), sums, strict=True), start=6
    ):
        formula = f"=SUM({letter}2:{letter}{max(2, row)})"
        sheet.write_formula(row, column, formula if row > 1 else "=0", figure, _yuan(fen))


def _year(book: Workbook, statement: Statement) -> None:
    """The year in figures: the closing balance is a formula over the entries."""
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
            sheet.write_formula(row, 1, formulas[name], figure, _yuan(fen))
        else:
            sheet.write_number(row, 1, _yuan(fen), figure)


def _yuan(fen: int) -> float:
    """A spreadsheet knows nothing but floats; two decimals of up to 13 digits are exact enough."""
    return float(Decimal(fen) / 100)
