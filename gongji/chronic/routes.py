"""Routes of chronic care (慢特病)."""

from __future__ import annotations

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.paging import Page, PageRequest
from gongji.app.schemas import PageQuery, listing
from gongji.app.web import Blueprint, endpoint
from gongji.auth.schemas import CodeSentView
from gongji.chronic import service
from gongji.chronic.diseases import DiseaseList, listed
from gongji.chronic.relatives import (
    RelativesQualifications,
    extend_for_relative,
    relatives_qualifications,
    send_relatives_code,
)
from gongji.chronic.schemas import (
    CommitmentView,
    DiseaseListView,
    ExtensionRequest,
    QualificationView,
    RelativeCodeRequest,
    RelativeExtensionRequest,
    RelativeLookRequest,
    RelativesQualificationsView,
)
from gongji.commitments.letters import CHRONIC_EXTENSION, Letter
from gongji.family.application import Acceptance

blueprint = Blueprint("chronic", __name__, url_prefix=f"{API}/chronic", description="门诊慢特病")


@blueprint.get("/qualifications")
@endpoint(allow=Role.CITIZEN, query=PageQuery, returns=listing(QualificationView))
def list_qualifications(ctx: Context, limit: int, cursor: str | None) -> Page[service.Held]:
    """我的慢特病待遇资格，以及何时可以网上延期"""
    return service.qualifications(ctx, ctx.actor.id, PageRequest(limit, cursor))


@blueprint.post("/qualifications/<qualification_id>/extension")
@endpoint(allow=Role.CITIZEN, body=ExtensionRequest, returns=QualificationView)
def extend_qualification(
    ctx: Context, qualification_id: str, commitment: dict[str, bool]
) -> service.Held:
    """待遇延期：办理期内由本人承诺后网上办理"""
    return service.extend(ctx, qualification_id, accepted=commitment["accepted"])


@blueprint.post("/relatives/<binding_id>/sms-codes")
@endpoint(allow=Role.CITIZEN, body=RelativeCodeRequest, returns=CodeSentView, status=202)
def send_code(ctx: Context, binding_id: str, id_number: str) -> dict[str, int]:
    """为亲属办理延期：向亲属登记的手机发送验证码；身份证号是否相符，回答相同"""
    return send_relatives_code(ctx, binding_id, id_number)


@blueprint.post("/relatives/<binding_id>/qualifications")
@endpoint(allow=Role.CITIZEN, body=RelativeLookRequest, returns=RelativesQualificationsView)
def list_relatives_qualifications(
    ctx: Context, binding_id: str, id_number: str, sms_code: str
) -> RelativesQualifications:
    """亲属凭验证码同意后，查看其慢特病待遇资格；其后 15 分钟内可以为其办理延期"""
    return relatives_qualifications(ctx, binding_id, id_number, sms_code)


@blueprint.post("/relatives/<binding_id>/extensions")
@endpoint(allow=Role.CITIZEN, body=RelativeExtensionRequest, returns=QualificationView)
def extend_relatives_qualification(
    ctx: Context, binding_id: str, qualification_id: str, commitment: Acceptance
) -> service.Held:
    """为已经同意的亲属办理待遇延期，由代办人承诺"""
    return extend_for_relative(ctx, binding_id, qualification_id, commitment)


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
