"""2101 to 2103, 2206 to 2208 and 2601: trial, settlement and cancellation of a bill."""

from __future__ import annotations

from dataclasses import replace

from gongji.fsi.alarms import count_trial
from gongji.fsi.calls import (
    Call,
    Output,
    charge,
    credential_of,
    refuse_contradiction,
    refuse_missing_disease,
    refuse_repeated_numbers,
    stated,
)
from gongji.fsi.codes import ACCOUNT_USES, REVERSIBLE, SETTLED_BY, insurance_kind, settled
from gongji.fsi.messages import call_off
from gongji.fsi.outputs import explained, settlement_output
from gongji.fsi.registry import LINES_BYTES_MAX, Effect, TransactionKind, transaction
from gongji.kernel.problems import RequestInvalid
from gongji.people.looks import (
    CANCELLED,
    SETTLED,
    SETTLED_FOR_A_RELATIVE,
    TRIED,
    TRIED_FOR_A_RELATIVE,
)
from gongji.people.models import Insurance, Person
from gongji.settlement.problems import BillFault, BillPart, VisitUnknown
from gongji.settlement.quote import BillRequest, StatedClasses, quote
from gongji.settlement.reverse import Sender, cancel, undo
from gongji.settlement.settle import settle
from gongji.vocabulary import Scene

SALE, BATCH = "druginfo", "data"
"""The node of the input that describes the bill."""

FIELDS = {BillPart.INSURANCE: "insutype", BillPart.MED_TYPE: "med_type"}

SALE_TRIAL = TransactionKind(
    effect=Effect.WRITES,
    pharmacies_only=True,
    bytes_max=LINES_BYTES_MAX,
    patient_is_told=TRIED,
    payers_are_told=TRIED_FOR_A_RELATIVE,
)
SALE_SETTLEMENT = replace(
    SALE_TRIAL,
    effect=Effect.WRITES_ONCE,
    patient_is_told=SETTLED,
    payers_are_told=SETTLED_FOR_A_RELATIVE,
)
CANCELLATION = TransactionKind(
    effect=Effect.WRITES_ONCE, designated_only=False, patient_is_told=CANCELLED
)


@transaction("2101", SALE_TRIAL)
def try_sale(call: Call) -> Output:
    """2101: what 2102 would book."""
    return _decide(call, SALE, _sale(call), book=False)


@transaction("2102", SALE_SETTLEMENT)
def settle_sale(call: Call) -> Output:
    """2102: a pharmacy purchase with its lines."""
    return _decide(call, SALE, _sale(call), book=True)


@transaction(
    "2206",
    TransactionKind(
        effect=Effect.WRITES, patient_is_told=TRIED, payers_are_told=TRIED_FOR_A_RELATIVE
    ),
)
def try_visit(call: Call) -> Output:
    """2206: what 2207 would book."""
    return _decide(call, BATCH, _batch(call), book=False)


@transaction(
    "2207",
    TransactionKind(
        effect=Effect.WRITES_ONCE, patient_is_told=SETTLED, payers_are_told=SETTLED_FOR_A_RELATIVE
    ),
)
def settle_visit(call: Call) -> Output:
    """2207: one charge batch of a visit."""
    return _decide(call, BATCH, _batch(call), book=True)


def _decide(call: Call, node: str, request: BillRequest, *, book: bool) -> Output:
    """Decides a bill, books it if asked to, and replies.

    Raises as `quote`, and CREDENTIAL_NOT_OWN where the input names another person. Once booked, the
    patient sees the bill in `/visits` and each payer an entry; the access log then has a line only
    for those whose account, the reply says, could pay nothing.
    """
    try:
        decided = quote(call.ctx, request, call.patients.append, to_book=book)
    except BillFault as fault:
        raise RequestInvalid.at(f"/{node}/{FIELDS[fault.part]}", fault.code, fault.title) from fault
    bill, patient = decided.bill, decided.patient
    refuse_contradiction(call.input[node], patient.person)
    call.payers.extend(decided.payers_read())
    settlement_id = None
    if book:
        done = settle(call.ctx, decided)
        settlement_id = done.id
        call.writes.extend(done.writes)
        call.patients.clear()
        paid = {payer.person_id for payer in bill.payers}
        call.payers[:] = [one for one in call.payers if bill.reason and one not in paid]
    else:
        count_trial(call)
    output = settlement_output(
        bill, settlement_id, patient.person, patient.insurance, call.ctx.today
    )
    if node == SALE:
        output["detlcutinfo"] = [explained(line) for line in bill.lines]
    return output


def _sale(call: Call) -> BillRequest:
    node, rows = call.input[SALE], call.input["drugdetail"]
    refuse_repeated_numbers([row["feedetl_sn"] for row in rows], set(), "/drugdetail")
    scene = settled(node["med_type"], call.institution, "/druginfo/med_type").scene
    if scene is Scene.OUTPATIENT:
        title = "药店购药请使用医疗类别 41，慢特病购药使用 14，双通道药品使用 18"
        raise RequestInvalid.at("/druginfo/med_type", "unsupported", title)
    refuse_missing_disease(scene, node["dise_codg"], "/druginfo/dise_codg")
    return replace(
        _request(call, SALE),
        charges=[charge(row, node["begntime"]) for row in rows],
        disease_code=node["dise_codg"],
    )


def _batch(call: Call) -> BillRequest:
    node = call.input[BATCH]
    return replace(
        _request(call, BATCH),
        visit_id=node["mdtrt_id"],
        batch_number=node["chrg_bchno"],
        stated_classes=StatedClasses(
            in_scope=stated(node.get("inscp_scp_amt")),
            first_self_pay=stated(node.get("preselfpay_amt")),
            over_limit=stated(node.get("overlmt_selfpay")),
            full_self_pay=stated(node.get("fulamt_ownpay_amt")),
        ),
    )


def _request(call: Call, name: str) -> BillRequest:
    """What sales and batches have in common."""
    node = call.input[name]
    category = settled(node["med_type"], call.institution, f"/{name}/med_type")
    return BillRequest(
        institution=call.institution,
        infno=call.envelope.infno,
        msgid=call.envelope.msgid,
        person_id=node["psn_no"],
        insurance=insurance_kind(node["insutype"], f"/{name}/insutype"),
        med_type=node["med_type"],
        credential=credential_of(node),
        use=ACCOUNT_USES[node["acct_used_flag"]],
        stated_total=stated(node["medfee_sumamt"]),
        scene=category.scene,
        benefit=category.benefit,
    )


@transaction("2103", CANCELLATION)
@transaction("2208", CANCELLATION)
def cancel_bill(call: Call) -> Output:
    """2103, 2208: negative amounts under a new number, `balc` after the refund."""
    node = call.input["data"]
    reversal = cancel(
        call.ctx,
        _sender(call),
        settlement_id=node["setl_id"],
        settled_by=SETTLED_BY[call.envelope.infno],
        visit_id=node["mdtrt_id"],
        person_id=node["psn_no"],
    )
    bill = reversal.bill
    call.patients.append(bill.person_id)
    person = call.ctx.db.get_one(Person, bill.person_id)
    insurance = call.ctx.db.get_one(Insurance, bill.insurance_id)
    return settlement_output(bill, reversal.id, person, insurance, call.ctx.today)


@transaction("2601", TransactionKind(effect=Effect.WRITES_ONCE, designated_only=False))
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
