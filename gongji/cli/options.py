"""What options hold: whole numbers, seconds, months and moments, each in one exact writing."""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Callable
from datetime import date, datetime
from ipaddress import ip_network
from typing import Generic, TypeVar

import click

from gongji.kernel.sm2 import public_key
from gongji.kernel.strict import read_day, read_moment, read_month, read_whole

T = TypeVar("T")
DECIMAL = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")


class Strict(click.ParamType[T], Generic[T]):
    """A value that `read` makes of a text; what it raises ValueError for is refused as no `name`.

    Defaults come as the value itself.
    """

    def __init__(self, name: str, kind: type[T], read: Callable[[str], T]) -> None:
        self.name, self.kind, self.read = name, kind, read

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> T:
        if isinstance(value, self.kind):
            return value
        try:
            return self.read(str(value))
        except ValueError:
            self.fail(f"{value!r} is no {self.name}.", param, ctx)


def whole(least: int, most: int) -> Strict[int]:
    """A whole number between the two, both inside."""
    name = f"whole number from {least} to {most}"
    return Strict(name, int, lambda text: read_whole(text, least, most))


def seconds(least: float, most: float) -> Strict[float]:
    """A number of seconds between the two, perhaps with decimals."""

    def read(text: str) -> float:
        if not DECIMAL.fullmatch(text) or not least <= float(text) <= most:
            raise ValueError(text)
        return float(text)

    return Strict(f"number from {least:g} to {most:g}", float, read)


def _month(text: str) -> str:
    read_month(text)
    return text


DAY = Strict("day like 2025-06-10", date, read_day)
NETWORK = Strict(
    "address or network like 10.1.0.0/16", type(None), lambda text: str(ip_network(text))
)
SM2_KEY = Strict("SM2 public key of 128 hex digits", type(None), public_key)
MONTH = Strict("month like 2025-06", type(None), _month)
MOMENT = Strict("moment like 2025-06-10 08:00", datetime, read_moment)


def login() -> str:
    """The operator's login name on this machine, or the number of an account without a name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
