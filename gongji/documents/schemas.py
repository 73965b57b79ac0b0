"""What `/verify` shows, and in which forms a receipt can be had."""

from __future__ import annotations

from enum import StrEnum

from marshmallow import fields

from gongji.app.schemas import Choice, Day, Schema, Timestamp
from gongji.documents.models import DocumentKind

PDF = "application/pdf"


class ReceiptForm(StrEnum):
    JSON = "json"
    PDF = "pdf"


class ReceiptQuery(Schema):
    form = Choice(ReceiptForm, data_key="format", load_default=ReceiptForm.JSON)


def issues_a_file(*, form: ReceiptForm, **_: str) -> bool:
    """A file gets a number, which is written; a look at a receipt writes nothing."""
    return form is ReceiptForm.PDF


class PeriodView(Schema):
    """Both days are inside."""

    since = Day(required=True, data_key="from", attribute="from_on")
    until = Day(required=True, data_key="to", attribute="until_on")


class VerificationView(Schema):
    """查验结果：只有文件自身的合计"""

    number = fields.String(required=True)
    kind = Choice(DocumentKind, required=True)
    title = fields.String(required=True)
    name = fields.String(required=True)
    period = fields.Nested(PeriodView, required=True)
    issued_at = Timestamp(required=True)
    totals = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
