"""Announcements (公告) and the state of the service: what is closed now or later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest, newest_first
from gongji.kernel.ids import new_id
from gongji.kernel.wording import say
from gongji.labels import FEATURES, area_name
from gongji.notices.models import Feature, Maintenance, Notice
from gongji.vocabulary import Area

CLOSED = "{since} 至 {until} 暂停{names}，其他服务照常使用；维护结束后自动恢复。"
WINDOWS_MAX = 100
"""Far more windows than are ever announced at once."""


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """Business time, and the windows in force or to come, the next first (OPS-01)."""

    now: datetime
    today: date
    maintenance: Sequence[Maintenance]


def notices(ctx: Context, area: str | None, page: PageRequest) -> Page[Notice]:
    """Announcements that are not over, the newest first; with `area`, those that concern it."""
    query = select(Notice).where(
        Notice.announced_at <= ctx.now, or_(Notice.ends_at.is_(None), Notice.ends_at > ctx.now)
    )
    if area is not None:
        query = query.where(Notice.area.in_(Area(area).chain()))
    return newest_first(ctx.db, query, Notice.seq, page)


def service_status(ctx: Context) -> ServiceStatus:
    """The front end takes the current day from here, never from the device."""
    query = (
        select(Maintenance)
        .where(Maintenance.ends_at > ctx.now)
        .order_by(Maintenance.starts_at, Maintenance.id)
        .limit(WINDOWS_MAX)
    )
    return ServiceStatus(ctx.now, ctx.today, ctx.db.execute(query).scalars().all())


def publish(
    ctx: Context,
    *,
    area: str,
    title: str,
    text: str,
    feature: Feature | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    announced_at: datetime | None = None,
) -> Notice:
    """A new announcement, shown at once unless `announced_at` is later."""
    starts_at = starts_at or ctx.now
    assert ends_at is None or starts_at < ends_at, "from before to"
    notice = Notice(
        id=new_id("ntc"),
        area=area,
        feature=feature,
        title=title,
        text=text,
        starts_at=starts_at,
        ends_at=ends_at,
        announced_at=announced_at or ctx.now,
    )
    ctx.db.add(notice)
    return notice


def announce_maintenance(
    ctx: Context, *, area: str, features: Sequence[Feature], starts_at: datetime, ends_at: datetime
) -> Maintenance:
    """A new window, shown in the service's state from now on and in force from `starts_at`. An
    announcement in words goes with it, so that people read of it beforehand (OPS-01).
    """
    assert features and starts_at < ends_at, "something is closed for some time"
    told = say(
        CLOSED,
        since=starts_at,
        until=ends_at,
        names="、".join(FEATURES[feature] for feature in features),
    )
    title = f"{ctx.policy.area_names.get(area) or area_name(area)}系统维护"
    publish(ctx, area=area, title=title, text=told, starts_at=starts_at, ends_at=ends_at)
    window = Maintenance(
        id=new_id("mtn"),
        area=area,
        features=[str(one) for one in features],
        starts_at=starts_at,
        ends_at=ends_at,
    )
    ctx.db.add(window)
    return window
