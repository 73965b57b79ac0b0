"""One call of an institution: who calls, what was sent, and the readings all transactions share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from gongji.credential.problems import CredentialInvalid
from gongji.fsi.envelope import Envelope
from gongji.institutions.models import Institution
from gongji.kernel.context import Context
from gongji.kernel.identity import read_id_number, same_name
from gongji.kernel.money import Money
from gongji.kernel.problems import RequestInvalid
from gongji.people.models import InsuranceKind, Person
from gongji.people.service import find_by_id_number
from gongji.settlement.problems import CredentialNotOwn
from gongji.settlement.shown import INSURANCE_CODE, Credential

KINDS = {"310": InsuranceKind.EMPLOYEE, "390": InsuranceKind.RESIDENT}

INPATIENT_GROUPS = ("21", "22", "23", "24", "26")
INPATIENT_TYPES = frozenset({"28", "52", "71"})
"""`med_type` of stays, by how the code begins and one by one (protocol §7)."""

Output = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """A transaction whose sender is known and whose input fits its table."""

    ctx: Context
    institution: Institution
    envelope: Envelope
    input: dict[str, Any]


def money(amount: Decimal | None) -> Money:
    return Money.yuan(amount or 0)


def credential_of(node: dict[str, Any]) -> Credential:
    """What was shown; a card's number in its one form, the token of an insurance code as it is."""
    kind, number = node["mdtrt_cert_type"], node["mdtrt_cert_no"]
    return Credential(kind, number if kind == INSURANCE_CODE else read_id_number(number))


def shown_code(content: dict[str, Any]) -> str | None:
    """The insurance code in an input, checked or raw; None where another credential is shown."""
    for node in content.values():
        if isinstance(node, dict) and str(node.get("mdtrt_cert_type")).strip() == INSURANCE_CODE:
            return str(node.get("mdtrt_cert_no"))
    return None


def refuse_inpatient(med_type: str, pointer: str) -> None:
    """Stays in hospital, day surgery and family beds are not settled by this interface."""
    if med_type in INPATIENT_TYPES or med_type.startswith(INPATIENT_GROUPS):
        raise RequestInvalid.at(pointer, "unsupported", "住院等类别不在门诊结算范围内")


def insurance_kind(code: str, pointer: str) -> InsuranceKind:
    """Raises REQUEST_INVALID for an insurance that this system does not settle."""
    if code not in KINDS:
        raise RequestInvalid.at(pointer, "unsupported", "险种不在本系统结算范围内")
    return KINDS[code]


def refuse_future(moment: datetime | None, ctx: Context, pointer: str) -> None:
    """Dates an institution sends are kept, and refused when in the future (http-api.md §9)."""
    if moment is not None and moment > ctx.now:
        raise RequestInvalid.at(pointer, "future", "时间不能晚于当前时间")


def find_by_card(ctx: Context, shown: Credential) -> Person:
    """Whoever a card with an ID number belongs to; raises CREDENTIAL_INVALID for nobody."""
    person = find_by_id_number(ctx.db, shown.number)
    if person is None:
        raise CredentialInvalid
    return person


def refuse_contradiction(node: dict[str, Any], person: Person) -> None:
    """Fields that only Hunan asks for may be absent, but not name somebody else (§10.9)."""
    number, name = node.get("certno"), node.get("psn_name")
    if number and read_id_number(number) != person.id_number.reveal():
        raise CredentialNotOwn
    if name and not same_name(name, person.name):
        raise CredentialNotOwn
