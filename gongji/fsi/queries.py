"""5203 and 5301: what an institution may look up about somebody whom it has before it."""

from __future__ import annotations

from sqlalchemy import select

from gongji.chronic.models import Qualification
from gongji.fsi.calls import Call, Output, TransactionKind
from gongji.fsi.identity import refuse_unidentified
from gongji.fsi.outputs import looked_up_output
from gongji.fsi.wire import JsonObject
from gongji.kernel.clock import civil_date
from gongji.kernel.problems import RequestInvalid
from gongji.people.looks import DISEASES_READ, SETTLEMENT_READ
from gongji.people.models import Insurance, Person
from gongji.settlement.models import Settlement, Visit
from gongji.settlement.problems import VisitUnknown
from gongji.settlement.store import with_basis


def settlement(call: Call) -> Output:
    """5203: one settlement of this institution; raises VISIT_UNKNOWN for any other."""
    node = call.input["data"]
    row = _settlement(call, node)
    if row is None or civil_date(row.at) != call.ctx.today:
        refuse_unidentified(call, node["psn_no"])
    if row is None:
        raise VisitUnknown
    call.patients.append(row.person_id)
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


def qualifications(call: Call) -> Output:
    """5301: the chronic-care qualifications (慢特病备案) of a patient, each with its last day.

    The first day is that of the month after the approval; where that is not known, of the last year
    in which the qualification is known to hold, never ahead.
    """
    person_id, today = call.input["data"]["psn_no"], call.ctx.today
    refuse_unidentified(call, person_id)
    call.patients.append(person_id)
    query = (
        select(Qualification)
        .where(Qualification.person_id == person_id)
        .order_by(Qualification.code)
    )
    return {
        "feedetail": [
            {
                "opsp_dise_code": row.code,
                "opsp_dise_name": row.disease,
                "begndate": (
                    row.begins_on or min(row.valid_to, today).replace(month=1, day=1)
                ).isoformat(),
                "enddate": row.valid_to.isoformat(),
            }
            for row in call.ctx.db.execute(query).scalars()
        ]
    }


KINDS = {
    "5203": TransactionKind(settlement, designated_only=False, patient_is_told=SETTLEMENT_READ),
    "5301": TransactionKind(qualifications, patient_is_told=DISEASES_READ),
}
