"""Settings, read once from the environment (http-api.md §11) into one frozen value."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from gongji.kernel.privacy import KeyRing

Environment = Literal["sandbox", "production"]
KEY_BYTES = 32
MINI_DIR = Path(__file__).parent.parent / "miniprogram_mock" / "dist" / "build" / "h5"
"""Where `make` leaves the mini-program's build for the browser."""


@dataclass(frozen=True)
class Settings:
    """How this process runs. `secret` signs tokens; `keys` seal personal data."""

    environment: Environment
    database_url: str
    data_dir: Path
    secret: str = field(repr=False)
    keys: KeyRing = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    signing_schemes: tuple[str, ...] = ("csb", "xtif")
    mini_dir: Path = MINI_DIR

    @property
    def sandbox(self) -> bool:
        return self.environment == "sandbox"


class BadSettings(ValueError):
    """A setting is missing or unusable; the message names it."""


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Raises BadSettings. The sandbox makes its own secrets in the data folder and keeps them."""
    environment = environ.get("GONGJI_ENV", "sandbox")
    if environment not in ("sandbox", "production"):
        raise BadSettings(f"GONGJI_ENV is sandbox or production, not {environment!r}")
    data_dir = Path(environ.get("GONGJI_DATA_DIR", "var")).resolve()
    url = environ.get("GONGJI_DATABASE_URL") or f"sqlite:///{data_dir / 'gongji.sqlite3'}"
    default_workers = 1 if url.startswith("sqlite") else os.cpu_count() or 1
    secret = _secret(environ, environment, data_dir)
    schemes = environ.get("GONGJI_FSI_SCHEMES")
    default_schemes = "csb,xtif,none" if environment == "sandbox" else "csb,xtif"
    return Settings(
        environment=cast("Environment", environment),
        database_url=url,
        data_dir=data_dir,
        secret=secret,
        keys=_key_ring(environ, environment, secret),
        host=environ.get("GONGJI_HOST", "127.0.0.1"),
        port=_number(environ, "GONGJI_PORT", 8000),
        workers=_number(environ, "GONGJI_WORKERS", default_workers),
        signing_schemes=tuple((schemes or default_schemes).split(",")),
        mini_dir=Path(environ.get("GONGJI_MINI_DIR") or MINI_DIR).resolve(),
    )


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isdecimal():
        raise BadSettings(f"{name} is a whole number, not {text!r}")
    return int(text)


def _secret(environ: Mapping[str, str], environment: str, data_dir: Path) -> str:
    secret = environ.get("GONGJI_SECRET", "")
    if secret and len(secret) < KEY_BYTES:
        raise BadSettings(f"GONGJI_SECRET needs at least {KEY_BYTES} characters")
    if secret or environment == "production":
        if not secret:
            raise BadSettings("GONGJI_SECRET must be set in production")
        return secret
    kept = data_dir / "secret"
    if not kept.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(KEY_BYTES), "ascii")
    return kept.read_text("ascii")


def _key_ring(environ: Mapping[str, str], environment: str, secret: str) -> KeyRing:
    """`GONGJI_DATA_KEYS` is `1:hex,2:hex`, `GONGJI_INDEX_KEY` is hex; the sandbox derives both."""
    texts = environ.get("GONGJI_DATA_KEYS", ""), environ.get("GONGJI_INDEX_KEY", "")
    if environment == "sandbox" and not any(texts):
        derived = KeyRing({1: secret.encode()}, secret.encode())
        data_key, index_key = derived.digest("data", "") * 2, derived.digest("index", "")
        return KeyRing({1: data_key}, index_key)
    try:
        rows = (part.split(":") for part in texts[0].split(","))
        keys = {int(version): bytes.fromhex(key) for version, key in rows}
        ring = KeyRing(keys, bytes.fromhex(texts[1]))
    except ValueError as problem:
        raise BadSettings("GONGJI_DATA_KEYS is 1:hex,2:hex; GONGJI_INDEX_KEY is hex") from problem
    if any(len(key) != KEY_BYTES for key in keys.values()) or len(ring.index_key) < KEY_BYTES:
        raise BadSettings(f"data and index keys have {KEY_BYTES} bytes")
    return ring
