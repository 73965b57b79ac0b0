"""JSON columns whose rows hold frozen values, not dicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

Value = TypeVar("Value")


class JsonValue(TypeDecorator[Value], Generic[Value]):
    """One frozen value as a JSON object; None as NULL."""

    impl = JSON
    cache_ok = True

    def __init__(
        self,
        to_json: Callable[[Value], Mapping[str, object]],
        from_json: Callable[[Mapping[str, Any]], Value],
    ) -> None:
        super().__init__(none_as_null=True)
        self.to_json = to_json
        self.from_json = from_json

    def process_bind_param(self, value: Value | None, dialect: Dialect) -> Any:
        return None if value is None else self.to_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Value | None:
        return None if value is None else self.from_json(value)
