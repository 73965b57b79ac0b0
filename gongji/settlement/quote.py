"""A bill as it would be settled now: the same reading and the same split, nothing booked (试算)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongji.app.context import Context
from gongji.institutions.models import Institution
from gongji.kernel.clock import rfc3339
from gongji.kernel.money import ZERO, Money
from gongji.kernel.problems import RequestInvalid
from gongji.ledger.models import Account
from gongji.notices.service import windows_now
from gongji.people.models import Person
from gongji.policy.entries import Citation
from gongji.policy.parameters import PlainParameters
from gongji.settlement.credentials import Credential, check_credential, refuse_unaccepted
from gongji.settlement.facts import (
    Patient,
    Tie,
    live_holds,
    load_batch,
    load_patient,
    load_ties,
    lock_family_accounts,
)
from gongji.settlement.lines import ChargeInput, cash_only, classes_of, classified
from gongji.settlement.pool import pool_leg
from gongji.settlement.problems import (
    AlreadySettled,
    AmountsDisagree,
    VisitUnknown,
)
from gongji.settlement.rules import Accounts, Classes, Split, split
from gongji.settlement.sharing import Occasion, Purse, accounts_for
from gongji.vocabulary import InsuranceKind, Scene

Seen = Callable[[str], None]


def unseen(_person_id: str) -> None:
    """For who keeps no account of it."""


@dataclass(frozen=True, slots=True)
class StatedClasses:
    """How an institution says that a bill divides; None where it says nothing."""

    in_scope: Money | None = None
    first_self_pay: Money | None = None
    over_limit: Money | None = None
    full_self_pay: Money | None = None

    def say_nothing(self, amount: Money) -> bool:
        """Four zeros are how some systems leave four amounts blank."""
        four = (self.in_scope, self.first_self_pay, self.over_limit, self.full_self_pay)
        return bool(amount) and four == (ZERO,) * 4


@dataclass(frozen=True, slots=True)
class BillRequest:
    """What an institution asks to be settled: a batch of a visit, or a pharmacy's lines."""

    institution: Institution
    infno: str
    msgid: str
    person_id: str
    insurance: InsuranceKind
    med_type: str
    scene: Scene
    """What the category asks for; chronic care is an ordinary bill where it is not granted."""
    credential: Credential
    flag: str
    stated_total: Money | None
    visit_id: str = ""
    batch_number: str = ""
    charges: Sequence[ChargeInput] = ()
    disease_code: str | None = None
    stated_classes: StatedClasses = StatedClasses()
    begun_at: datetime | None = None
    """When a sale began, kept with its lines; a visit keeps its own."""


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
    shared: Accounts
    basis: tuple[Citation, ...]

    def payers_read(self) -> Sequence[str]:
        """The relatives whose balances this decision could tell something of."""
        if self.shared.blocked:
            return []
        return [payer.person_id for payer in self.shared.payers if not payer.blocked]

    @property
    def own_account(self) -> Account | None:
        return self.accounts.get(self.patient.person.id)


def quote(ctx: Context, request: BillRequest, seen: Seen = unseen) -> Quote:
    """Reads, locks and decides; raises VISIT_UNKNOWN, ALREADY_SETTLED, LINES_MISSING,
    AMOUNTS_DISAGREE, POLICY_NOT_CONFIGURED.

    `seen` is told of the patient once his own credential was shown: from there on even a refusal
    tells something of him.
    """
    if request.visit_id:
        patient, lines = _hospital_bill(ctx, request)
    else:
        patient, lines = _sale(ctx, request, seen)
    check_credential(ctx, request.credential, patient.person, request.institution.code)
    seen(patient.person.id)
    rules = ctx.policy.rules(patient.insurance.area, ctx.today)
    refuse_unaccepted(request.credential, rules)
    classes = classes_of(lines)
    _check_stated(request, classes)
    accounts = lock_family_accounts(ctx, patient.person.id)
    ties = load_ties(ctx, patient.person.id)
    scene = _scene(ctx, request, patient)
    windows = windows_now(ctx.db, ctx.now) if patient.in_maintenance else ()
    occasion = Occasion(request.institution, scene, request.flag, windows)
    pool = pool_leg(classes.in_scope, scene, request.institution.level, patient.insured(), rules)
    purse = Purse(accounts, live_holds(ctx, accounts))
    shared = accounts_for(ctx, occasion, patient, ties, purse)
    decided = split(classes, cash_only(lines), pool, shared)
    cited = rules.basis(*decided.pool.keys, PlainParameters.payable_part)
    basis = cited + _basis_of_sharing(ctx, ties, shared)
    return Quote(request, patient, scene, lines, decided, ties, accounts, shared, basis)


