"""2503 to 2506, 5301 and 5302: what is filed for a patient (备案), and taken back.

A filing grants nothing: the office reviews it, and what it approves becomes a qualification.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from gongji.chronic.models import Qualification
from gongji.fsi.calls import Call, Output
from gongji.fsi.codes import insurance_kind
from gongji.fsi.models import Filing
from gongji.fsi.registry import Effect, TransactionKind, transaction
from gongji.fsi.wire import JsonObject
from gongji.institutions.models import Institution
from gongji.kernel.db import locked
from gongji.kernel.ids import new_id
from gongji.kernel.problems import RequestInvalid
from gongji.people.facts import insurances_of
from gongji.people.looks import (
    DESIGNATION_FILED,
    DESIGNATION_WITHDRAWN,
    DESIGNATIONS_READ,
    DISEASE_FILED,
    DISEASE_WITHDRAWN,
    DISEASES_READ,
)
from gongji.people.models import Person
from gongji.vocabulary import FilingKind, InstitutionKind

UNREVIEWED = "（待审核）"
"""Behind the name of a disease that is filed and not yet approved."""

FILES_DISEASE = TransactionKind(
    effect=Effect.WRITES_ONCE,
    may_look_ahead=True,
    patient_field="psn_no",
    patient_is_told=DISEASE_FILED,
)
WITHDRAWS_DISEASE = replace(FILES_DISEASE, designated_only=False, patient_is_told=DISEASE_WITHDRAWN)
QUERIES_DISEASES = replace(FILES_DISEASE, effect=Effect.READS, patient_is_told=DISEASES_READ)
FILES_PLACE = replace(FILES_DISEASE, patient_is_told=DESIGNATION_FILED)
WITHDRAWS_PLACE = replace(WITHDRAWS_DISEASE, patient_is_told=DESIGNATION_WITHDRAWN)
QUERIES_PLACES = replace(QUERIES_DISEASES, patient_is_told=DESIGNATIONS_READ)


@transaction("2503", FILES_DISEASE)
def file_disease(call: Call) -> Output:
    """2503: a chronic disease that a hospital has established; raises REQUEST_INVALID where the
    patient is not so insured, or has it already.
    """
    node, today = call.input["data"], call.ctx.today
    person_id, code = _locked_patient(call), node["opsp_dise_code"]
    _refuse_backwards(node)
    if node["hosp_ide_date"] > today:
        raise RequestInvalid.at("/data/hosp_ide_date", "future", "鉴定日期不能晚于今天")
    place = call.ctx.db.get(Institution, node["ide_fixmedins_no"])
    if place is None or place.kind is InstitutionKind.PHARMACY or not place.designated:
        title = "鉴定机构不是定点医疗机构"
        raise RequestInvalid.at("/data/ide_fixmedins_no", "unknown", title)
    kind = insurance_kind(node["insutype"], "/data/insutype")
    if kind not in {one.kind for one in insurances_of(call.ctx.db, person_id)}:
        raise RequestInvalid.at("/data/insutype", "unknown", "患者没有参加这一险种")
    held = _qualifications(call, person_id).get(code)
    if held is not None and held.valid_to >= today:
        title = f"患者已有这一病种的待遇资格，有效期至 {held.valid_to}"
        raise RequestInvalid.at("/data/opsp_dise_code", "held", title)
    if any(one.code == code for one in _open(call, person_id, FilingKind.CHRONIC)):
        title = "患者的这一病种已经备案，正在等待审核"
        raise RequestInvalid.at("/data/opsp_dise_code", "filed", title)
    return _filed(
        call,
        FilingKind.CHRONIC,
        code=code,
        name=node["opsp_dise_name"],
        order="",
        place=place,
    )


@transaction("2504", WITHDRAWS_DISEASE)
def withdraw_disease(call: Call) -> Output:
    """2504: takes a filing back, while nobody has approved it."""
    filing = _withdrawn(call, FilingKind.CHRONIC)
    held = _qualifications(call, filing.person_id).get(filing.code)
    if held is not None and held.valid_to >= filing.begins_on:
        title = "这一备案已经审核通过，不能撤销"
        raise RequestInvalid.at("/data/trt_dcla_detl_sn", "reviewed", title)
    return {}


@transaction("5301", QUERIES_DISEASES)
def diseases(call: Call) -> Output:
    """5301: the chronic diseases of a patient: each qualification with its last day, and each
    filing that waits for a review.

    The first day is that of the month after the approval; where that is not known, of the last year
    in which the qualification is known to hold, never ahead.
    """
    person_id, today = call.input["data"]["psn_no"], call.ctx.today
    held = _qualifications(call, person_id)
    rows = [
        _disease(
            code,
            row.disease,
            row.begins_on or min(row.valid_to, today).replace(month=1, day=1),
            row.valid_to,
        )
        for code, row in held.items()
    ]
    rows += [
        _disease(one.code, one.name + UNREVIEWED, one.begins_on, one.ends_on)
        for one in _open(call, person_id, FilingKind.CHRONIC)
        if one.code not in held or held[one.code].valid_to < one.begins_on
    ]
    return {"feedetail": rows}


def _disease(code: str, name: str, since: date, until: date | None) -> JsonObject:
    return {
        "opsp_dise_code": code,
        "opsp_dise_name": name,
        "begndate": since,
        "enddate": until,
    }


@transaction("2505", FILES_PLACE)
def file_place(call: Call) -> Output:
    """2505: where a patient is to be treated, for one kind of business; raises REQUEST_INVALID
    where that place in the order is taken.
    """
    node = call.input["data"]
    person_id, order = _locked_patient(call), node["fix_srt_no"]
    _refuse_backwards(node)
    place = call.ctx.db.get(Institution, node["fixmedins_code"])
    if place is None or not place.designated:
        raise RequestInvalid.at("/data/fixmedins_code", "unknown", "没有这家定点医药机构")
    filed = _open(call, person_id, FilingKind.DESIGNATION)
    if any((one.code, one.place_order) == (node["biz_appy_type"], order) for one in filed):
        title = "患者这一业务的这个排序号已经备案，请先撤销"
        raise RequestInvalid.at("/data/fix_srt_no", "filed", title)
    return _filed(
        call,
        FilingKind.DESIGNATION,
        code=node["biz_appy_type"],
        name=place.name,
        order=order,
        place=place,
    )


@transaction("2506", WITHDRAWS_PLACE)
def withdraw_place(call: Call) -> Output:
    """2506: takes a place back."""
    _withdrawn(call, FilingKind.DESIGNATION)
    return {}


@transaction("5302", QUERIES_PLACES)
def places(call: Call) -> Output:
    """5302: where a patient is to be treated, as filed by whomever for this kind of business."""
    node = call.input["data"]
    return {
        "psnfixmedin": [
            {
                "psn_no": one.person_id,
                "fix_srt_no": one.place_order,
                "fixmedins_code": one.place_code,
                "fixmedins_name": one.name,
                "begndate": one.begins_on,
                "enddate": one.ends_on,
                "memo": one.memo,
            }
            for one in _open(call, node["psn_no"], FilingKind.DESIGNATION)
            if one.code == node["biz_appy_type"]
        ]
    }


def _locked_patient(call: Call) -> str:
    """The patient's id, once nobody else files for them."""
    person_id: str = call.input["data"]["psn_no"]
    call.ctx.db.execute(locked(select(Person).where(Person.id == person_id)))
    return person_id


