"""The one transaction place: a use case that returns is committed, one that raises is undone.

The whole use case runs again after a serialization failure, a deadlock, a lock time-out, a lost
race on a unique index or a busy SQLite file.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from gongji.kernel.problems import OutsideUnavailable, Problem

Result = TypeVar("Result")

ATTEMPTS = 8
FIRST_PAUSE_S = 0.02
TRY_AGAIN = {"40001", "40P01", "55P03", "23505"}
"""serialization_failure, deadlock_detected, lock_not_available, unique_violation."""


class LostRace(Exception):
    """A guarded write found that somebody else was faster; the use case must look again."""


class Transactions:
    """Runs use cases, each in a session of its own; readers never take SQLite's write lock."""

    def __init__(self, engine: Engine) -> None:
        self._writing = engine.execution_options(writes=True)
        self._reading = engine.execution_options(writes=False)
        if engine.dialect.name == "postgresql":
            self._reading = self._reading.execution_options(postgresql_readonly=True)

    def run(self, work: Callable[[Session], Result], *, writes: bool = True) -> Result:
        """The result of `work`, committed.

        Raises what `work` raises, rolled back, except that a Problem which `keeps_writes` is
        committed first; OUTSIDE_UNAVAILABLE when every try failed.
        """
        for attempt in range(ATTEMPTS):
            try:
                return self._once(work, self._writing if writes else self._reading)
            except (DBAPIError, LostRace) as trouble:
                if not _worth_another_try(trouble):
                    raise
            time.sleep(random.uniform(0, FIRST_PAUSE_S * 2**attempt))  # noqa: S311 (jitter)
        raise OutsideUnavailable(what="数据服务", retry_after_s=2)

    def _once(self, work: Callable[[Session], Result], engine: Engine) -> Result:
        with Session(engine, expire_on_commit=False) as session:
            kept: Problem | None = None
            try:
                result = work(session)
            except Problem as problem:
                if not problem.keeps_writes:
                    raise
                kept = problem
            session.commit()
            if kept:
                raise kept
            return result


def _worth_another_try(trouble: DBAPIError | LostRace) -> bool:
    if isinstance(trouble, LostRace):
        return True
    state = getattr(trouble.orig, "sqlstate", None)
    if state is not None:
        return state in TRY_AGAIN
    if isinstance(trouble, IntegrityError):
        return "UNIQUE constraint" in str(trouble.orig)
    return any(word in str(trouble.orig) for word in ("locked", "busy"))
