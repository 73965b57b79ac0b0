"""Fields that parse the cells of a CSV file into the values that the tables hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from marshmallow import fields, validate

from gongji.app.fields import IdNumber, check_id_number
from gongji.app.schemas import COMMON, Schema, Text, says
from gongji.institutions.services import ServiceTerm
from gongji.kernel.money import FEN_MAX, Money
from gongji.kernel.strict import read_day
from gongji.vocabulary import AREA, Service

VISIBLE = r"^[\x21-\x7e]+\Z"
SHARE = re.compile(r"0(?:\.[0-9]{1,4})?|1(?:\.0{1,4})?")
YUAN = re.compile(r"[0-9]{1,8}(?:\.[0-9]{1,2})?")
FLAGS: Mapping[str, bool] = {
    "yes": True,
    "true": True,
    "1": True,
    "是": True,
    "no": False,
    "false": False,
    "0": False,
    "否": False,
}


class RowSchema(Schema):
    """One row; the columns of the file are its fields."""


def area(**options: Any) -> Text:
    """A pooling area (统筹区)."""
    form = validate.Regexp(rf"{AREA.pattern}\Z", error=says("area", "应为六位参保地代码"))
    return Text(6, validate=form, **options)


def code(longest: int, **options: Any) -> Text:
    form = validate.Regexp(VISIBLE, error=says("characters", "只能是可见的 ASCII 字符"))
    return Text(longest, validate=form, **options)


def id_number(**options: Any) -> IdNumber:
    return IdNumber(validate=check_id_number, **options)


class Yuan(fields.Field[int]):
    """Yuan with at most two decimals, never negative; read into fen."""

    default_error_messages = {
        **COMMON,
        "invalid": says("amount", "应为以元为单位、至多两位小数的金额"),
        "zero": says("zero", "金额应大于零"),
    }

    def __init__(self, *, least: int = 0, **options: Any) -> None:
        super().__init__(**options)
        self.least = least

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not YUAN.fullmatch(value) or Money.yuan(value).fen > FEN_MAX:
            raise self.make_error("invalid")
        fen = Money.yuan(value).fen
        if fen < self.least:
            raise self.make_error("zero")
        return fen


class YesNoCell(fields.Field[bool]):
    """yes/no, true/false, 1/0 or 是/否."""

    default_error_messages = {**COMMON, "invalid": says("flag", "应为 是 或 否（yes、no）")}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        found = FLAGS.get(value.lower())
        if found is None:
            raise self.make_error("invalid")
        return found


class ServicesCell(fields.Field[tuple[ServiceTerm, ...]]):
    """Services with semicolons between them, each with its first and its last day where it has
    them: `pool 2023-05-22; dual 2026-01-01 2026-12-31`. A last day alone follows a `-`.
    """

    default_error_messages = {
        **COMMON,
        "invalid": says("services", "应为 account、pool、chronic、dual，各写起止日，以分号分隔"),
    }

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> tuple[ServiceTerm, ...]:
        try:
            terms = tuple(self._term(*one.split()) for one in value.split(";"))
        except (ValueError, TypeError) as unfit:
            raise self.make_error("invalid") from unfit
        if any(term.is_backwards for term in terms):
            raise self.make_error("invalid")
        return terms

    def _term(self, service: str, *days: str) -> ServiceTerm:
        bounds = [None if day == "-" else read_day(day) for day in days]
        return ServiceTerm(Service(service), *bounds)


class CodesCell(fields.Field[tuple[StrEnum, ...]]):
    """Codes of one enum with semicolons between them, in its order and each once."""

    default_error_messages = {**COMMON, "invalid": says("words", "应为 {codes}，以分号分隔")}

    def __init__(self, kind: type[StrEnum], **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> tuple[StrEnum, ...]:
        named = {text.strip() for text in value.split(";")}
        if not named <= set(self.kind):
            raise self.make_error("invalid", codes="、".join(self.kind))
        return tuple(one for one in self.kind if one in named)


class Rate(fields.Field[Decimal]):
    """A share from 0 to 1 with at most four decimals."""

    default_error_messages = {
        **COMMON,
        "invalid": says("share", "应为 0 至 1 之间、至多四位小数的比例"),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if not SHARE.fullmatch(value):
            raise self.make_error("invalid")
        return Decimal(value)
