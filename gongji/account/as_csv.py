"""A statement as CSV: UTF-8 with BOM for spreadsheets, yuan with two decimals, no formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from gongji.account.content import Statement, yuan, yuan_or_blank
from gongji.account.summary import SummaryLine
from gongji.documents.verification_numbers import printed
from gongji.kernel.clock import wall_clock
from gongji.labels import ENTRY_KINDS, relation_name, scene_name

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
    """Entries first, then the totals, then what the statement is about."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(HEAD)
    writer.writerows(_row(line) for line in statement.lines)
    writer.writerow([])
    writer.writerows((name, yuan(fen)) for name, fen in statement.sums)
    writer.writerows((name, plain(text)) for name, text in _about(statement))
    return (BOM + file.getvalue()).encode()


def _row(line: SummaryLine) -> list[str]:
    return [
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
    ]


def _about(statement: Statement) -> Iterator[tuple[str, str]]:
    yield "文件", statement.title
    yield "姓名", statement.name
    yield "身份证号", statement.id_number_masked
    yield "期间", statement.period
    yield "验证编号", printed(statement.issued.number)
    yield "出具时间", wall_clock(statement.issued.issued_at)


def plain(text: str) -> str:
    """Words that a spreadsheet would read as a formula get an apostrophe before them."""
    return f"'{text}" if text.lstrip().startswith(FORMULA_STARTS) or text != text.lstrip() else text
