"""The envelope of every transaction: eighteen fields read from a raw body, or a clear refusal."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gongji.fsi.fields import Field, Unfit, Value, fault
from gongji.fsi.tables import ENVELOPE_FIELDS, as_object, spelled
from gongji.fsi.wire import JsonObject, canonical, read_json, with_exact_numbers
from gongji.kernel.problems import FieldError, RequestInvalid, RequestMalformed

SHAPES = {
    "infno": re.compile(r"[0-9A-Za-z]+"),
    "msgid": re.compile(r"[\x21-\x7e]+"),
    "fixmedins_code": re.compile(r"[\x21-\x7e]+"),
}
"""What names a transaction, a message or an institution is plain visible ASCII."""


FILE_NODE, FILE_FIELD = "fsUploadIn", "in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A request as sent, blank optional fields as empty text.

    `input` is not yet checked against the tables. What may be personal stays out of the repr.
    """

    infno: str
    msgid: str
    mdtrtarea_admvs: str
    insuplc_admdvs: str
    recer_sys_code: str
    dev_no: str = field(repr=False)
    dev_safe_info: str = field(repr=False)
    cainfo: str = field(repr=False)
    signtype: str
    infver: str
    opter_type: str
    opter: str
    opter_name: str = field(repr=False)
    inf_time: datetime
    fixmedins_code: str
    fixmedins_name: str
    sign_no: str
    input: JsonObject = field(repr=False)
    sent: JsonObject = field(repr=False, compare=False, default_factory=dict)
    """The whole of it, under the keys that were sent."""


def read_envelope(raw: bytes) -> Envelope:
    """The envelope in a raw body, whatever its content type; unknown keys are ignored.

    Raises REQUEST_MALFORMED for what is no JSON object in UTF-8, REQUEST_INVALID for bad fields.
    """
    sent = _read_body(raw)
    body = spelled(sent, [entry.name for entry in ENVELOPE_FIELDS] + ["input"])
    values: JsonObject = {}
    faults: list[FieldError] = []
    for entry in ENVELOPE_FIELDS:
        try:
            values[entry.name] = _read_entry(entry, body.get(entry.name))
        except Unfit as unfit:
            faults.append(fault(entry, f"/{entry.name}", unfit))
    try:
        values["input"] = as_object(body.get("input"))
    except RequestInvalid as bad:
        faults.extend(bad.errors)
    if faults:
        raise RequestInvalid.of(faults)
    return Envelope(**values, sent=sent)


def add_file(envelope: Envelope, content: bytes) -> None:
    """Puts the file of a body in parts where the table has its bytes; nothing elsewhere."""
    node = envelope.input.get(FILE_NODE)
    if isinstance(node, dict):
        node[FILE_FIELD] = content


def fingerprint(infno: str, content: JsonObject) -> str:
    """The same for the same transaction with equal content: 250 is 250.00, key order is nothing."""
    return hashlib.sha256(f"{infno}\n{canonical(with_exact_numbers(content))}".encode()).hexdigest()


def _read_entry(entry: Field, raw: Any) -> Value:
    value = entry.read(raw) or ""
    shape = SHAPES.get(entry.name)
    if shape and not shape.fullmatch(str(value)):
        raise Unfit("CHARACTER", "只能由英文字母、数字和可见符号组成")
    return value


def _read_body(raw: bytes) -> JsonObject:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise RequestMalformed(why="报文不是 UTF-8 编码。") from trouble
    body = read_json(text)
    if not isinstance(body, dict):
        raise RequestMalformed(why="报文应为 JSON 对象。")
    return body
