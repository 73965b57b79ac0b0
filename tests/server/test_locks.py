"""A lock that somebody keeps: tills that need it are answered, all others notice nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import requests
from sqlalchemy import Engine, NullPool, create_engine, text

from tests.conftest import Serve
from tests.support.cast import Answer, Cast, over_http
from tests.support.sent import PAYER, PHARMACY, Line, sale

TILLS = 16
TILL_WITHIN_S = 6.0
SLOWER = 3
"""How much slower than meant the machine may be."""


@contextmanager
def locked_out(engine: Engine) -> Iterator[None]:
    """Somebody holds the payer's account, or on SQLite the lock of all who write."""
    with engine.connect() as holder:
        if engine.dialect.name == "sqlite":
            holder.execute(text("BEGIN IMMEDIATE"))
        else:
            holder.execute(text("SELECT id FROM account FOR UPDATE"))
        yield
        holder.rollback()


class Readers:
    """Looks at what needs no lock, again and again, for as long as it is open."""

    def __init__(self, base: str, headers: dict[str, str]) -> None:
        self._base, self._headers = base, headers
        self._done = threading.Event()
        self.statuses: list[int] = []

    def look(self) -> None:
        while not self._done.wait(0.1):
            for path in ("/healthz", "/api/v1/account", "/api/v1/service-status"):
                answer = requests.get(
                    self._base + path, headers=self._headers, timeout=SLOWER * TILL_WITHIN_S
                )
                self.statuses.append(answer.status_code)

    @contextmanager
    def looking(self) -> Iterator[None]:
        with ThreadPoolExecutor(1) as thread:
            looks = thread.submit(self.look)
            try:
                yield
            finally:
                self._done.set()
            looks.result()


def test_a_lock_that_is_held_stops_those_who_need_it_and_nobody_else(
    database_url: str, served: Serve
) -> None:
    running = served(database_url)
    cast = Cast(over_http(running.base)).load()
    headers, number = cast.sign_in(PAYER), cast.number_of(PAYER)
    engine = create_engine(database_url, poolclass=NullPool)
    wanted = [(cast.new_msgid(PHARMACY), sale(number, PAYER, [Line()])) for _ in range(TILLS)]

    def sell(msgid: str, content: dict[str, Any]) -> tuple[float, Answer]:
        began = time.monotonic()
        answer = cast.transact("2102", content, msgid=msgid)
        return time.monotonic() - began, answer

    readers = Readers(running.base, headers)
    with locked_out(engine), readers.looking(), ThreadPoolExecutor(TILLS) as tills:
        answers = list(tills.map(sell, *zip(*wanted, strict=True)))
    for took, answer in answers:
        assert took < TILL_WITHIN_S * SLOWER
        assert (answer.status, answer.code) == (503, "OUTSIDE_UNAVAILABLE"), answer.body
        assert "结果未知" in answer.body["err_msg"]
        assert int(answer.headers["Retry-After"]) > 0
    assert len(readers.statuses) > TILLS
    assert set(readers.statuses) == {200}
    again = [sell(*one)[1] for one in wanted]
    assert [answer.body["infcode"] for answer in again] == [0] * TILLS
    assert cast.account(PAYER)["balance_fen"] == 30_000 - TILLS * 1_000
    assert cast.broken() == []
    engine.dispose()
