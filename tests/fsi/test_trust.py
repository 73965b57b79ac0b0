"""Keys, pins and our own signature over the body, attacked from outside on the served program."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import click.testing
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from tests.fsi.gateway import Gateway, who
from tests.fsi.test_served import csb, xtif
from tests.imports.desk import command
from tests.support.cast import Answer
from tests.support.sent import CLINIC, DRUG, PHARMACY, WIFE, Line, envelope, sale
from tests.support.serving import environment

PATH = "/fsi/api/1101"
PASSED = ""
WRONG = {"签名不一致!", "非法用户!", "签名时间戳超时!"}


def sm3(key: bytes, text: bytes) -> tuple[str, str]:
    digest, code = hashes.Hash(hashes.SM3()), HMAC(key, hashes.SM3())
    digest.update(text)
    code.update(text)
    return digest.finalize().hex(), code.finalize().hex()


def sha256(key: bytes, text: bytes) -> tuple[str, str]:
    return hashlib.sha256(text).hexdigest(), hmac.digest(key, text, "sha256").hex()


FUNCTIONS = {"sha256": sha256, "sm3": sm3}


def gj(
    key: tuple[str, str],
    body: bytes,
    path: str = PATH,
    *,
    query: str = "",
    function: str = "sha256",
    age_s: int = 0,
    nonce: str | None = None,
) -> dict[str, str]:
    """Our four headers, made here from the page for hospitals and not with the code under test."""
    stamp, nonce = str(int(time.time()) - age_s), nonce or uuid4().hex
    digest = FUNCTIONS[function](b"", body)[0]
    text = f"POST\n{path}\n{query}\n{stamp}\n{nonce}\n{digest}"
    return {
        "X-GJ-Key": key[0],
        "X-GJ-Timestamp": stamp,
        "X-GJ-Nonce": nonce,
        "X-GJ-Signature": FUNCTIONS[function](key[1].encode(), text.encode())[1],
    }


@dataclass(frozen=True, slots=True)
class Desk:
    """The operator beside the served gateway, and the key of the pharmacy."""

    gateway: Gateway
    folder: Path
    key: tuple[str, str]

    def do(self, *words: str) -> click.testing.Result:
        told = environment(self.gateway.url, self.folder)
        done = command(told, "institution", *words, "--by", "王工")
        assert done.exit_code == 0, done.output
        return done

    def shown(self) -> str:
        """The pharmacy's keys, pins and record."""
        told = environment(self.gateway.url, self.folder)
        return command(told, "institution", "show", PHARMACY).output

    def new_key(self, *words: str) -> tuple[str, str]:
        found = re.match(
            r"Access key: (\S+)\nSecret: (\S+)\n", self.do("key", "new", *words).output
        )
        assert found
        return found[1], found[2]

    def sent(self, headers: dict[str, str], body: bytes | None = None, path: str = PATH) -> str:
        """What a refusal says, "" for an answer."""
        return message(self.gateway.post(who() if body is None else body, path, **headers))


def message(answer: Answer) -> str:
    """The words of the gateway's own refusal, in both of its shapes; "" where it answered."""
    assert answer.status == 200
    told = str(answer.body.get("message", ""))
    assert answer.code == ("401" if told else ""), answer.body
    assert answer.body["err_msg"] == (f"401 {told}" if told else "")
    return told


@pytest.fixture
def desk(gateway: Gateway, tmp_path: Path) -> Desk:
    """A family loaded anew, so that nothing is pinned."""
    gateway.cast.load()
    listed = gateway.cast.call("GET", "/sandbox/institutions").body["items"]
    found = next(row for row in listed if row["code"] == PHARMACY)
    return Desk(gateway, tmp_path, (found["access_key"], found["secret"]))


SCHEMES: dict[str, Callable[[tuple[str, str]], dict[str, str]]] = {
    "csb": lambda key: csb(*key),
    "xtif": lambda key: xtif(*key),
    "gj": lambda key: gj(key, who()),
}


