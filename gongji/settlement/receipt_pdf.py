"""The receipt of a bill (结算单) as PDF: lines, legs, why, and by which clauses."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from gongji.app.context import Context
from gongji.app.responses import Download
from gongji.documents.layout import Column, Paper, Table, clauses, numbered
from gongji.documents.models import DocumentKind, Verification
from gongji.documents.pdf import pdf_file
from gongji.documents.service import TITLES, Issue, issue
from gongji.family.relations import OPPOSITE
from gongji.kernel.clock import civil_date, wall_clock
from gongji.kernel.money import Money
from gongji.kernel.problems import Problem
from gongji.labels import relation_name, scene_name
from gongji.people.facts import person
from gongji.people.models import Person
from gongji.settlement.queries import Receipt, my_receipt
from gongji.vocabulary import Relation

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
FENS = (
    "amount_fen",
    "in_scope_fen",
    "first_self_pay_fen",
    "over_limit_fen",
    "full_self_pay_fen",
)
LEGS = (Column("支付方", 140), Column("金额", 40, right=True))


def receipt_file(ctx: Context, settlement_id: str) -> Download:
    """结算单 of one of the caller's bills; raises NOT_FOUND for anybody else's,
    CHARACTER_NOT_PRINTABLE.
    """
    receipt, patient = my_receipt(ctx, settlement_id), person(ctx.db, ctx.actor.id)
    day = civil_date(receipt.at)
    totals = {
        "total_fen": receipt.total_fen,
        "pool_fen": receipt.pool_fen,
        "own_fen": receipt.own_fen,
        "mutual_fen": receipt.mutual_fen,
        "cash_fen": receipt.cash_fen,
    }
    issued = issue(ctx, Issue(DocumentKind.SETTLEMENT, receipt.settlement_id, day, day, totals))
    paper = _paper(receipt, patient, issued)
    return pdf_file(f"receipt-{settlement_id}.pdf", paper)


def _paper(receipt: Receipt, patient: Person, issued: Verification) -> Paper:
    facts = [
        ("姓名", patient.name),
        ("身份证号", str(patient.id_number)),
        ("定点机构", receipt.place),
        ("结算时间", wall_clock(receipt.at)),
        ("场景", scene_name(receipt.scene)),
        ("结算单号", receipt.settlement_id),
        ("起付线", _yuan(receipt.deductible_fen)),
        ("统筹支付比例", f"{Decimal(receipt.pool_rate) * 100:.2f}%"),
    ]
    tables = [_legs(receipt), _lines(receipt)]
    return numbered(TITLES[issued.kind], issued, facts, tables, _notes(receipt))


def _legs(receipt: Receipt) -> Table:
    payers = [
        [f"　其中 {one.name}（{_kin(one.relation)}）", _yuan(one.amount_fen)]
        for one in receipt.payers
    ]
    rows = [
        ["统筹基金支付", _yuan(receipt.pool_fen)],
        ["本人个人账户支付", _yuan(receipt.own_fen)],
        ["家庭共济账户支付", _yuan(receipt.mutual_fen)],
        *payers,
        ["个人现金支付", _yuan(receipt.cash_fen)],
    ]
    return Table(LEGS, rows, title="费用分担", totals=["费用总额", _yuan(receipt.total_fen)])


def _kin(relation: str) -> str:
    """What the payer is to the patient; kept is what the patient is to the payer."""
    return relation_name(OPPOSITE.get(Relation(relation), relation))


def _lines(receipt: Receipt) -> Table:
    classes = receipt.classes
    sums = (
        receipt.total_fen,
        classes["in_scope_fen"],
        classes["first_self_pay_fen"],
        classes["over_limit_fen"],
        classes["full_self_pay_fen"],
    )
    rows = [_line(line) for line in receipt.lines]
    return Table(LINES, rows, title="费用明细", totals=["合计", "", "", *map(_yuan, sums)])


def _line(line: dict[str, Any]) -> list[str]:
    figures = [_short(line["price"]), _short(line["quantity"])]
    return [line["name"], *figures, *(_yuan(line[name]) for name in FENS)]


def _notes(receipt: Receipt) -> list[str]:
    notes = ["金额单位：元。亲属姓名已作遮盖处理。凭验证编号可查验本文件的合计金额。"]
    if receipt.reverses_id:
        notes.append(f"本单为退费，冲销结算单 {receipt.reverses_id}。")
    if receipt.reversed_by_id:
        notes.append(f"本单已退费，见结算单 {receipt.reversed_by_id}。")
    if receipt.explanation:
        notes.append(f"{receipt.explanation.title}：{receipt.explanation.remedy}")
    return notes + list(_cash_lines(receipt)) + clauses(receipt.basis)


def _cash_lines(receipt: Receipt) -> Iterator[str]:
    """For each reason why lines are cash, the items that it concerns."""
    named: dict[str, list[str]] = {}
    for line in receipt.lines:
        if line["reason"]:
            named.setdefault(line["reason"], []).append(line["name"])
    for code, items in named.items():
        yield f"{Problem.by_code[code].title()}，由现金支付：{'、'.join(dict.fromkeys(items))}"


def _short(figure: str) -> str:
    """Without the zeros that say nothing."""
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


def _yuan(fen: int) -> str:
    return str(Money(fen))
