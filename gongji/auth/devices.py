"""Devices: where a person is signed in, how to end a sign-in, and the marks that devices keep.

A device on which a person has signed in keeps a signed mark of it. The mark grants no access: it
only distinguishes the person's own devices from others. Everything here uses real time.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select

from gongji.app.context import Channel, Context, Role
from gongji.auth import sessions
from gongji.auth.models import KnownDevice, LoginSession, PlatformLink, RefreshToken
from gongji.kernel.clock import real_now
from gongji.kernel.db import insert_ignoring
from gongji.kernel.ids import IdForm, new_id
from gongji.kernel.privacy import ring
from gongji.kernel.problems import NotFound
from gongji.people.access import ONESELF, note_access
from gongji.people.looks import DEVICE_REMOVED, SIGNED_OUT_EVERYWHERE

DEVICE_ID = IdForm("dev")
SESSION_ID, LINK_ID = IdForm("ses"), IdForm("lnk")
LISTED_MAX = 100


class DeviceKind(StrEnum):
    SESSION = "session"
    WECHAT = "wechat"
    ALIPAY = "alipay"


CHANNELS = {DeviceKind.WECHAT: Channel.WECHAT_MP, DeviceKind.ALIPAY: Channel.ALIPAY_MP}


@dataclass(frozen=True, slots=True)
class Device:
    """A place from which a person is signed in, or may sign in without a code."""

    id: str
    kind: DeviceKind
    channel: Channel
    created_at: datetime
    last_used_at: datetime
    current: bool


def devices(ctx: Context) -> Sequence[Device]:
    """The caller's open sessions and linked platform users, the latest first.

    A session is in use whenever its refresh token changes, every quarter of an hour.
    """
    last_used_at = (
        select(func.max(RefreshToken.used_at))
        .where(RefreshToken.session_id == LoginSession.id)
        .correlate(LoginSession)
        .scalar_subquery()
    )
    used_at = func.coalesce(last_used_at, LoginSession.created_at)
    query = (
        select(LoginSession, used_at)
        .where(LoginSession.subject_id == ctx.actor.id, LoginSession.role == Role.CITIZEN)
        .where(LoginSession.ended_at.is_(None))
        .where(LoginSession.created_at > real_now() - sessions.REFRESH_LIFE)
        .order_by(used_at.desc())
        .limit(LISTED_MAX)
    )
    found = []
    for session, last in ctx.db.execute(query):
        assert last is not None, "no later than its creation"
        is_current, kind = session.id == ctx.actor.session_id, DeviceKind.SESSION
        found.append(
            Device(session.id, kind, session.channel, session.created_at, last, current=is_current)
        )
    own = ctx.db.get_one(LoginSession, ctx.actor.session_id).link_id
    links = select(PlatformLink).where(PlatformLink.person_id == ctx.actor.id)
    for link in ctx.db.execute(links).scalars():
        is_current, kind = link.id == own, DeviceKind(link.platform)
        found.append(
            Device(
                link.id,
                kind,
                CHANNELS[kind],
                link.linked_at,
                link.last_used_at,
                current=is_current,
            )
        )
    found.sort(key=lambda device: (device.last_used_at, device.id), reverse=True)
    return found[:LISTED_MAX]


def remove(ctx: Context, device_id: str) -> None:
    """Ends a session, or a link with its sessions. Raises NOT_FOUND if it is not the caller's."""
    if SESSION_ID.fits(device_id):
        found = sessions.end_one(ctx, device_id)
    elif LINK_ID.fits(device_id):
        dropping = delete(PlatformLink).where(
            PlatformLink.id == device_id, PlatformLink.person_id == ctx.actor.id
        )
        found = ctx.db.execute(dropping.returning(PlatformLink.id)).first() is not None
        if found:
            sessions.end_of_link(ctx, device_id)
    else:
        found = False
    if not found:
        raise NotFound
    note_access(ctx, ctx.actor.id, DEVICE_REMOVED, actor=ONESELF)


def sign_out_everywhere(ctx: Context) -> None:
    """Ends all sessions and links of the caller, including this session."""
    shut_out(ctx, ctx.actor.id)
    note_access(ctx, ctx.actor.id, SIGNED_OUT_EVERYWHERE, actor=ONESELF)


def shut_out(ctx: Context, person_id: str, *, but_session: str = "") -> None:
    """Ends every session, link and mark of a person, except the given session and its mark."""
    kept = ctx.db.get(LoginSession, but_session) if but_session else None
    sessions.end_all(ctx, person_id, but=but_session)
    unsynced = {"synchronize_session": False}
    links = delete(PlatformLink).where(PlatformLink.person_id == person_id)
    ctx.db.execute(links, execution_options=unsynced)
    marks = delete(KnownDevice).where(KnownDevice.person_id == person_id)
    if kept is not None and kept.device_id:
        marks = marks.where(KnownDevice.id != kept.device_id)
    ctx.db.execute(marks, execution_options=unsynced)


# -- marks


def shown(ctx: Context) -> str:
    """The id of the device whose mark this request sends; "" for a missing or forged mark."""
    device_id, _, seal = ctx.origin.device_mark.partition(".")
    if not DEVICE_ID.fits(device_id) or not seal.isascii():
        return ""
    return device_id if hmac.compare_digest(seal, _seal(device_id)) else ""


def known(ctx: Context, person_id: str) -> str:
    """The device of this request if this person has signed in on it before; else ""."""
    device_id = shown(ctx)
    if not device_id:
        return ""
    query = select(KnownDevice.id).where(
        KnownDevice.id == device_id, KnownDevice.person_id == person_id
    )
    return ctx.db.execute(query).scalar_one_or_none() or ""


def remember(ctx: Context, person_id: str) -> str:
    """Stores that this person signs in on the request's device, a new one if it sends no mark."""
    device_id = shown(ctx) or new_id("dev")
    row = {"id": device_id, "person_id": person_id, "since": real_now()}
    insert_ignoring(ctx.db, KnownDevice, row)
    return device_id


def mark_of(device_id: str) -> str:
    """What the device stores, and sends in the header X-Device-Mark."""
    return f"{device_id}.{_seal(device_id)}"


def _seal(device_id: str) -> str:
    return ring().digest("device mark", device_id).hex()
