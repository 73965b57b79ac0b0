"""One field of the interface tables: what it may hold, and its clean value or a Chinese refusal."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from gongji.kernel.clock import SHANGHAI
from gongji.kernel.identity import visible
from gongji.kernel.problems import FieldError
from gongji.kernel.strict import read_instant

AMOUNT_MAX = Decimal("99999999.99")
"""Yuan; quantities and prices keep the same bound."""

INTEGER_BITS_MAX = 128
"""A message id written as a number still fits; anything wider is no value of any field."""

EDGES = " \t\r\n\v\f\x00\xa0\u3000"
"""What card readers and padded columns leave around a value; trimmed, and a blank where alone."""

PRICE_DECIMALS = 3
"""From so many decimals on a number is a price or a quantity, kept as precise as it was sent."""
INSTANTS = 1024
"""How many texts of instants are remembered with what they mean."""

BYTE = range(-128, 256)
BLANKS = frozenset({"", "null"})
BLANK_CHARS = max(map(len, BLANKS))

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


class Unfit(Exception):
    """A value that its field cannot hold: a stable code, and the end of a Chinese sentence."""

    def __init__(self, code: str, predicate: str) -> None:
        super().__init__(code)
        self.code = code
        self.predicate = predicate


Reader = Callable[[Any], Value]


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

    read: Reader = field(init=False, repr=False, compare=False)
    """The clean value of what was sent, None for a blank. Raises Unfit.

    Text is trimmed; numbers are exact Decimals with the field's decimals; instants are aware
    (Asia/Shanghai).
    """

    def __post_init__(self) -> None:
        """What can be known of the field is worked out once, not for each line of each bill.

        Rows inside a row are read by their own table.
        """
        if self.kind is FieldKind.ROWS:
            return
        inner, required = _READERS[self.kind](self), self.required

        def read(raw: Any) -> Value:
            if isinstance(raw, str):
                raw = raw.strip(EDGES)
                if len(raw) > BLANK_CHARS or raw.lower() not in BLANKS:
                    return inner(raw)
            elif raw is not None:
                return inner(raw)
            if required:
                raise Unfit("REQUIRED", "不能为空")
            return None

        object.__setattr__(self, "read", read)


def is_blank(raw: Any) -> bool:
    """Nothing was sent: absent, empty, or the text `null` that some systems write."""
    return raw is None or (isinstance(raw, str) and raw.strip(EDGES).lower() in BLANKS)


def fault(field: Field, pointer: str, unfit: Unfit) -> FieldError:
    """A bad field, named in Chinese."""
    return FieldError(pointer, unfit.code, field.chinese + unfit.predicate)


def _plain(raw: Any) -> str:
    """Text of a trimmed string or a number; systems mix the two freely."""
    if isinstance(raw, str):
        return raw
    is_whole = isinstance(raw, int) and not isinstance(raw, bool)
    if isinstance(raw, float | Decimal) or (is_whole and raw.bit_length() <= INTEGER_BITS_MAX):
        return str(raw)
    raise Unfit("TYPE", "应为文字或数字")


def _text(field: Field) -> Callable[[Any], str]:
    personal, length, codes = field.name in PERSONAL, field.length, field.codes

    def read(raw: Any) -> str:
        text = _plain(raw)
        if personal:
            text = visible(text)
        # Most texts are plain ASCII, which is told faster than by the pattern.
        if not (text.isascii() and text.isprintable()) and UNWANTED.search(text):
            raise Unfit("CHARACTER", "含有控制字符或不可见字符")
        if len(text) > length:
            raise Unfit("TOO_LONG", f"不能超过 {length} 个字符")
        if codes is not None and text not in codes:
            raise Unfit("CODE", "不在代码表内")
        return text

    return read


def _serial(field: Field) -> Reader:
    as_text = _text(field)

    def read(raw: Any) -> str:
        text = as_text(raw)
        if not SERIAL.fullmatch(text):
            raise Unfit("SERIAL", "应为 1 至 15 位数字且不为 0")
        return text

    return read


def _number(field: Field) -> Reader:
    decimals = field.decimals
    unit = Decimal(1).scaleb(-decimals)
    limit = min(AMOUNT_MAX, Decimal(1).scaleb(field.length - decimals) - unit)
    too_many = f"最多 {decimals} 位小数" if decimals else "应为整数"

    def read(raw: Any) -> Decimal:
        text = _plain(raw)
        if not NUMBER.fullmatch(text):
            raise Unfit("NUMBER", "应为数字")
        value = Decimal(text)
        if value.is_signed():
            raise Unfit("NEGATIVE", "不能为负数，退费请先撤销原结算，再重新结算")
        if value > limit:
            raise Unfit("TOO_LARGE", f"不能大于 {limit}")
        if (exact := value.quantize(unit)) != value:
            raise Unfit("DECIMALS", too_many)
        if decimals < PRICE_DECIMALS:
            return exact
        return value.quantize(max(unit, min(Decimal(1), Decimal(1).scaleb(_exponent(value)))))

    return read


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "NUMBER lets no NaN and no infinity through"
    return exponent


def _instant(_field: Field) -> Reader:
    return lambda raw: _moment(_plain(raw), "应为有效时间（yyyy-MM-dd HH:mm:ss）")


def _day(_field: Field) -> Reader:
    return lambda raw: _moment(_plain(raw), "应为有效日期（yyyy-MM-dd）").date()


@lru_cache(INSTANTS)
def _moment(text: str, predicate: str) -> datetime:
    """An instant in Hunan; the lines of a bill often share one."""
    found = INSTANT.fullmatch(text)
    if not found:
        raise Unfit("DATE", predicate)
    day, time, fraction, utc, hours, minutes = found.groups()
    zone = utc or f"{hours or '+08'}:{minutes or '00'}"
    try:
        moment = read_instant(f"{day}T{time or '00:00:00'}.{fraction or '0'}{zone}")
    except ValueError as impossible:
        raise Unfit("DATE", predicate) from impossible
    return moment.astimezone(SHANGHAI)


def _bytes(_field: Field) -> Reader:
    """A byte array: Base64 text, a list of numbers, which Java writes signed, or the file of a body
    in parts.
    """

    def read(raw: Any) -> bytes:
        if isinstance(raw, bytes):
            return raw
        if isinstance(raw, list) and all(type(byte) is int and byte in BYTE for byte in raw):
            return bytes(byte & 0xFF for byte in raw)
        try:
            return base64.b64decode(_plain(raw), validate=True)
        except ValueError as trouble:
            raise Unfit("BYTES", "应为 Base64 文本") from trouble

    return read


_READERS: Mapping[FieldKind, Callable[[Field], Reader]] = {
    FieldKind.TEXT: _text,
    FieldKind.SERIAL: _serial,
    FieldKind.NUMBER: _number,
    FieldKind.INSTANT: _instant,
    FieldKind.DAY: _day,
    FieldKind.BYTES: _bytes,
}
