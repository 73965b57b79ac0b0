"""2201 to 2205: registering a visit, its diagnoses, its charge batches, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, select

from gongji.fsi.calls import (
    Call,
    Output,
    charge,
    credential_of,
    refuse_contradiction,
    refuse_missing_disease,
    refuse_repeated_numbers,
)
from gongji.fsi.codes import NO, OUTSIDE_PRESCRIPTION, insurance_kind, settled
from gongji.fsi.outputs import explained
from gongji.fsi.registry import (
    BYTES_MAX,
    LINES_BYTES_MAX,
    Effect,
    TransactionKind,
    transaction,
)
from gongji.fsi.wire import JsonObject
from gongji.institutions.models import Institution
from gongji.kernel.db import locked
from gongji.kernel.ids import new_id
from gongji.kernel.problems import RequestInvalid
from gongji.people.facts import insurances_of
from gongji.people.looks import REGISTERED
from gongji.people.models import Insurance, Person
from gongji.settlement.columns import Diagnosis
from gongji.settlement.facts import check_credential, classified, refuse_unaccepted
from gongji.settlement.models import ChargeBatch, Settlement, Visit
from gongji.settlement.problems import (
    AlreadySettled,
    LinesMissing,
    VisitUnknown,
)
from gongji.vocabulary import InstitutionKind, InsuranceStatus

ALL_BATCHES = "0000"

ONCE = TransactionKind(effect=Effect.WRITES_ONCE)
TAKING_BACK = replace(ONCE, designated_only=False)


@transaction("2201", replace(ONCE, patient_is_told=REGISTERED))
def register(call: Call) -> Output:
    """2201: a visit of the person whose own credential is shown (PRO-04)."""
    ctx, node = call.ctx, call.input["data"]
    found = ctx.db.get(Person, node["psn_no"])
    if found is None:
        raise VisitUnknown
    check_credential(ctx, credential_of(node), found, call.institution.code)
    call.patients.append(found.id)
    refuse_contradiction(node, found)
    kind = insurance_kind(node["insutype"], "/data/insutype")
    rows = [row for row in insurances_of(ctx.db, found.id) if row.kind is kind]
    if not rows:
        raise RequestInvalid.at("/data/insutype", "unknown", "患者没有参加这一险种")
    insurance = min(rows, key=lambda row: row.status is not InsuranceStatus.NORMAL)
    refuse_unaccepted(credential_of(node), ctx.policy.rules(insurance.area, ctx.today))
    visit = _registered(call, found, insurance)
    if visit is None:
        visit = Visit(
            id=new_id("vis"),
            institution_code=call.institution.code,
            ipt_otp_no=node["ipt_otp_no"],
            person_id=found.id,
            insurance_id=insurance.id,
            begun_at=node["begntime"],
            med_type=None,
            disease_code=None,
            prescriber_code=None,
            diagnoses=(),
            cancelled_at=None,
        )
        ctx.db.add(visit)
        ctx.db.flush()
    return {"data": {"mdtrt_id": visit.id, "psn_no": found.id, "ipt_otp_no": visit.ipt_otp_no}}


def _registered(call: Call, found: Person, insurance: Insurance) -> Visit | None:
    """The open visit under this number: a registration whose reply was lost is answered again.

    Raises REQUEST_INVALID where it is somebody else's, or goes to another insurance.
    """
    taken = select(Visit).where(
        Visit.institution_code == call.institution.code,
        Visit.ipt_otp_no == call.input["data"]["ipt_otp_no"],
        Visit.cancelled_at.is_(None),
    )
    visit = call.ctx.db.execute(taken).scalar_one_or_none()
    if visit is not None and visit.person_id != found.id:
        raise RequestInvalid.at("/data/ipt_otp_no", "taken", "该门诊号已经登记过")
    if visit is not None and visit.insurance_id != insurance.id:
        title = "该门诊号已按另一险种登记，请先以 2202 撤销"
        raise RequestInvalid.at("/data/insutype", "differs", title)
    return visit


@transaction("2202", TAKING_BACK)
def unregister(call: Call) -> Output:
    """2202: cancels a registration without unreversed settlements."""
    node = call.input["data"]
    visit = open_visit(call, node["mdtrt_id"], node["psn_no"])
    if visit.ipt_otp_no != node["ipt_otp_no"]:
        raise RequestInvalid.at("/data/ipt_otp_no", "differs", "门诊号与登记时不一致")
    if _unreversed(call, visit, ALL_BATCHES):
        raise AlreadySettled
    visit.cancelled_at = call.ctx.now
    return {}


@transaction("2203", ONCE)
@transaction("2203A", replace(ONCE, bytes_max=BYTES_MAX))
def describe(call: Call) -> Output:
    """2203, 2203A: the medical category, the disease and the diagnoses of a visit, and at a
    pharmacy who prescribed (2203A).

    Raises ALREADY_SETTLED for another category than the one that a settlement stands on.
    """
    node = call.input["mdtrtinfo"]
    scene = settled(node["med_type"], call.institution, "/mdtrtinfo/med_type").scene
    refuse_missing_disease(scene, node["dise_codg"], "/mdtrtinfo/dise_codg")
    visit = open_visit(call, node["mdtrt_id"], node["psn_no"])
    if visit.med_type != node["med_type"] and _unreversed(call, visit, ALL_BATCHES):
        raise AlreadySettled
    visit.med_type = node["med_type"]
    visit.disease_code = node["dise_codg"]
    visit.prescriber_code = _prescriber(call, node.get("rxfixmedinsCode"))
    visit.diagnoses = tuple(
        Diagnosis(
            row["diag_type"],
            row["diag_code"],
            row["diag_name"],
            row["diag_time"],
            order=int(row["diag_srt_no"]),
            department=row["diag_dept"],
            doctor_code=row["dise_dor_no"],
            doctor_name=row["dise_dor_name"],
        )
        for row in call.input["diseinfo"]
        if row["vali_flag"] != NO
    )
    return {}


def _prescriber(call: Call, code: str | None) -> str | None:
    """Whose prescription a pharmacy fills; raises REQUEST_INVALID for anything but a designated
    medical institution.
    """
    if code is None or call.institution.kind is not InstitutionKind.PHARMACY:
        return None
    found = call.ctx.db.get(Institution, code)
    if found is None or found.kind is InstitutionKind.PHARMACY or not found.designated:
        title = "处方医药机构编码不是定点医疗机构"
        raise RequestInvalid.at("/mdtrtinfo/rxfixmedinsCode", "unknown", title)
    return code


@transaction("2204", replace(ONCE, bytes_max=LINES_BYTES_MAX))
def upload(call: Call) -> Output:
    """2204: charge batches, classified line by line; raises AMOUNTS_DISAGREE, ALREADY_SETTLED."""
    rows = call.input["feedetail"]
    if not rows:
        raise LinesMissing
    if len({(row["mdtrt_id"], row["psn_no"]) for row in rows}) != 1:
        raise RequestInvalid.at("/feedetail", "mixed", "一次只能上传同一次就诊的明细")
    visit = open_visit(call, rows[0]["mdtrt_id"], rows[0]["psn_no"])
    _refuse_repeated(call, visit, rows)
    lines = classified(call.ctx, [charge(row) for row in rows])
    for number in dict.fromkeys(row["chrg_bchno"] for row in rows):
        pairs = [pair for pair in zip(rows, lines, strict=True) if pair[0]["chrg_bchno"] == number]
        diseases = {row["dise_codg"] for row, _ in pairs}
        if len(diseases) != 1:
            raise RequestInvalid.at("/feedetail", "mixed", "同一收费批次只能有一个病种")
        batch = ChargeBatch(
            visit_id=visit.id,
            number=number,
            disease_code=diseases.pop(),
            # each line names its prescription, or says that it is on one from elsewhere
            prescribed=all(
                row["rxno"] or row["rx_circ_flag"] == OUTSIDE_PRESCRIPTION for row, _ in pairs
            ),
            lines=tuple(line for _, line in pairs),
            total_fen=sum(line.amount.fen for _, line in pairs),
            uploaded_at=call.ctx.now,
        )
        call.ctx.db.add(batch)
    call.ctx.db.flush()
    return {"result": [explained(line) for line in lines]}


def _refuse_repeated(call: Call, visit: Visit, rows: Sequence[JsonObject]) -> None:
    """A batch comes in one call, and a line number names one line of a visit."""
    query = select(ChargeBatch).where(ChargeBatch.visit_id == visit.id)
    earlier = call.ctx.db.execute(query).scalars().all()
    if {batch.number for batch in earlier} & {row["chrg_bchno"] for row in rows}:
        raise RequestInvalid.at("/feedetail", "repeated", "该收费批次已上传，请先撤销再重新上传")
    used = {line.number for batch in earlier for line in batch.lines}
    refuse_repeated_numbers([row["feedetl_sn"] for row in rows], used, "/feedetail")


@transaction("2205", TAKING_BACK)
def withdraw(call: Call) -> Output:
    """2205: drops batches that are not settled; `0000` means all of them."""
    node = call.input["data"]
    visit = open_visit(call, node["mdtrt_id"], node["psn_no"])
    number = node["chrg_bchno"]
    if number != ALL_BATCHES and call.ctx.db.get(ChargeBatch, (visit.id, number)) is None:
        raise LinesMissing
    settled = _unreversed(call, visit, number)
    if settled and number != ALL_BATCHES:
        raise AlreadySettled
    chosen = delete(ChargeBatch).where(
        ChargeBatch.visit_id == visit.id, ChargeBatch.number.not_in(settled)
    )
    if number != ALL_BATCHES:
        chosen = chosen.where(ChargeBatch.number == number)
    call.ctx.db.execute(chosen)
    return {}


def open_visit(call: Call, visit_id: str, person_id: str) -> Visit:
    """The visit, locked; raises VISIT_UNKNOWN unless it is this institution's and this person's."""
    query = select(Visit).where(
        Visit.id == visit_id,
        Visit.person_id == person_id,
        Visit.institution_code == call.institution.code,
        Visit.cancelled_at.is_(None),
    )
    visit = call.ctx.db.execute(locked(query)).scalar_one_or_none()
    if visit is None:
        raise VisitUnknown
    return visit


def _unreversed(call: Call, visit: Visit, number: str) -> list[str]:
    """Numbers of the batches that have a settlement which was not reversed."""
    query = select(Settlement.batch_number).where(
        Settlement.person_id == visit.person_id,
        Settlement.visit_id == visit.id,
        Settlement.reverses_id.is_(None),
        Settlement.reversed_by_id.is_(None),
    )
    if number != ALL_BATCHES:
        query = query.where(Settlement.batch_number == number)
    return list(call.ctx.db.execute(query).scalars())
