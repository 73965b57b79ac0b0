"""Worker, master and database are killed under load: each sale is booked once, and none is lost.

The master that is started again finds its port held by orphans and its database away, and waits.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import requests

from tests.support.cast import Cast, over_http
from tests.support.databases import migrate
from tests.support.postgres import OwnServer, own_server
from tests.support.sent import PAYER, PHARMACY, Line, sale
from tests.support.serving import Served, free_port, serving

TILLS, SALES_EACH = 3, 12
PRICE_FEN, BALANCE_FEN = 1_000, 100_000
RESOLVED_WITHIN_S = 90
START_AFTER_S = 2


class Till(threading.Thread):
    """Sells one after the other, each until it is answered: always under the same msgid."""

    def __init__(self, cast: Cast, number: str, name: str) -> None:
        super().__init__(name=name)
        self._cast, self._number = cast, number
        self.settled: list[str] = []
        self.told: list[str] = []

    def run(self) -> None:
        for order in range(SALES_EACH):
            self._sell(f"{PHARMACY}{self.name}{order:04d}")

    def _sell(self, msgid: str) -> None:
        until = time.monotonic() + RESOLVED_WITHIN_S
        wanted = sale(self._number, PAYER, [Line()])
        while time.monotonic() < until:
            try:
                answer = self._cast.transact("2102", wanted, msgid=msgid)
            except requests.RequestException:
                continue
            if answer.status == 200:
                self.settled.append(answer.bill["setl_id"])
                return
            self.told.append(answer.body["err_msg"])


class Program:
    """`gongji serve`, started again at the same address when it was killed."""

    def __init__(self, url: str, folder: Path, opened: ExitStack) -> None:
        self._url, self._folder, self._opened = url, folder, opened
        self._port = free_port()
        self.start()

    def start(self) -> None:
        self.running: Served = self._opened.enter_context(
            serving(self._url, self._folder, workers=2, GONGJI_PORT=str(self._port))
        )

    def kill_a_worker(self) -> None:
        os.kill(self.running.workers[0], signal.SIGKILL)

    def kill(self) -> None:
        os.kill(self.running.pid, signal.SIGKILL)


@contextmanager
def selling(cast: Cast) -> Iterator[list[Till]]:
    number = cast.number_of(PAYER)
    tills = [Till(cast, number, f"T{order}") for order in range(TILLS)]
    for till in tills:
        till.start()
    yield tills
    for till in tills:
        till.join()


@contextmanager
def later(seconds: float, act: Callable[[], None]) -> Iterator[None]:
    """Acts after a while, and has acted at the end."""
    timer = threading.Timer(seconds, act)
    timer.start()
    yield
    timer.join()


def wait_for(tills: list[Till], sold: int) -> None:
    """Until so many sales came through, or nobody sells any more."""
    while sum(len(till.settled) for till in tills) < sold and any(t.is_alive() for t in tills):
        threading.Event().wait(0.05)


def test_each_sale_is_booked_once_whatever_is_killed(tmp_path: Path) -> None:
    with ExitStack() as opened:
        database: OwnServer = opened.enter_context(own_server())
        url = database.url.render_as_string(hide_password=False)
        migrate(url, tmp_path)
        program = Program(url, tmp_path, opened)
        cast = Cast(over_http(program.running.base)).load(payer_fen=BALANCE_FEN)
        with selling(cast) as tills:
            wait_for(tills, 6)
            program.kill_a_worker()
            wait_for(tills, 14)
            database.stop()
            database.start()
            wait_for(tills, 22)
            program.kill()
            database.stop()
            with later(START_AFTER_S, database.start):
                program.start()
        settled = [bill for till in tills for bill in till.settled]
        assert len(settled) == len(set(settled)) == TILLS * SALES_EACH
        assert [words for till in tills for words in till.told if "没有办理" in words] == []
        assert cast.account(PAYER)["balance_fen"] == BALANCE_FEN - len(settled) * PRICE_FEN
        assert cast.broken() == []
