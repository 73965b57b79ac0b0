"""Adds an institution, makes and retires its keys, and says what it is pinned to.

Who does it is an operator at the command line; each act leaves a line in the institution's record.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from gongji.app.context import Context
from gongji.institutions.models import (
    Institution,
    InstitutionAct,
    InstitutionKey,
    InstitutionTrust,
    TrustAct,
)
from gongji.kernel.clock import real_now, wall_clock
from gongji.kernel.db import locked
from gongji.kernel.ids import new_id

LIVING_MAX = 2
"""Keys of one institution that live at once: the one in use, and the one that follows it."""

SECRET_BYTES, MARK_BYTES = 32, 5


class TrustRefused(ValueError):
    """What an operator asked for cannot be done; the message says why, in both languages."""


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key; its secret is told once, and kept only sealed."""

    access_key: str
    secret: str = field(repr=False)


def add_institution(ctx: Context, columns: Mapping[str, Any], by: str) -> Institution:
    """Raises TrustRefused where the code is taken."""
    if ctx.db.get(Institution, columns["code"]) is not None:
        raise TrustRefused(f"机构 {columns['code']} 已存在 (the institution is there already).")
    made = Institution(**columns)
    ctx.db.add(made)
    ctx.db.flush()
    note_act(ctx, made.code, by, TrustAct.ADDED, made.name)
    return made


def make_key(ctx: Context, code: str, expires_at: datetime | None, by: str) -> MadeKey:
    """Raises TrustRefused for an unknown institution, one with two living keys, and for an end
    that has passed.
    """
    lock_institution(ctx, code)
    now = real_now()
    if expires_at is not None and expires_at <= now:
        raise TrustRefused("有效期应晚于现在 (the key would have expired already).")
    kept = select(InstitutionKey).where(InstitutionKey.institution_code == code)
    living = [key.access_key for key in ctx.db.execute(kept).scalars() if key.lives(now)]
    if len(living) >= LIVING_MAX:
        raise TrustRefused(
            f"已有两个有效密钥，请先停用一个 (retire one of {', '.join(sorted(living))} first)."
        )
    made = MadeKey(
        f"{code}-{secrets.token_hex(MARK_BYTES).upper()}", secrets.token_hex(SECRET_BYTES)
    )
    row = InstitutionKey(
        access_key=made.access_key, institution_code=code, made_at=now, expires_at=expires_at
    )
    row.secret = made.secret.encode()
    ctx.db.add(row)
    until = f"，有效至 {wall_clock(expires_at)}" if expires_at else ""
    note_act(ctx, code, by, TrustAct.KEY_MADE, f"{made.access_key}{until}")
    return made


def retire_key(ctx: Context, access_key: str, by: str) -> InstitutionKey:
    """The key signs nothing more from now on. Raises TrustRefused for one that does not live."""
    key = ctx.db.get(InstitutionKey, access_key)
    if key is not None:
        lock_institution(ctx, key.institution_code)
        ctx.db.refresh(key)
    if key is None or key.retired_at is not None:
        raise TrustRefused("没有这个密钥，或已经停用 (there is no such key, or it is retired).")
    key.retired_at = real_now()
    note_act(ctx, key.institution_code, by, TrustAct.KEY_RETIRED, access_key)
    return key


def pin_institution(ctx: Context, code: str, pins: Mapping[str, Any], by: str) -> InstitutionTrust:
    """Changes the named columns of InstitutionTrust and leaves the others. Raises TrustRefused."""
    lock_institution(ctx, code)
    trust = _trust(ctx, code)
    for name, value in pins.items():
        setattr(trust, name, value)
    if trust.cainfo_required and trust.cainfo_key is None:
        raise TrustRefused("要求 cainfo 须先登记 SM2 公钥 (a required cainfo needs its SM2 key).")
    told = "；".join(f"{name}={value}" for name, value in pins.items())
    note_act(ctx, code, by, TrustAct.PINNED, told)
    return trust


def suspend_institution(ctx: Context, code: str, why: str, by: str) -> None:
    """No call of the institution is answered from now on. Raises TrustRefused."""
    lock_institution(ctx, code)
    trust = _trust(ctx, code)
    if trust.suspended_at is not None:
        raise TrustRefused("该机构的接口已经暂停 (the institution is suspended already).")
    trust.suspended_at = real_now()
    note_act(ctx, code, by, TrustAct.SUSPENDED, why)


def resume_institution(ctx: Context, code: str, why: str, by: str) -> None:
    """Undoes a suspension. Raises TrustRefused."""
    lock_institution(ctx, code)
    trust = _trust(ctx, code)
    if trust.suspended_at is None:
        raise TrustRefused("该机构的接口没有暂停 (the institution is not suspended).")
    trust.suspended_at = None
    note_act(ctx, code, by, TrustAct.RESUMED, why)


def note_act(ctx: Context, code: str, actor: str, act: TrustAct, what: str) -> None:
    """A line in the record of an institution."""
    ctx.db.add(
        InstitutionAct(
            id=new_id("iac"),
            at=real_now(),
            institution_code=code,
            actor=actor,
            act=act,
            what=what[:500],
        )
    )


def lock_institution(ctx: Context, code: str) -> Institution:
    """Acts of operators upon one institution come one after the other. Raises TrustRefused."""
    query = locked(select(Institution).where(Institution.code == code), key_share=True)
    found = ctx.db.execute(query).scalar_one_or_none()
    if found is None:
        raise TrustRefused(f"没有机构 {code} (there is no such institution).")
    return found


def _trust(ctx: Context, code: str) -> InstitutionTrust:
    trust = ctx.db.get(InstitutionTrust, code)
    if trust is None:
        trust = InstitutionTrust(institution_code=code, addresses=[], cainfo_required=False)
        ctx.db.add(trust)
    return trust
