"""Routes of announcements, the service's state and messages."""

from __future__ import annotations

from typing import Any

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.paging import Page, PageRequest
from gongji.app.schemas import listing
from gongji.app.web import Blueprint, endpoint
from gongji.notices import messages, queries, settings
from gongji.notices.models import Message, Notice
from gongji.notices.schemas import (
    MessageQuery,
    MessageSettingsRequest,
    MessageSettingsView,
    MessageView,
    NoticeQuery,
    NoticeView,
    ServiceStatusView,
)

blueprint = Blueprint("notices", __name__, url_prefix=API, description="公告与消息")


@blueprint.get("/notices")
@endpoint(allow=Role.ANYBODY, query=NoticeQuery, returns=listing(NoticeView))
def list_notices(ctx: Context, area: str | None, limit: int, cursor: str | None) -> Page[Notice]:
    """公告：全部，或者某一参保地看得到的"""
    return queries.notices(ctx, area, PageRequest(limit, cursor))


@blueprint.get("/service-status")
@endpoint(allow=Role.ANYBODY, returns=ServiceStatusView)
def service_status(ctx: Context) -> queries.ServiceStatus:
    """当前业务时间、正在进行和已预告的系统维护"""
    return queries.service_status(ctx)


@blueprint.get("/messages")
@endpoint(allow=Role.CITIZEN, query=MessageQuery, returns=listing(MessageView))
def list_messages(ctx: Context, limit: int, cursor: str | None, **wanted: Any) -> Page[Message]:
    """我的消息，最新的在前"""
    return messages.messages(ctx, messages.Wanted(**wanted), PageRequest(limit, cursor))


@blueprint.post("/messages/<message_id>/read")
@endpoint(allow=Role.CITIZEN, returns=MessageView)
def read_message(ctx: Context, message_id: str) -> Message:
    """把一条消息标为已读"""
    return messages.read(ctx, message_id)


@blueprint.get("/messages/settings")
@endpoint(allow=Role.CITIZEN, returns=MessageSettingsView)
def message_settings(ctx: Context) -> settings.MessageSettings:
    """消息设置"""
    return settings.settings(ctx)


@blueprint.put("/messages/settings")
@endpoint(allow=Role.CITIZEN, body=MessageSettingsRequest, returns=MessageSettingsView)
def change_message_settings(ctx: Context, spent_threshold_fen: int) -> settings.MessageSettings:
    """设置共济支付的提醒起点金额"""
    return settings.change_settings(ctx, spent_threshold_fen)
