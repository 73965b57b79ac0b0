"""One field of the interface tables: what it may hold, and its clean value or a Chinese refusal."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from gongji.kernel.clock import SHANGHAI
from gongji.kernel.identity import visible
from gongji.kernel.problems import RequestInvalid
from gongji.kernel.strict import read_instant

AMOUNT_MAX = Decimal("99999999.99")
"""Yuan; quantities and prices keep the same bound."""

INTEGER_BITS_MAX = 128
"""A message id written as a number still fits; anything wider is no value of any field."""

EDGES = " \t\r\n\v\f\x00\xa0\u3000"
"""What card readers and padded columns leave around a value; trimmed, and a blank where alone."""

PRICE_DECIMALS = 3
"""From so many decimals on a number is a price or a quantity, kept as precise as it was sent."""
BYTE = range(-128, 256)
BLANKS = frozenset({"", "null"})

UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, bidi marks, invisible joints, lone surrogates."""

NUMBER = re.compile(r"[+-]?([0-9]{1,20}(\.[0-9]{0,20})?|\.[0-9]{1,20})([eE][+-]?[0-9]{1,2})?")
SERIAL = re.compile(r"(?!0+$)[0-9]{1,15}|[A-Za-z][0-9A-Za-z_-]{0,29}")
INSTANT = re.compile(
    r"([0-9-]{10})(?:[ T]([0-9:]{8})(?:[.,]([0-9]{1,9}))?"
    r"\s?(?:(Z)|([+-][0-9]{2}):?([0-9]{2}))?)?"
)
"""A day, its time, a fraction of the second, a zone; without a zone it is Hunan's. Institutions
write the same instant in several ways; each is turned into the one that is read.
"""

PERSONAL = frozenset({"psn_name", "certno", "mdtrt_cert_no"})
"""Copied from papers and screens, with invisible marks: they are read without."""

Value = str | Decimal | datetime | date | bytes | None


class FieldKind(StrEnum):
    """The types of the standard, under the short names of the data file."""

    TEXT = "S"
    SERIAL = "Nd"
    NUMBER = "N"
    INSTANT = "DT"
    DAY = "D"
    BYTES = "B"
    ROWS = "L"


@dataclass(frozen=True, slots=True)
class Field:
    """A row of a field table; `length` in characters, or digits for a number."""

    name: str
    chinese: str
    kind: FieldKind
    length: int
    decimals: int
    required: bool
    codes: frozenset[str] | None = None
    """The values a coded field may take; None for one that no code table governs."""


class Unfit(Exception):
    """A value that its field cannot hold: a stable code, and the end of a Chinese sentence."""

    def __init__(self, code: str, predicate: str) -> None:
        super().__init__(code)
        self.code = code
        self.predicate = predicate


def is_blank(raw: Any) -> bool:
    """Nothing was sent: absent, empty, or the text `null` that some systems write."""
    return raw is None or (isinstance(raw, str) and raw.strip(EDGES).lower() in BLANKS)


def read_field(field: Field, raw: Any, pointer: str) -> Value:
    """The clean value of a field, None for a blank one.

    Text is trimmed; numbers are exact Decimals with the field's decimals; instants are aware
    (Asia/Shanghai). Raises REQUEST_INVALID naming the field in Chinese, whatever `raw` is.
    """
    if is_blank(raw):
        if field.required:
            raise RequestInvalid.at(pointer, "REQUIRED", f"{field.chinese}不能为空")
        return None
    try:
        return _READERS[field.kind](field, raw)
    except Unfit as unfit:
        raise RequestInvalid.at(pointer, unfit.code, field.chinese + unfit.predicate) from unfit


def _plain(raw: Any) -> str:
    """Text of a string or a number; systems mix the two freely."""
    match raw:
        case str():
            return raw.strip(EDGES)
        case bool():
            pass
        case int() if raw.bit_length() <= INTEGER_BITS_MAX:
            return str(raw)
        case float() | Decimal():
            return str(raw)
    raise Unfit("TYPE", "应为文字或数字")


def _text(field: Field, raw: Any) -> str:
    text = _plain(raw)
    if field.name in PERSONAL:
        text = visible(text)
    if UNWANTED.search(text):
        raise Unfit("CHARACTER", "含有控制字符或不可见字符")
    if len(text) > field.length:
        raise Unfit("TOO_LONG", f"不能超过 {field.length} 个字符")
    if field.codes is not None and text not in field.codes:
        raise Unfit("CODE", "不在代码表内")
    return text


def _serial(field: Field, raw: Any) -> str:
    text = _text(field, raw)
    if not SERIAL.fullmatch(text):
        raise Unfit("SERIAL", "应为 1 至 15 位数字且不为 0")
    return text


def _number(field: Field, raw: Any) -> Decimal:
    text = _plain(raw)
    if not NUMBER.fullmatch(text):
        raise Unfit("NUMBER", "应为数字")
    value = Decimal(text)
    if value.is_signed():
        raise Unfit("NEGATIVE", "不能为负数，退费请先撤销原结算，再重新结算")
    unit = Decimal(1).scaleb(-field.decimals)
    limit = min(AMOUNT_MAX, Decimal(1).scaleb(field.length - field.decimals) - unit)
    if value > limit:
        raise Unfit("TOO_LARGE", f"不能大于 {limit}")
    if (exact := value.quantize(unit)) != value:
        raise Unfit("DECIMALS", f"最多 {field.decimals} 位小数" if field.decimals else "应为整数")
    if field.decimals < PRICE_DECIMALS:
        return exact
    return value.quantize(max(unit, min(Decimal(1), Decimal(1).scaleb(_exponent(value)))))


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "NUMBER lets no NaN and no infinity through"
    return exponent


def _instant(_field: Field, raw: Any) -> datetime:
    return _calendar(raw, "应为有效时间（yyyy-MM-dd HH:mm:ss）")


def _day(_field: Field, raw: Any) -> date:
    return _calendar(raw, "应为有效日期（yyyy-MM-dd）").date()


def _calendar(raw: Any, predicate: str) -> datetime:
    """An instant in Hunan."""
    found = INSTANT.fullmatch(_plain(raw))
    if not found:
        raise Unfit("DATE", predicate)
    day, time, fraction, utc, hours, minutes = found.groups()
    zone = utc or f"{hours or '+08'}:{minutes or '00'}"
    try:
        moment = read_instant(f"{day}T{time or '00:00:00'}.{fraction or '0'}{zone}")
    except ValueError as impossible:
        raise Unfit("DATE", predicate) from impossible
    return moment.astimezone(SHANGHAI)


def _bytes(_field: Field, raw: Any) -> bytes:
    """A byte array: Base64 text, or a list of numbers, which Java writes signed."""
    if isinstance(raw, list) and all(type(byte) is int and byte in BYTE for byte in raw):
        return bytes(byte & 0xFF for byte in raw)
    try:
        return base64.b64decode(_plain(raw), validate=True)
    except ValueError as trouble:
        raise Unfit("BYTES", "应为 Base64 文本") from trouble


_READERS: Mapping[FieldKind, Callable[[Field, Any], Value]] = {
    FieldKind.TEXT: _text,
    FieldKind.SERIAL: _serial,
    FieldKind.NUMBER: _number,
    FieldKind.INSTANT: _instant,
    FieldKind.DAY: _day,
    FieldKind.BYTES: _bytes,
}
