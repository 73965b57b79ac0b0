"""The transactions that are served, by number, each with the facts by which the road treats it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from gongji.fsi.calls import Call, FileAnswer, Output
from gongji.fsi.tables import TRANSACTIONS

KIB = 1024
MIB = 1024 * KIB
BYTES_MAX = 10 * MIB
"""The longest body of all: a prescription comes with its image (2203A)."""

LINES_BYTES_MAX = 4 * MIB
"""Room for a thousand lines (a batch comes in one call)."""


class Effect(Enum):
    """What a transaction does to what is stored, which decides how it is run."""

    READS = auto()
    """Nothing. It runs in a reading transaction, anew each time."""

    WRITES = auto()
    """It may write, and runs anew each time: a trial, an identification."""

    WRITES_ONCE = auto()
    """It is done once for each msgid, and its reply is kept for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionKind:
    """How one transaction is treated.

    `patient_field` is where the node `data` names whom it is about: it is answered where the
    institution has had that person before it today. Others find the patient by what is shown, and
    say so in `Call.patients`. Either way the road leaves the line in the access log that
    `patient_is_told` and `payers_are_told` say.
    """

    effect: Effect
    designated_only: bool = True
    pharmacies_only: bool = False
    may_look_ahead: bool = False
    """Whether its dates may lie ahead."""

    bytes_max: int = 256 * KIB
    patient_field: str = ""
    patient_is_told: str = ""
    payers_are_told: str = ""

    @property
    def is_once(self) -> bool:
        return self.effect is Effect.WRITES_ONCE


Act = Callable[[Call], Output] | Callable[[Call], FileAnswer]
"""Queries alone answer with a file."""

Registered = TypeVar("Registered", bound=Act)

KINDS: dict[str, TransactionKind] = {}
"""Filled when `gongji.fsi.transactions` is imported.

A suspended institution settles nothing more, but undoes what it settled and looks it up (SCN-07).
"""

ACTS: dict[str, Act] = {}


def transaction(infno: str, kind: TransactionKind) -> Callable[[Registered], Registered]:
    """Registers the act of a transaction, which has its field tables."""

    def register(act: Registered) -> Registered:
        assert infno in TRANSACTIONS, f"{infno} has no field tables"
        assert infno not in KINDS, f"{infno} is registered twice"
        KINDS[infno], ACTS[infno] = kind, act
        return act

    return register
