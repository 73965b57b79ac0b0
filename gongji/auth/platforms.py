"""Signing in from a mini-program: a platform's user is nobody until a real-name check links him.

The platform is asked before anything of ours is touched, because nothing may be locked meanwhile.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from gongji.auth import codes
from gongji.auth.models import CodePurpose, PlatformLink
from gongji.auth.problems import LoginCodeInvalid
from gongji.auth.service import SignedIn, holder, sign_in
from gongji.gateways.ports import Platform
from gongji.kernel.clock import real_now
from gongji.kernel.context import Context
from gongji.kernel.db import insert_ignoring
from gongji.kernel.identity import same_name
from gongji.kernel.privacy import ring
from gongji.kernel.problems import TokenExpired, TokenInvalid
from gongji.people import service as people
from gongji.people.models import Person

TICKET_LIFE = timedelta(minutes=10)
"""Of real time: long enough to ask for a code and to type one's numbers."""

TICKET_PURPOSE = "link ticket"
NEVER_A_CODE = ""


@dataclass(frozen=True, slots=True)
class NotLinked:
    """A platform's user whom we do not know; the ticket stands for him at the real-name check."""

    link_ticket: str


def mini_program_login(ctx: Context, *, provider: Platform, code: str) -> SignedIn | NotLinked:
    """Signs in whom this platform's user was linked to, or hands out a ticket to link him.

    Raises LOGIN_CODE_INVALID, OUTSIDE_UNAVAILABLE.
    """
    user = ctx.gateways.logins.exchange(provider, code)
    if user is None:
        raise LoginCodeInvalid
    subject = ring().digest(f"platform:{provider}", user)
    older = ring().old_digest(f"platform:{provider}", user)
    person_id = _linked(ctx, provider, subject) or _linked(ctx, provider, older)
    if person_id is None:
        return NotLinked(_ticket(provider, subject))
    return sign_in(ctx, people.person(ctx.db, person_id))


def link(
    ctx: Context, *, link_ticket: str, phone: str, code: str, name: str, id_number: str
) -> SignedIn:
    """The real-name check: the phone's login code, and name and number of its holder.

    Whatever does not fit is answered as a wrong code and counts as one, so that nobody learns whose
    phone it is. Raises TOKEN_INVALID or TOKEN_EXPIRED for the ticket, SMS_WRONG, SMS_LOCKED,
    SMS_EXPIRED.
    """
    platform, subject = _read(link_ticket)
    person = holder(ctx, phone)
    fits = person is not None and _is(person, name, id_number)
    codes.spend(ctx, purpose=CodePurpose.LOGIN, subject=phone, code=code if fits else NEVER_A_CODE)
    assert person is not None, "a code that can never be right was right"
    row = {
        "platform": platform, "subject": subject, "person_id": person.id, "linked_at": ctx.now,
    }  # fmt: skip
    made = insert_ignoring(ctx.db, PlatformLink, row)
    if not made and _linked(ctx, platform, subject) != person.id:
        raise TokenInvalid
    return sign_in(ctx, person)


def _is(person: Person, name: str, id_number: str) -> bool:
    return same_name(person.name, name) and person.id_number.reveal() == id_number


def _linked(ctx: Context, platform: Platform, subject: bytes) -> str | None:
    query = select(PlatformLink.person_id).where(
        PlatformLink.platform == platform, PlatformLink.subject == subject
    )
    return ctx.db.execute(query).scalar_one_or_none()


def _ticket(platform: Platform, subject: bytes) -> str:
    """Sealed, so that it can be neither read nor made by anybody else; stored nowhere."""
    until = int((real_now() + TICKET_LIFE).timestamp())
    content = {"platform": platform, "subject": subject.hex(), "until": until}
    return base64.urlsafe_b64encode(
        ring().seal(TICKET_PURPOSE, json.dumps(content).encode())
    ).decode()


def _read(ticket: str) -> tuple[Platform, bytes]:
    try:
        sealed = base64.b64decode(ticket, altchars=b"-_", validate=True)
        content: dict[str, Any] = json.loads(ring().open(TICKET_PURPOSE, sealed))
    except (ValueError, KeyError, IndexError, InvalidTag) as problem:
        raise TokenInvalid from problem
    if content["until"] <= real_now().timestamp():
        raise TokenExpired
    return Platform(content["platform"]), bytes.fromhex(content["subject"])
