"""What `/policy` takes and shows."""

from __future__ import annotations

from marshmallow import fields

from gongji.app.schemas import Day, Schema, Text


class PolicyQuery(Schema):
    area = Text(6, load_default="430000")
    on = Day(load_default=None)


class CitationView(Schema):
    """Who says so; `kind` press is 据公开资料整理, design is 本系统约定."""

    source = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)
    key = fields.String(required=True)
    since = Day(required=True)
    rule = fields.String(required=True)


class ParameterView(Schema):
    """One parameter in force; amounts in `value` are yuan."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True)
    since = Day(required=True)
    until = Day(required=True, allow_none=True)
    area = fields.String(required=True)
    citations = fields.List(fields.Nested(CitationView), required=True)


class PolicyView(Schema):
    """Everything in force at one place on one day."""

    area = fields.String(required=True)
    on = Day(required=True)
    version = fields.String(required=True)
    items = fields.List(fields.Nested(ParameterView), required=True)
    next = fields.String(required=True, allow_none=True)