def _refuse_backwards(node: JsonObject) -> None:
    if node["enddate"] is not None and node["enddate"] < node["begndate"]:
        raise RequestInvalid.at("/data/enddate", "range", "结束日期早于开始日期")


def _qualifications(call: Call, person_id: str) -> dict[str, Qualification]:
    """By code, in its order."""
    query = select(Qualification).where(Qualification.person_id == person_id)
    found = call.ctx.db.execute(query.order_by(Qualification.code)).scalars()
    return {row.code: row for row in found}


def _open(call: Call, person_id: str, kind: FilingKind) -> Sequence[Filing]:
    """What is filed and not taken back, in the order in which it came."""
    query = select(Filing).where(
        Filing.person_id == person_id, Filing.kind == kind, Filing.withdrawn_at.is_(None)
    )
    return call.ctx.db.execute(query.order_by(Filing.id)).scalars().all()


def _filed(
    call: Call,
    kind: FilingKind,
    *,
    code: str,
    name: str,
    order: str,
    place: Institution,
) -> Output:
    """Keeps what decides; phones, addresses and the agent of the form are not kept."""
    node = call.input["data"]
    filing = Filing(
        id=new_id("fil"),
        institution_code=call.institution.code,
        person_id=node["psn_no"],
        kind=kind,
        code=code,
        name=name,
        place_order=order,
        place_code=place.code,
        begins_on=node["begndate"],
        ends_on=node["enddate"],
        memo=node["memo"],
        filed_at=call.ctx.now,
        withdrawn_at=None,
    )
    call.ctx.db.add(filing)
    call.ctx.db.flush()
    return {"result": {"trt_dcla_detl_sn": filing.id}}


def _withdrawn(call: Call, kind: FilingKind) -> Filing:
    """The filing of this institution, taken back; raises REQUEST_INVALID for any other."""
    node = call.input["data"]
    query = select(Filing).where(
        Filing.id == node["trt_dcla_detl_sn"],
        Filing.person_id == node["psn_no"],
        Filing.institution_code == call.institution.code,
        Filing.kind == kind,
        Filing.withdrawn_at.is_(None),
    )
    filing = call.ctx.db.execute(locked(query)).scalar_one_or_none()
    if filing is None:
        title = "本机构没有为该人员办理这一备案，或已经撤销"
        raise RequestInvalid.at("/data/trt_dcla_detl_sn", "unknown", title)
    filing.withdrawn_at = call.ctx.now
    return filing
