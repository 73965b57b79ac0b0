"""Bodies and answers of `/chronic`."""

from __future__ import annotations

from marshmallow import fields

from gongji.app.schemas import Choice, Day, Flag, ProblemBrief, Schema
from gongji.commitments.schemas import CommitmentText
from gongji.policy.entries import SourceKind


class AcceptanceSchema(Schema):
    accepted = Flag(required=True)


class ExtensionRequest(Schema):
    commitment = fields.Nested(AcceptanceSchema, required=True)


class ExtensionWindowView(Schema):
    """Both days are inside."""

    opens_on = Day(required=True)
    closes_on = Day(required=True)


class QualificationView(Schema):
    """一项慢特病待遇资格"""

    id = fields.String(required=True)
    disease = fields.String(required=True)
    code = fields.String(required=True)
    valid_to = Day(required=True)
    online = fields.Boolean(required=True)
    window = fields.Nested(ExtensionWindowView, required=True, allow_none=True)
    problem = fields.Nested(ProblemBrief, required=True, allow_none=True)


class DiseaseView(Schema):
    """一个慢特病病种；`online` 为空表示没有依据"""

    code = fields.String(required=True)
    name = fields.String(required=True)
    online = fields.Boolean(required=True, allow_none=True)
    source = Choice(SourceKind, required=True)


class CommitmentView(CommitmentText):
    """承诺书"""
