"""The reply around every output or refusal."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from gongji.fsi.signing import GatewayRefused
from gongji.fsi.wire import JsonObject
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.problems import Problem

RECEIVER_AREA = "430000"
SERIAL_DIGITS = 10
MESSAGE_MAX = 200
SUCCESS, FAILURE = 0, -1


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
    return told | _reply(FAILURE, f"{refused.code} {refused.message}", {}, now)


def without_blanks(output: JsonObject) -> JsonObject:
    """An output without the keys that have no value: typed clients stumble over null.

    Raises TypeError for a float: an amount that became one is a mistake of ours.
    """
    return {name: _shown(value) for name, value in output.items() if value is not None}


def _shown(value: Any) -> Any:
    kind = type(value)
    if kind is dict:
        return without_blanks(value)
    if kind is list:
        return [_shown(item) for item in value]
    if kind is float:
        raise TypeError("an output has no floats")
    return value


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
