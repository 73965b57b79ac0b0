"""The gateway of the served program: signatures in its headers, and what it puts up with."""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import json
import time
from uuid import uuid4

import pytest
import requests

from tests.fsi.gateway import CALL, Gateway, odd, who
from tests.support.sent import CLINIC, DRUG, PHARMACY, WIFE, Line, card, sale

WINDOW_S = 30 * 60


def csb(key: str, secret: str, **changed: str) -> dict[str, str]:
    """The five headers, signed here without the code under test."""
    headers = {
        "_api_access_key": key,
        "_api_name": "api_1101",
        "_api_timestamp": str(int(time.time() * 1000)),
        "_api_version": "1.0",
    } | {name: value for name, value in changed.items() if name != "_api_signature"}
    plain = "&".join(f"{name}={headers[name]}" for name in sorted(headers))
    signed = base64.b64encode(hmac.new(secret.encode(), plain.encode(), hashlib.sha1).digest())
    return headers | {"_api_signature": changed.get("_api_signature", signed.decode())}


def xtif(
    key: str, secret: str, moment: int | None = None, nonce: str | None = None
) -> dict[str, str]:
    stamp, nonce = str(int(time.time()) if moment is None else moment), nonce or uuid4().hex
    digest = hashlib.sha256(f"{stamp}{secret}{nonce}{stamp}".encode()).hexdigest()
    return {
        "x-tif-paasid": key,
        "x-tif-timestamp": stamp,
        "x-tif-nonce": nonce,
        "x-tif-signature": digest.upper(),
    }


# -- signatures


def test_a_signature_in_headers_with_underscores_is_read_and_accepted(gateway: Gateway) -> None:
    key = gateway.keys[PHARMACY]
    answer = gateway.post(who(), **csb(key["access_key"], key["secret"]))
    assert (answer.status, answer.code) == (200, "")
    forged = gateway.post(who(), **csb(key["access_key"], "not the secret"))
    assert (forged.status, forged.body["message"]) == (200, "签名不一致!")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"_api_version": ""}, "缺少服务网关的请求头!"),
        ({"_api_timestamp": "1"}, "签名时间戳超时!"),
        ({"_api_timestamp": str(int((time.time() - 2 * WINDOW_S) * 1000))}, "签名时间戳超时!"),
        ({"_api_access_key": "AKnobody"}, "非法用户!"),
        ({"_api_signature": "bm90IGl0"}, "签名不一致!"),
    ],
)
def test_a_bad_signature_is_refused_in_the_gateways_own_shape(
    gateway: Gateway, changed: dict[str, str], message: str
) -> None:
    key = gateway.keys[PHARMACY]
    answer = gateway.post(who(), **csb(key["access_key"], key["secret"], **changed))
    assert answer.status == 200
    assert (answer.body["code"], answer.body["message"]) == (401, message)
    assert (answer.body["infcode"], answer.body["output"]) == (-1, {})
    assert answer.body["err_msg"] == f"401 {message}"


@pytest.mark.parametrize("missing", ["_api_signature", "_api_timestamp", "_api_access_key"])
def test_a_missing_header_is_not_taken_for_an_unsigned_request(
    gateway: Gateway, missing: str
) -> None:
    key = gateway.keys[PHARMACY]
    headers = csb(key["access_key"], key["secret"])
    del headers[missing]
    answer = gateway.post(who(), **headers)
    assert (answer.status, answer.body["message"]) == (200, "缺少服务网关的请求头!")


def test_the_other_scheme_is_accepted_and_refused_alike(gateway: Gateway) -> None:
    key = gateway.keys[PHARMACY]
    assert gateway.post(who(), **xtif(key["access_key"], key["secret"])).code == ""
    forged = gateway.post(who(), **xtif(key["access_key"], "not the secret"))
    assert (forged.status, forged.body["message"]) == (200, "签名不一致!")
    late = gateway.post(who(), **xtif(key["access_key"], key["secret"], 1_000_000_000))
    assert (late.status, late.body["message"]) == (200, "签名时间戳超时!")


def test_a_key_signs_for_its_own_institution_only(gateway: Gateway) -> None:
    key = gateway.keys[CLINIC]
    for headers in (csb, xtif):
        foreign = gateway.post(who(PHARMACY), **headers(key["access_key"], key["secret"]))
        assert (foreign.status, foreign.body["message"]) == (200, "非法用户!")
        assert gateway.post(who(CLINIC), **headers(key["access_key"], key["secret"])).code == ""


@pytest.mark.parametrize("name", ["1101", "api_1101", "API_1101"])
def test_the_signed_name_is_that_of_the_transaction(gateway: Gateway, name: str) -> None:
    key = gateway.keys[PHARMACY]
    assert gateway.post(who(), **csb(key["access_key"], key["secret"], _api_name=name)).code == ""
    foreign = csb(key["access_key"], key["secret"], _api_name="2102")
    assert gateway.post(who(), **foreign).body["message"] == "签名不一致!"


