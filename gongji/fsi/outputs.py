"""What replies say of people, lines and settlements, trials and reversals included."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gongji.fsi.calls import Output
from gongji.fsi.codes import (
    ACCOUNT_FUND,
    BY_ITEM,
    CHARGE_TYPES,
    DEDUCTIBLE_LEVELS,
    IN_HOSPITAL,
    INSURANCE_CODES,
    NO,
    OTHER_FEE,
    PAPER_CODES,
    POOLED_FUNDS,
    SCENE_CODES,
    SEX_CODES,
    YES,
    booked_as,
    person_type,
)
from gongji.fsi.tables import names_of
from gongji.fsi.wire import JsonObject
from gongji.institutions.models import Institution
from gongji.kernel.clock import civil_date, wall_clock
from gongji.kernel.id_number import age_on, paper_of
from gongji.kernel.money import ZERO, Money
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import Problem
from gongji.labels import SOURCE_KINDS
from gongji.people.models import Insurance, Person
from gongji.settlement.bill import BillLine, DecidedBill
from gongji.settlement.calculation import calculation
from gongji.settlement.facts import circumstances_of
from gongji.settlement.models import Settlement, Visit
from gongji.settlement.store import bill_of
from gongji.vocabulary import Benefit, Scene

EXTRA_MAX = 4000
"""Characters of `exp_content`."""

DIAGNOSES_MAX = 200
"""Characters of `otp_diag_info`."""

RATE = Decimal("0.0001")
ALWAYS_ZERO = (
    "cvlserv_pay",
    "hifes_pay",
    "hifmi_pay",
    "hifob_pay",
    "maf_pay",
    "oth_pay",
    "hifdm_pay",
    "hosp_part_amt",
)
LOOKED_UP = names_of("5203", "setlinfo")


def yuan(amount: Money) -> Decimal:
    """An amount as yuan with exactly two decimals; negative in a reversal."""
    return Decimal(amount.fen).scaleb(-2)


def cap_in_yuan(price: Decimal) -> Decimal:
    """The price of one unit with two decimals, and more where it has more."""
    in_fen = price.quantize(Decimal("0.01"))
    return in_fen if in_fen == price else price.normalize()


def person_fields(found: Person, today: date) -> JsonObject:
    """Who somebody is, as every reply about a person says it."""
    id_number = found.id_number.reveal()
    return {
        "psn_no": found.id,
        "psn_cert_type": PAPER_CODES[paper_of(id_number)],
        "certno": id_number,
        "psn_name": found.name,
        "gend": SEX_CODES[found.sex],
        "naty": None,
        "brdy": found.born_on.isoformat(),
        "age": age_on(found.born_on, today),
    }


def explained(line: BillLine) -> JsonObject:
    """A classified line as 2204 `result` and 2101/2102 `detlcutinfo` show it."""
    return {
        "feedetl_sn": line.number,
        "det_item_fee_sumamt": yuan(line.amount),
        "cnt": line.quantity,
        "pric": line.price,
        "pric_uplmt_amt": yuan(ZERO) if line.price_cap is None else cap_in_yuan(line.price_cap),
        "selfpay_prop": line.self_rate,
        "fulamt_ownpay_amt": yuan(line.classes.full_self_pay),
        "overlmt_amt": yuan(line.classes.over_limit),
        "preselfpay_amt": yuan(line.classes.first_self_pay),
        "inscp_scp_amt": yuan(line.classes.in_scope),
        "chrgitm_lv": line.level,
        "med_chrgitm_type": CHARGE_TYPES.get(line.kind, OTHER_FEE),
        "bas_medn_flag": NO,
        "hi_nego_drug_flag": NO,
        "chld_medc_flag": NO,
        "list_sp_item_flag": NO,
        "drt_reim_flag": NO,
        "memo": line.reason or "",
        "hosp_part_amt": yuan(ZERO),
        "lmt_used_flag": YES if line.restricted else NO,
        "exp_content": Problem.by_code[line.reason].title if line.reason else None,
    }


def settlement_output(
    bill: DecidedBill,
    settlement_id: str | None,
    patient: Person,
    insurance: Insurance,
    today: date,
) -> Output:
    """Every amount is a number, never null; a trial has no `setl_id`.

    The amounts keep the identities of the standard: accounts stand outside the funds, and
    `acct_pay` includes the mutual leg.
    """
    amounts, classes = bill.amounts, bill.amounts.classes
    info = person_fields(patient, today) | dict.fromkeys(ALWAYS_ZERO, yuan(ZERO))
    info |= {
        "insutype": INSURANCE_CODES[insurance.kind],
        "psn_type": person_type(insurance.kind, insurance.category, age_on(patient.born_on, today)),
        "cvlserv_flag": NO,
        "setl_id": settlement_id,
        "mdtrt_id": bill.visit_id,
        "setl_time": wall_clock(bill.at),
        "mdtrt_cert_type": bill.credential,
        "med_type": bill.med_type,
        "medins_setl_id": bill.msgid,
        "clr_optins": f"{bill.institution_code[1:5]}00",
        "clr_way": BY_ITEM,
        "clr_type": booked_as(bill.med_type, bill.scene).clearing,
        "exp_content": _extra(bill),
        "medfee_sumamt": yuan(amounts.total),
        "fulamt_ownpay_amt": yuan(classes.full_self_pay),
        "overlmt_selfpay": yuan(classes.over_limit),
        "preselfpay_amt": yuan(classes.first_self_pay),
        "inscp_scp_amt": yuan(classes.in_scope),
        "act_pay_dedc": yuan(amounts.deductible),
        "hifp_pay": yuan(amounts.pool),
        "pool_prop_selfpay": bill.pool_rate.quantize(RATE),
        "fund_pay_sumamt": yuan(amounts.pool),
        "psn_part_amt": yuan(amounts.total - amounts.pool),
        "acct_pay": yuan(amounts.own + amounts.mutual),
        "acct_mulaid_pay": yuan(amounts.mutual),
        "psn_cash_pay": yuan(amounts.cash),
        "pdn_cash_pay": yuan(amounts.cash),
        "balc": yuan(bill.own_balance_after),
    }
    return {"setlinfo": info, "setldetail": list(_details(bill, insurance))}


def looked_up_output(
    row: Settlement,
    patient: Person,
    insurance: Insurance,
    institution: Institution,
    visit: Visit | None,
) -> Output:
    """5203: the same settlement under the names that this transaction has for its fields.

    A bill that kept no circumstances is told with those of today.
    """
    bill, day = bill_of(row), civil_date(row.at)
    known = bill.circumstances or circumstances_of(institution, insurance)
    begun = civil_date(visit.begun_at) if visit else day
    output = settlement_output(bill, row.id, patient, insurance, day)
    info = output["setlinfo"] | {
        "psn_type": person_type(known.insurance_kind, known.category, age_on(patient.born_on, day)),
        "insu_optins": known.insurance_area,
        "pay_loc": IN_HOSPITAL,
        "fixmedins_code": institution.code,
        "fixmedins_name": bill.place,
        "fixmedins_poolarea": known.institution_area,
        "dedc_hosp_lv": DEDUCTIBLE_LEVELS.get(known.institution_level or 0),
        "begndate": begun.isoformat(),
        "enddate": day.isoformat(),
        "psn_pay": yuan(bill.amounts.total - bill.amounts.pool),
        "cash_payamt": yuan(bill.amounts.cash),
        "refd_setl_flag": YES if row.reverses_id or row.reversed_by_id else NO,
        "year": str(bill.year),
        "dise_codg": visit.disease_code if visit else None,
    }
    listed = {name: value for name, value in info.items() if name in LOOKED_UP}
    return output | {"setlinfo": listed}


def visit_output(
    visit: Visit, patient: Person, insurance: Insurance, until: datetime | None
) -> JsonObject:
    """5201: a visit, which ends with its last settlement, or where it began."""
    return _came(patient, insurance, visit.begun_at, until or visit.begun_at) | {
        "mdtrt_id": visit.id,
        "med_type": visit.med_type or SCENE_CODES[Scene.OUTPATIENT],
        "ipt_otp_no": visit.ipt_otp_no,
        "dise_codg": visit.disease_code,
        "otp_diag_info": "；".join(one.name for one in visit.diagnoses)[:DIAGNOSES_MAX] or None,
    }


def purchase_output(row: Settlement, patient: Person, insurance: Insurance) -> JsonObject:
    """5201: a purchase."""
    return _came(patient, insurance, row.at, row.at) | {
        "mdtrt_id": row.visit_id,
        "mdtrt_cert_type": row.credential,
        "med_type": row.med_type,
    }


def _came(patient: Person, insurance: Insurance, since: datetime, until: datetime) -> JsonObject:
    """Who came from when until when, with the insurance as it is now."""
    age = age_on(patient.born_on, civil_date(since))
    return person_fields(patient, civil_date(since)) | {
        "insutype": INSURANCE_CODES[insurance.kind],
        "psn_type": person_type(insurance.kind, insurance.category, age),
        "cvlserv_flag": NO,
        "insu_optins": insurance.area,
        "begntime": wall_clock(since),
        "endtime": wall_clock(until),
    }


def _details(bill: DecidedBill, insurance: Insurance) -> Iterator[JsonObject]:
    """One row per fund; own and relatives' money are two rows of the account fund."""
    is_apart = bill.scene is Scene.CHRONIC or bill.benefit is Benefit.DUAL
    fund = POOLED_FUNDS[insurance.kind, is_apart]
    legs = (
        (fund, bill.amounts.pool, "统筹支付"),
        (ACCOUNT_FUND, bill.amounts.own, "本人个人账户支付"),
        (ACCOUNT_FUND, bill.amounts.mutual, "家庭共济支付"),
    )
    for (code, name), amount, words in legs:
        if amount:
            yield {
                "fund_pay_type": code,
                "inscp_scp_amt": yuan(bill.amounts.classes.in_scope),
                "crt_payb_lmt_amt": yuan(ZERO),
                "fund_payamt": yuan(amount),
                "fund_pay_type_name": name,
                "setl_proc_info": words,
            }


def _extra(bill: DecidedBill) -> str:
    """Who paid, why not more, and on what basis, as JSON text of at most EXTRA_MAX characters."""
    amounts = bill.amounts
    payers = [
        {"name": mask_name(payer.name), "relation": payer.relation, "amount": str(payer.amount)}
        for payer in bill.payers
    ]
    lines: list[Any] = [
        {"feedetl_sn": line.number, "reason": line.reason} for line in bill.lines if line.reason
    ]
    clauses = (f"{SOURCE_KINDS[cited.kind]}：{cited.title}（{cited.key}）" for cited in bill.basis)
    basis: list[Any] = list(dict.fromkeys(clauses))
    content = {"mutual": {"reason": bill.reason, "payers": payers}, "lines": lines, "basis": basis}
    if bill.pool_sum is not None and amounts.total.fen >= 0:
        content["pool"] = calculation(bill.pool_sum, bill.tier_level, amounts, bill.pool_rate)
    if told := booked_as(bill.med_type, bill.scene).told:
        content["told"] = told
    while len(text := json.dumps(content, ensure_ascii=False)) > EXTRA_MAX:
        max(lines, basis, key=len).pop()
    return text
