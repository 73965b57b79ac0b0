"""A cashier's till at the gateway: the messages of a sale or a visit, sent once and remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from gongji.app.runtime import Runtime
from gongji.fsi.envelope import Envelope
from gongji.fsi.service import serve
from gongji.kernel.problems import Problem
from gongji.settlement.problems import AlreadyCancelled
from tests.independent.people import Bill, Place
from tests.independent.split import fees_of
from tests.support.sent import CLINIC_ROOM, DEPARTMENT, Line, diagnosis, fee_row, id_card

Content = dict[str, Any]


@dataclass(frozen=True)
class Patient:
    """What is written on his card."""

    psn_no: str
    name: str
    id_number: str


@dataclass(frozen=True)
class Settled:
    """A settlement as the institution knows it."""

    place: Place
    infno: str
    msgid: str
    setl_id: str
    mdtrt_id: str
    psn_no: str


@dataclass
class Till:
    """Every message and what it is answered now are kept, so that any can be sent again."""

    runtime: Runtime
    clock: Callable[[], datetime]
    sent: list[tuple[Envelope, Any]] = field(default_factory=list)

    def settle(self, patient: Patient, bill: Bill) -> Settled:
        """2102, or 2201, 2203, 2204 and 2207."""
        head = self._head(patient, bill)
        if bill.kind == "41":
            begun = {"begntime": self._stamp(), "dise_codg": bill.disease}
            content = {"druginfo": head | begun, "drugdetail": self._rows(bill)}
            return self._settled(bill.place, "2102", content, patient)
        visit_id = self._visit(patient, bill)
        fees = fees_of(bill.lines)
        stated = {
            "mdtrt_id": visit_id,
            "chrg_bchno": "1",
            "psn_setlway": "01",
            "inscp_scp_amt": yuan(fees.in_scope),
            "preselfpay_amt": yuan(fees.first),
            "overlmt_selfpay": yuan(fees.over),
            "fulamt_ownpay_amt": yuan(fees.full),
        }
        return self._settled(bill.place, "2207", {"data": head | stated}, patient)

    def cancel(self, done: Settled) -> None:
        """2103 or 2208."""
        infno = {"2102": "2103", "2207": "2208"}[done.infno]
        names = {"setl_id": done.setl_id, "mdtrt_id": done.mdtrt_id, "psn_no": done.psn_no}
        self._send(done.place, infno, {"data": names})
        self.sent = [
            (envelope, AlreadyCancelled.code if envelope.msgid == done.msgid else answer)
            for envelope, answer in self.sent
        ]

    def send_again(self, envelope: Envelope) -> Any:
        """The output, or the code of the refusal."""
        try:
            return self._serve(envelope)
        except Problem as refused:
            return refused.code

    def _serve(self, envelope: Envelope) -> Any:
        return self.runtime.run(lambda ctx: serve(ctx, envelope, None))

    def _visit(self, patient: Patient, bill: Bill) -> str:
        card = id_card(patient.id_number, patient.name) | {"psn_no": patient.psn_no}
        number = {"ipt_otp_no": f"N{len(self.sent)}", "begntime": self._stamp()}
        begun = {"data": card | number | CLINIC_ROOM | {"insutype": bill.insurance}}
        visit_id: str = self._send(bill.place, "2201", begun)["data"]["mdtrt_id"]
        where = {"mdtrt_id": visit_id, "psn_no": patient.psn_no}
        described = diagnosis(where, bill.kind, disease=bill.disease, at=self._stamp())
        self._send(bill.place, "2203", described)
        batch = where | DEPARTMENT | {"chrg_bchno": "1", "dise_codg": bill.disease}
        self._send(bill.place, "2204", {"feedetail": [batch | row for row in self._rows(bill)]})
        return visit_id

    def _rows(self, bill: Bill) -> list[Content]:
        return [
            fee_row(number, Line(line.item.code, str(yuan(line.amount))), self._stamp())
            | {"hosp_appr_flag": line.approved}
            for number, line in enumerate(bill.lines, start=1)
        ]

    def _head(self, patient: Patient, bill: Bill) -> Content:
        return id_card(patient.id_number, patient.name) | {
            "psn_no": patient.psn_no,
            "psn_type": "11",
            "insutype": bill.insurance,
            "medfee_sumamt": yuan(sum(line.amount for line in bill.lines)),
            "acct_used_flag": bill.flag,
            "med_type": bill.kind,
            "invono": "",
        }

    def _settled(self, place: Place, infno: str, content: Content, patient: Patient) -> Settled:
        info = self._send(place, infno, content)["setlinfo"]
        msgid = self.sent[-1][0].msgid
        return Settled(place, infno, msgid, info["setl_id"], info["mdtrt_id"], patient.psn_no)

    def _send(self, place: Place, infno: str, content: Content) -> Any:
        envelope = Envelope(
            infno=infno,
            msgid=f"{place.code}{len(self.sent):018}",
            mdtrtarea_admvs=place.area,
            insuplc_admdvs="430100",
            recer_sys_code="99",
            dev_no="",
            dev_safe_info="",
            cainfo="",
            signtype="",
            infver="1.0.0",
            opter_type="1",
            opter="0001",
            opter_name="收费员",
            inf_time=self.clock(),
            fixmedins_code=place.code,
            fixmedins_name=place.code,
            sign_no="",
            input=content,
        )
        output = self._serve(envelope)
        self.sent.append((envelope, output))
        return output

    def _stamp(self) -> str:
        return f"{self.clock():%Y-%m-%d %H:%M:%S}"


def yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100
