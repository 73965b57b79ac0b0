"""Bodies and answers of `/chronic`."""

from __future__ import annotations

from marshmallow import fields

from gongji.app.fields import IdNumber, SmsCodeText
from gongji.app.schemas import Choice, Day, Flag, ProblemBrief, Schema, Text, Timestamp
from gongji.commitments.schemas import CommitmentText
from gongji.family.schemas import CommitmentSchema
from gongji.policy.entries import SourceKind
from gongji.policy_listing.schemas import CitationView


class AcceptanceSchema(Schema):
    accepted = Flag(required=True)


class ExtensionRequest(Schema):
    commitment = fields.Nested(AcceptanceSchema, required=True)


class ExtensionWindowView(Schema):
    """Both days are inside."""

    opens_on = Day(required=True)
    closes_on = Day(required=True)


class QualificationView(Schema):
    """一项慢特病待遇资格；知道审批日期的，从次月一日起享受"""

    id = fields.String(required=True)
    disease = fields.String(required=True)
    code = fields.String(required=True)
    approved_on = Day(required=True, allow_none=True)
    begins_on = Day(required=True, allow_none=True)
    valid_to = Day(required=True)
    online = fields.Boolean(required=True)
    window = fields.Nested(ExtensionWindowView, required=True, allow_none=True)
    problem = fields.Nested(ProblemBrief, required=True, allow_none=True)


class RelativeCodeRequest(Schema):
    id_number = IdNumber(required=True)


class RelativeLookRequest(Schema):
    id_number = IdNumber(required=True)
    sms_code = SmsCodeText(required=True)


class RelativeExtensionRequest(Schema):
    qualification_id = Text(30, required=True)
    commitment = fields.Nested(CommitmentSchema, required=True)


class RelativesQualificationsView(Schema):
    """一位亲属的慢特病待遇资格；`agreed_until` 前可以为其办理延期"""

    name = fields.String(required=True)
    agreed_until = Timestamp(required=True)
    commitment_version = fields.String(required=True)
    commitment_text = fields.String(required=True)
    items = fields.List(fields.Nested(QualificationView), required=True)


class NamingSourceView(Schema):
    """列出病种名称的来源"""

    id = fields.String(required=True)
    kind = Choice(SourceKind, required=True)
    title = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)


class DiseaseView(Schema):
    """一个慢特病病种；`online` 为空表示没有依据，`code` 为空表示没有公开的编码"""

    name = fields.String(required=True, attribute="disease.name")
    code = fields.String(required=True, allow_none=True, attribute="disease.code")
    online = fields.Boolean(required=True, allow_none=True, attribute="disease.online")
    source = fields.Nested(NamingSourceView, required=True)


class DiseaseListView(Schema):
    """病种名单；`online_count` 是政策规定的网上延期病种数，`online_named` 是其中列出名称的"""

    online_count = fields.Integer(required=True, allow_none=True)
    online_named = fields.Integer(required=True)
    basis = fields.List(fields.Nested(CitationView), required=True)
    items = fields.List(fields.Nested(DiseaseView), required=True)
    next = fields.String(required=True, allow_none=True)


class CommitmentView(CommitmentText):
    """承诺书"""
