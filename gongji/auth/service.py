"""Signing in with a code by SMS, and who I am; answers tell nobody whether a phone is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from gongji.auth import codes, sessions
from gongji.auth.models import CodePurpose
from gongji.auth.problems import SmsWrong
from gongji.auth.sessions import OpenSession
from gongji.kernel.context import Context, Role
from gongji.kernel.privacy import blind_index
from gongji.people import service as people
from gongji.people.models import Insurance, Person
from gongji.policy.values import SmsRule

PROVINCE = "430000"
"""Whose rules hold for signing in: before it, nobody's area is known."""


@dataclass(frozen=True, slots=True)
class CodeSent:
    """How long a code lives, and when the next one may be asked for, in seconds."""

    expires_in_s: int
    resend_after_s: int


@dataclass(frozen=True, slots=True)
class Me:
    """The person who is signed in."""

    person: Person
    insurances: Sequence[Insurance]
    roles: tuple[Role, ...] = (Role.CITIZEN,)

    @property
    def area(self) -> str | None:
        main = people.main_insurance(list(self.insurances))
        return main.area if main else None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session and whose it is."""

    session: OpenSession
    me: Me


def send_code(ctx: Context, *, phone: str, purpose: CodePurpose) -> CodeSent:
    """Sends a code to a known phone, and for an unknown one does everything but send it.

    Raises SMS_TOO_SOON, TOO_MANY_REQUESTS.
    """
    rule = ctx.policy.rules(PROVINCE, ctx.today).bind_sms
    codes.issue(
        ctx,
        purpose=purpose,
        subject=phone,
        phone=phone,
        caller_id="",
        rule=rule,
        say=_login_text(rule),
        withheld=holder(ctx, phone) is None,
    )
    return CodeSent(rule.ttl_s, rule.resend_s)


def sms_login(ctx: Context, *, phone: str, code: str) -> SignedIn:
    """Signs in who holds this phone; raises SMS_WRONG, also for an unknown phone, SMS_LOCKED,
    SMS_EXPIRED.
    """
    codes.spend(ctx, purpose=CodePurpose.LOGIN, subject=phone, code=code)
    person = holder(ctx, phone)
    if person is None:
        raise SmsWrong.without_code()
    return sign_in(ctx, person)


def sign_in(ctx: Context, person: Person) -> SignedIn:
    """A new session of somebody who has proved who he is."""
    return SignedIn(sessions.begin(ctx, Role.CITIZEN, person.id), me_of(ctx, person))


def me(ctx: Context) -> Me:
    """The caller, as the top of every page names him."""
    return me_of(ctx, people.person(ctx.db, ctx.actor.id))


def me_of(ctx: Context, person: Person) -> Me:
    """The same of somebody whom the caller holds already."""
    return Me(person, people.insurances_of(ctx.db, person.id))


def holder(ctx: Context, phone: str) -> Person | None:
    """Who signs in with this phone: of several who share one, whoever was registered first."""
    query = select(Person).where(Person.phone_index == blind_index("phone", phone))
    return ctx.db.execute(query.order_by(Person.id).limit(1)).scalar_one_or_none()


def _login_text(rule: SmsRule) -> Callable[[str], str]:
    life = f"{rule.ttl_s // 60} 分钟"

    def say(code: str) -> str:
        return f"登录验证码 {code}，{life}内有效。请勿转告他人；如非本人操作，请忽略本短信。"

    return say
