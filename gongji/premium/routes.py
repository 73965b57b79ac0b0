"""Routes of premiums (个账代缴)."""

from __future__ import annotations

from typing import Any

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.paging import Page, PageRequest
from gongji.app.responses import Download
from gongji.app.schemas import PageQuery, listing
from gongji.app.web import Blueprint, endpoint
from gongji.documents.schemas import PDF, ReceiptForm, ReceiptQuery, issues_a_file
from gongji.premium import pay, queries, refund
from gongji.premium.models import RefundReason
from gongji.premium.receipt_pdf import receipt_file
from gongji.premium.schemas import (
    PayableQuery,
    PayableView,
    PayingView,
    PaymentRequest,
    PaymentView,
    ProductQuery,
    ProductView,
    RefundRequest,
)
from gongji.premium.views import PayableDetails, PaymentDetails, ProductDetails

blueprint = Blueprint("premium", __name__, url_prefix=f"{API}/premiums", description="个账代缴")


@blueprint.get("/products")
@endpoint(allow=Role.CITIZEN, query=ProductQuery, returns=listing(ProductView))
def list_products(ctx: Context, year: int | None) -> Page[ProductDetails]:
    """可用个人账户缴费的产品、标准与缴费期"""
    return Page(queries.offers(ctx, year))


@blueprint.get("/payables")
@endpoint(allow=Role.CITIZEN, query=PayableQuery, returns=listing(PayableView), writes=True)
def list_payables(
    ctx: Context, product: str, year: int, limit: int, cursor: str | None
) -> Page[PayableDetails]:
    """已绑定亲属的应缴金额"""
    return queries.payables(ctx, product, year, PageRequest(limit, cursor))


@blueprint.post("/payments")
@endpoint(allow=Role.CITIZEN, body=PaymentRequest, returns=PayingView, idempotent=True)
def pay_premiums(ctx: Context, **wanted: Any) -> pay.PaymentResult:
    """为亲属（和本人）缴费：按所列顺序逐人办理，每人要么全缴要么不缴"""
    return pay.pay(ctx, **wanted)


@blueprint.get("/payments")
@endpoint(allow=Role.CITIZEN, query=PageQuery, returns=listing(PaymentView))
def list_payments(ctx: Context, limit: int, cursor: str | None) -> Page[PaymentDetails]:
    """我的缴费记录"""
    return queries.payments(ctx, PageRequest(limit, cursor))


@blueprint.get("/payments/<payment_id>")
@endpoint(
    allow=Role.CITIZEN, query=ReceiptQuery, returns=PaymentView, files=[PDF], writes=issues_a_file
)
def show_payment(ctx: Context, payment_id: str, form: ReceiptForm) -> PaymentDetails | Download:
    """一笔缴费的凭证；format=pdf 时为可打印的文件"""
    if form is ReceiptForm.PDF:
        return receipt_file(ctx, payment_id)
    return queries.payment(ctx, payment_id)


@blueprint.post("/payments/<payment_id>/refund")
@endpoint(allow=Role.CITIZEN, body=RefundRequest, returns=PaymentView, idempotent=True)
def refund_payment(ctx: Context, payment_id: str, reason: RefundReason) -> PaymentDetails:
    """申请退费：款项原路退回缴费的个人账户"""
    return refund.refund(ctx, payment_id, reason=reason)
