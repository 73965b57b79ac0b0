"""9001, 9002 and 1101: an operator's working day, and who a patient is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from gongji.app.context import Context
from gongji.credential.service import present
from gongji.fsi.calls import (
    Call,
    Output,
    TransactionKind,
    credential_of,
    find_by_card,
    refuse_contradiction,
)
from gongji.fsi.codes import (
    INSURANCE_CODES,
    NO,
    STATUS_CODES,
    person_type,
)
from gongji.fsi.misses import count_miss, refuse_guesses
from gongji.fsi.models import Identified, SignIn
from gongji.fsi.outputs import person_fields, yuan
from gongji.fsi.wire import JsonObject
from gongji.kernel.clock import start_of, wall_clock
from gongji.kernel.db import insert_ignoring
from gongji.kernel.id_number import age_on
from gongji.kernel.ids import new_id
from gongji.kernel.money import ZERO, Money
from gongji.kernel.problems import Problem, RequestInvalid
from gongji.ledger.service import account_of
from gongji.people.facts import insurances_of, person
from gongji.people.looks import LOOKED_UP
from gongji.people.models import Insurance, Person
from gongji.people.rules import main_insurance
from gongji.settlement.bill import Credential
from gongji.settlement.facts import refuse_unaccepted
from gongji.settlement.models import Visit
from gongji.vocabulary import CredentialKind, InsuranceKind


def sign_in(call: Call) -> Output:
    """9001: opens an operator's day."""
    row = SignIn(
        sign_no=new_id("sgn"),
        institution_code=call.institution.code,
        operator_no=call.input["signIn"]["opter_no"],
        signed_in_at=call.ctx.now,
        signed_out_at=None,
    )
    call.ctx.db.add(row)
    return {"signinoutb": {"sign_time": wall_clock(call.ctx.now), "sign_no": row.sign_no}}


def sign_out(call: Call) -> Output:
    """9002: closes it; both reply shapes in use are given."""
    node = call.input["signOut"]
    row = call.ctx.db.get(SignIn, node["sign_no"])
    if row is None or row.institution_code != call.institution.code or row.signed_out_at:
        raise RequestInvalid.at("/signOut/sign_no", "unknown", "没有这次签到，或已经签退")
    row.signed_out_at = call.ctx.now
    moment = wall_clock(call.ctx.now)
    return {"signoutoutb": {"sign_time": moment}, "sign_time": moment}


def identify(call: Call) -> Output:
    """1101: the person behind a credential, with every insurance and the own balance."""
    node = call.input["data"]
    shown = credential_of(node)
    found = _identified(call, node, shown)
    insurances = insurances_of(call.ctx.db, found.id)
    main = main_insurance(insurances)
    if main:
        refuse_unaccepted(shown, call.ctx.policy.rules(main.area, call.ctx.today))
    note_identified(call, found)
    account = account_of(call.ctx.db, found.id)
    balance = yuan(Money(account.balance_fen if account else 0))
    return {
        "baseinfo": person_fields(found, call.ctx.today) | {"exp_content": None},
        "insuinfo": [_insurance(call.ctx, found, row, balance) for row in insurances],
        "idetinfo": [],
    }


def _identified(call: Call, node: JsonObject, shown: Credential) -> Person:
    """Whose credential this is; an insurance code is bound to this institution by being shown.

    An insurance code is not found by trying; a card number can be, so misses are counted.
    Raises CREDENTIAL_INVALID, CREDENTIAL_NOT_OWN, TOO_MANY_REQUESTS.
    """
    if shown.kind is CredentialKind.INSURANCE_CODE:
        code = present(call.ctx, shown.number, call.institution.code)
        return _agreed(call, node, person(call.ctx.db, code))
    refuse_guesses(call)
    try:
        return _agreed(call, node, find_by_card(call.ctx, shown))
    except Problem:
        count_miss(call, shown.number, node.get("certno"), node.get("psn_name"))
        raise


def _agreed(call: Call, node: JsonObject, found: Person) -> Person:
    call.patients.append(found.id)
    refuse_contradiction(node, found)
    return found


def note_identified(call: Call, found: Person) -> None:
    """Opens the queries about this person to the institution, for this day."""
    row = {
        "institution_code": call.institution.code,
        "person_id": found.id,
        "day": call.ctx.today,
    }
    insert_ignoring(call.ctx.db, Identified, row)


def is_identified(call: Call, person_id: str) -> bool:
    """Whether this institution has had the person before it today: 1101, or a visit begun today."""
    known = call.ctx.db.get(Identified, (call.institution.code, person_id, call.ctx.today))
    if known is not None:
        return True
    visit = select(Visit.id).where(
        Visit.person_id == person_id,
        Visit.institution_code == call.institution.code,
        Visit.cancelled_at.is_(None),
        Visit.begun_at >= start_of(call.ctx.today),
    )
    return call.ctx.db.execute(visit.limit(1)).first() is not None


def refuse_unidentified(call: Call, person_id: str) -> None:
    """Queries about people whom the institution has not had before it are refused, unknown ones
    with the same words.
    """
    if not is_identified(call, person_id):
        title = "本机构今天没有核验过该人员的身份，请先以 1101 核验或以 2201 登记就诊"
        raise RequestInvalid.at("/data/psn_no", "unidentified", title)


def person_of(ctx: Context, person_id: str) -> Person | None:
    return ctx.db.execute(select(Person).where(Person.id == person_id)).scalar_one_or_none()


def _insurance(ctx: Context, found: Person, row: Insurance, balance: Any) -> JsonObject:
    return {
        "balc": balance if row.kind is InsuranceKind.EMPLOYEE else yuan(ZERO),
        "insutype": INSURANCE_CODES[row.kind],
        "psn_type": person_type(row.kind, row.category, age_on(found.born_on, ctx.today)),
        "psn_insu_stas": STATUS_CODES[row.status],
        "psn_insu_date": None,
        "paus_insu_date": None,
        "cvlserv_flag": NO,
        "insuplc_admdvs": row.area,
        "emp_name": None,
    }


KINDS = {
    "9001": TransactionKind(sign_in, designated_only=False),
    "9002": TransactionKind(sign_out, designated_only=False),
    "1101": TransactionKind(identify, patient_is_told=LOOKED_UP),
}
