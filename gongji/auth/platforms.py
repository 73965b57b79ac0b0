"""Signing in from a mini-program: a real-name check links a platform's user to a person.

The platform is asked before the database is used, because no lock may be held meanwhile.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from gongji.app.context import Context
from gongji.auth.identity import Identity
from gongji.auth.models import CodePurpose, PlatformLink
from gongji.auth.problems import LoginCodeInvalid
from gongji.auth.service import SignedIn, prove, sign_in
from gongji.kernel.clock import real_now
from gongji.kernel.db import insert_ignoring
from gongji.kernel.ids import new_id
from gongji.kernel.ports import Platform
from gongji.kernel.privacy import ring
from gongji.kernel.problems import TokenExpired, TokenInvalid
from gongji.kernel.wording import say
from gongji.notices.service import warn
from gongji.people.facts import person as person_of
from gongji.people.looks import SIGNED_IN_BY_PLATFORM
from gongji.sms_templates import SmsTemplate

TICKET_LIFE = timedelta(minutes=10)
"""In real time: long enough to request a code and to type the ID number."""

TICKET_PURPOSE = "link ticket"
NAMES = {Platform.WECHAT: "微信", Platform.ALIPAY: "支付宝"}
LINKED_TITLE = "已关联小程序登录"


@dataclass(frozen=True, slots=True)
class NotLinked:
    """A platform's user without a link; the ticket stands for them at the real-name check."""

    link_ticket: str


@dataclass(frozen=True, slots=True)
class LinkTicket:
    """Stands for a platform's user. Only this system can make or read it; it is not stored."""

    platform: Platform
    subject: bytes

    def seal(self) -> str:
        until = int((real_now() + TICKET_LIFE).timestamp())
        content = {"platform": self.platform, "subject": self.subject.hex(), "until": until}
        sealed = ring().seal(TICKET_PURPOSE, json.dumps(content).encode())
        return base64.urlsafe_b64encode(sealed).decode()

    @classmethod
    def open(cls, text: str) -> LinkTicket:
        """Raises TOKEN_INVALID, TOKEN_EXPIRED."""
        try:
            sealed = base64.b64decode(text, altchars=b"-_", validate=True)
            content = json.loads(ring().open(TICKET_PURPOSE, sealed))
        except (ValueError, KeyError, IndexError, InvalidTag) as problem:
            raise TokenInvalid from problem
        if content["until"] <= real_now().timestamp():
            raise TokenExpired
        return cls(Platform(content["platform"]), bytes.fromhex(content["subject"]))


def mini_program_login(ctx: Context, *, provider: Platform, code: str) -> SignedIn | NotLinked:
    """Signs in the person linked to this platform's user, or returns a ticket for linking.

    Raises LOGIN_CODE_INVALID, OUTSIDE_UNAVAILABLE.
    """
    user = ctx.gateways.logins.exchange(provider, code)
    if user is None:
        raise LoginCodeInvalid
    subject = ring().digest(f"platform:{provider}", user)
    older = ring().old_digest(f"platform:{provider}", user)
    linked = _linked(ctx, provider, subject) or _linked(ctx, provider, older)
    if linked is None:
        return NotLinked(LinkTicket(provider, subject).seal())
    linked.last_used_at = real_now()
    how = say(SIGNED_IN_BY_PLATFORM, platform=NAMES[provider])
    return sign_in(ctx, person_of(ctx.db, linked.person_id), how, link_id=linked.id)


def link(
    ctx: Context, *, link_ticket: str, phone: str, code: str, name: str, id_number: str
) -> SignedIn:
    """The real-name check: a code for linking, and name and ID number of the phone's holder.

    A mismatch is answered and counted as a wrong code, which keeps the phone's owner secret. The
    person is notified by message and SMS. Raises TOKEN_INVALID or TOKEN_EXPIRED for the ticket,
    SMS_WRONG, SMS_LOCKED, SMS_EXPIRED, TOO_MANY_REQUESTS.
    """
    ticket = LinkTicket.open(link_ticket)
    platform, subject = ticket.platform, ticket.subject
    person, _ = prove(ctx, CodePurpose.LINK, phone, code, Identity(name, id_number))
    moment = real_now()
    row = {
        "id": new_id("lnk"),
        "platform": platform,
        "subject": subject,
        "person_id": person.id,
        "linked_at": moment,
        "last_used_at": moment,
    }
    made = insert_ignoring(ctx.db, PlatformLink, row)
    found = _linked(ctx, platform, subject)
    if found is None or found.person_id != person.id:
        raise TokenInvalid
    if made:
        warn(ctx, person, LINKED_TITLE, SmsTemplate.LINKED, {"platform": NAMES[platform]})
    how = say(SIGNED_IN_BY_PLATFORM, platform=NAMES[platform])
    return sign_in(ctx, person, how, link_id=found.id, has_identity=True)


def _linked(ctx: Context, platform: Platform, subject: bytes) -> PlatformLink | None:
    query = select(PlatformLink).where(
        PlatformLink.platform == platform, PlatformLink.subject == subject
    )
    return ctx.db.execute(query).scalar_one_or_none()
