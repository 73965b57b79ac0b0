"""Query and answer of the directory."""

from __future__ import annotations

from marshmallow import fields

from gongji.app.fields import AreaField
from gongji.app.schemas import Choice, Day, PageQuery, Schema, Text, WholeText
from gongji.vocabulary import InstitutionKind, Service

WORDS_MAX = 50


class PlaceQuery(PageQuery):
    area = AreaField(load_default=None)
    kind = Choice(InstitutionKind, load_default=None)
    level = WholeText(1, 3, load_default=None)
    q = Text(WORDS_MAX, load_default=None)


class ServiceView(Schema):
    """一项服务；起止日为空表示不限，`open` 表示今天是否开通"""

    service = Choice(Service, required=True)
    since = Day(required=True, allow_none=True)
    until = Day(required=True, allow_none=True)
    open = fields.Boolean(required=True)


class PlaceView(Schema):
    """一家定点医药机构"""

    code = fields.String(required=True)
    name = fields.String(required=True)
    area = fields.String(required=True)
    kind = Choice(InstitutionKind, required=True)
    level = fields.Integer(required=True, allow_none=True)
    chronic = fields.Boolean(required=True)
    open = fields.Boolean(required=True)
    suspended_from = Day(required=True, allow_none=True)
    services = fields.List(fields.Nested(ServiceView), required=True)
