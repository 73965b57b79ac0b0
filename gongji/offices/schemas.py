"""Query and answer of the directory of offices."""

from __future__ import annotations

from marshmallow import fields

from gongji.app.fields import AreaField
from gongji.app.schemas import Choice, PageQuery, Schema
from gongji.offices.models import OfficeService


class OfficeQuery(PageQuery):
    area = AreaField(load_default=None)
    service = Choice(OfficeService, load_default=None)


class OfficeView(Schema):
    """一家经办机构；`area` 是它服务的县、市或省，办公时间不明的为空"""

    code = fields.String(required=True)
    name = fields.String(required=True)
    area = fields.String(required=True)
    address = fields.String(required=True)
    hours = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True)
    services = fields.List(Choice(OfficeService), required=True)
