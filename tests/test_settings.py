"""Settings: what is missing, unusable or unsafe is refused at the start, by its name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gongji.config import BadSettings, Settings, is_guessable, read_settings
from gongji.vocabulary import Scheme
from tests.support.serving import DATA_KEY, GONGJI, INDEX_KEY, environment, in_production

SECRET = "Vh3vZr0kq8-Jf1sQpX7uLmT2wYbN5dGcEaRoKi9t"
DATA, INDEX = DATA_KEY, INDEX_KEY
DATA_2 = "5a09c7e2b1f46d83907eac1f2853bd640e97f2c84b16da3509bf7e8162cd430f"
EVERYWHERE = "0.0.0.0"  # noqa: S104 (production refuses it)
ROW = "".join(f"{number:02x}" for number in range(7, 39))


def production(folder: Path, **more: str) -> dict[str, str]:
    address = f"sqlite:///{folder / 'books.sqlite3'}"
    safe = {"GONGJI_SECRET": SECRET, "GONGJI_DATA_KEYS": f"1:{DATA},255:{DATA_2}"}
    return in_production(address, folder, **safe | more)


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(BadSettings) as caught:
        read_settings(environ)
    return str(caught.value)


NUMBERS = ("１", "1_0", "+5", "05", "5.0", "1e1", "five", "-1")
UNSAFE = {
    "GONGJI_ENV": ("", "Production", "production ", "test", "sandbox,production"),
    "GONGJI_HOST": (
        EVERYWHERE, "::", "10.0.0.5", "gongji.example", "127.0.0.1:80", "http://127.0.0.1",
        "256.1.1.1", "127.1", "a b", "[::1]", "unix:/tmp/x", "a..b", "-a", "localhost.",
        "１２７.0.0.1",
    ),
    "GONGJI_PORT": ("0", "65536", "99999", *NUMBERS),
    "GONGJI_WORKERS": ("0", "65", "1000000", "99999999999999999999", *NUMBERS),
    "GONGJI_BEHIND_PROXY": ("1", "yes", "true", "2"),
    "GONGJI_PROXIES": ("10.0.0.1", "*", "10.0.0.1,,10.0.0.2"),
    "GONGJI_ADDRESS_HEADER": ("X_Real_IP", "x-", "a b", "X-Client-Subject", "x-client-subject"),
    "GONGJI_CERTIFICATE_HEADER": ("ssl_subject", "X-Forwarded-For", "-"),
    "GONGJI_DATABASE_URL": (
        "mysql://h/d", "postgresql://h/d", "postgresql+psycopg2://h/d", "postgresql+psycopg://h",
        "sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:///file:x?uri=true",
        "sqlite:////tmp", "sqlite+pysqlcipher:////x", "/var/lib/x.db", "postgresql+psycopg://h:p/d",
        "nonsense",
    ),
    "GONGJI_READ_DATABASE_URL": ("sqlite:////x", "mysql://h/d", "nonsense", "postgresql://h/d"),
    "GONGJI_DATA_DIR": (__file__, " var", "a\nb"),
    "GONGJI_SECRET": (
        "", "short", "a" * 40, "ab" * 20, "0123456789abcdef" * 3, "correcthorsebattery!" * 2,
        "abcdefghijklmnopqrstuvwxyz0123456789"[:36], f"{SECRET}\n", DATA, INDEX.upper(), " " * 40,
    ),
    "GONGJI_OLD_SECRET": ("short", "a" * 40, SECRET),
    "GONGJI_DATA_KEYS": (
        "", DATA, f"0:{DATA}", f"256:{DATA}", f"300:{DATA}", f"-1:{DATA}", f"１:{DATA}",
        f"+1:{DATA}", f"1_0:{DATA}", f"01:{DATA}", f":{DATA}", f"1:{DATA},1:{DATA_2}",
        f"1:{DATA},2:{DATA}", f"1:{DATA},", f"1:{INDEX}", f"1:{'00' * 32}", f"1:{'ff' * 32}",
        f"1:{'deadbeef' * 8}", f"1:{ROW}", f"1:{DATA[:-2]}", f"1:{DATA}00", f"1:{DATA[:-1]} ",
        f"1: {DATA}", f"1:{DATA[:-1]}g",
    ),
    "GONGJI_INDEX_KEY": (
        "", "0" * 64, "00112233" * 8, ROW, DATA, INDEX[:-2], f"{INDEX}00", f"1:{INDEX}",
    ),
    "GONGJI_FSI_SCHEMES": (
        "none", "csb,none", "csb,", ",", "CSB", "csb;xtif", "csb,csb", "md5", "csb xtif", "*",
    ),
    "GONGJI_ADAPTERS": ("adapters", "a.b:", ":make", "a b:c", "a:b()"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in UNSAFE.items() for value in values]
)
def test_production_refuses_what_is_unsafe_by_its_name(
    tmp_path: Path, name: str, value: str
) -> None:
    said = refusal(production(tmp_path, **{name: value}))
    assert name in said
    assert not any(secret in said for secret in (SECRET, DATA, DATA_2, INDEX))
    assert list(tmp_path.iterdir()) == []


def test_production_takes_what_is_safe(tmp_path: Path) -> None:
    for more in ({}, {"GONGJI_HOST": "::1"}, {"GONGJI_HOST": "localhost"}):
        read_settings(production(tmp_path, **more))
    padded = read_settings(production(tmp_path, GONGJI_FSI_SCHEMES="csb, xtif"))
    assert padded.signing_schemes == (Scheme.CSB, Scheme.XTIF)
    assert list(padded.keys.keys) == [1, 255]


def test_beyond_loopback_stands_a_proxy(tmp_path: Path) -> None:
    behind = {"GONGJI_HOST": EVERYWHERE, "GONGJI_BEHIND_PROXY": "1"}
    taken = read_settings(production(tmp_path, **behind, GONGJI_PROXIES="10.0.0.1, 10.1.0.0/24"))
    assert (taken.behind_proxy, taken.proxies.addresses) == (True, ("10.0.0.1", "10.1.0.0/24"))
    for everybody in ("", "0.0.0.0/0", "::/0", EVERYWHERE, "*", "10.0.0.1/24", "proxy.example"):
        said = refusal(production(tmp_path, **behind, GONGJI_PROXIES=everybody))
        assert "GONGJI_PROXIES" in said


def test_nothing_says_sandbox_but_the_setting(tmp_path: Path) -> None:
    told = environment(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path)
    del told["GONGJI_ENV"]
    assert "GONGJI_ENV" in refusal(told)
    assert "GONGJI_ADAPTERS" in refusal(told | {"GONGJI_ENV": "sandbox", "GONGJI_ADAPTERS": "a:b"})


@pytest.mark.parametrize(
    ("program", "name", "value"),
    [
        ([GONGJI, "reconcile"], "GONGJI_ENV", ""),
        ([sys.executable, "app.py"], "GONGJI_ENV", ""),
        ([sys.executable, "wsgi.py"], "PYTHONOPTIMIZE", "1"),
    ],
)
def test_no_entrance_starts_without(
    program: list[str], name: str, value: str, tmp_path: Path
) -> None:
    told = environment(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path, **{name: value})
    done = subprocess.run(program, env=told, capture_output=True, text=True, check=False)
    assert (bool(done.returncode), name in done.stderr) == (True, True), done.stderr


def test_the_sandbox_draws_a_secret_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    told = {"GONGJI_ENV": "sandbox", "GONGJI_DATA_DIR": str(tmp_path / "var")}
    first, again = read_settings(told), read_settings(told)
    assert (first.secret, first.keys) == (again.secret, again.keys)
    assert [one.name for one in (tmp_path / "var").iterdir()] == ["secret"]
    assert (tmp_path / "var" / "secret").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    (tmp_path / "var" / "secret").write_text("")
    assert "GONGJI_SECRET" in refusal(told)


def test_what_a_machine_draws_is_never_called_guessable() -> None:
    drawn = [os.urandom(32) for _ in range(2000)]
    assert not any(is_guessable(one, least_distinct=16) for one in drawn)
    assert is_guessable(bytes(range(32)), least_distinct=16)


def test_settings_do_not_show_what_is_secret(tmp_path: Path) -> None:
    url = "postgresql+psycopg://gongji:pass-word-of-it@db/gongji"
    shown: Settings = read_settings(production(tmp_path, GONGJI_DATABASE_URL=url))
    assert not any(hidden in repr(shown) for hidden in (SECRET, DATA, INDEX, "pass-word-of-it"))


def test_the_sandboxs_keys_are_those_of_every_earlier_version(tmp_path: Path) -> None:
    """Whoever has its secret opens its older databases."""
    keys = read_settings(environment(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path)).keys
    assert list(keys.keys) == [1]
    assert keys.keys[1].hex() == 2 * "9c6526f50c17528d1f60b4fe353ab846"
    assert keys.index_key.hex() == "9567b9646afd892c3a35c72989665d7b"
