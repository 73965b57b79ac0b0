"""1101: who a patient is."""

from __future__ import annotations

from typing import Any

from gongji.app.context import Context
from gongji.credential.service import present
from gongji.fsi.calls import Call, Output, credential_of, find_by_card, refuse_contradiction
from gongji.fsi.codes import INSURANCE_CODES, NO, STATUS_CODES, person_type
from gongji.fsi.identified import note_identified
from gongji.fsi.misses import count_miss, refuse_guesses
from gongji.fsi.outputs import person_fields, yuan
from gongji.fsi.registry import Effect, TransactionKind, transaction
from gongji.fsi.wire import JsonObject
from gongji.kernel.id_number import age_on
from gongji.kernel.money import ZERO, Money
from gongji.kernel.problems import Problem
from gongji.ledger.service import account_of
from gongji.people.facts import insurances_of, person
from gongji.people.looks import LOOKED_UP
from gongji.people.models import Insurance, Person
from gongji.people.rules import main_insurance
from gongji.settlement.bill import Credential
from gongji.settlement.facts import refuse_unaccepted
from gongji.vocabulary import CredentialKind, InsuranceKind


@transaction("1101", TransactionKind(effect=Effect.WRITES, patient_is_told=LOOKED_UP))
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
