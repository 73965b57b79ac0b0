"""Routes of chronic care (慢特病)."""

from __future__ import annotations

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.paging import Page, PageRequest
from gongji.app.schemas import PageQuery, listing
from gongji.app.web import Blueprint, endpoint
from gongji.chronic import service
from gongji.chronic.diseases import DiseaseList, listed
from gongji.chronic.schemas import (
    CommitmentView,
    DiseaseListView,
    ExtensionRequest,
    QualificationView,
)
from gongji.commitments.letters import CHRONIC_EXTENSION, Letter

blueprint = Blueprint("chronic", __name__, url_prefix=f"{API}/chronic", description="门诊慢特病")


@blueprint.get("/qualifications")
@endpoint(allow=Role.CITIZEN, query=PageQuery, returns=listing(QualificationView))
def list_qualifications(ctx: Context, limit: int, cursor: str | None) -> Page[service.Held]:
    """我的慢特病待遇资格，以及何时可以网上延期"""
    return service.qualifications(ctx, PageRequest(limit, cursor))


@blueprint.post("/qualifications/<qualification_id>/extension")
@endpoint(allow=Role.CITIZEN, body=ExtensionRequest, returns=QualificationView)
def extend_qualification(
    ctx: Context, qualification_id: str, commitment: dict[str, bool]
) -> service.Held:
    """待遇延期：办理期内由本人承诺后网上办理"""
    return service.extend(ctx, qualification_id, accepted=commitment["accepted"])


@blueprint.get("/commitment")
@endpoint(allow=Role.ANYBODY, returns=CommitmentView)
def extension_commitment(_: Context) -> Letter:
    """待遇延期的承诺书"""
    return CHRONIC_EXTENSION


@blueprint.get("/diseases")
@endpoint(allow=Role.ANYBODY, returns=DiseaseListView)
def list_diseases(ctx: Context) -> DiseaseList:
    """公开资料列出名称的病种、能否网上延期，以及政策规定可网上延期的病种数"""
    return listed(ctx)
