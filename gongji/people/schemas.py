"""How a person's ID number is given."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from gongji.kernel.schemas import Text, says
from gongji.people.id_number import is_id_number

ID_NUMBER_MAX = 30


def check_id_number(text: str) -> None:
    """For where the number must be one at once; raises marshmallow's ValidationError."""
    if not is_id_number(text):
        raise ma.ValidationError(says("id_number", "不是有效的身份证件号码"))


class IdNumber(Text):
    """An ID number as typed, its last x made capital; whether it is one, ID_INVALID tells later."""

    def __init__(self, **options: Any) -> None:
        super().__init__(ID_NUMBER_MAX, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).strip().upper()
