"""5201 and 5203: what an institution may look up about somebody whom it has before it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select

from gongji.fsi.calls import Call, Output
from gongji.fsi.outputs import looked_up_output, purchase_output, visit_output
from gongji.fsi.registry import Effect, TransactionKind, transaction
from gongji.fsi.tables import ROWS_MAX
from gongji.fsi.wire import JsonObject
from gongji.kernel.problems import RequestInvalid
from gongji.people.facts import insurances_of
from gongji.people.looks import SETTLEMENT_READ, VISITS_READ
from gongji.people.models import Insurance, Person
from gongji.settlement.models import Settlement, Visit
from gongji.settlement.problems import VisitUnknown
from gongji.settlement.store import with_basis

SETTLED = TransactionKind(
    effect=Effect.READS,
    designated_only=False,
    patient_field="psn_no",
    patient_is_told=SETTLEMENT_READ,
)
VISITS = replace(SETTLED, may_look_ahead=True, patient_is_told=VISITS_READ)


@transaction("5201", VISITS)
def visits(call: Call) -> Output:
    """5201: when a person came to this institution in a period: visits, and purchases, which begin
    and end when they are settled.

    A cancelled registration is no visit. Raises REQUEST_INVALID for a period that ends before it
    begins or has more than ROWS_MAX rows.
    """
    node, db = call.input["data"], call.ctx.db
    person_id = node["psn_no"]
    if node["endtime"] < node["begntime"]:
        raise RequestInvalid.at("/data/endtime", "range", "结束时间早于开始时间")
    came = select(Visit).where(
        Visit.institution_code == call.institution.code,
        Visit.person_id == person_id,
        Visit.begun_at.between(node["begntime"], node["endtime"]),
        Visit.cancelled_at.is_(None),
    )
    found = {visit.id: visit for visit in db.execute(came.limit(ROWS_MAX + 1)).scalars()}
    settled = (
        select(Settlement.visit_id, func.max(Settlement.at).label("last"))
        .where(Settlement.person_id == person_id, Settlement.visit_id.in_(found))
        .group_by(Settlement.visit_id)
    )
    last = {row.visit_id: row.last for row in db.execute(settled)} if found else {}
    bought = select(Settlement).where(
        Settlement.institution_code == call.institution.code,
        Settlement.person_id == person_id,
        Settlement.infno == "2102",
        Settlement.reverses_id.is_(None),
        Settlement.at.between(node["begntime"], node["endtime"]),
    )
    insurances = {one.id: one for one in insurances_of(db, person_id)}
    patient = db.get_one(Person, person_id)
    rows = [
        visit_output(visit, patient, insurances[visit.insurance_id], last.get(visit.id))
        for visit in found.values()
    ]
    rows += [
        purchase_output(row, patient, insurances[row.insurance_id])
        for row in db.execute(bought.limit(ROWS_MAX + 1)).scalars()
    ]
    if len(rows) > ROWS_MAX:
        title = f"这段时间的就诊超过 {ROWS_MAX} 次，请缩短查询时段"
        raise RequestInvalid.at("/data/begntime", "range", title)
    rows.sort(key=lambda row: (row["begntime"], row["mdtrt_id"]))
    asked = {name: node[name] for name in ("med_type", "mdtrt_id") if node[name]}
    return {"mdtrtinfo": [row for row in rows if asked.items() <= row.items()]}


@transaction("5203", SETTLED)
def settlement(call: Call) -> Output:
    """5203: one settlement of this institution; raises VISIT_UNKNOWN for any other."""
    node = call.input["data"]
    row = _settlement(call, node)
    if row is None:
        raise VisitUnknown
    return looked_up_output(
        row,
        call.ctx.db.get_one(Person, row.person_id),
        call.ctx.db.get_one(Insurance, row.insurance_id),
        call.institution,
        call.ctx.db.get(Visit, row.visit_id),
    )


def _settlement(call: Call, node: JsonObject) -> Settlement | None:
    """By its number; else the one of a lost message; else the last one of the visit."""
    own = select(Settlement).where(
        Settlement.institution_code == call.institution.code,
        Settlement.person_id == node["psn_no"],
    )
    if node["mdtrt_id"]:
        own = own.where(Settlement.visit_id == node["mdtrt_id"])
    if node["setl_id"]:
        query = own.where(Settlement.id == node["setl_id"])
    elif node["medins_setl_id"]:
        query = own.where(Settlement.msgid == node["medins_setl_id"])
    elif node["mdtrt_id"]:
        query = own.where(Settlement.reverses_id.is_(None)).order_by(Settlement.seq.desc())
    else:
        title = "结算ID、就诊ID、医药机构结算ID至少填写一项"
        raise RequestInvalid.at("/data/setl_id", "REQUIRED", title)
    return call.ctx.db.execute(with_basis(query).limit(1)).scalar_one_or_none()
