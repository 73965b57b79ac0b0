"""JSON as a person reads it: what fits stands on one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

WIDTH = 100


def in_order(value: Any) -> Any:
    """The same value with all members in the order of the alphabet, which nobody may rely on."""
    match value:
        case dict():
            return {name: in_order(value[name]) for name in sorted(value)}
        case list():
            return [in_order(item) for item in value]
    return value


def pretty(value: Any, indent: str = "") -> str:
    """JSON text without a last line break; numbers that are Decimal keep every digit."""
    line = _on_one_line(value)
    if len(indent) + len(line) <= WIDTH or not isinstance(value, dict | list) or not value:
        return line
    inner = f"{indent}  "
    parts = ",\n".join(f"{inner}{label}{pretty(item, inner)}" for label, item in _members(value))
    opening, closing = _brackets(value)
    return f"{opening}\n{parts}\n{indent}{closing}"


def _on_one_line(value: Any) -> str:
    match value:
        case dict() | list():
            parts = (f"{label}{_on_one_line(item)}" for label, item in _members(value))
            opening, closing = _brackets(value)
            return f"{opening}{', '.join(parts)}{closing}"
        case Decimal():
            return str(value)
    return json.dumps(value, ensure_ascii=False)


def _members(value: dict[str, Any] | list[Any]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        yield from (("", item) for item in value)
        return
    for name, item in value.items():
        yield f"{json.dumps(name, ensure_ascii=False)}: ", item


def _brackets(value: dict[str, Any] | list[Any]) -> tuple[str, str]:
    return ("[", "]") if isinstance(value, list) else ("{", "}")
