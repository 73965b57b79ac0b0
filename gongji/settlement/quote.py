"""A bill as it would be settled now: the same reading and the same split, nothing booked (试算)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from gongji.credential.problems import CredentialInvalid
from gongji.credential.service import present
from gongji.institutions.models import PROHIBITED, CatalogueItem, Institution, ItemKind
from gongji.kernel.context import Context
from gongji.kernel.money import Money, total
from gongji.kernel.privacy import blind_index
from gongji.kernel.problems import RequestInvalid
from gongji.ledger.models import Account
from gongji.notices.service import windows_now
from gongji.people.models import InsuranceKind, Person
from gongji.policy.entries import Citation
from gongji.policy.parameters import Questions
from gongji.policy.rules import PolicyBook, Rules
from gongji.policy.values import Scene
from gongji.settlement.facts import (
    Patient,
    Tie,
    live_holds,
    load_batch,
    load_patient,
    load_ties,
    lock_family_accounts,
)
from gongji.settlement.pool import pool_leg
from gongji.settlement.problems import (
    AlreadySettled,
    AmountsDisagree,
    CredentialNotOwn,
    LinesMissing,
    VisitUnknown,
)
from gongji.settlement.rules import ITEM_PROHIBITED, Charge, Classes, Split, classify, split
from gongji.settlement.sharing import Occasion, Purse, accounts_for

CHRONIC_TYPES = frozenset({"14", "140104", "140201"})
PHARMACY_TYPES = frozenset({"41"})
INSURANCE_CODE = "01"


@dataclass(frozen=True, slots=True)
class ChargeInput:
    """One line as an institution sends it."""

    number: str
    item_code: str
    amount: Money
    quantity: Decimal
    price: Decimal
    approval: str = "0"


@dataclass(frozen=True, slots=True)
class Credential:
    """What the patient showed: 01 insurance code, 02 ID card, 03 social card, 04 face (CRED-01)."""

    kind: str
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BillRequest:
    """What an institution asks to be settled: a batch of a visit, or a pharmacy's lines."""

    institution: Institution
    infno: str
    msgid: str
    person_id: str
    insurance: InsuranceKind
    med_type: str
    credential: Credential
    flag: str
    stated_total: Money
    visit_id: str = ""
    batch_number: str = ""
    charges: Sequence[ChargeInput] = ()
    disease_code: str | None = None
    stated_classes: Classes | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A decided bill with everything that a booking or a reply needs."""

    request: BillRequest
    patient: Patient
    scene: Scene
    lines: Sequence[Mapping[str, Any]]
    split: Split
    ties: Sequence[Tie]
    accounts: Mapping[str, Account]
    basis: tuple[Citation, ...]

    @property
    def own_account(self) -> Account | None:
        return self.accounts.get(self.patient.person.id)


def quote(ctx: Context, request: BillRequest) -> Quote:
    """Reads, locks and decides; raises VISIT_UNKNOWN, ALREADY_SETTLED, LINES_MISSING,
    AMOUNTS_DISAGREE, POLICY_NOT_CONFIGURED.
    """
    patient, lines = _hospital_bill(ctx, request) if request.visit_id else _sale(ctx, request)
    check_credential(ctx, request.credential, patient.person, request.institution.code)
    rules = ctx.policy.rules(patient.insurance.area, ctx.today)
    refuse_unaccepted(request.credential, rules)
    classes = classes_of(lines)
    _check_stated(request, classes)
    accounts = lock_family_accounts(ctx, patient.person.id)
    ties = load_ties(ctx, patient.person.id)
    scene = _scene(ctx, request, patient)
    occasion = Occasion(request.institution, scene, request.flag, windows_now(ctx.db, ctx.now))
    pool = pool_leg(classes.in_scope, scene, request.institution.level, patient.insured(), rules)
    prohibited = total(*(Money(line["amount_fen"]) for line in lines if line["reason"]))
    purse = Purse(accounts, live_holds(ctx, accounts))
    shared = accounts_for(ctx, occasion, patient, ties, purse)
    decided = split(classes, prohibited, pool, shared)
    basis = _basis(ctx.policy, ctx, patient, ties, decided)
    return Quote(request, patient, scene, lines, decided, ties, accounts, basis)


def _hospital_bill(
    ctx: Context, request: BillRequest
) -> tuple[Patient, Sequence[Mapping[str, Any]]]:
    found = load_batch(ctx, request.visit_id, request.batch_number, request.institution.code)
    if found.visit.person_id != request.person_id:
        raise VisitUnknown
    if found.patient.insurance.kind is not request.insurance:
        raise RequestInvalid.at("/data/insutype", "differs", "险种与挂号时不一致")
    if found.visit.med_type not in (None, request.med_type):
        raise RequestInvalid.at("/data/med_type", "differs", "医疗类别与就诊信息不一致")
    if found.standing is not None:
        raise AlreadySettled
    if found.batch is None or not found.batch.lines:
        raise LinesMissing
    return found.patient, found.batch.lines


def _sale(ctx: Context, request: BillRequest) -> tuple[Patient, Sequence[Mapping[str, Any]]]:
    patient = load_patient(ctx, request.person_id, request.insurance, request.disease_code)
    if patient is None:
        raise VisitUnknown
    return patient, classified(ctx, request.charges)


def classified(ctx: Context, charges: Sequence[ChargeInput]) -> list[dict[str, Any]]:
    """Lines with their classes and reasons, as they are stored and explained to the patient.

    An item that the catalogue does not know is 丙, full self-pay. Raises LINES_MISSING for none.
    """
    if not charges:
        raise LinesMissing
    codes = {charge.item_code for charge in charges}
    query = select(CatalogueItem).where(CatalogueItem.code.in_(codes))
    items = {item.code: item for item in ctx.db.execute(query).scalars()}
    return [_line(charge, items.get(charge.item_code)) for charge in charges]


def _line(charge: ChargeInput, item: CatalogueItem | None) -> dict[str, Any]:
    cap = item.price_cap_fen if item else None
    known = Charge(
        number=charge.number,
        code=charge.item_code,
        name=item.name if item else charge.item_code,
        amount=charge.amount,
        quantity=charge.quantity,
        kind=item.kind if item else ItemKind.DRUG,
        level=item.level if item else "03",
        self_rate=item.self_rate if item else Decimal(1),
        price_cap=None if cap is None else Money(cap),
        hospital_refused=charge.approval == "2",
    )
    classes = classify(known)
    return {
        "number": known.number, "code": known.code, "name": known.name, "kind": known.kind,
        "level": known.level, "self_rate": str(known.self_rate), "price_cap_fen": cap,
        "quantity": str(charge.quantity), "price": str(charge.price),
        "amount_fen": known.amount.fen, "in_scope_fen": classes.in_scope.fen,
        "first_self_pay_fen": classes.first_self_pay.fen,
        "over_limit_fen": classes.over_limit.fen,
        "full_self_pay_fen": classes.full_self_pay.fen,
        "reason": ITEM_PROHIBITED if known.kind in PROHIBITED else None,
    }  # fmt: skip


def check_credential(
    ctx: Context, shown: Credential, person: Person, institution_code: str
) -> None:
    """Money is shared, cards are not (PRO-04): raises CREDENTIAL_NOT_OWN, CREDENTIAL_INVALID or
    CREDENTIAL_EXPIRED.
    """
    if shown.kind == INSURANCE_CODE:
        if present(ctx, shown.number, institution_code) != person.id:
            raise CredentialNotOwn
    elif blind_index("id_number", shown.number.upper()) != person.id_number_index:
        raise CredentialNotOwn


def refuse_unaccepted(shown: Credential, rules: Rules) -> None:
    """Which kinds count is policy of the patient's area (C-20); raises CREDENTIAL_INVALID."""
    if shown.kind not in rules.credential_accepted:
        raise CredentialInvalid


