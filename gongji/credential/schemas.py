"""What a front end receives of an insurance code."""

from __future__ import annotations

from marshmallow import fields

from gongji.app.schemas import Schema


class InsuranceCodeView(Schema):
    token = fields.String(required=True)
    expires_in_s = fields.Integer(required=True)
    qr_svg = fields.String(required=True)
