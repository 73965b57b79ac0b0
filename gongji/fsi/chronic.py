"""5301: the chronic-care qualifications (慢特病备案) of a patient."""

from __future__ import annotations

from sqlalchemy import select

from gongji.chronic.models import Qualification
from gongji.fsi.calls import Call, Output


def qualifications(call: Call) -> Output:
    """Every disease with its last valid day; the first day is not kept here."""
    query = (
        select(Qualification)
        .where(Qualification.person_id == call.input["data"]["psn_no"])
        .order_by(Qualification.code)
    )
    return {
        "feedetail": [
            {
                "opsp_dise_code": row.code,
                "opsp_dise_name": row.disease,
                "begndate": row.valid_to.replace(month=1, day=1).isoformat(),
                "enddate": row.valid_to.isoformat(),
            }
            for row in call.ctx.db.execute(query).scalars()
        ]
    }
