"""The real `gongji serve` as a process on a free port, for as long as a `with` lasts."""

from __future__ import annotations

import os
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import requests

GONGJI = Path(sysconfig.get_path("scripts"), "gongji")
SECRET = "of-the-tests-and-known-to-all-of-them"
DATA_KEY = "8e1f04b76ac35d92f1a8673be90c24d5b7de4081c3965fa27cb1e83d0f42697a"
INDEX_KEY = "c41d7f90a26be8530fb9d6217c4ea385e2087b5f19d3c6a4705e8fb2913cad68"
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Not handed on: a program whose bytecode is kept, as where it is installed, starts much sooner."""

READY_WITHIN_S = 180
GONE_WITHIN_S = 120


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where it answers, and what it has written to its standard streams."""

    base: str
    log: Path
    pid: int

    @property
    def workers(self) -> list[int]:
        """Its worker processes."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("ascii")
        return [int(child) for child in children.split()]


def environment(database_url: str, data_dir: Path, **more: str) -> dict[str, str]:
    """What gongji is told in tests: UTC, the sandbox, this database, nothing from outside."""
    inherited = {
        k: v for k, v in os.environ.items() if not k.startswith("GONGJI_") and k != NO_BYTECODE
    }
    return (
        inherited
        | {
            "TZ": "UTC",
            "GONGJI_ENV": "sandbox",
            "GONGJI_SECRET": SECRET,
            "GONGJI_DATABASE_URL": database_url,
            "GONGJI_DATA_DIR": str(data_dir),
        }
        | more
    )


def in_production(database_url: str, data_dir: Path, **more: str) -> dict[str, str]:
    """As `environment`, of a production with adapters, and with keys of its own."""
    own = {
        "GONGJI_ENV": "production",
        "GONGJI_DATA_KEYS": f"1:{DATA_KEY}",
        "GONGJI_INDEX_KEY": INDEX_KEY,
        "GONGJI_ADAPTERS": "tests.support.adapters:gateways",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    return environment(database_url, data_dir, **own | more)


@contextmanager
def serving(
    database_url: str,
    data_dir: Path,
    *,
    workers: int = 1,
    command: Sequence[str | Path] = (GONGJI, "serve"),
    **more: str,
) -> Iterator[Served]:
    """Starts `gongji serve`, or another server, waits until it is ready, and ends it with SIGTERM.

    `more` are further settings by name. Raises AssertionError, with the last words of the log,
    when the server does not come up or does not end.
    """
    port = int(more.get("GONGJI_PORT") or free_port())
    log = data_dir / f"serve-{port}.log"
    settings = {
        "GONGJI_HOST": "127.0.0.1",
        "GONGJI_PORT": str(port),
        "GONGJI_WORKERS": str(workers),
    }
    with (
        log.open("ab") as words,
        subprocess.Popen(
            command,
            env=environment(database_url, data_dir, **settings | more),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        server = Served(f"http://127.0.0.1:{port}", log, process.pid)
        try:
            _wait_until_ready(server, process)
            yield server
        finally:
            _end(server, process)


def last_words(log: Path, lines: int = 40) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_until_ready(server: Served, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while not _is_ready(server):
        with suppress(subprocess.TimeoutExpired):
            code = process.wait(timeout=0.1)
            raise AssertionError(f"gongji serve ended with {code}:\n{last_words(server.log)}")
        late = time.monotonic() > deadline
        assert not late, f"not ready within {READY_WITHIN_S} s:\n{last_words(server.log)}"


def _is_ready(server: Served) -> bool:
    try:
        return requests.get(f"{server.base}/readyz", timeout=5).status_code == HTTPStatus.OK
    except requests.RequestException:
        return False


def _end(server: Served, process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=GONE_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        words = last_words(server.log)
        raise AssertionError(f"still there {GONE_WITHIN_S} s after SIGTERM:\n{words}") from None
