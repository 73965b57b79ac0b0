"""5202, 5204, 5205, 5206 and 100001: what is on record of a patient whom an institution has had
before it today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from gongji.fsi.calls import Call, Output
from gongji.fsi.codes import (
    AT_REGISTRATION,
    DEDUCTIBLE_CODE,
    INSURANCE_CODES,
    NO,
    NOT_ON_RECORD,
    POOLED_FUNDS,
    YES,
    PolicyItem,
    list_type,
)
from gongji.fsi.outputs import explained, yuan
from gongji.fsi.registry import Effect, TransactionKind, transaction
from gongji.fsi.tables import CODES, ROWS_MAX, names_of
from gongji.fsi.wire import JsonObject
from gongji.kernel.money import Money
from gongji.kernel.problems import RequestInvalid
from gongji.people.looks import (
    COUNTERS_READ,
    DIAGNOSES_READ,
    DRUGS_READ,
    LINES_READ,
    SETTLEMENT_READ,
)
from gongji.settlement.bill import Amounts, BillLine
from gongji.settlement.models import CHRONIC_CARE, Settlement, Visit, YearCounter
from gongji.settlement.problems import VisitUnknown
from gongji.settlement.store import amounts_of
from gongji.vocabulary import InsuranceKind, ItemKind


def reading(sentence: str, patient_field: str = "psn_no") -> TransactionKind:
    """A query about a named patient, who reads this sentence."""
    return TransactionKind(
        effect=Effect.READS,
        designated_only=False,
        patient_field=patient_field,
        patient_is_told=sentence,
    )


@transaction("5202", reading(DIAGNOSES_READ))
def diagnoses(call: Call) -> Output:
    """5202: the diagnoses of a visit here, as 2203 sent them last; raises VISIT_UNKNOWN."""
    node = call.input["data"]
    query = select(Visit).where(
        Visit.id == node["mdtrt_id"],
        Visit.person_id == node["psn_no"],
        Visit.institution_code == call.institution.code,
        Visit.cancelled_at.is_(None),
    )
    visit = call.ctx.db.execute(query).scalar_one_or_none()
    if visit is None:
        raise VisitUnknown
    return {
        "diseinfo": [
            {
                "diag_info_id": f"dia{visit.id[3:-2]}{number:02}",
                "mdtrt_id": visit.id,
                "psn_no": visit.person_id,
                "inout_diag_type": AT_REGISTRATION,
                "diag_type": one.kind,
                "maindiag_flag": YES if number == 1 else NO,
                "diag_srt_no": one.order or number,
                "diag_code": one.code,
                "diag_name": one.name,
                "diag_dept": one.department or NOT_ON_RECORD,
                "dise_dor_no": one.doctor_code or NOT_ON_RECORD,
                "dise_dor_name": one.doctor_name or NOT_ON_RECORD,
                "diag_time": one.at,
            }
            for number, one in enumerate(visit.diagnoses, 1)
        ]
    }


@transaction("5204", reading(LINES_READ))
def lines(call: Call) -> Output:
    """5204: every line of a settlement here; raises VISIT_UNKNOWN for any other."""
    node = call.input["data"]
    row = settled_here(call, node["psn_no"], node["setl_id"], node["mdtrt_id"])
    listed = names_of("5204", "list")
    told = [
        _item(row, line) | explained(line) | {"mdtrt_id": row.visit_id, "setl_id": row.id}
        for line in row.lines
    ]
    return {"list": [{name: line[name] for name in listed & line.keys()} for line in told]}


@transaction("5205", reading(DRUGS_READ))
def chronic_drugs(call: Call) -> Output:
    """5205: the drugs that a patient was given for chronic diseases in a period, wherever; so that
    nobody prescribes them twice. Raises REQUEST_INVALID for a period that ends before it begins, or
    has more than ROWS_MAX lines.
    """
    node = call.input["data"]
    until = node["endtime"] or call.ctx.now
    if until < node["begntime"]:
        raise RequestInvalid.at("/data/endtime", "range", "结束时间早于开始时间")
    query = select(Settlement).where(
        Settlement.person_id == node["psn_no"],
        CHRONIC_CARE,
        Settlement.at.between(node["begntime"], until),
        Settlement.reverses_id.is_(None),
        Settlement.reversed_by_id.is_(None),
    )
    found = call.ctx.db.execute(query.order_by(Settlement.at).limit(ROWS_MAX)).scalars()
    rows = [
        _item(row, line)
        | {
            "fixmedins_code": row.institution_code,
            "fixmedins_name": row.place,
            "psn_no": row.person_id,
            "spec": NOT_ON_RECORD,
            "chrgitm_lv": line.level,
            "lmt_used_flag": YES if line.restricted else NO,
        }
        for row in found
        for line in row.lines
        if line.kind is ItemKind.DRUG
    ]
    if len(rows) > ROWS_MAX:
        title = f"这段时间的用药超过 {ROWS_MAX} 条，请缩短查询时段"
        raise RequestInvalid.at("/data/begntime", "range", title)
    listed = names_of("5205", "feedetail")
    return {"feedetail": [{name: row[name] for name in listed & row.keys()} for row in rows]}


def _item(row: Settlement, line: BillLine) -> JsonObject:
    """What 5204 and 5205 say alike of a settled line. The hospital's own name of an item is not
    sent to us: ours stands for it.
    """
    return explained(line) | {
        "med_type": row.med_type,
        "fee_ocur_time": line.occurred_at or line.begun_at or row.at,
        "hilist_code": line.code,
        "hilist_name": line.name,
        "list_type": list_type(line.kind),
        "med_list_codg": line.code,
        "medins_list_codg": line.local_code or line.code,
        "medins_list_name": line.name,
        "dosform_name": NOT_ON_RECORD,
    }


@transaction("5206", reading(COUNTERS_READ))
def counters(call: Call) -> Output:
    """5206: what a patient's year holds until now, by insurance: the deductible that was paid, and
    what each fund paid. Of another year its last month is told.
    """
    node, today = call.input["data"], call.ctx.today
    month = node["cum_ym"] or f"{today:%Y%m}"
    if not (month.isascii() and month.isdigit() and len(month) == len("202506")):
        raise RequestInvalid.at("/data/cum_ym", "month", "累计年月应为 6 位数字，如 202506")
    year = int(month[:4])
    query = select(YearCounter).where(
        YearCounter.person_id == node["psn_no"], YearCounter.year == year
    )
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in call.ctx.db.execute(query).scalars():
        kind = next(one for one in InsuranceKind if row.pool.startswith(one))
        fund, _ = POOLED_FUNDS[kind, "_chronic_" in row.pool]
        sums[INSURANCE_CODES[kind], DEDUCTIBLE_CODE] += row.deductible_fen
        sums[INSURANCE_CODES[kind], fund] += row.paid_fen
    told = today if year == today.year else date(year, 12, 31)
    return {
        "cuminfo": [
            {
                "insutype": insurance,
                "year": str(year),
                "cum_ym": f"{told:%Y%m}",
                "cum_type_code": code,
                "cum": Money(fen),
            }
            for (insurance, code), fen in sorted(sums.items())
        ]
    }


@transaction("100001", reading(SETTLEMENT_READ, "psn_No"))
def policy_items(call: Call) -> Output:
    """100001: how a settlement here came about; raises VISIT_UNKNOWN for any other."""
    node = call.input["data"]
    row = settled_here(call, node["psn_No"], node["setl_Id"], node["mdtrt_Id"])
    ids = {"setlId": row.id, "mdtrtId": row.visit_id, "psnNo": row.person_id}
    return {"list": [ids | item for item in _items(amounts_of(row), row)]}


def _items(amounts: Amounts, row: Settlement) -> Iterator[JsonObject]:
    """What the patient bears before the pool, and what the pool shares of the rest."""
    classes = amounts.classes
    borne = {
        PolicyItem.FULL_SELF_PAY: classes.full_self_pay,
        PolicyItem.FIRST_SELF_PAY: classes.first_self_pay,
        PolicyItem.OVER_LIMIT: classes.over_limit,
        PolicyItem.DEDUCTIBLE: amounts.deductible,
    }
    shared = classes.in_scope - amounts.deductible
    parts: Sequence[tuple[PolicyItem, Money, Money]] = [
        *((item, amount, Money(0)) for item, amount in borne.items()),
        (PolicyItem.SHARED, shared - amounts.pool, amounts.pool),
    ]
    for item, own, pool in parts:
        rate = row.pool_rate if item is PolicyItem.SHARED else None
        yield {
            "polItemCode": item,
            "polItemName": CODES["polItemCode"][item],
            "selfPayAmt": own,
            "selfPayProp": None if rate is None else 1 - rate,
            "fundPayAmt": pool,
            "fundPayProp": rate,
            "polItemPaySum": yuan(own + pool),
        }


def settled_here(call: Call, person_id: str, settlement_id: str, visit_id: str) -> Settlement:
    """Raises VISIT_UNKNOWN for what another institution settled, or of another person."""
    query = select(Settlement).where(
        Settlement.id == settlement_id,
        Settlement.person_id == person_id,
        Settlement.visit_id == visit_id,
        Settlement.institution_code == call.institution.code,
    )
    row = call.ctx.db.execute(query).scalar_one_or_none()
    if row is None:
        raise VisitUnknown
    return row