def classes_of(lines: Sequence[Mapping[str, Any]]) -> Classes:
    whole = Classes()
    for line in lines:
        whole += Classes(
            Money(line["in_scope_fen"]),
            Money(line["first_self_pay_fen"]),
            Money(line["over_limit_fen"]),
            Money(line["full_self_pay_fen"]),
        )
    return whole


def _check_stated(request: BillRequest, classes: Classes) -> None:
    """The institution's own figures must agree with its lines, to the fen."""
    pairs = [("费用总额", request.stated_total, classes.amount)]
    if request.stated_classes:
        stated = request.stated_classes
        pairs += [
            ("全自费金额", stated.full_self_pay, classes.full_self_pay),
            ("超限价金额", stated.over_limit, classes.over_limit),
            ("先行自付金额", stated.first_self_pay, classes.first_self_pay),
            ("符合政策范围金额", stated.in_scope, classes.in_scope),
        ]
    for what, stated_amount, computed in pairs:
        if stated_amount != computed:
            raise AmountsDisagree(what=what, stated=stated_amount, computed=computed)


def _scene(ctx: Context, request: BillRequest, patient: Patient) -> Scene:
    """Chronic care needs a valid qualification and a place designated for it (CHR-08)."""
    wanted = request.med_type in CHRONIC_TYPES
    if wanted and request.institution.chronic and patient.is_qualified(ctx.today):
        return Scene.CHRONIC
    sold = request.med_type in PHARMACY_TYPES or not request.visit_id
    return Scene.PHARMACY if sold else Scene.OUTPATIENT


def _basis(
    book: PolicyBook, ctx: Context, patient: Patient, ties: Sequence[Tie], decided: Split
) -> tuple[Citation, ...]:
    """The rows that decided, so that a citizen can be shown the clause years later."""
    own = book.rules(patient.insurance.area, ctx.today)
    cited = own.basis(*decided.pool.keys, Questions.payable_part)
    if ties:
        theirs = book.rules(ties[0].insurance.area, ctx.today)
        cited += theirs.basis(Questions.pay_order, Questions.opt_in, Questions.scenes_enabled)
    return cited
