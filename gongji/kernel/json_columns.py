"""JSON columns whose rows hold frozen values, not dicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

SCHEMA = 1
"""The version that is written. Rows from before there were versions have none and read alike."""

ToJson = Callable[[Any], Mapping[str, object]]
FromJson = Callable[[Mapping[str, Any]], Any]


class JsonValue(TypeDecorator[Any]):
    """One value of a frozen class as a JSON object; None as NULL."""

    impl = JSON
    cache_ok = True

    def __init__(self, to_json: ToJson, from_json: FromJson) -> None:
        super().__init__(none_as_null=True)
        self.to_json = to_json
        self.from_json = from_json

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.to_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.from_json(value)


class JsonValues(TypeDecorator[tuple[Any, ...]]):
    """A tuple of one frozen class as a JSON list of objects, each with its schema version.

    Raises ValueError for an object that a newer release wrote.
    """

    impl = JSON
    cache_ok = True

    def __init__(self, to_json: ToJson, from_json: FromJson) -> None:
        super().__init__()
        self.to_json = to_json
        self.from_json = from_json

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return [{**self.to_json(one), "schema": SCHEMA} for one in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Any, ...] | None:
        if value is None:
            return None
        newest = max((one.get("schema", 0) for one in value), default=0)
        if newest > SCHEMA:
            raise ValueError(f"a value of schema {newest}; this release reads up to {SCHEMA}")
        return tuple(self.from_json(one) for one in value)
