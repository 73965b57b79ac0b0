"""Fields of a fixture: bounded text, dates, instants; rows that become frozen dataclasses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any, ClassVar

import marshmallow as ma
from marshmallow import fields, validate

from gongji.app.fields import AreaField
from gongji.app.schemas import COMMON, Schema, Text, is_plain_text, says
from gongji.policy import parsers
from gongji.policy.overlay import shown

ROWS_MAX = 20_000
OBJECT = {**COMMON, "type": says("type", "应为一个对象")}
CODE = re.compile(r"[\x21-\x7e]+")


class Row(Schema):
    """A row of a list; what was read becomes `makes(**fields)`."""

    makes: ClassVar[Callable[..., Any]]

    @ma.post_load
    def make(self, data: Mapping[str, Any], **_: Any) -> Any:
        return type(self).makes(**data)


def rows(schema: type[ma.Schema], **options: Any) -> fields.List[Any]:
    """A list of them; absent is empty, more than ROWS_MAX is refused."""
    too_many = says("too_many", f"最多 {ROWS_MAX} 项")
    return fields.List(
        nested(schema),
        validate=validate.Length(max=ROWS_MAX, error=too_many),
        error_messages={**COMMON, "invalid": says("type", "应为列表")},
        **(options or {"load_default": list}),
    )


def nested(schema: type[ma.Schema], **options: Any) -> fields.Nested:
    return fields.Nested(schema, error_messages={**OBJECT}, **options)


def words(longest: int) -> fields.List[str]:
    """A list of short texts, at least one."""
    return fields.List(
        Text(longest),
        required=True,
        validate=validate.Length(1, 50, error=says("count", "应有 1 至 50 项")),
        error_messages={**COMMON, "invalid": says("type", "应为列表")},
    )


def pattern(allowed: re.Pattern[str], title: str) -> Callable[[str], None]:
    """A validator; `fullmatch`, so that no trailing newline slips through."""

    def check(text: str) -> None:
        if not allowed.fullmatch(text):
            raise ma.ValidationError(says("format", title))

    return check


def area() -> AreaField:
    return AreaField(required=True)


def code(longest: int) -> Text:
    return Text(longest, required=True, validate=pattern(CODE, "只能是可见的 ASCII 字符"))


class Share(fields.Field[Decimal]):
    """A share from 0 to 1 with at most four decimals, as text or number."""

    default_error_messages = {
        **COMMON,
        "invalid": says("share", "应为 0 至 1 之间、至多四位小数的比例"),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if not isinstance(value, str | int | Decimal):
            raise self.make_error("invalid")
        try:
            share = parsers.rate(str(value))
        except ValueError as problem:
            raise self.make_error("invalid") from problem
        if share != round(share, 4):
            raise self.make_error("invalid")
        return share


class AnyValue(fields.Field[Any]):
    """Any JSON value of plain text and numbers; its decimals are kept exactly, as text."""

    default_error_messages = {**COMMON, "characters": says("characters", "含有不允许的字符")}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not all(map(is_plain_text, _texts(value))):
            raise self.make_error("characters")
        return shown(value)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, names of fields included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_texts, value))
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_texts, (*value, *value.values())))
