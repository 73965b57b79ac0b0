"""A streaming replica of PostgreSQL, asked for histories, which may be a little old.

Whatever decides something is read from the database itself, and so is everything while the replica
is silent, too far behind, or finds something to refuse: a row may not have reached it yet.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from gongji.kernel.problems import Problem

Result = TypeVar("Result")

BEHIND_MAX_S = 2.0
ASK_AGAIN_S = 5.0
"""How long a replica that did not answer is left alone."""

BEHIND = text(
    "SELECT extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())"
    " WHERE pg_is_in_recovery()"
)

_may_be_old: ContextVar[bool] = ContextVar("may_be_old", default=False)


@contextmanager
def may_be_old() -> Iterator[None]:
    """What reads inside may show what was true some seconds ago."""
    outer = _may_be_old.set(True)
    try:
        yield
    finally:
        _may_be_old.reset(outer)


class ReplicaUnfit(Exception):
    """The database itself must be asked."""


class Replica:
    """Connections to it; what they read is never written."""

    def __init__(self, engine: Engine, behind_max_s: float = BEHIND_MAX_S) -> None:
        self.engine, self._behind_max_s = engine, behind_max_s
        self._reading = engine.execution_options(writes=False, postgresql_readonly=True)
        self._asked_again_at = 0.0

    def read(self, work: Callable[[Session], Result]) -> Result:
        """Raises ReplicaUnfit where the work may not be old, or the replica cannot do it."""
        if not _may_be_old.get() or time.monotonic() < self._asked_again_at:
            raise ReplicaUnfit
        try:
            with Session(self._reading) as session:
                behind_s = session.execute(BEHIND).scalar_one_or_none()
                if behind_s is None or behind_s > self._behind_max_s:
                    raise ReplicaUnfit
                return work(session)
        except SQLAlchemyError as error:
            self._asked_again_at = time.monotonic() + ASK_AGAIN_S
            raise ReplicaUnfit from error
        except Problem as refusal:
            raise ReplicaUnfit from refusal