def test_a_nonce_holds_once_for_its_key_whatever_became_of_the_request(gateway: Gateway) -> None:
    """In whichever worker process it comes again; another key may use the same."""
    mine, other = gateway.keys[PHARMACY], gateway.keys[CLINIC]
    for body in (who(), b"{}"):
        headers = xtif(mine["access_key"], mine["secret"], nonce=f"once-{len(body)}")
        assert gateway.post(body, **headers).body["err_msg"] != "401 签名不一致!"
        again = [gateway.post(who(), **headers).body for _ in range(4)]
        assert {reply["err_msg"] for reply in again} == {"401 签名不一致!"}
    theirs = xtif(other["access_key"], other["secret"], nonce="once-2")
    assert gateway.post(who(CLINIC), **theirs).code == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SCRIPT_NAME", "/fsi"),
        ("SCRIPT_NAME", "/nowhere"),
        ("PATH_INFO", "/x"),
        ("REMOTE_USER", "x"),
        ("REMOTE_ADDR", "1.2.3.4"),
        ("X_Forwarded_For", "1.2.3.4"),
        ("X-Forwarded-Prefix", "/fsi"),
        ("X-Original-URL", "/healthz"),
        ("Script-Name", "/fsi"),
    ],
)
def test_no_header_says_how_a_request_is_routed(gateway: Gateway, name: str, value: str) -> None:
    answer = gateway.post(who(), **{name: value})
    assert (answer.status, answer.code) == (200, "")
    assert answer.headers["Server"] == "gongji"


# -- tolerance


@pytest.mark.parametrize(
    "path",
    [
        CALL,
        f"{CALL}/1101",
        f"{CALL}/2207",
        "/fsi/api/1101",
        "/fsi/api/fsiPsnInfoService/queryPsn",
        f"/{CALL}",
        CALL.replace("/api/", "//api///"),
    ],
)
def test_the_body_decides_whatever_the_path_says(gateway: Gateway, path: str) -> None:
    answer = gateway.post(who(), path)
    assert answer.body["output"]["baseinfo"]["psn_name"] == WIFE


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "x/y;z"])
def test_any_content_type_will_do(gateway: Gateway, kind: str) -> None:
    answer = gateway.post(who(), **{"Content-Type": kind})
    assert (answer.status, answer.code) == (200, "")
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    "body",
    [
        odd(input=json.dumps({"data": card(WIFE)})),
        odd(enc_type="", app_id="x", expContent={"a": [1]}),
        odd(cainfo="null", signtype="NULL", sign_no=None, dev_no="null"),
        odd(opter=1, opter_type=1, mdtrtarea_admvs=430105),
        odd(input={"data": card(WIFE) | {"card_sn": "null", "unknown": [1]}, "other": {}}),
        b"\xef\xbb\xbf" + who(),
    ],
)
def test_what_systems_in_the_field_send_is_accepted(gateway: Gateway, body: bytes) -> None:
    answer = gateway.post(body)
    assert (answer.status, answer.code) == (200, "")
    assert answer.body["output"]["baseinfo"]["psn_name"] == WIFE


def test_a_get_is_answered_and_breaks_nothing(gateway: Gateway) -> None:
    answer = requests.get(f"{gateway.base}{CALL}", timeout=10)
    assert answer.status_code == 405
    assert answer.json()["code"] == "METHOD_NOT_ALLOWED"


@pytest.mark.parametrize(("extra", "code"), [(0, ""), (1, "REQUEST_MALFORMED")])
def test_a_body_may_have_256_kib_and_not_a_byte_more(
    gateway: Gateway, extra: int, code: str
) -> None:
    body = who()
    padded = body + b" " * (256 * 1024 - len(body) + extra)
    answer = gateway.post(padded)
    assert (answer.status, answer.code) == (200, code)


# -- once for ever


def test_a_msgid_answers_again_refuses_other_content_and_is_free_after_a_refusal(
    gateway: Gateway,
) -> None:
    cast = gateway.cast
    dear = sale(gateway.psn_no, WIFE, [Line(DRUG, "20.00")])
    dear["druginfo"]["medfee_sumamt"] = 20.0
    wrong = copy.deepcopy(dear)
    wrong["druginfo"]["medfee_sumamt"] = "20.01"
    assert cast.transact("2102", wrong, msgid="ONCE").code == "AMOUNTS_DISAGREE"
    first = cast.transact("2102", dear, msgid="ONCE")
    same = copy.deepcopy(dear)
    same["druginfo"]["medfee_sumamt"] = 20
    again = cast.transact("2102", dict(reversed(same.items())), msgid="ONCE")
    assert again.body["output"] == first.body["output"]
    assert cast.transact("2102", wrong, msgid="ONCE").code == "MSGID_REUSED"
    assert cast.transact("2103", {"data": {}}, msgid="ONCE").code == "MSGID_REUSED"
    assert cast.broken() == []
