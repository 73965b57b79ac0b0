"""Institutions, keys and pins from the command line, in production as in the sandbox."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import click.testing
import pytest
from sqlalchemy import select

from gongji.app.context import Context
from gongji.assembly import create_runtime
from gongji.config import read_settings
from gongji.institutions.models import InstitutionAct, InstitutionKey, TrustAct
from gongji.institutions.service import TrustRefused, make_key
from tests.fsi.test_trust import gj
from tests.imports.desk import command
from tests.support.cast import over_http
from tests.support.sent import envelope
from tests.support.serving import in_production, serving

PATH = "/fsi/api/rsfComIfsService/callService"
CODE = "H43010512345"
NEW = ("add", CODE, "--name", "新医院", "--area", "430105", "--kind", "hospital", "--level", "3")
Do = Callable[..., click.testing.Result]


@pytest.fixture
def do(database_url: str, tmp_path: Path) -> Do:
    """`gongji institution …` in production, by an operator of this name."""
    environ = in_production(database_url, tmp_path)

    def run(*words: str) -> click.testing.Result:
        by = () if words[0] in ("list", "show") else ("--by", "王工")
        return command(environ, "institution", *words, *by)

    return run


def made(said: click.testing.Result) -> tuple[str, str]:
    """The access key and the secret of a new key."""
    found = re.fullmatch(r"Access key: (\S+)\nSecret: ([0-9a-f]{64})\n.*\n", said.output)
    assert found, said.output
    return found[1], found[2]


def test_two_keys_live_at_once_and_each_act_is_kept(do: Do) -> None:
    assert "is added" in do(*NEW).output
    assert "已存在" in do(*NEW).output
    first, secret = made(do("key", "new", CODE))
    second, other = made(do("key", "new", CODE, "--expires", "2099-01-01 00:00"))
    assert (first != second, secret != other) == (True, True)
    third = do("key", "new", CODE)
    assert (third.exit_code, "请先停用一个" in third.output) == (2, True)
    assert f"retire one of {', '.join(sorted((first, second)))}" in third.output
    assert "never used" in do("key", "retire", first).output
    assert do("key", "retire", first).exit_code == 2
    made(do("key", "new", CODE))
    shown = do("show", CODE).output
    assert not re.search("[0-9a-f]{64}", shown), "a secret is shown once"
    for line in (
        rf"{first}: retired, made 20\S+ \S+, last used never, expires never",
        rf"{second}: living, made .*, expires 2099-01-01 00:00:00",
        r"王工: added 新医院",
        rf"王工: key_made {second}，有效至 2099-01-01 00:00:00",
        rf"王工: key_retired {first}",
    ):
        assert re.search(line, shown), shown
    listed = do("list", "--area", "4301").output
    assert f"{CODE} 新医院: 2 keys (the first ends 2099-01-01 00:00:00), to nothing" in listed
    assert do("list", "--area", "4302").output == ""


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("key", "new", "H1"), "没有机构"),
        (("key", "retire", "H1-1"), "没有这个密钥"),
        (("pin", "H1", "--scheme", "gj"), "没有机构"),
        (("pin", CODE), "there is nothing to pin"),
        (("pin", CODE, "--address", "10.0.0.1/8"), "is no address or network"),
        (("pin", CODE, "--cainfo-key", "04" + "11" * 64), "is no SM2 public key"),
        (("pin", CODE, "--cainfo-required"), "须先登记 SM2 公钥"),
        (("pin", CODE, "--scheme", "gj", "--unpin", "scheme"), "both pinned and unpinned"),
        (("suspend", "H1", "--why", "x"), "没有机构"),
        (("resume", CODE, "--why", "x"), "没有暂停"),
        (("key", "new", CODE, "--expires", "2020-01-01 00:00"), "有效期应晚于现在"),
        ((*NEW[:1], "H2", *NEW[2:7], "pharmacy", *NEW[8:]), "药店没有级别"),
        ((*NEW[:1], "H2", *NEW[2:4], "--area", "43", *NEW[6:]), "is no area code"),
    ],
)
def test_what_cannot_be_done_is_said_in_both_languages(
    do: Do, words: tuple[str, ...], why: str
) -> None:
    do(*NEW)
    before = do("show", CODE).output
    refused = do(*words)
    assert (refused.exit_code, why in refused.output) == (2, True), refused.output
    assert do("show", CODE).output == before


def test_pins_are_set_one_by_one_and_taken_away(do: Do) -> None:
    do(*NEW)
    subject = "CN=his.example,O=新医院"
    said = do("pin", CODE, "--scheme", "gj", "--address", "10.1.0.0/16", "--address", "10.2.0.1")
    assert "scheme gj; addresses 10.1.0.0/16, 10.2.0.1/32" in said.output
    both = do("pin", CODE, "--certificate", subject, "--unpin", "addresses").output
    assert f"pinned: scheme gj; certificate {subject}." in both
    free = do("pin", CODE, "--unpin", "certificate", "--unpin", "scheme")
    assert "pinned: to nothing" in free.output
    do("suspend", CODE, "--why", "密钥外泄")
    shown = do("show", CODE).output
    assert "suspended since 20" in shown
    assert "王工: suspended 密钥外泄" in shown


def test_production_answers_a_key_that_was_made_there(
    database_url: str, tmp_path: Path, do: Do
) -> None:
    do(*NEW)
    key = made(do("key", "new", CODE))
    told = in_production(database_url, tmp_path)
    node = {"signIn": {"opter_no": "0001", "mac": "x", "ip": "10.1.2.3"}}
    body = json.dumps(envelope("9001", node, place=CODE)).encode()
    production = serving(
        database_url,
        tmp_path,
        GONGJI_ENV="production",
        GONGJI_DATA_KEYS=told["GONGJI_DATA_KEYS"],
        GONGJI_INDEX_KEY=told["GONGJI_INDEX_KEY"],
        GONGJI_ADAPTERS=told["GONGJI_ADAPTERS"],
        PYTHONPATH=told["PYTHONPATH"],
    )
    with production as at:
        send = over_http(at.base)
        signed = send("POST", PATH, body, gj(key, body, PATH))
        assert (signed.code, list(signed.body["output"])) == ("", ["signinoutb"])
        unsigned = send("POST", PATH, body, {})
        assert unsigned.body["message"] == "缺少服务网关的请求头!"
        do("key", "retire", key[0])
        late = send("POST", PATH, body, gj(key, body, PATH))
        assert late.body["message"] == "访问密钥已停用或已过期!"


def test_of_many_operators_at_once_two_make_a_key(database_url: str, tmp_path: Path) -> None:
    environ = in_production(database_url, tmp_path)
    command(environ, "institution", *NEW)
    runtime = create_runtime(read_settings(environ))
    together, refused = Barrier(6), []

    def make() -> None:
        together.wait()
        try:
            runtime.run(lambda ctx: make_key(ctx, CODE, None, "x"))
        except TrustRefused as refusal:
            refused.append(refusal)

    threads = [Thread(target=make) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    def look(ctx: Context) -> tuple[int, int]:
        keys = ctx.db.execute(select(InstitutionKey)).scalars().all()
        acts = select(InstitutionAct).where(InstitutionAct.act == TrustAct.KEY_MADE)
        return len(keys), len(ctx.db.execute(acts).scalars().all())

    assert (runtime.run(look, writes=False), len(refused)) == ((2, 2), 4)
    runtime.engine.dispose()
