"""Fields that several features share: phone, code, ID number, area."""

from __future__ import annotations

import re
from typing import Any

import marshmallow as ma
from marshmallow import validate

from gongji.app.schemas import Identifying, Text, says
from gongji.kernel.id_number import is_id_number
from gongji.kernel.identity import is_phone, read_id_number, read_phone

PHONE_MAX = 20
"""Longer than any phone: what is none is told so, not cut."""

CODE = r"^[0-9]{4,8}$"
ID_NUMBER_MAX = 30
AREA_LENGTH = 6
AREA = re.compile(r"[1-9][0-9]{5}")


def _phone(text: str) -> None:
    if not is_phone(text):
        raise ma.ValidationError(says("phone", "应为 11 位手机号"))


class Phone(Identifying):
    """A mainland mobile number in its one form: 11 ASCII digits, the first one 1."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_phone, PHONE_MAX, validate=_phone, **options)


class SmsCodeText(Text):
    """A one-time code as a person types it: ASCII digits, as many as a policy may ask for."""

    def __init__(self, **options: Any) -> None:
        form = validate.Regexp(CODE, error=says("code", "应为短信中的数字验证码"))
        super().__init__(8, validate=form, **options)


def check_id_number(text: str) -> None:
    """For where the number must be one at once; raises marshmallow's ValidationError."""
    if not is_id_number(text):
        raise ma.ValidationError(says("id_number", "不是有效的身份证件号码"))


class IdNumber(Identifying):
    """An ID number in its one form; whether it is one, ID_INVALID tells later."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_id_number, ID_NUMBER_MAX, **options)


class Area(Text):
    """A pooling area (统筹区): six digits."""

    default_error_messages = {"area": says("format", "应为六位参保地代码")}

    def __init__(self, **options: Any) -> None:
        super().__init__(AREA_LENGTH, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not AREA.fullmatch(text):
            raise self.make_error("area")
        return text
