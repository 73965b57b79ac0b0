"""Insurance codes (医保码): short-lived until first presented, then one institution's for the day.

The token itself is never stored, only its digest. Everything here lives on business time.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

import segno
from sqlalchemy import select, update

from gongji.app.context import Context
from gongji.auth import budgets
from gongji.auth.budgets import Budget
from gongji.auth.phone import refuse_after_change
from gongji.credential.models import InsuranceCode
from gongji.credential.problems import CredentialExpired, CredentialInvalid
from gongji.kernel.db import fresh
from gongji.kernel.transaction import Conflict
from gongji.people.facts import person

LIFE_S = 60
TOKEN_BYTES = 21
"""168 random bits, 28 characters of URL-safe Base64."""
QR_SCALE = 6


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A fresh insurance code: the token, its life in seconds, and its QR code as inline SVG."""

    token: str = field(repr=False)
    expires_in_s: int
    qr_svg: str = field(repr=False)


def issue(ctx: Context) -> IssuedCode:
    """A new insurance code of the caller; raises TOO_MANY_REQUESTS beyond 20 in a minute,
    CHANGED_RECENTLY.
    """
    refuse_after_change(ctx, person(ctx.db, ctx.actor.id))
    budgets.spend(ctx, budgets.draw(Budget.INSURANCE_CODE, ctx.actor.id))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    ctx.db.add(
        InsuranceCode(
            digest=_digest(token),
            person_id=ctx.actor.id,
            created_at=ctx.now,
            expires_at=ctx.now + timedelta(seconds=LIFE_S),
        )
    )
    return IssuedCode(token, LIFE_S, segno.make_qr(token).svg_inline(scale=QR_SCALE))


def present(ctx: Context, token: str, institution_code: str) -> str:
    """The id of the person whose code it is.

    The first presentation, within 60 s, binds the code to this institution and day; later ones only
    read. Raises CREDENTIAL_INVALID for an unknown or used code and for another institution or day,
    CREDENTIAL_EXPIRED if it was shown too late for the first time, Conflict if another presentation
    was faster.
    """
    query = select(InsuranceCode).where(InsuranceCode.digest == _digest(token))
    code = ctx.db.execute(fresh(query)).scalar_one_or_none()
    if code is None or code.used_at is not None:
        raise CredentialInvalid
    if code.institution_code is not None:
        if (code.institution_code, code.presented_on) != (institution_code, ctx.today):
            raise CredentialInvalid
        return code.person_id
    if ctx.now >= code.expires_at:
        raise CredentialExpired(life_s=LIFE_S, expired_at=code.expires_at)
    binding = (
        update(InsuranceCode)
        .where(InsuranceCode.digest == code.digest)
        .where(InsuranceCode.institution_code.is_(None), InsuranceCode.used_at.is_(None))
        .values(institution_code=institution_code, presented_on=ctx.today)
        .returning(InsuranceCode.person_id)
        .execution_options(synchronize_session=False)
    )
    if ctx.db.execute(binding).first() is None:
        raise Conflict("another presentation was faster")
    return code.person_id


def use_up(ctx: Context, token: str) -> None:
    """Ends the code with the settlement it served; raises CREDENTIAL_INVALID if it has ended."""
    using = (
        update(InsuranceCode)
        .where(InsuranceCode.digest == _digest(token), InsuranceCode.used_at.is_(None))
        .values(used_at=ctx.now)
        .returning(InsuranceCode.person_id)
        .execution_options(synchronize_session=False)
    )
    if ctx.db.execute(using).first() is None:
        raise CredentialInvalid


def void_all(ctx: Context, person_id: str) -> None:
    """Ends every code of a person who has died."""
    voiding = (
        update(InsuranceCode)
        .where(InsuranceCode.person_id == person_id, InsuranceCode.used_at.is_(None))
        .values(used_at=ctx.now)
        .execution_options(synchronize_session=False)
    )
    ctx.db.execute(voiding)


def _digest(token: str) -> bytes:
    """Of any text at all: what institutions send need not be well-formed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
