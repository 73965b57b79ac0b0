"""The settlement reply: `setlinfo` and `setldetail` of all settlements, trials and reversals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from gongji.fsi.calls import Output
from gongji.fsi.identity import NO_CIVIL_SERVANT, SEX_CODES, paper_code, person_type
from gongji.fsi.med_types import booked_as
from gongji.fsi.reply import yuan
from gongji.fsi.tables import TRANSACTIONS
from gongji.institutions.models import Institution
from gongji.kernel.clock import civil_date, wall_clock
from gongji.kernel.id_number import age_on
from gongji.kernel.privacy import mask_name
from gongji.people.models import Insurance, Person
from gongji.settlement.facts import INSURANCE_CODES
from gongji.settlement.models import Settlement, Visit
from gongji.vocabulary import Scene

ACCOUNT_FUND = ("310200", "职工基本医疗保险个人账户基金")
FUNDS = {
    ("310", False): ("310102", "职工门诊统筹基金"),
    ("310", True): ("310100", "职工基本医疗保险统筹基金"),
    ("390", False): ("390102", "居民门诊统筹基金"),
    ("390", True): ("390100", "城乡居民基本医疗保险基金"),
}
BY_ITEM = "1"
EXTRA_MAX = 4000


def settlement_output(
    row: Settlement, patient: Person, insurance: Insurance, today: date
) -> Output:
    """Every amount is a number, never null; a trial has no `setl_id`."""
    info = _person(patient, insurance, today) | _bill(row) | _amounts(row)
    return {"setlinfo": info, "setldetail": list(_details(row, insurance))}


IN_HOSPITAL, NO, YES = "2", "0", "1"
DEDUCTIBLE_LEVELS = {1: "1", 2: "2", 3: "3"}
"""`pay_loc`, flags and `dedc_hosp_lv` of the dictionary."""

(LOOKED_UP,) = (
    frozenset(node.names) for node in TRANSACTIONS["5203"].outputs if node.name == "setlinfo"
)


def looked_up_output(
    row: Settlement,
    patient: Person,
    insurance: Insurance,
    institution: Institution,
    visit: Visit | None,
) -> Output:
    """5203: the same settlement under the names that this transaction has for its fields."""
    day = civil_date(row.at)
    begun = civil_date(visit.begun_at) if visit else day
    info = (
        _person(patient, insurance, day)
        | _bill(row)
        | _amounts(row)
        | {
            "insu_optins": insurance.area,
            "pay_loc": IN_HOSPITAL,
            "fixmedins_code": institution.code,
            "fixmedins_name": row.place,
            "fixmedins_poolarea": institution.area,
            "dedc_hosp_lv": DEDUCTIBLE_LEVELS.get(institution.level or 0),
            "begndate": begun.isoformat(),
            "enddate": day.isoformat(),
            "psn_pay": yuan(row.total_fen - row.pool_fen),
            "cash_payamt": yuan(row.cash_fen),
            "refd_setl_flag": YES if row.reverses_id or row.reversed_by_id else NO,
            "year": str(row.year),
            "dise_codg": visit.disease_code if visit else None,
        }
    )
    return {
        "setlinfo": {name: value for name, value in info.items() if name in LOOKED_UP},
        "setldetail": list(_details(row, insurance)),
    }


def _person(found: Person, insurance: Insurance, today: date) -> dict[str, Any]:
    return {
        "psn_no": found.id,
        "psn_name": found.name,
        "psn_cert_type": paper_code(found),
        "certno": found.id_number.reveal(),
        "gend": SEX_CODES[found.sex],
        "naty": None,
        "brdy": found.born_on.isoformat(),
        "age": age_on(found.born_on, today),
        "insutype": INSURANCE_CODES[insurance.kind],
        "psn_type": person_type(found, insurance, today),
        "cvlserv_flag": NO_CIVIL_SERVANT,
    }


def _bill(row: Settlement) -> dict[str, Any]:
    return {
        "setl_id": row.id or None,
        "mdtrt_id": row.visit_id,
        "setl_time": wall_clock(row.at),
        "mdtrt_cert_type": row.credential,
        "med_type": row.med_type,
        "medins_setl_id": row.msgid,
        "clr_optins": f"{row.institution_code[1:5]}00",
        "clr_way": BY_ITEM,
        "clr_type": booked_as(row.med_type, row.scene).clearing,
        "exp_content": _extra(row),
    }


def _amounts(row: Settlement) -> dict[str, Any]:
    """The identities of the reply: accounts outside the funds, `acct_pay` with the mutual leg."""
    zeros = (
        "cvlserv_pay",
        "hifes_pay",
        "hifmi_pay",
        "hifob_pay",
        "maf_pay",
        "oth_pay",
        "hifdm_pay",
        "hosp_part_amt",
    )
    return dict.fromkeys(zeros, yuan(0)) | {
        "medfee_sumamt": yuan(row.total_fen),
        "fulamt_ownpay_amt": yuan(row.full_self_pay_fen),
        "overlmt_selfpay": yuan(row.over_limit_fen),
        "preselfpay_amt": yuan(row.first_self_pay_fen),
        "inscp_scp_amt": yuan(row.in_scope_fen),
        "act_pay_dedc": yuan(row.deductible_fen),
        "hifp_pay": yuan(row.pool_fen),
        "pool_prop_selfpay": Decimal(row.pool_rate).quantize(Decimal("0.0001")),
        "fund_pay_sumamt": yuan(row.pool_fen),
        "psn_part_amt": yuan(row.total_fen - row.pool_fen),
        "acct_pay": yuan(row.own_fen + row.mutual_fen),
        "acct_mulaid_pay": yuan(row.mutual_fen),
        "psn_cash_pay": yuan(row.cash_fen),
        "pdn_cash_pay": yuan(row.cash_fen),
        "balc": yuan(row.own_balance_after_fen),
    }


def _details(row: Settlement, insurance: Insurance) -> Iterator[dict[str, Any]]:
    """One row per fund; own and relatives' money are two rows of the account fund."""
    fund = FUNDS[INSURANCE_CODES[insurance.kind], row.scene is Scene.CHRONIC]
    legs = (
        (fund, row.pool_fen, "统筹支付"),
        (ACCOUNT_FUND, row.own_fen, "本人个人账户支付"),
        (ACCOUNT_FUND, row.mutual_fen, "家庭共济支付"),
    )
    for (code, name), amount_fen, words in legs:
        if amount_fen:
            yield {
                "fund_pay_type": code,
                "inscp_scp_amt": yuan(row.in_scope_fen),
                "crt_payb_lmt_amt": yuan(0),
                "fund_payamt": yuan(amount_fen),
                "fund_pay_type_name": name,
                "setl_proc_info": words,
            }


def _extra(row: Settlement) -> str:
    """Who paid, why not more, and on what basis: JSON text of at most 4,000 characters."""
    payers = [
        {
            "name": mask_name(payer["name"]),
            "relation": payer["relation"],
            "amount": str(yuan(payer["amount_fen"])),
        }
        for payer in row.payers
    ]
    lines: list[Any] = [
        {"feedetl_sn": line["number"], "reason": line["reason"]}
        for line in row.lines
        if line["reason"]
    ]
    basis: list[Any] = list(
        dict.fromkeys(f"{cited['title']}（{cited['key']}）" for cited in row.basis)
    )
    content = {"mutual": {"reason": row.reason, "payers": payers}, "lines": lines, "basis": basis}
    if told := booked_as(row.med_type, row.scene).told:
        content["told"] = told
    while len(text := json.dumps(content, ensure_ascii=False)) > EXTRA_MAX:
        max(lines, basis, key=len).pop()
    return text
