"""The receipt of a premium (缴费凭证) as PDF."""

from __future__ import annotations

from gongji.app.context import Context
from gongji.app.responses import Download
from gongji.documents.layout import Column, Table, clauses, numbered
from gongji.documents.models import DocumentKind
from gongji.documents.pdf import pdf_file
from gongji.documents.service import TITLES, Issue, issue
from gongji.kernel.clock import civil_date, wall_clock
from gongji.kernel.money import Money
from gongji.kernel.privacy import mask_name
from gongji.kernel.wording import moment_of_year
from gongji.labels import PAYMENTS, REFUND_REASONS, SUBSIDIES, relation_name
from gongji.people.facts import persons
from gongji.policy_listing.references import note_of
from gongji.premium.queries import own_payment

COLUMNS = (
    Column("项目", 100),
    Column("缴费标准", 27, right=True),
    Column("财政补助", 26, right=True),
    Column("个人账户支付", 27, right=True),
)


def receipt_file(ctx: Context, payment_id: str) -> Download:
    """缴费凭证 of one of the caller's payments; raises NOT_FOUND for other people's,
    CHARACTER_NOT_PRINTABLE.
    """
    row = own_payment(ctx, payment_id)
    day = civil_date(row.paid_at)
    refunded_fen = row.amount_fen if row.refunded_at else 0
    totals = {"amount_fen": row.amount_fen, "refunded_fen": refunded_fen}
    issued = issue(ctx, Issue(DocumentKind.PREMIUM, row.id, day, day, totals))
    people = persons(ctx.db, {row.payer_id, row.person_id})
    payer, insured = people[row.payer_id], people[row.person_id]
    name = mask_name(insured.name) if row.binding_id else insured.name
    facts = [
        ("凭证号", row.receipt_number),
        ("缴费时间", wall_clock(row.paid_at)),
        ("缴费人", payer.name),
        ("身份证号", str(payer.id_number)),
        ("参保人", f"{name}（{relation_name(row.relation)}）"),
        ("保障年度", str(row.year)),
        *([("缴费档次", row.tier)] if row.tier else []),
        ("补助", SUBSIDIES[row.subsidy] or "无"),
        ("状态", PAYMENTS[row.status]),
    ]
    cells = (row.full_fen, row.full_fen - row.amount_fen, row.amount_fen)
    table = Table(COLUMNS, [[row.name, *(str(Money(fen)) for fen in cells)]], title="缴费明细")
    notes = ["金额单位：元。亲属姓名已作遮盖处理。凭验证编号可查验本文件的合计金额。"]
    if row.refunded_at and row.refund_reason:
        when, why = moment_of_year(row.refunded_at), REFUND_REASONS[row.refund_reason]
        notes.append(f"本笔已于 {when} 退回缴费人的个人账户，原因：{why}。")
    notes += [*clauses(row.basis), note_of(row.policy_version)]
    paper = numbered(TITLES[issued.kind], issued, facts, [table], notes)
    return pdf_file(f"premium-{row.receipt_number}.pdf", paper)
