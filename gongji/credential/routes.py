"""Routes of `/credentials`."""

from __future__ import annotations

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.web import Blueprint, endpoint
from gongji.credential import service
from gongji.credential.schemas import InsuranceCodeView

blueprint = Blueprint("credential", __name__, url_prefix=f"{API}/credentials", description="医保码")


@blueprint.post("/insurance-code")
@endpoint(allow=Role.CITIZEN, returns=InsuranceCodeView)
def issue(ctx: Context) -> service.IssuedCode:
    """生成本人的医保码，60 秒内向定点机构出示。"""
    return service.issue(ctx)
