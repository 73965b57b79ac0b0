"""2101 to 2103, 2206 to 2208 and 2601: trial, settlement and cancellation of a bill."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gongji.fsi.calls import (
    Call,
    Output,
    credential_of,
    insurance_kind,
    refuse_contradiction,
    refuse_missing_disease,
    stated,
)
from gongji.fsi.med_types import settled
from gongji.fsi.messages import REVERSIBLE, call_off
from gongji.fsi.setlinfo import settlement_output
from gongji.fsi.visits import charge, explained, refuse_repeated_numbers
from gongji.kernel.problems import RequestInvalid
from gongji.people.models import Insurance, Person
from gongji.settlement.models import Settlement
from gongji.settlement.problems import VisitUnknown
from gongji.settlement.quote import BillRequest, Quote, StatedClasses, quote
from gongji.settlement.reverse import Sender, cancel, undo
from gongji.settlement.settle import preview, settle
from gongji.vocabulary import Scene

Conclude = Callable[[Call, Quote], Settlement]
"""What becomes of a decided bill: it is booked, or only shown."""


def try_sale(call: Call) -> Output:
    """2101: what 2102 would book."""
    return _sold(call, _show)


def settle_sale(call: Call) -> Output:
    """2102: a pharmacy purchase with its lines."""
    return _sold(call, _book)


def try_visit(call: Call) -> Output:
    """2206: what 2207 would book."""
    return _concluded(call, _decide(call, "data", _visit_bill(call)), _show)


def settle_visit(call: Call) -> Output:
    """2207: one charge batch of a visit."""
    return _concluded(call, _decide(call, "data", _visit_bill(call)), _book)


def _decide(call: Call, node: str, request: BillRequest) -> Quote:
    """Raises as `quote`, and CREDENTIAL_NOT_OWN where the input names somebody else."""
    decided = quote(call.ctx, request, call.patients.append)
    refuse_contradiction(call.input[node], decided.patient.person)
    call.payers.extend(decided.payers_read())
    return decided


def _show(call: Call, decided: Quote) -> Settlement:
    return preview(call.ctx, decided)


def _book(call: Call, decided: Quote) -> Settlement:
    """Who has the bill sees it in `/visits`, who paid of it among his entries. A line is for him
    alone whose account, the reply says, could pay nothing.
    """
    row = settle(call.ctx, decided)
    call.patients.clear()
    paid = {share.payer.person_id for share in decided.split.shares if share.amount}
    unpaid = [one for one in call.payers if one not in paid]
    call.payers[:] = unpaid if decided.split.reason else []
    return row


def _concluded(call: Call, decided: Quote, conclude: Conclude) -> Output:
    patient = decided.patient
    row = conclude(call, decided)
    return settlement_output(row, patient.person, patient.insurance, call.ctx.today)


def _sold(call: Call, conclude: Conclude) -> Output:
    decided = _decide(call, "druginfo", _sale(call))
    lines = [explained(line) for line in decided.lines]
    return _concluded(call, decided, conclude) | {"detlcutinfo": lines}


def cancel_bill(call: Call) -> Output:
    """2103, 2208: negative amounts under a new number, `balc` after the refund."""
    node = call.input["data"]
    reversal = cancel(
        call.ctx,
        _sender(call),
        settlement_id=node["setl_id"],
        visit_id=node["mdtrt_id"],
        person_id=node["psn_no"],
    )
    call.patients.append(reversal.person_id)
    person = call.ctx.db.get_one(Person, reversal.person_id)
    insurance = call.ctx.db.get_one(Insurance, reversal.insurance_id)
    return settlement_output(reversal, person, insurance, call.ctx.today)


def undo_lost(call: Call) -> Output:
    """2601: a settlement whose reply was lost, named by its message.

    The message's id is taken first: a settlement at work is waited for and undone, one that comes
    later is refused. Raises ALREADY_CANCELLED, and VISIT_UNKNOWN where the message settled nothing
    of this person.
    """
    node = call.input["data"]
    if node["oinfno"] not in REVERSIBLE:
        raise RequestInvalid.at("/data/oinfno", "unsupported", "该交易不能冲正")
    if node["omsgid"] == call.envelope.msgid:
        raise RequestInvalid.at("/data/omsgid", "own", "原报文编号不能是本次报文自己的编号")
    came = call_off(call.ctx, call.institution.code, node["oinfno"], node["omsgid"])
    undone = undo(
        call.ctx,
        _sender(call),
        lost_infno=node["oinfno"],
        lost_msgid=node["omsgid"],
        person_id=node["psn_no"],
    )
    if came and undone is None:
        raise VisitUnknown
    return {}


def _sender(call: Call) -> Sender:
    return Sender(call.institution.code, call.envelope.infno, call.envelope.msgid)


def _sale(call: Call) -> BillRequest:
    node, rows = call.input["druginfo"], call.input["drugdetail"]
    refuse_repeated_numbers([row["feedetl_sn"] for row in rows], set(), "/drugdetail")
    scene = settled(node["med_type"], call.institution, "/druginfo/med_type").scene
    if scene is Scene.OUTPATIENT:
        title = "药店购药请使用医疗类别 41，慢特病购药使用 14"
        raise RequestInvalid.at("/druginfo/med_type", "unsupported", title)
    refuse_missing_disease(scene, node["dise_codg"], "/druginfo/dise_codg")
    return BillRequest(
        **_common(call, node, "druginfo"),
        scene=scene,
        charges=[charge(row) for row in rows],
        disease_code=node["dise_codg"],
        begun_at=node["begntime"],
    )


def _visit_bill(call: Call) -> BillRequest:
    node = call.input["data"]
    return BillRequest(
        **_common(call, node, "data"),
        scene=settled(node["med_type"], call.institution, "/data/med_type").scene,
        visit_id=node["mdtrt_id"],
        batch_number=node["chrg_bchno"],
        stated_classes=StatedClasses(
            in_scope=stated(node.get("inscp_scp_amt")),
            first_self_pay=stated(node.get("preselfpay_amt")),
            over_limit=stated(node.get("overlmt_selfpay")),
            full_self_pay=stated(node.get("fulamt_ownpay_amt")),
        ),
    )


def _common(call: Call, node: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "institution": call.institution,
        "infno": call.envelope.infno,
        "msgid": call.envelope.msgid,
        "person_id": node["psn_no"],
        "insurance": insurance_kind(node["insutype"], f"/{name}/insutype"),
        "med_type": node["med_type"],
        "credential": credential_of(node),
        "flag": node["acct_used_flag"],
        "stated_total": stated(node["medfee_sumamt"]),
    }
