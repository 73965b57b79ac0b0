"""`/visits`: my bills and receipts (就医记录)."""

from __future__ import annotations

from typing import Any

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.paging import Page
from gongji.app.responses import Download
from gongji.app.schemas import listing
from gongji.app.web import Blueprint, endpoint
from gongji.documents.schemas import PDF, ReceiptForm, ReceiptQuery, issues_a_file
from gongji.settlement import queries
from gongji.settlement.receipt_pdf import receipt_file
from gongji.settlement.schemas import BillView, ReceiptView, VisitsQuery

blueprint = Blueprint("visits", __name__, url_prefix=f"{API}/visits", description="就医记录")


@blueprint.get("")
@endpoint(allow=Role.CITIZEN, query=VisitsQuery, returns=listing(BillView), is_history=True)
def my_bills(ctx: Context, **wanted: Any) -> Page[queries.Bill]:
    """我的就医结算记录"""
    return queries.my_bills(ctx, **wanted)


@blueprint.get("/<settlement_id>")
@endpoint(
    allow=Role.CITIZEN, query=ReceiptQuery, returns=ReceiptView, files=[PDF], writes=issues_a_file
)
def my_receipt(ctx: Context, settlement_id: str, form: ReceiptForm) -> queries.Receipt | Download:
    """结算单：明细、分担、原因与政策依据；format=pdf 时为可打印的文件"""
    if form is ReceiptForm.PDF:
        return receipt_file(ctx, settlement_id)
    return queries.my_receipt(ctx, settlement_id)
