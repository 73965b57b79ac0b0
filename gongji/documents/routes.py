"""`/verify`: is this document ours (文件查验)."""

from __future__ import annotations

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.web import Blueprint, endpoint
from gongji.documents import service
from gongji.documents.schemas import VerificationView

blueprint = Blueprint("verify", __name__, url_prefix=f"{API}/verify", description="文件查验")


@blueprint.get("/<number>")
@endpoint(allow=Role.ANYBODY, returns=VerificationView, writes=True)
def verify(ctx: Context, number: str) -> service.Confirmation:
    """查验对账单、结算单或缴费凭证：任何人凭验证编号，只看到合计"""
    return service.verify(ctx, number)
