"""What an institution asks of the records of a patient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fsi.filed import file_question, file_upload, look_up_and_file
from tests.support.cast import Answer
from tests.support.sent import AT, BEGUN, HOSPITAL, WIFE

Does = Callable[..., Answer]


def on_record(does: Does, ids: dict[str, str], settlement_id: str) -> None:
    """What an institution asks of a patient's records."""
    bill = ids | {"setl_id": settlement_id}
    period = {"psn_no": ids["psn_no"], "begntime": BEGUN, "endtime": AT}
    for infno in ("5201", "5205"):
        does(infno, {"data": period}, patient=[WIFE])
    cases = {"psn_No": bill["psn_no"], "setl_Id": settlement_id, "mdtrt_Id": bill["mdtrt_id"]}
    for infno, node in {"5202": ids, "5204": bill, "5206": ids, "100001": cases}.items():
        does(infno, {"data": node}, patient=[WIFE])


def filings(does: Does, number: str) -> None:
    """What an institution asks before it does anything, files for a patient, and takes back."""

    def sent(infno: str, content: Any) -> Any:
        told = {} if infno in ("1201", "1901") else {"patient": [WIFE]}
        return does(infno, content, **told).body["output"]

    look_up_and_file(sent, number)
    kept = does("9101", file_upload(b"{}", HOSPITAL)).body["output"]["file_qury_no"]
    does("9102", file_question(kept, HOSPITAL))