def _hospital_bill(
    ctx: Context, request: BillRequest
) -> tuple[Patient, Sequence[Mapping[str, Any]]]:
    found = load_batch(
        ctx, request.visit_id, request.batch_number, request.institution.code, request.person_id
    )
    if found.patient.insurance.kind is not request.insurance:
        raise RequestInvalid.at("/data/insutype", "differs", "险种与挂号时不一致")
    if found.visit.med_type not in (None, request.med_type):
        raise RequestInvalid.at("/data/med_type", "differs", "医疗类别与就诊信息不一致")
    if found.standing is not None:
        raise AlreadySettled
    if request.scene is Scene.CHRONIC and not (
        found.batch.disease_code or found.visit.disease_code
    ):
        raise RequestInvalid.at(
            "/data/med_type", "REQUIRED", "慢特病须先上传病种编码（2203 或 2204）"
        )
    return found.patient, found.batch.lines


def _sale(
    ctx: Context, request: BillRequest, seen: Seen
) -> tuple[Patient, Sequence[Mapping[str, Any]]]:
    patient = load_patient(ctx, request.person_id, request.insurance, request.disease_code)
    if patient is None:
        found = ctx.db.get(Person, request.person_id)
        if found is None:
            raise VisitUnknown
        check_credential(ctx, request.credential, found, request.institution.code)
        seen(found.id)
        raise RequestInvalid.at("/druginfo/insutype", "unknown", "患者没有参加这一险种")
    begun = {"begun_at": rfc3339(request.begun_at) if request.begun_at else None}
    return patient, [line | begun for line in classified(ctx, request.charges)]


def _check_stated(request: BillRequest, classes: Classes) -> None:
    """The figures that the institution states must agree with its lines, to the fen."""
    pairs = [("费用总额", request.stated_total, classes.amount)]
    said = request.stated_classes
    if not said.say_nothing(classes.amount):
        pairs += [
            ("全自费金额", said.full_self_pay, classes.full_self_pay),
            ("超限价金额", said.over_limit, classes.over_limit),
            ("先行自付金额", said.first_self_pay, classes.first_self_pay),
            ("符合政策范围金额", said.in_scope, classes.in_scope),
        ]
    for what, stated, computed in pairs:
        if stated is not None and stated != computed:
            raise AmountsDisagree(what=what, stated=str(stated), computed=str(computed))


def _scene(ctx: Context, request: BillRequest, patient: Patient) -> Scene:
    """Chronic care needs a valid qualification and a place designated for it (CHR-08)."""
    if request.scene is not Scene.CHRONIC:
        return request.scene
    if request.institution.chronic and patient.is_qualified(ctx.today):
        return Scene.CHRONIC
    return Scene.OUTPATIENT if request.visit_id else Scene.PHARMACY


def _basis_of_sharing(ctx: Context, ties: Sequence[Tie], shared: Accounts) -> tuple[Citation, ...]:
    """The authorizer's rows that decided, so that a citizen can be shown the clause years later."""
    if not ties:
        return ()
    asked = (PlainParameters.scenes_enabled,) if shared.payers else ()
    theirs = [ctx.policy.rules(tie.insurance.area, ctx.today) for tie in ties]
    cited = list(theirs[0].basis(PlainParameters.pay_order))
    for rules in theirs:
        cited += rules.basis(PlainParameters.opt_in, *asked)
    return tuple(dict.fromkeys(cited))
