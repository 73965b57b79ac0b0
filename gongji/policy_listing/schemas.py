"""What `/policy` takes and shows."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from gongji.app.schemas import Choice, Day, Schema, Text
from gongji.labels import PROPOSED
from gongji.policy.entries import SourceKind
from gongji.policy.groups import PolicyGroup


class PolicyQuery(Schema):
    area = Text(6, load_default="430000")
    on = Day(load_default=None)


class CitationView(Schema):
    """政策依据；`kind` 为来源的性质"""

    source = fields.String(required=True)
    kind = Choice(SourceKind, required=True)
    title = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)
    key = fields.String(required=True)
    since = Day(required=True)
    rule = fields.String(required=True)


class Mark(fields.String):
    """What a proposed row is marked with, null for one in force."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> str | None:
        return PROPOSED if value else None


class ParameterView(Schema):
    """一项政策参数，`value` 中的金额以元为单位，`told` 为其文字说明；`mark` 不为空的不作办理依据"""

    key = fields.String(required=True)
    title = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True)
    since = Day(required=True)
    until = Day(required=True, allow_none=True)
    area = fields.String(required=True)
    told = fields.String(required=True, allow_none=True)
    group = Choice(PolicyGroup, required=True)
    citations = fields.List(fields.Nested(CitationView), required=True)
    mark = Mark(required=True, allow_none=True, attribute="proposed")


class PolicyView(Schema):
    """一地一日执行的全部参数，此前执行过的，以及待核实的；一项以前的规定在当地执行到后一条开始的前一日"""

    area = fields.String(required=True)
    on = Day(required=True)
    version = fields.String(required=True)
    items = fields.List(fields.Nested(ParameterView), required=True)
    earlier = fields.List(fields.Nested(ParameterView), required=True)
    proposed = fields.List(fields.Nested(ParameterView), required=True)
    next = fields.String(required=True, allow_none=True)


class EditionDaysView(Schema):
    """首次据以办理之日，至后一版首次据以办理之日；尚未开始或仍在执行的为空"""

    first = Day(required=True, allow_none=True)
    last = Day(required=True, allow_none=True)


class EditionView(Schema):
    """一版政策的全文：各地各项参数的每一条，含已经失效和待核实的"""

    version = fields.String(required=True)
    number = fields.Integer(required=True, allow_none=True)
    days = fields.Nested(EditionDaysView, required=True)
    rows = fields.List(fields.Nested(ParameterView), required=True)