def test_the_example_of_the_page_is_true() -> None:
    page = (Path(__file__).parents[2] / "docs" / "gateway-trust.md").read_text("utf-8")
    text, body = re.findall(r"^```text\n(.*?)\n```$", page, re.MULTILINE | re.DOTALL)[:2]
    secret = re.findall("secret `(.+?)`", page)[0].encode()
    for function, made in FUNCTIONS.items():
        digest, _ = made(secret, body.encode())
        assert digest in page
        lines = [*text.split("\n")[:5], digest]
        assert made(secret, "\n".join(lines).encode())[1] in page, function


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_new_key_signs_beside_the_old_one_until_it_is_retired(desk: Desk, scheme: str) -> None:
    signed = SCHEMES[scheme]
    new = desk.new_key(PHARMACY)
    assert [desk.sent(signed(key)) for key in (desk.key, new)] == [PASSED] * 2
    desk.do("key", "retire", desk.key[0])
    assert desk.sent(signed(desk.key)) == "访问密钥已停用或已过期!"
    assert desk.sent(signed((desk.key[0], "a guess"))) == "签名不一致!"
    assert desk.sent(signed(new)) == PASSED
    assert desk.sent(signed(desk.new_key(PHARMACY))) == PASSED


def test_it_is_told_when_a_key_was_last_used(desk: Desk) -> None:
    new = desk.new_key(PHARMACY)
    for headers in (gj((new[0], "a guess"), who()), gj(new, who(), age_s=400)):
        assert desk.sent(headers) in WRONG
    assert re.search(rf"{new[0]}: living, .*, last used never", desk.shown())
    assert desk.sent(gj(new, who())) == PASSED
    assert re.search(rf"{new[0]}: living, .*, last used 20", desk.shown())


def test_a_key_ends_with_its_time(desk: Desk) -> None:
    soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 4))
    short = desk.new_key(PHARMACY, "--expires", soon)
    assert desk.sent(gj(short, who())) == PASSED
    until = time.monotonic() + 30
    while (said := desk.sent(gj(short, who()))) == PASSED:
        assert time.monotonic() < until
    assert said == "访问密钥已停用或已过期!"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_our_scheme_signs_every_part_of_a_request(desk: Desk, function: str) -> None:
    body, query = who(), "a=1&b=2"
    path = f"{PATH}?b=2&a=1"
    headers = gj(desk.key, body, query=query, function=function)
    assert desk.sent(headers, body, path) == PASSED
    upper = gj(desk.key, body, function=function)
    assert desk.sent(upper | {"X-GJ-Signature": upper["X-GJ-Signature"].upper()}) == PASSED
    for name in headers:
        for at in range(len(headers[name])):
            fresh = gj(desk.key, body, query=query, function=function)
            old = fresh[name][at]
            spoilt = fresh[name][:at] + ("1" if old != "1" else "2") + fresh[name][at + 1 :]
            assert desk.sent(fresh | {name: spoilt}, body, path) in WRONG, (name, at)
        assert desk.sent(fresh | {name: ""}, body, path) == "缺少服务网关的请求头!"
    for at in range(0, len(body), 7):
        fresh = gj(desk.key, body, function=function)
        other = body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
        assert desk.sent(fresh, other) == "签名不一致!", at
    for elsewhere in (f"{PATH}?a=1&b=3", f"{PATH}?a=1", PATH, "/fsi/api/2102?a=1&b=2"):
        fresh = gj(desk.key, body, query=query, function=function)
        assert desk.sent(fresh, body, elsewhere) == "签名不一致!"


