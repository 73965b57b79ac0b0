"""The only place that commits: a use case that returns is committed, one that raises is undone.

The whole use case runs again after a lost race, a busy lock or a lost connection, for as long as
its deadline allows. A connection lost in COMMIT leaves the outcome unknown: then only a use case
that begins with a claim runs again, because the claim replays a completed one.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from gongji.kernel.deadline import left_s
from gongji.kernel.outage import Trouble, is_undone, trouble_of
from gongji.kernel.patience import Waits
from gongji.kernel.problems import OutcomeUnknown, OutsideUnavailable, Problem, SendAgain
from gongji.kernel.replica import Replica, ReplicaUnfit
from gongji.kernel.sync import LogSync
from gongji.kernel.waiting import LineTooLong, Waiting

Result = TypeVar("Result")

ATTEMPTS = 8
FIRST_PAUSE_S = 0.02
TIME_FOR_A_TRY_S = 0.05
RETRY_AFTER_S = 2
WHAT = "数据服务"
log = logging.getLogger(__name__)


class Conflict(Exception):
    """A guarded write found that another transaction was faster; the use case runs again.

    `instead` is raised if the conflict persists until the deadline.
    """

    def __init__(self, what: str = "", *, instead: Problem | None = None) -> None:
        super().__init__(what)
        self.instead = instead


class CommitFailed(Exception):
    """COMMIT was sent, and no success was reported."""

    def __init__(self, error: SQLAlchemyError) -> None:
        super().__init__()
        self.error = error


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed try."""

    cause: Exception
    trouble: Trouble
    undone: bool

    @classmethod
    def of(
        cls, error: CommitFailed | Conflict | LineTooLong | SQLAlchemyError, *, writes: bool
    ) -> Failure:
        if isinstance(error, LineTooLong):
            return cls(error, Trouble.WAIT, undone=True)
        if isinstance(error, Conflict):
            waited = error.instead is not None
            return cls(error, Trouble.WAIT if waited else Trouble.RACE, undone=True)
        if isinstance(error, CommitFailed):
            undone = is_undone(error.error)
            return cls(error, trouble_of(error.error, writes=writes), undone)
        return cls(error, trouble_of(error, writes=writes), undone=True)

    @property
    def may_pass(self) -> bool:
        return self.trouble in (Trouble.RACE, Trouble.WAIT, Trouble.LOST)


class Transactions:
    """Runs use cases, each in its own session; readers never take SQLite's write lock.

    `replica` is asked first for what may be old; `log` is SQLite's.
    """

    def __init__(
        self, engine: Engine, replica: Replica | None = None, log: LogSync | None = None
    ) -> None:
        self.replica = replica
        self._writing = engine.execution_options(writes=True)
        self._reading = engine.execution_options(writes=False)
        if engine.dialect.name == "postgresql":
            self._reading = self._reading.execution_options(postgresql_readonly=True)
        self._waiting = Waiting(one_lock=engine.dialect.name == "sqlite")
        self._log = log
        if engine.dialect.name == "sqlite" and engine.url.database:
            self._log = log or LogSync(engine.url.database)
            self._writing = self._writing.execution_options(synced_apart=True)

    def run(
        self,
        work: Callable[[Session], Result],
        *,
        writes: bool = True,
        repeatable: bool = False,
        dry_run: bool = False,
    ) -> Result:
        """The result of `work`, committed; after a dry run undone.

        `repeatable` says that completed work may run again: its first write is a claim under the
        caller's own number, which then replays. Raises what `work` raises. A Problem rolls back,
        unless it has `commit_on_raise`, or `write_instead`, whose writes are committed instead of
        the work. Raises OUTSIDE_UNAVAILABLE if no try succeeded; its words say whether anything may
        have been done.
        """
        if self.replica is not None and not writes:
            with suppress(ReplicaUnfit):
                return self.replica.read(work)
        tries = Tries(writes=writes, repeatable=repeatable)
        with self._waiting.turn() as turn:
            while True:
                try:
                    engine = self._engine(turn.waits, writes=writes)
                    result = self._try(work, engine, dry_run=dry_run)
                except (CommitFailed, Conflict, LineTooLong, SQLAlchemyError) as error:
                    failure = Failure.of(error, writes=writes)
                else:
                    if writes:
                        turn.came_through()
                    return result
                tries.note(failure)
                may_wait = failure.trouble is not Trouble.WAIT or turn.waits_on()
                if not (may_wait and tries.again(failure)):
                    raise tries.end(failure) from failure.cause

    def _engine(self, waits: Waits, *, writes: bool) -> Engine:
        engine = self._writing if writes else self._reading
        return engine if waits is Waits.USUALLY else engine.execution_options(waits=waits)

    def _try(self, work: Callable[[Session], Result], engine: Engine, *, dry_run: bool) -> Result:
        with Session(engine, expire_on_commit=False) as session:
            try:
                result = work(session)
            except Problem as refusal:
                if refusal.write_instead:
                    session.rollback()
                    refusal.write_instead()
                elif not refusal.commit_on_raise:
                    raise
                self._commit(session, engine)
                raise
            if dry_run:
                session.rollback()
            else:
                self._commit(session, engine)
            return result

    def _commit(self, session: Session, engine: Engine) -> None:
        """Returns when what was written is on the disk."""
        session.flush()
        try:
            session.commit()
            if self._log is not None and engine.get_execution_options()["writes"]:
                self._log.wait()
        except SQLAlchemyError as error:
            raise CommitFailed(error) from error


class Tries:
    """The tries of one use case: how many there were, and whether all are certainly undone."""

    def __init__(self, *, writes: bool, repeatable: bool) -> None:
        self._writes, self._repeatable = writes, repeatable
        self._made = 0
        self._undone = True

    def note(self, failure: Failure) -> None:
        self._made += 1
        self._undone = self._undone and (failure.undone or not self._writes)

    def again(self, failure: Failure) -> bool:
        """Pauses and returns True if another try is safe and time is left for it."""
        if not failure.may_pass or self._made >= ATTEMPTS:
            return False
        if not (self._undone or self._repeatable):
            return False
        pause = random.uniform(0, FIRST_PAUSE_S * 2 ** (self._made - 1))  # noqa: S311 (jitter)
        left = left_s()
        if left is not None and left < pause + TIME_FOR_A_TRY_S:
            return False
        time.sleep(pause)
        return True

    def end(self, failure: Failure) -> Exception:
        """What to raise when there is no further try."""
        cause = failure.cause
        error = cause.error if isinstance(cause, CommitFailed) else cause
        if failure.trouble is Trouble.BUG:
            return error
        if isinstance(cause, Conflict) and cause.instead is not None:
            return cause.instead
        message = str(error.orig if isinstance(error, DBAPIError) else error)
        fields = {
            "trouble": failure.trouble.name,
            "tries": self._made,
            "undone": self._undone,
            # The first line is the database's own message, without parameters.
            "why": message.splitlines()[0] if message else type(error).__name__,
        }
        log.warning("database.unavailable", extra={"fields": fields})
        if self._repeatable and self._writes:
            return SendAgain(what=WHAT, retry_after_s=RETRY_AFTER_S)
        kind = OutsideUnavailable if self._undone else OutcomeUnknown
        return kind(what=WHAT, retry_after_s=RETRY_AFTER_S)
