"""A closed loop of clients that keep their connections, and what serving them cost."""

from __future__ import annotations

import http.client
import multiprocessing
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bench import machine

CLIENTS = 16
PROCESSES = 2
TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Request:
    """One call: how and where, what is sent, and what a good answer contains."""

    method: str
    path: str
    body: bytes
    expects: bytes
    headers: tuple[tuple[str, str], ...] = ()


Requests = Callable[[int], Iterator[Request]]
"""The endless requests of the client with this number."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one round of one case measured; times in microseconds of CPU for each request."""

    rate: float
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    python_us: float = 0.0
    postgres_us: float = 0.0
    foreign: float = 0.0
    """The part of the machine that others used meanwhile, from 0 to 1 for each core."""

    @property
    def cpu_us(self) -> float:
        return self.python_us + self.postgres_us


class Failed(RuntimeError):
    """An answer that is none, with its beginning."""


def drive(base: str, requests: Requests, seconds: float, server: int, postgres: int) -> Sample:
    """Sends requests from CLIENTS clients for so long. Raises Failed."""
    cost = Cost(server, postgres)
    fork = multiprocessing.get_context("fork")
    pipes = []
    for number in range(PROCESSES):
        ours, theirs = fork.Pipe(duplex=False)
        numbers = range(number, CLIENTS, PROCESSES)
        process = fork.Process(target=_clients, args=(theirs, base, requests, numbers, seconds))
        process.start()
        pipes.append((process, ours))
    begun = time.monotonic()
    told = [ours.recv() for _, ours in pipes]
    took_s = time.monotonic() - begun
    for process, _ in pipes:
        process.join()
    for _, fault in told:
        if fault:
            raise Failed(fault)
    latencies = sorted(latency for ours, _ in told for latency in ours)
    return cost.sample(len(latencies), took_s, latencies)


class Cost:
    """The CPU that the server and the database use from here on."""

    def __init__(self, server: int, postgres: int) -> None:
        self.server, self.postgres = server, postgres
        self._before = self._now()

    def _now(self) -> tuple[float, float, float, float]:
        server = machine.cpu_s(self.server) if self.server else 0.0
        postgres = machine.cpu_s(self.postgres) if self.postgres else 0.0
        return server, postgres, machine.own_cpu_s(), machine.machine_s()

    def sample(self, count: int, took_s: float, latencies: Sequence[float] = ()) -> Sample:
        """For `count` requests; `latencies` in seconds, ascending."""
        now = self._now()
        server, postgres, own, everything = (
            after - before for after, before in zip(now, self._before, strict=True)
        )
        foreign = max(0.0, everything - server - postgres - own) / took_s
        quantiles = statistics.quantiles(latencies, n=100) if len(latencies) > 1 else [0.0] * 99
        return Sample(
            rate=count / took_s,
            p50_ms=quantiles[49] * 1000,
            p99_ms=quantiles[98] * 1000,
            python_us=server / count * 1e6,
            postgres_us=postgres / count * 1e6,
            foreign=foreign,
        )


def _clients(
    pipe: Any, base: str, requests: Requests, numbers: Sequence[int], seconds: float
) -> None:
    latencies: list[float] = []
    faults: list[str] = []
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_client, args=(base, requests(number), until, latencies, faults))
        for number in numbers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pipe.send((latencies, faults[0] if faults else ""))


def _client(
    base: str,
    requests: Iterator[Request],
    until: float,
    latencies: list[float],
    faults: list[str],
) -> None:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=TIMEOUT_S)
    try:
        for wanted in requests:
            begun = time.monotonic()
            if begun >= until or faults:
                return
            headers = {"Content-Type": "application/json", **dict(wanted.headers)}
            connection.request(wanted.method, wanted.path, wanted.body or None, headers)
            answer = connection.getresponse().read()
            if wanted.expects not in answer:
                faults.append(f"{wanted.path}: {answer[:400].decode('utf-8', 'replace')}")
                return
            latencies.append(time.monotonic() - begun)
    except (OSError, http.client.HTTPException) as trouble:
        faults.append(f"{type(trouble).__name__}: {trouble}")
    finally:
        connection.close()