def test_a_request_of_ours_lives_five_minutes_and_once(desk: Desk) -> None:
    for age_s, said in (
        (290, PASSED),
        (-290, PASSED),
        (310, "签名时间戳超时!"),
        (-310, "签名时间戳超时!"),
    ):
        assert desk.sent(gj(desk.key, who(), age_s=age_s)) == said
    once = gj(desk.key, who())
    assert desk.sent(once) == PASSED
    assert [desk.sent(once) for _ in range(4)] == ["签名不一致!"] * 4
    other_body = who(msgid="M-OTHER")
    again = gj(desk.key, other_body, nonce=once["X-GJ-Nonce"])
    assert desk.sent(again, other_body) == "签名不一致!", "a nonce is used up with its key"


def test_of_many_copies_at_once_one_is_answered(desk: Desk) -> None:
    """By whichever worker process they are read."""
    for _ in range(5):
        headers = gj(desk.key, who())
        with ThreadPoolExecutor(8) as pool:
            said = list(pool.map(lambda _: desk.sent(headers), range(8)))  # noqa: B023
        assert sorted(said) == [PASSED] + ["签名不一致!"] * 7


def test_a_sale_cannot_be_made_of_a_look(desk: Desk) -> None:
    """Headers for 1101, captured on their way, sell nothing."""
    wife = desk.gateway.cast.number_of(WIFE)
    bought = envelope("2102", sale(wife, WIFE, [Line(DRUG, "5.00")]), msgid="M-STOLEN")
    body = json.dumps(bought).encode()
    assert desk.sent(gj(desk.key, who()), body) == "签名不一致!"
    assert desk.sent(gj(desk.key, who(), "/fsi/api/2102"), body, "/fsi/api/2102") == "签名不一致!"
    assert desk.sent(gj(desk.key, body, "/fsi/api/2102"), body, "/fsi/api/2102") == PASSED


def test_a_pinned_scheme_is_the_only_one(desk: Desk) -> None:
    desk.do("pin", PHARMACY, "--scheme", "gj")
    for headers in (csb(*desk.key), xtif(*desk.key), {}):
        assert desk.sent(headers) == "本机构须使用 gj 签名!"
    assert desk.sent(csb(desk.key[0], "a guess")) == "签名不一致!"
    assert desk.sent(gj(desk.key, who())) == PASSED
    assert desk.sent({}, who(CLINIC)) == PASSED, "others go on"
    desk.do("pin", PHARMACY, "--unpin", "scheme")
    assert desk.sent(csb(*desk.key)) == PASSED


@pytest.mark.parametrize(
    "forged",
    [
        {"X-Forwarded-For": "10.9.8.7"},
        {"X-Real-IP": "10.9.8.7"},
        {"Forwarded": "for=10.9.8.7"},
        {"X-Client-Subject": "CN=his.example"},
        {"X_Client_Subject": "CN=his.example"},
        {"X_Forwarded_For": "10.9.8.7"},
    ],
)
def test_addresses_and_certificates_are_not_believed_from_the_client(
    desk: Desk, forged: dict[str, str]
) -> None:
    desk.do("pin", PHARMACY, "--address", "10.9.0.0/16")
    assert desk.sent(gj(desk.key, who()) | forged) == "来源地址 127.0.0.1 未登记!"
    desk.do("pin", PHARMACY, "--address", "127.0.0.0/8", "--certificate", "CN=his.example")
    assert desk.sent(gj(desk.key, who()) | forged) == "客户端证书 （没有） 未登记!"
    desk.do("pin", PHARMACY, "--unpin", "certificate")
    assert desk.sent(gj(desk.key, who()) | forged) == PASSED


def test_a_suspended_institution_is_answered_nothing(desk: Desk) -> None:
    desk.do("suspend", PHARMACY, "--why", "密钥外泄")
    for headers in (gj(desk.key, who()), csb(*desk.key), {}):
        assert desk.sent(headers) == "本机构的接口已暂停，请联系经办机构!"
    assert desk.sent({}, who(CLINIC)) == PASSED
    desk.do("resume", PHARMACY, "--why", "已换密钥")
    assert desk.sent(gj(desk.key, who())) == PASSED
