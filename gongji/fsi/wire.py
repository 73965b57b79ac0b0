"""JSON as institutions write it: numbers stay exact both ways, hostile texts are refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import Any, NoReturn

from gongji.kernel.problems import RequestMalformed

JsonObject = dict[str, Any]
"""An object of the wire by its field names; what a table has read holds clean values."""

DEPTH_MAX = 16
"""Levels of nesting in a body or in an `input` text; the tables need five."""

_EXACT = Context(prec=5_000, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
"""Wider than any number that Python agrees to read from JSON, so nothing is rounded."""


def read_json(text: str) -> Any:
    """The value of a JSON text, fractions as Decimal.

    Raises REQUEST_MALFORMED for what is not JSON, for NaN and Infinity, for numbers beyond all
    measure and for nesting deeper than DEPTH_MAX.
    """
    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except RecursionError as trouble:
        raise RequestMalformed(why="报文嵌套层数过多。") from trouble
    except (ValueError, ArithmeticError) as trouble:
        raise RequestMalformed(why="报文不是有效的 JSON。") from trouble
    level = [value]
    for _ in range(DEPTH_MAX):
        level = [child for parent in level for child in _children(parent)]
    if level:
        raise RequestMalformed(why="报文嵌套层数过多。")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def write_json(value: Any) -> str:
    """JSON text in which a Decimal stands as it is, digit by digit: 250.00 stays 250.00.

    Raises TypeError for a float: an amount that became one is a mistake of ours.
    """
    match value:
        case Decimal():
            return f"{value:f}"
        case dict():
            members = (
                f"{json.dumps(key, ensure_ascii=False)}:{write_json(item)}"
                for key, item in value.items()
            )
            return "{" + ",".join(members) + "}"
        case list() | tuple():
            return "[" + ",".join(map(write_json, value)) + "]"
        case str() | bool() | int() | None:
            return json.dumps(value, ensure_ascii=False)
    raise TypeError(f"no place in a reply for {type(value).__name__}")


def canonical(value: Any) -> str:
    """One text for equal content, as sent or as read: key order and the way a number is written
    make no difference.
    """
    match value:
        case dict():
            members = (f"{json.dumps(key)}:{canonical(value[key])}" for key in sorted(value))
            return "{" + ",".join(members) + "}"
        case list():
            return "[" + ",".join(map(canonical, value)) + "]"
        case bool() | str() | None:
            return json.dumps(value)
        case date():
            return json.dumps(value.isoformat())
        case bytes():
            return json.dumps(hashlib.sha256(value).hexdigest())
    number = _EXACT.normalize(value if isinstance(value, Decimal) else Decimal(str(value)))
    return str(number) if number else "0"
