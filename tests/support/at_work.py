"""Several acts at the same time, each begun and waiting before the first one may book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from sqlalchemy import Connection, create_engine, text

from tests.support.cast import Answer


@contextmanager
def held(url: str) -> Iterator[Connection]:
    """Every account is locked by somebody else: who settles holds his msgid and waits."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(text("SELECT id FROM account FOR UPDATE"))
            yield connection
    finally:
        engine.dispose()


WAITING = text(
    "SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE NOT granted AND datname = current_database()"
)


def all_wait(holder: Connection, begun: Sequence[Future[Answer]]) -> None:
    """Until each waits for a lock or is answered; on SQLite all wait before they begin."""
    if holder.engine.dialect.name == "sqlite":
        return
    with holder.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watcher:
        while watcher.execute(WAITING).scalar_one() + sum(map(Future.done, begun)) < len(begun):
            Event().wait(0.01)


@contextmanager
def at_work(url: str, *works: Callable[[], Answer]) -> Iterator[list[Future[Answer]]]:
    """All of them begun in this order before the first one may book."""
    with ThreadPoolExecutor(len(works)) as threads, held(url) as holder:
        begun: list[Future[Answer]] = []
        for work in works:
            begun.append(threads.submit(work))
            all_wait(holder, begun)
        holder.rollback()
        yield begun
