"""Signing in with a code by SMS, and the caller; no answer reveals whether a phone is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import update

from gongji.app.context import Context, Role
from gongji.auth import codes, devices, sessions
from gongji.auth.codes import NEVER_A_CODE, Agreement
from gongji.auth.identity import Identity, holders, is_asked, meant, refuse_moved_index
from gongji.auth.models import CodePurpose
from gongji.auth.problems import IdentityRequired, SmsWrong
from gongji.auth.sessions import OpenSession
from gongji.kernel.clock import real_now
from gongji.people.access import ONESELF, note_access
from gongji.people.facts import insurances_of
from gongji.people.facts import person as person_of
from gongji.people.looks import SIGNED_IN_BY_CODE
from gongji.people.models import Insurance, Person
from gongji.people.rules import employee_insurance, main_insurance
from gongji.sms_templates import SmsTemplate
from gongji.vocabulary import PROVINCE

TEMPLATES = {
    CodePurpose.LOGIN: SmsTemplate.LOGIN_CODE,
    CodePurpose.LINK: SmsTemplate.LINK_CODE,
}


@dataclass(frozen=True, slots=True)
class CodeSent:
    """How long a code is valid, and when the next one may be requested, in seconds."""

    expires_in_s: int
    resend_after_s: int


@dataclass(frozen=True, slots=True)
class Me:
    """The person who is signed in."""

    person: Person
    insurances: Sequence[Insurance]
    quota_open: bool
    """Whether an employee of this area may give quotas (共济额度) anywhere."""
    roles: tuple[Role, ...] = (Role.CITIZEN,)

    @property
    def area(self) -> str | None:
        main = main_insurance(list(self.insurances))
        return main.area if main else None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session, its person, and the mark that its device keeps."""

    session: OpenSession
    me: Me
    device_mark: str = field(repr=False)


def send_code(ctx: Context, *, phone: str, purpose: CodePurpose) -> CodeSent:
    """Sends a code to a known phone; for an unknown one does everything but send it.

    Raises SMS_TOO_SOON, TOO_MANY_REQUESTS.
    """
    rule = ctx.policy.rules(PROVINCE, ctx.today).bind_sms
    person = meant(holders(ctx, phone), None)
    device_id = devices.known(ctx, person.id if person else "")
    codes.issue(
        ctx,
        _consent(purpose, phone, device_id),
        phone=phone,
        rule=rule,
        template=TEMPLATES[purpose],
        device_id=device_id,
        withheld=person is None,
    )
    return CodeSent(rule.ttl_s, rule.resend_s)


def sms_login(
    ctx: Context, *, phone: str, code: str, name: str | None = None, id_number: str | None = None
) -> SignedIn:
    """Signs in the holder of this phone; name and ID number must match if stated.

    Raises SMS_WRONG, also for an unknown phone and for another identity; SMS_LOCKED, SMS_EXPIRED,
    TOO_MANY_REQUESTS; IDENTITY_REQUIRED, which leaves the code valid.
    """
    stated = None if name is None or id_number is None else Identity(name, id_number)
    person, device_id = prove(ctx, CodePurpose.LOGIN, phone, code, stated)
    if stated is None and not device_id and is_asked(ctx, holders(ctx, phone), person):
        raise IdentityRequired
    return sign_in(ctx, person, SIGNED_IN_BY_CODE, has_identity=stated is not None)


def prove(
    ctx: Context, purpose: CodePurpose, phone: str, code: str, stated: Identity | None
) -> tuple[Person, str]:
    """The phone's holder, and the id of their known device or ""; spends the code.

    A mismatch is answered and counted as a wrong code, which keeps the phone's owner secret.
    Raises SealBroken if the database was tampered with.
    """
    people = holders(ctx, phone)
    first, person = meant(people, None), meant(people, stated)
    device_id = devices.known(ctx, first.id if first else "")
    right = code if person is not None else NEVER_A_CODE
    codes.spend(ctx, _consent(purpose, phone, device_id), right)
    if person is None:
        raise SmsWrong.without_code()
    refuse_moved_index(person, phone)
    return person, device_id


def sign_in(
    ctx: Context,
    person: Person,
    how: str,
    *,
    link_id: str | None = None,
    has_identity: bool = False,
) -> SignedIn:
    """A new session of a person whose identity is proved. Raises SMS_WRONG if they have died."""
    seen = (
        update(Person)
        .where(Person.id == person.id, Person.died_on.is_(None))
        .values(
            signed_in_at=real_now(),
            identity_due=False if has_identity else Person.identity_due,
        )
        .execution_options(synchronize_session=False)
    )
    if ctx.db.execute(seen.returning(Person.id)).first() is None:
        raise SmsWrong.without_code()
    device_id = devices.remember(ctx, person.id)
    note_access(ctx, person.id, how, actor=ONESELF)
    session = sessions.begin(ctx, Role.CITIZEN, person.id, link_id=link_id, device_id=device_id)
    return SignedIn(session, me_of(ctx, person), devices.mark_of(device_id))


def me(ctx: Context) -> Me:
    """The caller, as shown at the top of every page."""
    return me_of(ctx, person_of(ctx.db, ctx.actor.id))


def me_of(ctx: Context, person: Person) -> Me:
    """The same for a person who is loaded already."""
    insurances = insurances_of(ctx.db, person.id)
    employee = employee_insurance(insurances)
    rules = ctx.policy.rules(employee.area, ctx.today) if employee else None
    return Me(person, insurances, quota_open=rules is not None and bool(rules.quota_areas))


def _consent(purpose: CodePurpose, phone: str, device_id: str) -> Agreement:
    """A code requested by a known device is guessed by that device only: no other can lock it."""
    return Agreement(purpose, f"{phone}|{device_id}" if device_id else phone)
