"""Queries, bodies and answers of notices, messages and the service's state."""

from __future__ import annotations

from marshmallow import fields

from gongji.app.fields import AreaField
from gongji.app.schemas import Choice, Day, Fen, PageQuery, Schema, Timestamp, says
from gongji.notices.models import Feature, MessageKind


class YesNo(fields.Boolean):
    """`true` or `false` in a query string."""

    truthy = {"true"}
    falsy = {"false"}
    default_error_messages = {"invalid": says("type", "应为 true 或 false")}


class NoticeQuery(PageQuery):
    area = AreaField(load_default=None)


class NoticeView(Schema):
    """公告"""

    id = fields.String(required=True)
    area = fields.String(required=True)
    feature = Choice(Feature, required=True, allow_none=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    starts_at = Timestamp(required=True, data_key="from")
    ends_at = Timestamp(required=True, allow_none=True, data_key="to")
    announced_at = Timestamp(required=True)


class MaintenanceView(Schema):
    """Closed from `from` until just before `to`."""

    area = fields.String(required=True)
    features = fields.List(
        fields.String(metadata={"enum": [str(one) for one in Feature]}), required=True
    )
    starts_at = Timestamp(required=True, data_key="from")
    ends_at = Timestamp(required=True, data_key="to")


class ServiceStatusView(Schema):
    """业务时间与系统维护"""

    now = Timestamp(required=True)
    today = Day(required=True)
    maintenance = fields.List(fields.Nested(MaintenanceView), required=True)


class MessageQuery(PageQuery):
    kind = Choice(MessageKind, load_default=None)
    unread = YesNo(load_default=None)


class MessageView(Schema):
    """一条消息"""

    id = fields.String(required=True)
    kind = Choice(MessageKind, required=True)
    at = Timestamp(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    read_at = Timestamp(required=True, allow_none=True)


class MessageSettingsRequest(Schema):
    spent_threshold_fen = Fen(required=True)


class MessageSettingsView(Schema):
    """消息设置：低于起点金额的共济支付和退回不提醒"""

    spent_threshold_fen = fields.Integer(required=True)
