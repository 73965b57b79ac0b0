"""pgbouncer as we deploy it, before a database of the tests, for as long as a `with` lasts."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from configparser import RawConfigParser
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url

from tests.support.postgres import account
from tests.support.serving import last_words

DEPLOYED = Path(__file__).parents[2] / "deploy/pgbouncer.ini"
PROGRAM = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
PORT = 6432
"""Of a socket file in a folder of its own."""

READY_WITHIN_S = 30


@contextmanager
def pgbouncer(database_url: str, sessions: int) -> Iterator[str]:
    """The address of the same database behind a pool of so many sessions."""
    address = make_url(database_url)
    folder = Path(tempfile.mkdtemp(prefix="gongji-bouncer-"))
    (folder / "users").write_text(f'"{address.username}" ""\n', "utf-8")
    here = RawConfigParser(comment_prefixes=(";",))
    here.read_string(DEPLOYED.read_text("utf-8"))
    place = f"host={address.query['host']} user={address.username}"
    here["databases"] = {str(address.database): place}
    here["pgbouncer"].update(
        {
            "listen_addr": "",
            "unix_socket_dir": str(folder),
            "auth_type": "trust",
            "auth_file": str(folder / "users"),
            "logfile": str(folder / "log"),
            "default_pool_size": str(sessions),
        }
    )
    with (folder / "here.ini").open("w", encoding="utf-8") as written:
        here.write(written)
    user, group = account()
    for path in (folder, *folder.iterdir()):
        os.chown(path, user, group)
    arguments = [PROGRAM, "--quiet", str(folder / "here.ini")]
    with subprocess.Popen(arguments, user=user, group=group, cwd=folder) as process:
        try:
            _wait_for(folder / f".s.PGSQL.{PORT}", process, folder / "log")
            query = {"host": str(folder), "port": str(PORT)}
            yield address.set(query=query).render_as_string(hide_password=False)
        finally:
            process.terminate()
            process.wait()
            shutil.rmtree(folder)


def _wait_for(path: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(str(path))
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)
            break
    raise AssertionError(f"pgbouncer did not start:\n{last_words(log)}")
