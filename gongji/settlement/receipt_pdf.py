"""The receipt of a bill (结算单) as PDF: lines, legs, why, and by which clauses."""

from __future__ import annotations

from decimal import Decimal

from gongji.app.context import Context
from gongji.app.responses import Download
from gongji.documents.layout import Column, Table, clauses, numbered
from gongji.documents.models import DocumentKind
from gongji.documents.pdf import pdf_file
from gongji.documents.service import TITLES, Issue, issue
from gongji.family.relations import OPPOSITE
from gongji.kernel.clock import civil_date, wall_clock
from gongji.kernel.problems import Problem
from gongji.labels import relation_name, scene_name
from gongji.people.facts import person
from gongji.policy_listing.references import note_of
from gongji.settlement.bill import CASH_ONLY, Classes, LineReason
from gongji.settlement.circumstances import NOT_KEPT
from gongji.settlement.queries import Receipt, my_receipt

LINES = (
    Column("项目", 58),
    Column("单价", 17, right=True),
    Column("数量", 14, right=True),
    Column("金额", 18, right=True),
    Column("政策范围内", 18, right=True),
    Column("自己先付的部分", 21, right=True),
    Column("超限价", 17, right=True),
    Column("全自费", 17, right=True),
)
LEGS = (Column("支付方", 140), Column("金额", 40, right=True))


def receipt_file(ctx: Context, settlement_id: str) -> Download:
    """结算单 of one of the caller's bills.

    Raises NOT_FOUND for a bill of another patient, CHARACTER_NOT_PRINTABLE.
    """
    receipt, patient = my_receipt(ctx, settlement_id), person(ctx.db, ctx.actor.id)
    day = civil_date(receipt.at)
    totals = {
        "total_fen": receipt.amounts.total.fen,
        "pool_fen": receipt.amounts.pool.fen,
        "own_fen": receipt.amounts.own.fen,
        "mutual_fen": receipt.amounts.mutual.fen,
        "cash_fen": receipt.amounts.cash.fen,
    }
    issued = issue(ctx, Issue(DocumentKind.SETTLEMENT, receipt.settlement_id, day, day, totals))
    facts = [
        ("姓名", patient.name),
        ("身份证号", str(patient.id_number)),
        ("定点机构", receipt.place),
        ("结算时间", wall_clock(receipt.at)),
        ("场景", scene_name(receipt.scene)),
        ("结算单号", receipt.settlement_id),
        ("起付线", str(receipt.amounts.deductible)),
        ("统筹支付比例", f"{receipt.pool_rate * 100:.2f}%"),
    ]
    if told := receipt.circumstances:
        facts += [("结算时的机构", told.institution_told), ("结算时的参保", told.insurance_told)]
    tables = [_legs_table(receipt), _lines_table(receipt)]
    paper = numbered(TITLES[issued.kind], issued, facts, tables, _notes(receipt))
    return pdf_file(f"receipt-{settlement_id}.pdf", paper)


def _legs_table(receipt: Receipt) -> Table:
    """What each side paid; a payer is named by what they are to the patient."""
    amounts = receipt.amounts
    payers = [
        [
            f"　其中 {one.name}（{relation_name(OPPOSITE.get(one.relation, one.relation))}）",
            str(one.amount),
        ]
        for one in receipt.payers
    ]
    rows = [
        ["统筹基金支付", str(amounts.pool)],
        ["本人个人账户支付", str(amounts.own)],
        ["家庭共济账户支付", str(amounts.mutual)],
        *payers,
        ["个人现金支付", str(amounts.cash)],
    ]
    return Table(LEGS, rows, title="费用分担", totals=["费用总额", str(amounts.total)])


def _lines_table(receipt: Receipt) -> Table:
    rows = [
        [line.name, _short(line.price), _short(line.quantity), *_figures(line.classes)]
        for line in receipt.lines
    ]
    totals = ["合计", "", "", *_figures(receipt.amounts.classes)]
    return Table(LINES, rows, title="费用明细", totals=totals)


def _figures(classes: Classes) -> list[str]:
    """The amount and how it divides, in yuan."""
    amounts = (
        classes.amount,
        classes.in_scope,
        classes.first_self_pay,
        classes.over_limit,
        classes.full_self_pay,
    )
    return [str(amount) for amount in amounts]


def _short(figure: Decimal) -> str:
    """Without the zeros that say nothing."""
    text = str(figure)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _notes(receipt: Receipt) -> list[str]:
    """Why relatives paid no more, which items are cash and why, and the clauses."""
    notes = ["金额单位：元。亲属姓名已作遮盖处理。凭验证编号可查验本文件的合计金额。"]
    if receipt.reverses_id:
        notes.append(f"本单为退费，冲销结算单 {receipt.reverses_id}。")
    if receipt.reversed_by_id:
        notes.append(f"本单已退费，见结算单 {receipt.reversed_by_id}。")
    if receipt.circumstances is None:
        notes.append(NOT_KEPT)
    notes += receipt.calculation
    if receipt.explanation:
        notes.append(f"{receipt.explanation.title}：{receipt.explanation.remedy}")
    named: dict[LineReason, list[str]] = {}
    for line in receipt.lines:
        if line.reason:
            named.setdefault(line.reason, []).append(line.name)
    for reason, items in named.items():
        title = Problem.by_code[reason].title
        who = "由现金支付" if reason in CASH_ONLY else "全部自费"
        notes.append(f"{title}，{who}：{'、'.join(dict.fromkeys(items))}")
    return [*notes, *clauses(receipt.basis), note_of(receipt.policy_version)]
