"""Signed-in devices: a session lives until it is ended, its refresh token changes with every use.

Each token is derived from its predecessor, so a lost answer can be repeated without being stored.
Sessions and tokens use real time, whatever the business clock says.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import Session

from gongji.app.context import Actor, Context, Role
from gongji.auth import budgets
from gongji.auth.budgets import Budget
from gongji.auth.models import LoginSession, RefreshToken
from gongji.kernel.clock import real_now
from gongji.kernel.db import fresh
from gongji.kernel.ids import new_id
from gongji.kernel.privacy import ring
from gongji.kernel.problems import TokenExpired, TokenInvalid

REFRESH_BYTES = 32
REFRESH_LIFE = timedelta(days=14)
"""From signing in, however often the token changes."""

GRACE = timedelta(seconds=30)
"""How long a used token returns its pair again, while the successor is unused."""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session and the refresh token that continues it: returned once, stored as a hash.

    `since` is when this token was issued; the same refresh token always comes with the same access
    token.
    """

    actor: Actor
    refresh_token: str = field(repr=False)
    since: datetime


def begin(
    ctx: Context,
    role: Role,
    subject_id: str,
    *,
    link_id: str | None = None,
    device_id: str | None = None,
) -> OpenSession:
    """Signs this device in."""
    moment = real_now()
    session = LoginSession(
        id=new_id("ses"),
        role=role,
        subject_id=subject_id,
        channel=ctx.channel,
        created_at=moment,
        link_id=link_id,
        device_id=device_id,
    )
    ctx.db.add(session)
    ctx.db.flush()
    clear = secrets.token_urlsafe(REFRESH_BYTES)
    ctx.db.add(_token(clear, session.id, moment + REFRESH_LIFE))
    return OpenSession(_actor(session), clear, moment)


def rotate(ctx: Context, refresh_token: str) -> OpenSession:
    """Continues the session with a new refresh token; the old one becomes invalid.

    Within `GRACE` of its first use, and while its successor is unused, it returns the same pair
    again. Raises TOKEN_INVALID for an unknown token, for an ended session, and for an invalid
    token, which also ends its session for all its tokens; TOKEN_EXPIRED after 14 days;
    TOO_MANY_REQUESTS.
    """
    moment, digest = real_now(), _digest(refresh_token)
    using = (
        update(RefreshToken)
        .where(RefreshToken.digest == digest, RefreshToken.used_at.is_(None))
        .values(used_at=moment)
        .execution_options(synchronize_session=False)
    )
    is_first = ctx.db.execute(using.returning(RefreshToken.digest)).first() is not None
    spent = _token_of(ctx.db, digest)
    if spent is None:
        raise TokenInvalid
    query = select(LoginSession).where(LoginSession.id == spent.session_id)
    session = ctx.db.execute(fresh(query)).scalar_one()
    if session.ended_at is not None:
        raise TokenInvalid
    if spent.expires_at <= moment:
        raise TokenExpired
    budgets.spend(ctx, budgets.draw(Budget.REFRESH, session.id), now=moment)
    # The only token that can follow this one; deriving it takes the key.
    halves = [ring().digest(f"refresh token {half}", refresh_token) for half in (1, 2)]
    successor = base64.urlsafe_b64encode(b"".join(halves)).decode().rstrip("=")
    assert spent.used_at is not None, "it was used just now, or before"
    if is_first:
        ctx.db.add(_token(successor, session.id, spent.expires_at))
    else:
        following = _token_of(ctx.db, _digest(successor))
        is_unused = following is not None and following.used_at is None
        if not is_unused or moment - spent.used_at > GRACE:
            end_all(ctx, session.subject_id, only=session.id, role=session.role)
            raise TokenInvalid
    return OpenSession(_actor(session), successor, spent.used_at)


def end(ctx: Context) -> None:
    """Signs this device out."""
    _end(ctx.db, LoginSession.id == ctx.actor.session_id)


def end_one(ctx: Context, session_id: str) -> bool:
    """Ends one session of the caller; returns False if it is not theirs, or not open."""
    mine = (LoginSession.id == session_id, LoginSession.subject_id == ctx.actor.id)
    return _end(ctx.db, *mine, LoginSession.role == ctx.actor.role)


def end_of_link(ctx: Context, link_id: str) -> None:
    """Ends all sessions begun through this link to a platform's user."""
    _end(ctx.db, LoginSession.link_id == link_id)


def end_all(
    ctx: Context, subject_id: str, *, but: str = "", only: str = "", role: Role = Role.CITIZEN
) -> None:
    """Ends all sessions of a subject, except the one in `but`, or only the one in `only`."""
    whose = [LoginSession.subject_id == subject_id, LoginSession.role == role]
    if but:
        whose.append(LoginSession.id != but)
    if only:
        whose.append(LoginSession.id == only)
    _end(ctx.db, *whose)


OPEN = select(LoginSession.id).where(
    LoginSession.id == bindparam("session_id"),
    LoginSession.subject_id == bindparam("subject_id"),
    LoginSession.role == bindparam("role"),
    LoginSession.ended_at.is_(None),
)
"""Asked with every request of a citizen, so it is composed once."""


def is_open(db: Session, actor: Actor) -> bool:
    """True while this actor's session has not been ended."""
    whose = {"session_id": actor.session_id, "subject_id": actor.id, "role": actor.role}
    return db.execute(OPEN, whose).first() is not None


def _actor(session: LoginSession) -> Actor:
    return Actor(session.role, session.subject_id, session.id)


def _token(clear: str, session_id: str, expires_at: datetime) -> RefreshToken:
    return RefreshToken(digest=_digest(clear), session_id=session_id, expires_at=expires_at)


def _token_of(db: Session, digest: bytes) -> RefreshToken | None:
    query = select(RefreshToken).where(RefreshToken.digest == digest)
    return db.execute(fresh(query)).scalar_one_or_none()


def _end(db: Session, *whose: ColumnElement[bool]) -> bool:
    ending = update(LoginSession).where(*whose, LoginSession.ended_at.is_(None))
    ending = ending.values(ended_at=real_now()).execution_options(synchronize_session=False)
    return bool(db.execute(ending.returning(LoginSession.id)).all())


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
