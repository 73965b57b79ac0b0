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

Content = dict[str, Any]
DIAGNOSIS = {
    "diag_type": "1", "diag_srt_no": 1, "diag_code": "I10.x00", "diag_name": "原发性高血压",
    "diag_dept": "内科", "dise_dor_no": "D430001", "dise_dor_name": "测试医师", "vali_flag": "1",
}  # fmt: skip
DOCTOR = {
    "atddr_no": "D430001", "dr_name": "测试医师", "dept_code": "A03", "dept_name": "内科",
    "caty": "A03",
}  # fmt: skip
DEPARTMENT = {
    "bilg_dept_codg": "A03", "bilg_dept_name": "内科", "bilg_dr_codg": "D430001",
    "bilg_dr_name": "测试医师",
}  # fmt: skip


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
        card = self._card(patient) | {"psn_no": patient.psn_no}
        number = {"ipt_otp_no": f"N{len(self.sent)}", "begntime": self._stamp()}
        begun = {"data": card | number | DOCTOR | {"insutype": bill.insurance}}
        visit_id: str = self._send(bill.place, "2201", begun)["data"]["mdtrt_id"]
        where = {"mdtrt_id": visit_id, "psn_no": patient.psn_no}
        info = {
            "med_type": bill.kind,
            "begntime": self._stamp(),
            "dise_codg": bill.disease,
            "dise_name": bill.disease,
        }
        diagnosis = DIAGNOSIS | {"diag_time": self._stamp()}
        self._send(bill.place, "2203", {"mdtrtinfo": where | info, "diseinfo": [diagnosis]})
        batch = where | DEPARTMENT | {"chrg_bchno": "1", "dise_codg": bill.disease}
        self._send(bill.place, "2204", {"feedetail": [batch | row for row in self._rows(bill)]})
        return visit_id

    def _rows(self, bill: Bill) -> list[Content]:
        return [
            {
                "feedetl_sn": str(number),
                "rx_circ_flag": "0",
                "fee_ocur_time": self._stamp(),
                "med_list_codg": line.item.code,
                "medins_list_codg": line.item.code,
                "det_item_fee_sumamt": yuan(line.amount),
                "cnt": 1,
                "pric": yuan(line.amount),
                "hosp_appr_flag": "2" if line.refused else "0",
            }
            for number, line in enumerate(bill.lines, start=1)
        ]

    def _head(self, patient: Patient, bill: Bill) -> Content:
        return self._card(patient) | {
            "psn_no": patient.psn_no,
            "psn_type": "11",
            "insutype": bill.insurance,
            "medfee_sumamt": yuan(sum(line.amount for line in bill.lines)),
            "acct_used_flag": bill.flag,
            "med_type": bill.kind,
            "invono": "",
        }

    def _card(self, patient: Patient) -> Content:
        return {
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": patient.id_number,
            "card_sn": "",
            "psn_cert_type": "01",
            "certno": patient.id_number,
            "psn_name": patient.name,
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
