"""A bill as it would be settled now: read and decided, nothing booked (试算)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from gongji.app.context import Context
from gongji.family.holds import live_holds
from gongji.institutions.models import Institution
from gongji.kernel.ids import new_id
from gongji.kernel.money import ZERO, Money
from gongji.ledger.models import Account
from gongji.notices.service import windows_now
from gongji.people.models import Person
from gongji.policy.entries import Citation
from gongji.policy.parameters import PlainParameters
from gongji.policy.values import PayablePart
from gongji.settlement.benefits import Asked, chronic_disease, evidence, granted
from gongji.settlement.bill import (
    Amounts,
    BillLine,
    ChargeInput,
    Classes,
    Credential,
    DecidedBill,
    PayerShare,
    cash_only,
    classes_of,
    out_of_range_told,
)
from gongji.settlement.facts import (
    Patient,
    check_credential,
    circumstances_of,
    classified,
    family_accounts,
    load_batch,
    load_bindings,
    load_patient,
    refuse_unaccepted,
)
from gongji.settlement.pool import PoolCase, pool_leg
from gongji.settlement.problems import (
    AlreadySettled,
    AmountsDisagree,
    BillFault,
    BillPart,
    VisitUnknown,
)
from gongji.settlement.rules import (
    Accounts,
    AvailableFunds,
    BillContext,
    SharedBinding,
    Split,
    accounts_for,
    split,
)
from gongji.vocabulary import AccountUse, Benefit, InsuranceKind, Scene

Read = tuple[Patient, tuple[BillLine, ...], bool]
"""The patient, the lines, and whether all of them are on a prescription."""

NotePatient = Callable[[str], None]


def note_nothing(_person_id: str) -> None:
    """For a caller that notes no access."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRequest:
    """What an institution asks to be settled: a batch of a visit, or a pharmacy's lines.

    `scene` and `benefit` are what the category asks for; chronic care that is not granted is an
    ordinary bill.
    """

    institution: Institution
    infno: str
    msgid: str
    person_id: str
    insurance: InsuranceKind
    med_type: str
    scene: Scene
    benefit: Benefit
    credential: Credential
    use: AccountUse
    stated_total: Money | None
    visit_id: str = ""
    batch_number: str = ""
    charges: Sequence[ChargeInput] = ()
    disease_code: str | None = None
    stated_classes: StatedClasses = StatedClasses()


@dataclass(frozen=True, slots=True)
class Quote:
    """A decided bill with the facts that a booking needs."""

    request: BillRequest
    patient: Patient
    bill: DecidedBill
    split: Split
    bindings: Sequence[SharedBinding]
    accounts: Mapping[str, Account]
    shared: Accounts
    is_locked: bool

    def payers_read(self) -> Sequence[str]:
        """The relatives about whose balances this decision could tell something."""
        if self.shared.blocked:
            return []
        return [payer.person_id for payer in self.shared.payers if not payer.blocked]


def quote(
    ctx: Context,
    request: BillRequest,
    note_patient: NotePatient = note_nothing,
    *,
    to_book: bool = True,
) -> Quote:
    """Reads and decides; what is to be booked is locked until the commit.

    `note_patient` gets the patient's id once their own credential was shown: from there on even a
    refusal says something about them. Raises VISIT_UNKNOWN, ALREADY_SETTLED, LINES_MISSING,
    CREDENTIAL_NOT_OWN, CREDENTIAL_INVALID, AMOUNTS_DISAGREE, POLICY_NOT_CONFIGURED, and BillFault
    for a statement that its facts contradict.
    """
    read = _read_batch(ctx, request, locks=to_book) if request.visit_id else None
    patient, lines, prescribed = read or _read_sale(ctx, request, note_patient)
    person = patient.person
    check_credential(ctx, request.credential, person, request.institution.code)
    note_patient(person.id)
    rules = ctx.policy.rules(patient.insurance.area, ctx.today)
    refuse_unaccepted(request.credential, rules)
    classes = classes_of(lines)
    _refuse_other_figures(request, classes)
    accounts = family_accounts(ctx, person.id, locks=to_book)
    bindings = load_bindings(ctx, person.id)
    scene, case = request.scene, PoolCase(request.benefit)
    if request.benefit is not Benefit.NONE:
        asked = Asked(
            request.benefit, scene, of_visit=bool(request.visit_id), prescribed=prescribed
        )
        proven = evidence(ctx, request.benefit, patient, lines)
        grant = granted(asked, request.institution, patient, proven, ctx.today)
        scene, case = grant.scene, grant.case
    closed = windows_now(ctx.db, ctx.now) if patient.in_maintenance else ()
    presented = BillContext(request.institution, scene, request.use, closed, ctx.policy, ctx.today)
    pool = pool_leg(classes.in_scope, case, patient.pool_member(), rules)
    funds = AvailableFunds(accounts, live_holds(ctx, accounts))
    shared = accounts_for(presented, person.id, patient.insurance, bindings, funds)
    decided = split(classes, cash_only(lines), pool, shared)
    if shared.payable_part is PayablePart.IN_CATALOGUE:
        lines = out_of_range_told(lines)
    basis = rules.basis(*pool.keys, rules.payable_param(scene))
    basis += _basis_of_sharing(ctx, bindings, shared)
    account = accounts.get(person.id)
    balance = Money(account.balance_fen if account else 0)
    bill = _bill(
        ctx,
        request,
        patient,
        decided,
        scene=scene,
        benefit=case.benefit,
        lines=lines,
        basis=basis,
        own_balance=balance,
    )
    return Quote(request, patient, bill, decided, bindings, accounts, shared, to_book)


