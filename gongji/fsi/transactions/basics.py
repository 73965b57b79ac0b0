"""1201, 1901 and 2001: what an institution looks up before it does anything: another institution,
a code table, and what a patient is entitled to there.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from gongji.fsi.calls import Call, Output
from gongji.fsi.codes import (
    ACCOUNT_FUND,
    BY_FUND,
    HOSPITAL_GRADES,
    HOSPITALS,
    NO,
    NOT_ON_RECORD,
    PHARMACIES,
    POOLED_FUNDS,
    YES,
    insurance_kind,
    settled,
)
from gongji.fsi.registry import Effect, TransactionKind, transaction
from gongji.fsi.tables import CODES
from gongji.institutions.models import Institution
from gongji.kernel.problems import RequestInvalid
from gongji.labels import INSURANCE_STATES
from gongji.ledger.service import account_of
from gongji.people.looks import ENTITLEMENT_READ
from gongji.settlement.benefits import chronic_disease, outpatient
from gongji.settlement.calculation import NO_POOL
from gongji.settlement.facts import Patient, load_patient
from gongji.vocabulary import Benefit, InstitutionKind, InsuranceKind

PUBLIC = TransactionKind(effect=Effect.READS, designated_only=False, may_look_ahead=True)
EDITION, EDITION_NUMBER = date(2024, 10, 1), 1
"""Of the code tables: those of the province's interface, as it was published last."""

MAKER = "gongji"
NOT_OPEN = "机构今天没有开通医保结算"


@transaction("1201", PUBLIC)
def institution(call: Call) -> Output:
    """1201: a designated institution by its code, or by a part of its name that no other of its
    kind has. Raises REQUEST_INVALID.
    """
    node = call.input["medinsinfo"]
    is_pharmacy = Institution.kind == InstitutionKind.PHARMACY
    query = select(Institution).where(
        Institution.designated,
        is_pharmacy if node["fixmedins_type"] == PHARMACIES else ~is_pharmacy,
    )
    code, name = node["fixmedins_code"], node["fixmedins_name"]
    if code is None and name is None:
        title = "机构编号和机构名称至少填写一项"
        raise RequestInvalid.at("/medinsinfo/fixmedins_code", "REQUIRED", title)
    if code is not None:
        query = query.where(Institution.code == code)
    if name is not None:
        query = query.where(Institution.name.contains(name, autoescape=True))
    found = call.ctx.db.execute(query.order_by(Institution.code).limit(2)).scalars().all()
    if not found:
        raise RequestInvalid.at("/medinsinfo", "unknown", "没有符合条件的定点医药机构")
    if len(found) > 1:
        title = "符合条件的定点医药机构不止一家，请填写完整名称或机构编号"
        raise RequestInvalid.at("/medinsinfo/fixmedins_name", "several", title)
    (one,) = found
    return {
        "medinsinfo": {
            "fixmedins_code": one.code,
            "fixmedins_name": one.name,
            "uscc": NOT_ON_RECORD,
            "fixmedins_type": PHARMACIES if one.kind is InstitutionKind.PHARMACY else HOSPITALS,
            "hosp_lv": HOSPITAL_GRADES.get(one.level or 0),
        }
    }


@transaction("1901", PUBLIC)
def code_table(call: Call) -> Output:
    """1901: a code table; all of its codes are valid. Raises REQUEST_INVALID for no table."""
    node = call.input["data"]
    table = CODES.get(node["type"])
    if table is None:
        raise RequestInvalid.at("/data/type", "unknown", "没有这个字典类型")
    listed = table.items() if node["Vali_Flag"] == YES else ()
    return {
        "list": [
            {
                "type": node["type"],
                "label": label,
                "value": code,
                "parentValue": node["parent_value"],
                "sort": number,
                "valiFlag": YES,
                "createUser": MAKER,
                "createDate": EDITION,
                "version": EDITION_NUMBER,
            }
            for number, (code, label) in enumerate(listed, 1)
        ]
    }


@transaction(
    "2001",
    TransactionKind(
        effect=Effect.READS,
        designated_only=False,
        may_look_ahead=True,
        patient_field="psn_no",
        patient_is_told=ENTITLEMENT_READ,
    ),
)
def entitlement(call: Call) -> Output:
    """2001: which funds would take part in a bill of today, and why one would not. Raises
    REQUEST_INVALID for an unknown place, and for a category or an insurance that is not settled.
    """
    node, today = call.input["data"], call.ctx.today
    place = call.ctx.db.get(Institution, node["fixmedins_code"])
    if place is None:
        raise RequestInvalid.at("/data/fixmedins_code", "unknown", "没有这家定点医药机构")
    meaning = settled(node["med_type"], place, "/data/med_type")
    kind = insurance_kind(node["insutype"], "/data/insutype")
    patient = load_patient(call.ctx, node["psn_no"], kind, meaning.benefit, node["dise_codg"])
    if patient is None:
        raise RequestInvalid.at("/data/insutype", "unknown", "患者没有参加这一险种")
    is_apart = meaning.benefit in (Benefit.CHRONIC, Benefit.DUAL)
    why_not = _why_no_pool(patient, place, meaning.benefit, today)
    checks = {POOLED_FUNDS[kind, is_apart][0]: why_not}
    if kind is InsuranceKind.EMPLOYEE:
        account = account_of(call.ctx.db, patient.person.id)
        if account is None:
            checks[ACCOUNT_FUND[0]] = "没有个人账户"
        elif account.frozen_by is not None:
            checks[ACCOUNT_FUND[0]] = "个人账户已冻结"
        else:
            checks[ACCOUNT_FUND[0]] = None if place.is_open(today) else NOT_OPEN
    year = {"begndate": today.replace(month=1, day=1), "enddate": today.replace(month=12, day=31)}
    qualification = patient.qualification
    if meaning.benefit is Benefit.CHRONIC and qualification is not None and why_not is None:
        year["begndate"] = qualification.begins_on or year["begndate"]
        year["enddate"] = qualification.valid_to
    return {
        "trtinfo": [
            year
            | {
                "psn_no": patient.person.id,
                "trt_chk_type": BY_FUND,
                "fund_pay_type": fund,
                "trt_enjymnt_flag": YES if why is None else NO,
                "trt_chk_rslt": why,
            }
            for fund, why in checks.items()
        ]
    }


def _why_no_pool(patient: Patient, place: Institution, benefit: Benefit, today: date) -> str | None:
    if not place.is_open(today):
        return NOT_OPEN
    if not patient.is_normal:
        return f"参保状态为{INSURANCE_STATES[patient.insurance.status]}，暂不享受统筹待遇"
    if benefit is Benefit.CHRONIC:
        if chronic_disease(place, patient, today) is None:
            return "没有这一病种今天有效的待遇资格，或本机构没有开通慢特病服务，按普通门诊结算"
        return None
    if benefit is Benefit.NONE:
        return "药店购药由个人账户支付，统筹基金不支付"
    if benefit is Benefit.DUAL:
        return None
    case = outpatient(place, today, prescribed=True)
    return None if case.why_none is None else NO_POOL[case.why_none]
