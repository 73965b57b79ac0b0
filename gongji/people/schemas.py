"""The field in which a person's ID number is given."""

from __future__ import annotations

from typing import Any

from gongji.kernel.schemas import Text

ID_NUMBER_MAX = 30


class IdNumber(Text):
    """An ID number as typed, its last x made capital; whether it is one, ID_INVALID tells later."""

    def __init__(self, **options: Any) -> None:
        super().__init__(ID_NUMBER_MAX, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).strip().upper()
