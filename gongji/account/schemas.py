"""Queries and answers of `/account`."""

from __future__ import annotations

from marshmallow import fields

from gongji.account.queries import Direction
from gongji.account.statement import Form
from gongji.app.schemas import Choice, Day, PageQuery, Schema, Timestamp, WholeText
from gongji.ledger.models import EntryKind
from gongji.vocabulary import Scene


class AccountView(Schema):
    """个人账户"""

    balance_fen = fields.Integer(required=True)
    available_fen = fields.Integer(required=True)
    held_fen = fields.Integer(required=True)
    prior_years_fen = fields.Integer(required=True)
    current_year_fen = fields.Integer(required=True)
    frozen = fields.Boolean(required=True)
    area = fields.String(required=True, allow_none=True)
    has_account = fields.Boolean(required=True)


class EntryQuery(PageQuery):
    year = WholeText(2000, 2099, load_default=None)
    since = Day(data_key="from", load_default=None)
    until = Day(data_key="to", load_default=None)
    direction = Choice(Direction, load_default=None)
    scene = Choice(Scene, load_default=None)


class MemberView(Schema):
    name = fields.String(required=True)
    relation = fields.String(required=True, allow_none=True)


class EntryView(Schema):
    """账户明细"""

    id = fields.String(required=True)
    at = Timestamp(required=True)
    direction = Choice(Direction, required=True)
    amount_fen = fields.Integer(required=True)
    balance_after_fen = fields.Integer(required=True)
    kind = Choice(EntryKind, required=True)
    scene = fields.String(required=True, allow_none=True)
    place = fields.String(required=True, allow_none=True)
    member = fields.Nested(MemberView, required=True, allow_none=True)
    settlement_id = fields.String(required=True, allow_none=True)
    payment_id = fields.String(required=True, allow_none=True)


class SummaryQuery(Schema):
    year = WholeText(2000, 2099, load_default=None)


class MonthSum(Schema):
    month = fields.Integer(required=True)
    in_fen = fields.Integer(required=True)
    out_fen = fields.Integer(required=True)


class MemberSum(MemberView):
    out_fen = fields.Integer(required=True)


class SceneSum(Schema):
    scene = fields.String(required=True, allow_none=True)
    out_fen = fields.Integer(required=True)


class SummaryView(Schema):
    """年度汇总：期初 + 划入 - 支出 + 退回 = 期末"""

    opening_fen = fields.Integer(required=True)
    credited_fen = fields.Integer(required=True)
    spent_fen = fields.Integer(required=True)
    refunded_fen = fields.Integer(required=True)
    closing_fen = fields.Integer(required=True)
    prior_years_fen = fields.Integer(required=True)
    current_year_fen = fields.Integer(required=True)
    by_month = fields.List(fields.Nested(MonthSum), required=True)
    by_member = fields.List(fields.Nested(MemberSum), required=True)
    by_scene = fields.List(fields.Nested(SceneSum), required=True)


class StatementQuery(Schema):
    year = WholeText(2000, 2099, required=True)
    form = Choice(Form, data_key="format", required=True)
