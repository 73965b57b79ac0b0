"""The reply around every output or refusal."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn

from gongji.fsi.fields import FieldKind
from gongji.fsi.signing import GatewayRefused
from gongji.fsi.tables import TRANSACTIONS
from gongji.fsi.wire import JsonObject
from gongji.kernel.clock import SHANGHAI, wall_clock
from gongji.kernel.money import Money
from gongji.kernel.problems import Problem

RECEIVER_AREA = "430000"
SERIAL_DIGITS = 10
MESSAGE_MAX = 200
SUCCESS, FAILURE = 0, -1


class IncompleteReply(Exception):
    """A reply lacks what its table requires: a mistake of ours, and nothing is booked."""


def success(output: JsonObject, now: datetime) -> JsonObject:
    """An accepted transaction: `infcode` 0 and no `err_msg`, for which some clients look."""
    return _reply(SUCCESS, "", output, now)


def failure(problem: Problem, now: datetime) -> JsonObject:
    """A refusal: `CODE` and a Chinese sentence, cut to what the standard grants `err_msg`.

    Of several bad fields as many are named as fit, none by half.
    """
    message = f"{problem.code} {problem.sentence()}"
    for error in problem.errors[1:]:
        longer = f"{message}；{error.pointer.lstrip('/')} {error.title}"
        if len(longer) > MESSAGE_MAX:
            break
        message = longer
    return _reply(FAILURE, message[:MESSAGE_MAX], {}, now)


def unsigned(refused: GatewayRefused, now: datetime) -> JsonObject:
    """A refused signature in both shapes: clients look for `message`, or for `err_msg`."""
    told = refused.body()
    return told | _reply(FAILURE, f"{refused.code} {refused.message}"[:MESSAGE_MAX], {}, now)


def written(infno: str, output: JsonObject) -> JsonObject:
    """An output as its tables have it, and nothing null: typed clients stumble over null.

    A required amount without a value is zero, a list without rows is empty, an optional key without
    a value is left out. Amounts, days and instants are written as the standard does. What a reply
    says beside its tables stays, so that replies of one kind say the same everywhere.

    Raises IncompleteReply where a required field has no value.
    """
    told = {name: _shown(value) for name, value in output.items() if value is not None}
    for node in TRANSACTIONS[infno].outputs:
        if node.is_list:
            rows = told.setdefault(node.name, [])
        elif node.name:
            rows = (told[node.name],) if node.name in told else ()
        else:
            rows = (told,)
        for row in rows:
            if type(row) is not dict or node.required <= row.keys():
                continue
            for one in node.fields:
                if one.required and one.name not in row:
                    if one.kind is not FieldKind.NUMBER:
                        raise IncompleteReply(f"{infno} {node.name}/{one.name} has no value")
                    row[one.name] = Decimal(0).scaleb(-one.decimals)
    return told


def without_blanks(output: JsonObject) -> JsonObject:
    """A reply of an earlier release without the keys that have no value."""
    return {name: _shown(value) for name, value in output.items() if value is not None}


def _shown(value: Any) -> Any:
    """As it stands in a reply."""
    write = _WRITERS.get(type(value))
    return value if write is None else write(value)


def refuse_float(value: float) -> NoReturn:
    """Raises TypeError: an amount that became a float is a mistake of ours."""
    raise TypeError(f"an output has no floats, such as {value}")


_WRITERS: Mapping[type, Callable[[Any], Any]] = {
    dict: without_blanks,
    list: lambda rows: [_shown(row) for row in rows],
    Money: lambda amount: Decimal(amount.fen).scaleb(-2),
    datetime: wall_clock,
    date: date.isoformat,
    float: refuse_float,
}


def _reply(infcode: int, message: str, output: JsonObject, now: datetime) -> JsonObject:
    local = now.astimezone(SHANGHAI)
    instant = f"{local:%Y%m%d%H%M%S}{local.microsecond // 1000:03d}"
    serial = f"{secrets.randbelow(10**SERIAL_DIGITS):0{SERIAL_DIGITS}d}"
    return {
        "infcode": infcode,
        "inf_refmsgid": f"{RECEIVER_AREA}{local:%Y%m%d%H%M%S}{serial}",
        "refmsg_time": instant,
        "respond_time": instant,
        "err_msg": message,
        "output": output,
    }
