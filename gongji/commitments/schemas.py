"""The letter of commitment as clients read it."""

from __future__ import annotations

from marshmallow import fields

from gongji.app.schemas import Schema


class CommitmentText(Schema):
    version = fields.String(required=True)
    text = fields.String(required=True)
