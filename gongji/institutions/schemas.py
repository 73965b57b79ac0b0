"""Query and answer of the directory (http-api.md §6)."""

from __future__ import annotations

import re

import marshmallow as ma
from marshmallow import fields

from gongji.institutions.models import InstitutionKind
from gongji.kernel.schemas import Choice, Day, PageQuery, Schema, Text, Whole, says

AREA = re.compile(r"[1-9][0-9]{5}")
WORDS_MAX = 50


def check_area(text: str) -> None:
    if not AREA.fullmatch(text):
        raise ma.ValidationError(says("format", "应为六位统筹区代码"))


class PlaceQuery(PageQuery):
    area = Text(6, load_default=None, validate=check_area)
    kind = Choice(InstitutionKind, load_default=None)
    level = Whole(1, 3, load_default=None)
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
