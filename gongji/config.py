"""Settings, read once from the environment into one frozen value.

Whatever is missing, unusable or unsafe is refused here with the name of its setting. Before that
the database is asked for its mark, so that one of the other environment is refused by its mark
alone. No message contains a secret, a key or a database address.
"""

from __future__ import annotations

import os
import re
import secrets
import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from ipaddress import ip_address, ip_network
from itertools import pairwise
from pathlib import Path
from typing import Literal

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from gongji.app.forwarding import NO_PROXIES, Proxies
from gongji.app.rate_limits import NO_GUARDS, STRICT, WIDE, AddressLimits, Guards
from gongji.kernel.mark import KeyKind, Owner, look_at_environment
from gongji.kernel.privacy import KeyRing, check_value
from gongji.vocabulary import Scheme

Environment = Literal["sandbox", "production"]
KEY_BYTES = 32
SECRET_CHARACTERS_MIN = 32
VERSION_MAX = 255
"""A box names the version of its key in one byte."""
PORT_MAX, WORKERS_MAX = 65_535, 64
IDENTITY_DAYS_MAX = 3_650
STEPS_MAX = 3
"""Of differences between neighbours, in what somebody typed as a row."""
DRIVERS = ("sqlite", "postgresql+psycopg")
MINI_DIR = Path(__file__).parent.parent / "miniprogram_mock" / "dist" / "build" / "h5"
"""Where `make` leaves the mini-program's build for the browser."""

WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
KEY = re.compile(rf"[0-9A-Fa-f]{{{2 * KEY_BYTES}}}")
HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*")
HOST_NAME = re.compile(
    r"(?=.{1,253}\Z)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*"
    r"[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)


@dataclass(frozen=True)
class Settings:
    """How this process runs. `secret` signs tokens; `keys` seal personal data."""

    environment: Environment
    database_url: str = field(repr=False)
    data_dir: Path
    secret: str = field(repr=False)
    keys: KeyRing = field(repr=False)
    old_secret: str = field(default="", repr=False)
    """The secret before this one: what it signed is still good."""
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    proxies: Proxies = NO_PROXIES
    """The proxies in front; without addresses where clients connect themselves."""
    signing_schemes: tuple[Scheme, ...] = (Scheme.CSB, Scheme.XTIF, Scheme.GJ)
    adapters: str = ""
    """`package.module:function` that makes the production gateways."""
    read_database_url: str = field(default="", repr=False)
    """A streaming replica, for histories; empty where there is none."""
    mini_dir: Path = MINI_DIR
    guards: Guards = NO_GUARDS

    @property
    def sandbox(self) -> bool:
        return self.environment == "sandbox"

    @property
    def owner(self) -> Owner:
        """Whose databases this process may use."""
        secrets_ = [one for one in (self.secret, self.old_secret) if one]
        checks = {
            (KeyKind.TOKENS, at): check_value(one.encode()) for at, one in enumerate(secrets_)
        }
        checks |= {(KeyKind.DATA, at): check_value(key) for at, key in self.keys.keys.items()}
        checks[KeyKind.INDEX, 1] = check_value(self.keys.index_key)
        return Owner(self.environment, checks)

    @property
    def behind_proxy(self) -> bool:
        return bool(self.proxies.addresses)

    @property
    def address(self) -> str:
        """Host and port as a URL and gunicorn write them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


class BadSettings(ValueError):
    """A setting is missing, unusable or unsafe; the message names it."""


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Raises BadSettings, ForeignDatabase.

    The sandbox makes its own secrets in the data folder and keeps them.
    """
    if sys.flags.optimize:
        raise BadSettings("gongji relies on its assertions: run Python without -O, PYTHONOPTIMIZE")
    given = _Given(environ)
    environment = given.environment
    data_dir = Path(given.text("GONGJI_DATA_DIR", "var")).resolve()
    if data_dir.exists() and not data_dir.is_dir():
        raise BadSettings("GONGJI_DATA_DIR names something that is no folder")
    url = given.database_url(f"sqlite:///{data_dir / 'gongji.sqlite3'}")
    look_at_environment(url, environment)
    default_workers = 1 if url.startswith("sqlite") else min(os.cpu_count() or 1, WORKERS_MAX)
    proxies = given.proxies()
    host = given.host(behind_proxy=bool(proxies.addresses))
    port = given.whole("GONGJI_PORT", 8000, 1, PORT_MAX)
    workers = given.whole("GONGJI_WORKERS", default_workers, 1, WORKERS_MAX)
    schemes = given.signing_schemes()
    guards = given.guards()
    secret = given.secret(data_dir)
    return Settings(
        environment=environment,
        database_url=url,
        data_dir=data_dir,
        secret=secret,
        keys=given.key_ring(secret),
        old_secret=given.old_secret(secret),
        host=host,
        port=port,
        workers=workers,
        proxies=proxies,
        signing_schemes=schemes,
        adapters=given.adapters(),
        read_database_url=given.read_database_url(url),
        mini_dir=Path(given.text("GONGJI_MINI_DIR", str(MINI_DIR))).resolve(),
        guards=guards,
    )


@dataclass(frozen=True)
class _Given:
    """What the environment says, setting by setting; an empty setting is one that is not set.

    Each method reads one setting, or settings that only make sense together. Raises BadSettings.
    """

    environ: Mapping[str, str] = field(repr=False)

    def text(self, name: str, default: str = "") -> str:
        text = self.environ.get(name) or default
        if text != text.strip() or not text.isprintable():
            raise BadSettings(f"{name} begins or ends with a blank or holds a control character")
        return text

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number in plain ASCII digits: no sign, no blank, no zero in front."""
        text = self.text(name, str(default))
        if not WHOLE.fullmatch(text) or not least <= int(text) <= most:
            raise BadSettings(f"{name} is a whole number from {least} to {most}, not {text!r}")
        return int(text)

    def several(self, name: str, default: str = "") -> tuple[str, ...]:
        """Parts joined by commas, blanks around them do not count; none is empty or repeated."""
        text = self.text(name, default)
        parts = tuple(part.strip() for part in text.split(",")) if text else ()
        if "" in parts or len(set(parts)) < len(parts):
            raise BadSettings(f"{name} has an empty or a repeated part")
        return parts

    @property
    def environment(self) -> Environment:
        match self.text("GONGJI_ENV"):
            case "sandbox" | "production" as named:
                return named
            case "":
                raise BadSettings(
                    "GONGJI_ENV is not set: say sandbox (as make run does) or production"
                )
            case other:
                raise BadSettings(f"GONGJI_ENV is sandbox or production, not {other!r}")

    @property
    def in_production(self) -> bool:
        return self.environment == "production"

    def database_url(self, default: str) -> str:
        """A file of SQLite is named by its whole path, so that every process means the same one."""
        text = self.text("GONGJI_DATABASE_URL", default)
        wanted = "GONGJI_DATABASE_URL is sqlite:////file or postgresql+psycopg://host/database"
        try:
            url = make_url(text)
        except (ArgumentError, ValueError):
            raise BadSettings(wanted) from None
        if url.drivername not in DRIVERS or not url.database:
            raise BadSettings(wanted)
        if url.drivername != "sqlite":
            return text
        if url.query or url.host or url.database == ":memory:" or url.database.startswith("file:"):
            raise BadSettings("GONGJI_DATABASE_URL names no plain file: sqlite:////folder/file")
        path = Path(url.database).resolve()
        if path.is_dir():
            raise BadSettings("GONGJI_DATABASE_URL names a folder, not a file")
        return f"sqlite:///{path}"

    def read_database_url(self, written: str) -> str:
        """A replica of the same kind; SQLite has none."""
        text = self.text("GONGJI_READ_DATABASE_URL")
        try:
            fits = not text or make_url(text).drivername == make_url(written).drivername != "sqlite"
        except (ArgumentError, ValueError):
            fits = False
        if not fits or text == written:
            raise BadSettings(
                "GONGJI_READ_DATABASE_URL is postgresql+psycopg://host/database of a replica of"
                " the server in GONGJI_DATABASE_URL"
            )
        return text

    def proxies(self) -> Proxies:
        """A network of all addresses would let each client state another address than its own."""
        behind = self.text("GONGJI_BEHIND_PROXY", "0")
        if behind not in ("0", "1"):
            raise BadSettings(f"GONGJI_BEHIND_PROXY is 1 or 0, not {behind!r}")
        proxies = self.several("GONGJI_PROXIES")
        if behind == "1" and not proxies:
            raise BadSettings(
                "GONGJI_BEHIND_PROXY=1 needs the proxies' addresses in GONGJI_PROXIES"
            )
        if behind == "0" and proxies:
            raise BadSettings("GONGJI_PROXIES means nothing without GONGJI_BEHIND_PROXY=1")
        for proxy in proxies:
            try:
                network = ip_network(proxy)
            except ValueError:
                raise BadSettings(
                    f"GONGJI_PROXIES names no address or network: {proxy!r}"
                ) from None
            if network.prefixlen == 0 or network.network_address.is_unspecified:
                raise BadSettings(f"GONGJI_PROXIES may not mean everybody: {proxy!r}")
        headers = {}
        for name, usual in (
            ("GONGJI_ADDRESS_HEADER", NO_PROXIES.address_header),
            ("GONGJI_CERTIFICATE_HEADER", NO_PROXIES.certificate_header),
        ):
            headers[name] = self.text(name, usual)
            if not HEADER_NAME.fullmatch(headers[name]):
                raise BadSettings(f"{name} is the name of a header without underscore")
        if len({told.lower() for told in headers.values()}) < len(headers):
            raise BadSettings("GONGJI_ADDRESS_HEADER and GONGJI_CERTIFICATE_HEADER are one header")
        return Proxies(proxies, *headers.values())

    def host(self, *, behind_proxy: bool) -> str:
        text = self.text("GONGJI_HOST", "127.0.0.1")
        try:
            loopback = ip_address(text).is_loopback
        except ValueError:
            if not HOST_NAME.fullmatch(text):
                raise BadSettings(
                    f"GONGJI_HOST is an address or a host name, not {text!r}"
                ) from None
            loopback = text.lower() == "localhost"
        if self.in_production and not (loopback or behind_proxy):
            raise BadSettings(
                "GONGJI_HOST is beyond loopback: production listens there only behind a proxy, with"
                " GONGJI_BEHIND_PROXY=1 and the proxies' addresses in GONGJI_PROXIES"
            )
        return text

    def signing_schemes(self) -> tuple[Scheme, ...]:
        known: Collection[str] = [scheme.value for scheme in Scheme]
        default = "csb,xtif,gj" if self.in_production else "csb,xtif,gj,none"
        names = self.several("GONGJI_FSI_SCHEMES", default)
        for name in names:
            if name not in known:
                raise BadSettings(f"GONGJI_FSI_SCHEMES has {', '.join(known)}; not {name!r}")
        if self.in_production and Scheme.NONE in names:
            raise BadSettings("GONGJI_FSI_SCHEMES: none takes unsigned requests, sandbox only")
        return tuple(Scheme(name) for name in names)

    def guards(self) -> Guards:
        """Strict in production, wide in the sandbox, where each may be set as well.

        A limit that is not named stays as usual; only the sandbox may lift one, with 0.
        """
        usual = STRICT if self.in_production else NO_GUARDS
        days = usual.identity_after_days
        if self.text("GONGJI_IDENTITY_AFTER_DAYS"):
            days = self.whole("GONGJI_IDENTITY_AFTER_DAYS", 0, 1, IDENTITY_DAYS_MAX)
        known = {one.name for one in fields(AddressLimits)}
        least = 1 if self.in_production else WIDE
        limits: dict[str, int] = {}
        for part in self.several("GONGJI_ADDRESS_LIMITS"):
            name, _, most = part.partition("=")
            is_new = name in known and name not in limits
            if not is_new or not WHOLE.fullmatch(most) or int(most) < least:
                raise BadSettings(
                    "GONGJI_ADDRESS_LIMITS is phone_day=3,codes_hour=300,guesses_hour=20"
                    f" or a part of it, in whole numbers from {least}, not {part!r}"
                )
            limits[name] = int(most)
        return Guards(replace(usual.address, **limits), days)

    def adapters(self) -> str:
        text = self.text("GONGJI_ADAPTERS")
        if text and not self.in_production:
            raise BadSettings("GONGJI_ADAPTERS is for production: the sandbox brings its own")
        if text and not re.fullmatch(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*", text):
            raise BadSettings("GONGJI_ADAPTERS is package.module:function")
        return text

    def secret(self, data_dir: Path) -> str:
        """The sandbox draws its own once; of two first starts at once both read the same."""
        secret = self.text("GONGJI_SECRET")
        if not secret and self.in_production:
            raise BadSettings("GONGJI_SECRET must be set in production")
        if not secret:
            kept = data_dir / "secret"
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not kept.exists():
                drawn = data_dir / f"secret.{secrets.token_hex(8)}"
                drawn.touch(mode=0o600)
                drawn.write_text(secrets.token_urlsafe(KEY_BYTES), "ascii")
                with suppress(FileExistsError):
                    kept.hardlink_to(drawn)
                drawn.unlink()
            secret = kept.read_text("utf-8")
        return _strong("GONGJI_SECRET", secret)

    def old_secret(self, secret: str) -> str:
        old = self.text("GONGJI_OLD_SECRET")
        if old == secret:
            raise BadSettings("GONGJI_OLD_SECRET is GONGJI_SECRET itself")
        return old and _strong("GONGJI_OLD_SECRET", old)

    def key_ring(self, secret: str) -> KeyRing:
        """`GONGJI_DATA_KEYS` is `1:hex,2:hex`, `GONGJI_INDEX_KEY` is hex.

        The sandbox derives both from its secret.
        """
        texts = self.several("GONGJI_DATA_KEYS"), self.text("GONGJI_INDEX_KEY")
        if not self.in_production and not any(texts):
            derived = KeyRing({1: secret.encode()}, secret.encode())
            data_key = derived.old_digest("data", "") * 2
            index_key = derived.old_digest("index", "")
            return KeyRing({1: data_key}, index_key)
        keys: dict[int, bytes] = {}
        for part in texts[0]:
            version, _, key = part.partition(":")
            if not WHOLE.fullmatch(version) or not 1 <= int(version) <= VERSION_MAX:
                raise BadSettings(f"GONGJI_DATA_KEYS has versions from 1 to {VERSION_MAX}")
            if int(version) in keys:
                raise BadSettings(f"GONGJI_DATA_KEYS names version {int(version)} twice")
            keys[int(version)] = _key("GONGJI_DATA_KEYS", key)
        if not keys:
            raise BadSettings("GONGJI_DATA_KEYS must be set like 1:hex,2:hex")
        index_key = _key("GONGJI_INDEX_KEY", texts[1])
        known = [*keys.values(), index_key]
        if len(set(known)) < len(known):
            raise BadSettings("GONGJI_DATA_KEYS and GONGJI_INDEX_KEY: one key stands in two places")
        if secret.lower() in {key.hex() for key in known}:
            raise BadSettings("GONGJI_SECRET is one of GONGJI_DATA_KEYS or GONGJI_INDEX_KEY")
        return KeyRing(keys, index_key)


def _strong(name: str, secret: str) -> str:
    if len(secret) < SECRET_CHARACTERS_MIN:
        raise BadSettings(f"{name} needs at least {SECRET_CHARACTERS_MIN} characters")
    if is_guessable(secret.encode(), least_distinct=12):
        raise BadSettings(f"{name} can be guessed: let a machine draw it")
    return secret


def _key(name: str, text: str) -> bytes:
    if not KEY.fullmatch(text):
        raise BadSettings(f"{name} needs keys of {KEY_BYTES} bytes, {2 * KEY_BYTES} hex digits")
    key = bytes.fromhex(text)
    if is_guessable(key, least_distinct=16):
        raise BadSettings(f"{name} has a key that can be guessed: let a machine draw it")
    return key


def is_guessable(drawn: bytes, *, least_distinct: int) -> bool:
    """True for few different bytes, a repeated piece, or steps of few sizes: not drawn."""
    repeats = any(drawn[size:] == drawn[:-size] for size in range(1, len(drawn) // 2 + 1))
    steps = {(after - before) % 256 for before, after in pairwise(drawn)}
    return len(set(drawn)) < least_distinct or repeats or len(steps) <= STEPS_MAX
