"""Which rule of the pool (统筹) a bill falls under (待遇), given who asks for it and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from gongji.app.context import Context
from gongji.chronic.models import Qualification
from gongji.chronic.registrations import dual_items, registered_diseases
from gongji.institutions.models import Institution
from gongji.settlement.bill import BillLine, NoPool
from gongji.settlement.facts import Patient
from gongji.settlement.pool import PoolCase
from gongji.settlement.problems import BillFault, BillPart
from gongji.vocabulary import (
    Benefit,
    InstitutionKind,
    InsuranceKind,
    Scene,
    Service,
    TwoDiseases,
)


@dataclass(frozen=True, slots=True)
class Granted:
    """Where the accounts may pay, and which rule of the pool decides."""

    scene: Scene
    case: PoolCase


@dataclass(frozen=True, slots=True)
class Asked:
    """A benefit with what speaks for it: the bill is that of a visit, and the whole of it was
    prescribed (凭处方).
    """

    benefit: Benefit
    scene: Scene
    of_visit: bool = False
    prescribed: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is registered of the patient, as far as the benefit depends on it.

    `items` are the lines of the bill with whether the patient is registered for each, None for an
    item that is not of both channels (双通道); `diseases` which of the two (两病) are registered;
    `qualifications` those for chronic diseases, where the area limits what the pool pays for them.
    """

    items: Mapping[str, bool | None] = field(default_factory=dict)
    diseases: frozenset[TwoDiseases] = frozenset()
    qualifications: Sequence[Qualification] = ()


def evidence(
    ctx: Context, benefit: Benefit, patient: Patient, lines: Sequence[BillLine]
) -> Evidence:
    """Read for the benefits that depend on it, in one statement."""
    person_id, insurance = patient.person.id, patient.insurance
    if benefit is Benefit.CHRONIC:
        limits = ctx.policy.rules(insurance.area, ctx.today).chronic_limits(insurance.kind)
        if limits is None or not patient.is_qualified(ctx.today):
            return Evidence()
        query = select(Qualification).where(Qualification.person_id == person_id)
        return Evidence(qualifications=ctx.db.execute(query).scalars().all())
    if benefit is Benefit.DUAL:
        codes = {line.number: line.code for line in lines}
        listed = dual_items(ctx.db, person_id, set(codes.values()), ctx.today)
        return Evidence({number: listed.get(code) for number, code in codes.items()})
    if benefit is Benefit.TWO_DISEASES:
        return Evidence(diseases=registered_diseases(ctx.db, person_id, ctx.today))
    return Evidence()


def chronic_disease(institution: Institution, patient: Patient, day: date) -> str | None:
    """The disease of a bill that is chronic care; None where it is an ordinary one (CHR-08)."""
    found = patient.qualification
    if found is None or not (
        patient.is_qualified(day) and institution.offers(Service.CHRONIC, day)
    ):
        return None
    return found.code


def granted(
    asked: Asked, institution: Institution, patient: Patient, proven: Evidence, day: date
) -> Granted:
    """The benefit that is asked for; chronic care that is not granted is an ordinary bill.

    Raises BillFault where drugs of both channels or of the two diseases are not granted.
    """
    benefit, scene = asked.benefit, asked.scene
    if benefit is Benefit.CHRONIC:
        disease = chronic_disease(institution, patient, day)
        if disease is not None:
            held = proven.qualifications
            return Granted(scene, PoolCase(benefit, disease=disease, qualifications=held))
        benefit = Benefit.OUTPATIENT if asked.of_visit else Benefit.NONE  # not granted (CHR-08)
        scene = Scene.OUTPATIENT if asked.of_visit else Scene.PHARMACY
    if benefit is Benefit.OUTPATIENT:
        return Granted(scene, outpatient(institution, day, prescribed=asked.prescribed))
    if benefit is Benefit.DUAL:
        _refuse_dual(institution, proven, day)
    if benefit is Benefit.TWO_DISEASES:
        _refuse_two_diseases(asked, institution, patient, proven, day)
    return Granted(scene, PoolCase(benefit, diseases=proven.diseases))


def outpatient(institution: Institution, day: date, *, prescribed: bool) -> PoolCase:
    """Ordinary outpatient care, at a pharmacy on prescription alone (POOL-10)."""
    if not institution.offers(Service.POOL, day):
        return PoolCase(Benefit.NONE, why_none=NoPool.SERVICE_NOT_OPEN)
    if institution.kind is not InstitutionKind.PHARMACY:
        return PoolCase(Benefit.OUTPATIENT, institution.level)
    if prescribed:
        return PoolCase(Benefit.PRESCRIPTION)
    return PoolCase(Benefit.NONE, why_none=NoPool.NO_PRESCRIPTION)


def _refuse_dual(institution: Institution, proven: Evidence, day: date) -> None:
    """The place's service, each item's mark and the patient's registration are needed (POOL-11)."""
    if not institution.offers(Service.DUAL, day):
        raise _fault("service", "本机构没有开通双通道服务，请到已开通的定点医疗机构或药店结算")
    for number, is_registered in proven.items.items():
        if is_registered is None:
            raise _fault("item", f"明细 {number} 不是双通道药品，请另按普通类别结算")
        if not is_registered:
            title = (
                f"患者没有明细 {number} 的双通道待遇资格，"
                "请先到参保地经办机构备案，或按普通类别结算"
            )
            raise _fault("unregistered", title)


def _refuse_two_diseases(
    asked: Asked, institution: Institution, patient: Patient, proven: Evidence, day: date
) -> None:
    """For residents who are registered, at a place of the pool, at a pharmacy on prescription
    (POOL-09).
    """
    if patient.insurance.kind is not InsuranceKind.RESIDENT:
        raise _fault("insurance", "门诊两病待遇属于居民医保，职工医保请按普通门诊或慢特病结算")
    case = outpatient(institution, day, prescribed=asked.prescribed)
    if case.why_none is NoPool.SERVICE_NOT_OPEN:
        raise _fault("service", "本机构没有开通门诊统筹，不能结算门诊两病")
    if case.why_none is NoPool.NO_PRESCRIPTION:
        raise _fault("prescription", "药店结算门诊两病须凭定点医疗机构的处方")
    if not proven.diseases:
        raise _fault("unregistered", "患者没有门诊两病登记，请先登记，或按普通门诊结算")


def _fault(code: str, title: str) -> BillFault:
    return BillFault(BillPart.MED_TYPE, code, title)
