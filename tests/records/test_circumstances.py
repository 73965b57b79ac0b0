"""A settlement keeps what its institution and its patient were that day, whatever they become."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import update

from gongji.app.runtime import Runtime
from gongji.institutions.models import Institution
from gongji.people.models import Insurance
from gongji.settlement.models import Settlement
from gongji.settlement.store import KEPT
from gongji.vocabulary import Category, InstitutionKind, InsuranceStatus
from tests.records.files import fetch, pdf_text
from tests.support.cast import Answer, Cast
from tests.support.sent import DRUG, HOSPITAL, WIFE, Line

ON_THAT_DAY: dict[str, Any] = {
    "institution_kind": "hospital",
    "institution_level": 2,
    "institution_area": "430105",
    "institution_told": "长沙市，二级医院",
    "insurance_kind": "employee",
    "insurance_area": "430100",
    "category": "active",
    "status": "normal",
    "insurance_told": "长沙市，职工医保，在职，正常参保",
}
OF_THAT_DAY = {
    "dedc_hosp_lv": "2",
    "fixmedins_poolarea": "430105",
    "insu_optins": "430100",
    "psn_type": "11",
}
NOT_KEPT = "这张账单由较早的版本结算，没有留存当天的机构级别和参保情况。"


def change_everything(runtime: Runtime) -> None:
    """The hospital becomes a centre elsewhere; everybody retires, moves, and is suspended."""
    runtime.run(
        lambda ctx: ctx.db.execute(
            update(Institution)
            .where(Institution.code == HOSPITAL)
            .values(level=1, area="430200", kind=InstitutionKind.COMMUNITY)
        )
    )
    runtime.run(
        lambda ctx: ctx.db.execute(
            update(Insurance).values(
                category=Category.RETIRED, status=InsuranceStatus.SUSPENDED, area="430400"
            )
        )
    )


def told(cast: Cast, settled: Answer) -> Any:
    address = f"/visits/{settled.bill['setl_id']}"
    return cast.call("GET", address, **cast.sign_in(WIFE)).body["circumstances"]


def test_a_bill_and_its_reversal_tell_that_day(cast: Cast, app: Flask, runtime: Runtime) -> None:
    settled = cast.settle(cast.upload(WIFE, Line(DRUG, "600.00")))
    change_everything(runtime)
    undone = cast.cancel(settled)
    assert told(cast, settled) == told(cast, undone) == ON_THAT_DAY
    wanted = {"data": {"psn_no": cast.number_of(WIFE), "setl_id": settled.bill["setl_id"]}}
    looked = cast.transact("5203", wanted, place=HOSPITAL).bill
    assert {name: looked[name] for name in OF_THAT_DAY} == OF_THAT_DAY
    address = f"/visits/{settled.bill['setl_id']}?format=pdf"
    text = pdf_text(fetch(app, address, cast.sign_in(WIFE))).replace("\n", "")
    assert ON_THAT_DAY["institution_told"] in text
    assert ON_THAT_DAY["insurance_told"] in text
    assert NOT_KEPT not in text


def test_a_bill_that_kept_nothing_says_so(cast: Cast, app: Flask, runtime: Runtime) -> None:
    settled = cast.settle(cast.upload(WIFE, Line(DRUG, "600.00")))
    nothing = dict.fromkeys(KEPT)
    runtime.run(lambda ctx: ctx.db.execute(update(Settlement).values(nothing)))
    assert told(cast, settled) is None
    assert cast.cancel(settled).code == ""
    address = f"/visits/{settled.bill['setl_id']}?format=pdf"
    text = pdf_text(fetch(app, address, cast.sign_in(WIFE))).replace("\n", "")
    assert NOT_KEPT in text
    assert cast.broken() == []
