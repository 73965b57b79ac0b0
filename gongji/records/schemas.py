"""Answers of the access log, the consents and the export."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from gongji.app.context import Channel
from gongji.app.schemas import Choice, Day, Schema, Timestamp
from gongji.documents.models import DocumentKind
from gongji.documents.verification_numbers import printed
from gongji.kernel.privacy import Sealed
from gongji.records.consents import ConsentKind
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus, Subsidy


class AccessView(Schema):
    """谁查看过我的信息"""

    at = Timestamp(required=True)
    actor = fields.String(required=True)
    channel = Choice(Channel, required=True)
    what = fields.String(required=True)


class ConsentView(Schema):
    """我作出的承诺：文本版本、时间和渠道"""

    kind = Choice(ConsentKind, required=True)
    version = fields.String(required=True)
    text_title = fields.String(required=True)
    at = Timestamp(required=True)
    channel = Choice(Channel, required=True)


class Clear(fields.Field[Any]):
    """A sealed value as clear text, for its owner only."""

    def _serialize(self, value: Sealed | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else value.reveal()


class PersonView(Schema):
    """The caller, with nothing masked."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    sex = fields.String(required=True)
    born_on = Day(required=True)
    id_number = Clear(required=True)
    phone = Clear(required=True)
    subsidy = Choice(Subsidy, required=True)


class ExportedInsuranceView(Schema):
    kind = Choice(InsuranceKind, required=True)
    category = Choice(Category, required=True, allow_none=True)
    status = Choice(InsuranceStatus, required=True)
    area = fields.String(required=True)
    monthly_base_fen = fields.Integer(required=True, allow_none=True)
    retired_on = Day(required=True, allow_none=True)


class ExportedRegistrationView(Schema):
    """一项双通道等待遇登记"""

    kind = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    since = Day(required=True, allow_none=True)
    until = Day(required=True)


class ExportedQualificationView(Schema):
    id = fields.String(required=True)
    disease = fields.String(required=True)
    code = fields.String(required=True)
    valid_to = Day(required=True)
    online = fields.Boolean(required=True)
    approved_on = Day(required=True, allow_none=True)


class DocumentView(Schema):
    """An issued document; anyone may verify it by this number."""

    number = fields.Function(lambda row: printed(row.number))
    kind = Choice(DocumentKind, required=True)
    subject = fields.String(required=True)
    from_on = Day(required=True)
    until_on = Day(required=True)
    totals = fields.Dict(required=True)
    issued_at = Timestamp(required=True)
