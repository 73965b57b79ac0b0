"""How a person's ID number is given."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from gongji.kernel.identity import read_id_number
from gongji.kernel.schemas import Identifying, says
from gongji.people.id_number import is_id_number

ID_NUMBER_MAX = 30


def check_id_number(text: str) -> None:
    """For where the number must be one at once; raises marshmallow's ValidationError."""
    if not is_id_number(text):
        raise ma.ValidationError(says("id_number", "不是有效的身份证件号码"))


class IdNumber(Identifying):
    """An ID number in its one form; whether it is one, ID_INVALID tells later."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_id_number, ID_NUMBER_MAX, **options)
