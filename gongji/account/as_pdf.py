"""A statement as PDF, to be printed and handed in."""

from __future__ import annotations

from gongji.account.content import Statement, yuan, yuan_or_blank
from gongji.account.summary import SummaryLine
from gongji.documents.layout import Column, Paper, Table, numbered
from gongji.kernel.clock import SHANGHAI
from gongji.labels import ENTRY_KINDS, relation_name, scene_name

COLUMNS = (
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
NOTES = (
    "金额单位：元。期初余额 + 划入 - 支出 + 退回 = 期末余额；更正转出计入支出，更正转入计入划入。",
    "亲属姓名已作遮盖处理。凭验证编号可查验本文件的合计金额，查验记录可由本人查询。",
)


def as_paper(statement: Statement) -> Paper:
    totals = statement.totals
    facts = [
        ("姓名", statement.name),
        ("身份证号", statement.id_number_masked),
        ("期间", statement.period),
        ("笔数", str(len(statement.lines))),
    ]
    facts += [(name, yuan(fen)) for name, fen in statement.sums]
    sums = (totals.credited_fen, totals.spent_fen, totals.refunded_fen, totals.closing_fen)
    table = Table(
        COLUMNS,
        [_row(line) for line in statement.lines],
        title="收支明细",
        totals=["合计", "", "", "", "", *map(yuan, sums)],
    )
    return numbered(statement.title, statement.issued, facts, [table], NOTES)


def _row(line: SummaryLine) -> list[str]:
    user = relation_name(line.relation)
    return [
        f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        ENTRY_KINDS[line.kind],
        scene_name(line.scene),
        line.place or "",
        f"{line.name}（{user}）" if line.member_id else user,
        yuan_or_blank(line.credited_fen),
        yuan_or_blank(line.spent_fen),
        yuan_or_blank(line.refunded_fen),
        yuan(line.balance_after_fen),
    ]
