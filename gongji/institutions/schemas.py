"""Query and answer of the directory."""

from __future__ import annotations

from marshmallow import fields

from gongji.app.fields import AreaField
from gongji.app.schemas import Choice, Day, PageQuery, Schema, Text, WholeText
from gongji.vocabulary import InstitutionKind

WORDS_MAX = 50


class PlaceQuery(PageQuery):
    area = AreaField(load_default=None)
    kind = Choice(InstitutionKind, load_default=None)
    level = WholeText(1, 3, load_default=None)
    q = Text(WORDS_MAX, load_default=None)


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
