"""Files with personal data or secrets are accessible to their owner only."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from sqlalchemy.engine import make_url

OTHERS = 0o077
FOLDER, FILE = 0o700, 0o600


def keep_private(database_url: str, data_dir: Path) -> None:
    """From now on this process creates files for its own account only; tightens existing ones.

    SQLite gives its -wal and -shm the mode of the database beside them.
    """
    os.umask(OTHERS)
    url = make_url(database_url)
    files = [data_dir / "secret"]
    if url.drivername == "sqlite":
        database = Path(url.database or "")
        database.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        files += [database, *(Path(f"{database}{end}") for end in ("-wal", "-shm", "-journal"))]
    _tighten(data_dir, FOLDER)
    for file in files:
        _tighten(file, FILE)


def _tighten(path: Path, mode: int) -> None:
    """Leaves alone what belongs to another account, and folders that all may write to."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return
    shared = found.st_mode & stat.S_ISVTX or found.st_uid != os.geteuid()
    if found.st_mode & OTHERS and not shared:
        path.chmod(mode)