def _read_batch(ctx: Context, request: BillRequest, *, locks: bool) -> Read:
    """The lines that were uploaded to a visit.

    Chronic care that turns out to be an ordinary bill is read once more, since another counter is
    the one that it counts against.
    """
    read = partial(
        load_batch,
        ctx,
        request.visit_id,
        request.batch_number,
        request.institution.code,
        request.person_id,
        locks=locks,
    )
    found = read(benefit=request.benefit)
    if request.benefit is Benefit.CHRONIC:
        disease = chronic_disease(request.institution, found.patient, ctx.today)
        found = found if disease else read(benefit=Benefit.OUTPATIENT)
    if found.patient.insurance.kind is not request.insurance:
        raise BillFault(BillPart.INSURANCE, "differs", "险种与挂号时不一致")
    if found.visit.med_type not in (None, request.med_type):
        raise BillFault(BillPart.MED_TYPE, "differs", "医疗类别与就诊信息不一致")
    if found.is_settled:
        raise AlreadySettled
    stated = found.batch.disease_code or found.visit.disease_code
    if request.scene is Scene.CHRONIC and not stated:
        title = "慢特病须先上传病种编码（2203 或 2204）"
        raise BillFault(BillPart.MED_TYPE, "REQUIRED", title)
    return found.patient, found.batch.lines, found.is_prescribed


def _read_sale(ctx: Context, request: BillRequest, note_patient: NotePatient) -> Read:
    """The lines of a sale, classified; a prescription is filled in a visit (2201 to 2207)."""
    patient = load_patient(
        ctx, request.person_id, request.insurance, request.benefit, request.disease_code
    )
    if patient is None:
        found = ctx.db.get(Person, request.person_id)
        if found is None:
            raise VisitUnknown
        check_credential(ctx, request.credential, found, request.institution.code)
        note_patient(found.id)
        raise BillFault(BillPart.INSURANCE, "unknown", "患者没有参加这一险种")
    return patient, classified(ctx, request.charges), False


def _refuse_other_figures(request: BillRequest, classes: Classes) -> None:
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


def _basis_of_sharing(
    ctx: Context, bindings: Sequence[SharedBinding], shared: Accounts
) -> tuple[Citation, ...]:
    """The authorizers' rows that decided."""
    if not bindings:
        return ()
    asked = (PlainParameters.scenes_enabled,) if shared.payers else ()
    theirs = [ctx.policy.rules(one.insurance.area, ctx.today) for one in bindings]
    cited = list(theirs[0].basis(PlainParameters.pay_order))
    for rules in theirs:
        cited += rules.basis(PlainParameters.opt_in, *asked)
    return tuple(dict.fromkeys(cited))


def _bill(
    ctx: Context,
    request: BillRequest,
    patient: Patient,
    decided: Split,
    *,
    scene: Scene,
    benefit: Benefit,
    lines: tuple[BillLine, ...],
    basis: tuple[Citation, ...],
    own_balance: Money,
) -> DecidedBill:
    """The decision as it is stored and shown; the own balance is that after the own leg."""
    pool = decided.pool
    return DecidedBill(
        visit_id=request.visit_id or new_id("vis"),
        batch_number=request.batch_number,
        institution_code=request.institution.code,
        place=request.institution.name,
        msgid=request.msgid,
        infno=request.infno,
        person_id=patient.person.id,
        insurance_id=patient.insurance.id,
        scene=scene,
        med_type=request.med_type,
        credential=request.credential.kind,
        channel=ctx.channel,
        at=ctx.now,
        year=ctx.today.year,
        counted_on=ctx.today,
        amounts=Amounts(
            total=decided.amount,
            pool=pool.amount,
            own=decided.own,
            mutual=decided.mutual,
            cash=decided.cash,
            classes=decided.classes,
            deductible=pool.deductible,
            counted_pool=pool.counted,
        ),
        pool_rate=pool.rate,
        tier_level=pool.level,
        pool_sum=pool.how,
        benefit=benefit,
        reason=decided.reason,
        lines=lines,
        payers=tuple(
            PayerShare(
                binding_id=share.payer.binding_id,
                person_id=share.payer.person_id,
                name=share.payer.name,
                relation=share.payer.relation,
                amount=share.amount,
                from_hold=min(share.payer.held, share.amount),
            )
            for share in decided.shares
        ),
        basis=basis,
        policy_version=ctx.policy.version,
        own_balance_after=own_balance - decided.own,
        circumstances=circumstances_of(request.institution, patient.insurance),
    )
