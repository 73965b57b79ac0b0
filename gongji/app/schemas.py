"""Request and answer schemas: strict fields that refuse with a stable code and a Chinese title."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import marshmallow as ma
from marshmallow import RAISE, fields, validate

from gongji.kernel.clock import rfc3339
from gongji.kernel.identity import NAME_MAX, TYPED_MAX, is_name, is_rare_ideograph, read_name
from gongji.kernel.money import FEN_MAX
from gongji.kernel.problems import FieldError
from gongji.kernel.strict import (
    FIRST_YEAR,
    LAST_YEAR,
    OutOfRange,
    read_day,
    read_instant,
    read_whole,
)

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNFIT = ("Cc", "Cs", "Co", "Cn")


def says(code: str, title: str) -> str:
    """How a field carries both its code and its Chinese title through marshmallow."""
    return f"{code}|{title}"


YEARS = says("range", f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
COMMON = {
    "required": says("required", "必须填写"),
    "null": says("required", "不能为空"),
    "validator_failed": says("invalid", "内容无效"),
}


class Schema(ma.Schema):
    """Refuses unknown fields, so that a body cannot set columns by name."""

    error_messages = {
        "unknown": says("unknown", "不认识的字段"),
        "type": says("type", "应为一个对象"),
    }

    class Meta:
        unknown = RAISE


def is_plain_text(text: str) -> bool:
    """Whether a text has no control, bidi, private-use, surrogate or unassigned characters."""
    return not any(
        character in BIDI
        or (unicodedata.category(character) in UNFIT and not is_rare_ideograph(character))
        for character in text
    )


class Text(fields.String):
    """Bounded text without control or bidi characters; blank only where `blank=True`."""

    default_error_messages = {**COMMON, "invalid": says("type", "应为文字")}

    def __init__(self, longest: int, *, blank: bool = False, **options: Any) -> None:
        super().__init__(metadata={"maxLength": longest}, **options)
        self.longest, self.blank = longest, blank

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = self._read(super()._deserialize(value, attr, data, **kwargs))
        if len(text) > self.longest:
            raise ma.ValidationError(says("too_long", f"最多 {self.longest} 个字"))
        if not self.blank and not text.strip():
            raise ma.ValidationError(says("blank", "不能为空"))
        if not is_plain_text(text):
            raise ma.ValidationError(says("characters", "含有不允许的字符"))
        return text

    def _read(self, text: str) -> str:
        """The form in which the text is checked and stored."""
        return text


class Identifying(Text):
    """Text that identifies people, in any usual spelling; it is read into its normal form.

    A normal form that is not plain text is refused as in Text.
    """

    def __init__(self, read: Callable[[str], str], longest: int, **options: Any) -> None:
        super().__init__(longest, **options)
        self.metadata = {"maxLength": TYPED_MAX}
        self.read = read

    def _read(self, text: str) -> str:
        if len(text) > TYPED_MAX:
            raise ma.ValidationError(says("too_long", f"最多 {self.longest} 个字"))
        return self.read(text)


class Name(Identifying):
    """A person's name in its normal form (`gongji.kernel.identity`)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_name, NAME_MAX, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        name = super()._deserialize(value, attr, data, **kwargs)
        if not is_name(name):
            raise ma.ValidationError(says("name", "姓名只能由文字和间隔号组成"))
        return name


class Fen(fields.Integer):
    """A whole, non-negative number of fen; a float, a string or a negative amount is refused."""

    default_error_messages = {**COMMON, "invalid": says("amount", "应为以分为单位的整数")}

    def __init__(self, least: int = 0, **options: Any) -> None:
        limits = validate.Range(
            least, FEN_MAX, error=says("range", f"应在 {least} 至 {FEN_MAX} 之间")
        )
        super().__init__(strict=True, validate=limits, **options)

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid")
        return super()._validated(value)


