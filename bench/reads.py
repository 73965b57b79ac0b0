"""What citizens read: the same for any length of their history, from any worker, at any size."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from bench import machine
from bench.findings import Finding
from bench.histories import IN_A_STATEMENT, LONG, LONGEST, SHORT, STATED, Histories, histories
from bench.load import Cost, Request, drive
from bench.world import World, new_database
from tests.support.serving import serving

API = "/api/v1"
LOOKS = 100
"""How often each page is looked at, in turn with those it is compared with."""

COUNTED = 100
"""Requests whose CPU is counted."""

STARTS = 3
SHARE_ROUNDS, SHARE_S = 5, 2.0
PAPERS = 2
"""Of each kind: a person gets five a day."""

PAGES = ("/account", "/account/entries", f"/account/summary?year={STATED}")
FILTERS = (
    f"year={STATED}",
    "direction=in",
    "direction=out",
    "scene=PHARMACY",
    "scene=CHRONIC",
    "scene=PREMIUM",
    f"from={STATED}-03-01&to={STATED}-03-05",
    "from=2025-01-01&to=2027-06-01",
    f"year={STATED}&direction=in",
    "year=2027&scene=CHRONIC",
    "direction=in&scene=PHARMACY",
    f"year={STATED}&direction=out&scene=PREMIUM",
    "from=2025-08-01&to=2027-06-01&direction=in",
    f"from={STATED}-01-01&direction=out&scene=CHRONIC",
    f"year={STATED}&from={STATED}-06-01&direction=in&scene=PHARMACY",
)
"""Each filter alone, pairs, and all; a scene that came only once, and one that never came."""


def reads(world: World) -> Iterator[Finding]:
    """Reads accounts of 10 thousand to 10 million entries, writes statements, starts the server."""
    with histories(world) as made:
        yield from growth(made)
        yield from costs(made, world)
        yield from papers(made, world)
        memory = max(map(machine.private_mib, [*made.served.workers, *_workers(world.server)]))
        yield Finding("private memory of a worker, MiB", memory, gate=90, goal=60)
        yield Finding(
            "start of the server, CPU s",
            start_s(new_database(world.postgres, "started")),
            gate=2,
            goal=1,
        )
        share = busiest(made)
        yield Finding("busiest of 2 workers, its part of the work", share, gate=0.6, goal=0.55)
    yield from panel(world)


def growth(made: Histories) -> Iterator[Finding]:
    for path in PAGES:
        yield _grown(path, _ratio(made, path))
    found = {one: _ratio(made, f"/account/entries?{one}") for one in FILTERS}
    worst = max(found, key=lambda one: found[one])
    yield _grown(f"entries?{worst}", found[worst])


def _grown(name: str, ratio: float) -> Finding:
    return Finding(f"{name}, {LONGEST:.0e} / {SHORT:.0e} entries", ratio, gate=1.3, goal=1.1)


def _ratio(made: Histories, path: str) -> float:
    """Of the slower one of the long histories to the short one, at their best: that others use the
    machine makes a look slower and never faster.
    """
    took: dict[int, list[float]] = {SHORT: [], LONG: [], LONGEST: []}
    with requests.Session() as client:
        for _ in range(LOOKS):
            for one, times in took.items():
                begun = time.perf_counter()
                _look(client, made, path, made.bearers[one])
                times.append(time.perf_counter() - begun)
    return max(min(took[LONG]), min(took[LONGEST])) / min(took[SHORT])


def _look(client: requests.Session, made: Histories, path: str, bearer: Mapping[str, str]) -> bytes:
    answer = client.get(f"{made.served.base}{API}{path}", headers=bearer, timeout=60)
    assert answer.ok, answer.text
    return answer.content


def costs(made: Histories, world: World) -> Iterator[Finding]:
    bearer = made.bearers[SHORT]
    paths = {
        "GET /account": "/account",
        "GET /account/entries": "/account/entries",
        "GET /account/entries of one direction": "/account/entries?direction=in",
        "GET /visits/{id}": f"/visits/{made.bills[SHORT]}",
        "GET /family/bindings": "/family/bindings?role=authorizer",
    }
    with requests.Session() as client:
        for name, path in paths.items():
            _look(client, made, path, bearer)

            def look(path: str = path) -> None:
                _look(client, made, path, bearer)

            cpu_ms = _cpu_us(look, COUNTED, made.served.pid, world) / 1000
            yield Finding(f"CPU of {name}, ms", cpu_ms)


def _cpu_us(act: Callable[[], object], times: int, server: int, world: World) -> float:
    """For each time, of the server and the database."""
    cost = Cost(server, world.postgres.pid)
    for _ in range(times):
        act()
    return cost.sample(times, 1.0).cpu_us


def papers(made: Histories, world: World) -> Iterator[Finding]:
    """The first of each kind is not counted: it imports what writes it."""
    for form in ("pdf", "xlsx"):
        path = f"/account/statement?year={STATED}&format={form}"
        with requests.Session() as client:

            def write(path: str = path) -> None:
                assert len(_look(client, made, path, made.bearers[IN_A_STATEMENT])) > IN_A_STATEMENT

            costs_us = [_cpu_us(write, 1, made.served.pid, world) for _ in range(PAPERS)]
        name = f"{form.upper()} of {IN_A_STATEMENT:,} entries"
        yield Finding(f"CPU of a {name}, s", min(costs_us) / 1e6, gate=GATES_S[form])


GATES_S = {"pdf": 4.0, "xlsx": 1.5}
"""Papers are written one at a time in a worker, within the deadline of a request."""


def start_s(address: str) -> float:
    """CPU of all processes until the server says that it is ready, at its best; the first of them
    migrates.
    """
    took = []
    with TemporaryDirectory(prefix="gongji-bench-") as folder:
        for _ in range(1 + STARTS):
            with serving(address, Path(folder)) as served:
                took.append(machine.cpu_s(served.pid))
    return min(took)


def busiest(made: Histories) -> float:
    """The part of the workers' CPU that the busiest one used, in the median of some rounds."""
    shares = []
    for _ in range(SHARE_ROUNDS):
        before = [machine.cpu_s(worker) for worker in made.served.workers]
        drive(made.served.base, _alive, SHARE_S, made.served.pid, made.served.pid)
        after = [machine.cpu_s(worker) for worker in made.served.workers]
        used = [now - then for now, then in zip(after, before, strict=True)]
        shares.append(max(used) / sum(used))
    return statistics.median(shares)


def _alive(_client: int) -> Iterator[Request]:
    while True:
        yield Request("GET", "/healthz", b"", b"ok")


def panel(world: World) -> Iterable[Finding]:
    """PostgreSQL's part: it grows with the people where a page goes through them."""
    with requests.Session() as client:
        for path in ("/", f"{API}/sandbox/personas"):

            def look(path: str = path) -> None:
                assert client.get(f"{world.base}{path}", timeout=60).ok

            look()
            cost = Cost(world.server, world.postgres.pid)
            for _ in range(COUNTED):
                look()
            used_ms = cost.sample(COUNTED, 1.0).postgres_us / 1000
            yield Finding(f"PostgreSQL's CPU of {path}, ms", used_ms, gate=10, goal=3)


def _workers(server: int) -> list[int]:
    return [pid for pid in machine.descendants(server) if pid != server]
