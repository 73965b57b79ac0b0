"""Fields that several features share: phone, code, ID number, area."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from gongji.app.schemas import COMMON, Identifying, Text, says
from gongji.kernel.id_number import is_id_number
from gongji.kernel.identity import is_phone, read_id_number, read_phone
from gongji.vocabulary import Area

PHONE_MAX = 20
"""Longer than any phone, so that a wrong one is refused as a phone, not as too long."""

CODE = r"^[0-9]{4,8}$"
ID_NUMBER_MAX = 30
AREA_LENGTH = 6
UNIT_PRICE = re.compile(r"[0-9]{1,8}(?:\.[0-9]{1,6})?")


def _check_phone(text: str) -> None:
    if not is_phone(text):
        raise ma.ValidationError(says("phone", "应为 11 位手机号"))


class Phone(Identifying):
    """A mainland mobile number in its normal form: 11 ASCII digits, the first one 1."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_phone, PHONE_MAX, validate=_check_phone, **options)


class SmsCodeText(Text):
    """A one-time code as a person types it: as many ASCII digits as a policy may require."""

    def __init__(self, **options: Any) -> None:
        form = validate.Regexp(CODE, error=says("code", "应为短信中的数字验证码"))
        super().__init__(8, validate=form, **options)


def check_id_number(text: str) -> None:
    """For fields that refuse an invalid number at once; raises marshmallow's ValidationError."""
    if not is_id_number(text):
        raise ma.ValidationError(says("id_number", "不是有效的身份证件号码"))


class IdNumber(Identifying):
    """An ID number in its normal form; the use case refuses an invalid one by ID_INVALID."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_id_number, ID_NUMBER_MAX, **options)


class UnitPrice(fields.Field[Decimal]):
    """The price of one unit in yuan, as text with at most six decimals."""

    default_error_messages = {
        **COMMON,
        "invalid": says("amount", "应为以元为单位、至多六位小数的单价"),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if not isinstance(value, str) or not UNIT_PRICE.fullmatch(value):
            raise self.make_error("invalid")
        return Decimal(value)


class AreaField(Text):
    """A pooling area (统筹区): six digits."""

    default_error_messages = {"area": says("format", "应为六位参保地代码")}

    def __init__(self, **options: Any) -> None:
        super().__init__(AREA_LENGTH, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not Area(text).is_valid:
            raise self.make_error("area")
        return text