class Whole(fields.Integer):
    """A whole number of JSON between two bounds: not a float, a string or a boolean."""

    default_error_messages = {**COMMON, "invalid": says("number", "应为整数")}

    def __init__(self, least: int, most: int, **options: Any) -> None:
        limits = validate.Range(least, most, error=says("range", f"应在 {least} 至 {most} 之间"))
        super().__init__(validate=limits, **options)

    def _validated(self, value: Any) -> int:
        if type(value) is not int:
            raise self.make_error("invalid")
        return value


class WholeText(Whole):
    """The same, written as text in query strings and files."""

    def _validated(self, value: Any) -> int:
        try:
            return read_whole(value, -FEN_MAX, FEN_MAX)
        except (TypeError, ValueError) as problem:
            raise self.make_error("invalid") from problem


class Flag(fields.Boolean):
    """`true` or `false` of JSON, nothing that marshmallow would convert."""

    truthy = {True}
    falsy = {False}
    default_error_messages = {**COMMON, "invalid": says("type", "应为 true 或 false")}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Day(fields.Date):
    """A civil date `YYYY-MM-DD` from FIRST_DAY to LAST_DAY."""

    default_error_messages = {
        **COMMON,
        "invalid": says("date", "应为存在的日期，形如 2025-06-10"),
        "range": YEARS,
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        try:
            return read_day(value)
        except OutOfRange as problem:
            raise self.make_error("range") from problem
        except (TypeError, ValueError) as problem:
            raise self.make_error("invalid") from problem

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else value.isoformat()


class Timestamp(fields.DateTime):
    """An instant: RFC 3339 with an offset in, `+08:00` out."""

    default_error_messages = {
        **COMMON,
        "invalid": says("instant", "应为带时区的时间，形如 2025-06-10T08:00:00+08:00"),
        "range": YEARS,
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            return read_instant(value)
        except OutOfRange as problem:
            raise self.make_error("range") from problem
        except (TypeError, ValueError) as problem:
            raise self.make_error("invalid") from problem

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else rfc3339(value)


class Choice(fields.Enum[Any]):
    """One of a StrEnum's values."""

    default_error_messages = {**COMMON, "unknown": says("choice", "不在可选范围内")}

    def __init__(self, kind: Any, **options: Any) -> None:
        about = {"type": "string"} | options.pop("metadata", {})
        super().__init__(kind, by_value=True, metadata=about, **options)


def field_errors(messages: Any, pointer: str = "") -> Iterator[FieldError]:
    """marshmallow's nested messages as flat field errors with JSON pointers."""
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            step = "" if name == "_schema" else f"/{name}"
            yield from field_errors(inner, pointer + step)
        return
    for message in messages if isinstance(messages, list) else [messages]:
        code, divider, title = str(message).partition("|")
        yield FieldError(pointer, *((code, title) if divider else ("invalid", "内容无效")))


class PageQuery(Schema):
    """`?limit=` and `?cursor=` of every list."""

    limit = WholeText(1, 100, load_default=20)
    cursor = Text(200, load_default=None)


def listing(item: type[ma.Schema]) -> type[ma.Schema]:
    """The `{"items": […], "next": …}` schema of one kind of item."""
    members = {
        "items": fields.List(fields.Nested(item), required=True),
        "next": fields.String(required=True, allow_none=True),
    }
    return type(f"{item.__name__}List", (Schema,), members)


class FieldErrorView(Schema):
    """One bad field of a request."""

    pointer = fields.String(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)


class ProblemView(Schema):
    """The problem document of every refusal (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    remedy = fields.String(required=True)
    basis = fields.List(fields.Dict(), required=True)
    errors = fields.List(fields.Nested(FieldErrorView), required=True)
    trace = fields.String(required=True)


class ProblemBrief(Schema):
    code = fields.String(required=True)
    title = fields.String(required=True)
    detail = fields.String(required=True)
    remedy = fields.String(required=True)
