"""Signed-in devices: a session lives until it is ended, its refresh token changes with every use.

Sessions and tokens live on real time, whatever the business clock says.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from gongji.auth.models import LoginSession, RefreshToken
from gongji.kernel.clock import real_now
from gongji.kernel.context import Actor, Context, Role
from gongji.kernel.ids import new_id
from gongji.kernel.problems import TokenExpired, TokenInvalid

REFRESH_BYTES = 32
REFRESH_LIFE = timedelta(days=14)
"""From signing in, however often the token is changed for a new one."""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Who is signed in where, and the refresh token that continues it: told once, stored hashed."""

    actor: Actor
    refresh_token: str = field(repr=False)


def begin(ctx: Context, role: Role, subject_id: str) -> OpenSession:
    """Signs this device in."""
    moment = real_now()
    session = LoginSession(
        id=new_id("ses"),
        role=role,
        subject_id=subject_id,
        channel=ctx.channel,
        created_at=moment,
    )
    ctx.db.add(session)
    ctx.db.flush()
    return _continued(ctx.db, session, RefreshToken(expires_at=moment + REFRESH_LIFE))


def rotate(ctx: Context, refresh_token: str) -> OpenSession:
    """The session goes on under a new refresh token; this one is dead.

    Raises TOKEN_INVALID for an unknown token, an ended session, or a token used before, which ends
    its session for everybody who holds a token of it (T-11); TOKEN_EXPIRED after 14 days.
    """
    spent = _spend(ctx.db, _digest(refresh_token))
    session = ctx.db.get_one(LoginSession, spent.session_id)
    if session.ended_at is not None:
        raise TokenInvalid
    if spent.expires_at <= real_now():
        raise TokenExpired
    return _continued(ctx.db, session, RefreshToken(expires_at=spent.expires_at))


def end(ctx: Context) -> None:
    """Signs this device out."""
    _end(ctx.db, LoginSession.id == ctx.actor.session_id)


def end_all(ctx: Context) -> None:
    """Signs all devices of this person out."""
    _end(
        ctx.db,
        LoginSession.subject_id == ctx.actor.id,
        LoginSession.role == ctx.actor.role,
    )


def is_open(db: Session, actor: Actor) -> bool:
    """True while this actor's session has not been ended."""
    query = select(LoginSession.id).where(
        LoginSession.id == actor.session_id,
        LoginSession.subject_id == actor.id,
        LoginSession.role == actor.role,
        LoginSession.ended_at.is_(None),
    )
    return db.execute(query).first() is not None


def _continued(db: Session, session: LoginSession, token: RefreshToken) -> OpenSession:
    clear = secrets.token_urlsafe(REFRESH_BYTES)
    token.digest, token.session_id = _digest(clear), session.id
    db.add(token)
    return OpenSession(Actor(session.role, session.subject_id, session.id), clear)


def _spend(db: Session, digest: bytes) -> RefreshToken:
    """The token, used up by this one act; a second use of it ends the session."""
    using = (
        update(RefreshToken)
        .where(RefreshToken.digest == digest, RefreshToken.used_at.is_(None))
        .values(used_at=real_now())
        .execution_options(synchronize_session=False)
    )
    used_now = db.execute(using.returning(RefreshToken.digest)).first() is not None
    token = db.get(RefreshToken, digest)
    if token is None:
        raise TokenInvalid
    if not used_now:
        _end(db, LoginSession.id == token.session_id)
        raise TokenInvalid
    return token


def _end(db: Session, *whose: ColumnElement[bool]) -> None:
    ending = update(LoginSession).where(*whose, LoginSession.ended_at.is_(None))
    ending = ending.values(ended_at=real_now())
    db.execute(ending, execution_options={"synchronize_session": False})


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
