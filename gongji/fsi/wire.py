"""JSON as institutions write it: numbers stay exact both ways, hostile texts are refused."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import Any, NoReturn

import msgspec

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
    if _is_deeper(value, DEPTH_MAX):
        raise RequestMalformed(why="报文嵌套层数过多。")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _is_deeper(value: Any, levels: int) -> bool:
    """Whether anything lies within so many levels of lists and objects, or more."""
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    if levels == 1:
        return bool(inner)
    return any(_is_deeper(child, levels - 1) for child in inner)


_ENCODER = msgspec.json.Encoder(decimal_format="number")


def write_json(value: Any) -> bytes:
    """JSON in which a Decimal stands as it is, digit by digit: 250.00 stays 250.00."""
    return _ENCODER.encode(value)


def canonical(value: Any) -> str:
    """One text for equal content, as sent or as read: key order and the way a number is written
    make no difference.
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=_canonical_scalar)
    return text.replace(f'"{_MARK}', "").replace(f'{_MARK}"', "")


_MARK = "\\u0001"
"""Stands around numbers while they are texts: no field may contain this character."""


def _canonical_scalar(value: Any) -> str:
    match value:
        case Decimal():
            number = _EXACT.normalize(value)
            return f"\x01{number}\x01" if number else "\x010\x01"
        case date():
            return value.isoformat()
        case bytes():
            return hashlib.sha256(value).hexdigest()
    raise TypeError(f"no place in a message for {type(value).__name__}")


def with_exact_numbers(value: Any) -> Any:
    """A raw value with its whole numbers as Decimal, as `canonical` compares them."""
    match value:
        case dict():
            return {name: with_exact_numbers(item) for name, item in value.items()}
        case list():
            return [with_exact_numbers(item) for item in value]
        case bool():
            return value
        case int() | float():
            return Decimal(str(value))
    return value
