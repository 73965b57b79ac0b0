"""Looks at one's data, consents, and everything to take away."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gongji.app.runtime import Runtime
from gongji.ledger import immutable
from gongji.people.access import ONESELF
from tests.records.files import fetch
from tests.support.cast import Cast
from tests.support.sent import CHILD, NUMBERS, PAYER, PHARMACY, PHONES, WIFE, card


def looks(cast: Cast, who: str, query: str = "") -> list[dict[str, str]]:
    answer = cast.call("GET", f"/access-log{query}", **cast.sign_in(who))
    assert answer.status == 200
    rows: list[dict[str, str]] = answer.body["items"]
    return [row for row in rows if row["actor"] != ONESELF]


def test_who_identifies_a_patient_is_named_to_him_and_to_nobody_else(cast: Cast) -> None:
    cast.number_of(WIFE)
    assert looks(cast, WIFE) == [
        {
            "at": "2025-06-10T10:00:00+08:00",
            "actor": "测试药房",
            "channel": "institution",
            "what": "核验身份，读取参保信息和本人账户余额",
        }
    ]
    assert looks(cast, PAYER) == []


def test_an_attempt_that_is_refused_leaves_a_line_too(cast: Cast) -> None:
    wrong = card(WIFE) | {"psn_name": PAYER}
    assert cast.transact("1101", {"data": wrong}, place=PHARMACY).code == "CREDENTIAL_NOT_OWN"
    [row] = looks(cast, WIFE)
    assert row["what"].endswith("（未予办理）")


def test_looks_page_newest_first(cast: Cast) -> None:
    for _ in range(5):
        cast.number_of(WIFE)
    headers = cast.sign_in(WIFE)  # a sixth line
    first = cast.call("GET", "/access-log?limit=3", **headers).body
    rest = cast.call("GET", f"/access-log?limit=3&cursor={first['next']}", **headers).body
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 3, None)
    foreign = cast.call("GET", "/access-log?cursor=eHh4", **headers)
    assert foreign.code == "REQUEST_INVALID"


@pytest.mark.parametrize("act", ["UPDATE access_log SET what = ''", "DELETE FROM access_log"])
def test_a_look_can_never_be_wiped_out(cast: Cast, runtime: Runtime, act: str) -> None:
    cast.number_of(WIFE)
    with pytest.raises(DBAPIError, match=immutable.REFUSAL), runtime.engine.begin() as doing:
        doing.execute(text(act))
    assert len(looks(cast, WIFE)) == 1


def test_consents_with_version_time_and_channel(cast: Cast) -> None:
    found = cast.call("GET", "/me/consents", **cast.sign_in(PAYER)).body
    assert found["next"] is None
    assert len(found["items"]) == 2
    for row in found["items"]:
        assert set(row) == {"kind", "version", "text_title", "at", "channel"}
        assert (row["kind"], row["version"]) == ("binding", "1")
        assert row["text_title"] == "职工医保个人账户家庭共济承诺书"
    assert cast.call("GET", "/me/consents", **cast.sign_in(WIFE)).body["items"] == []


def test_all_my_data_is_there_once_and_clear(app: Flask, cast: Cast) -> None:
    for _ in range(3):
        cast.buy(WIFE)
    fetch(app, "/account/statement?year=2025&format=csv", cast.sign_in(WIFE))
    found = json.loads(fetch(app, "/me/export", cast.sign_in(WIFE)))
    assert found["person"]["id_number"] == NUMBERS[WIFE]
    assert found["person"]["phone"] == PHONES[WIFE]
    counts = {name: len(found[name]) for name in found if isinstance(found[name], list)}
    assert counts["entries"] == counts["visits"] == 3
    assert (counts["bindings"], counts["documents"], counts["access_log"]) == (1, 1, 6)
    assert found["visits"][0]["lines"], "his own bills are whole"
    assert found["entries"][0]["balance_after_fen"] == found["account"]["balance_fen"]
    assert CHILD not in json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize("path", ["/access-log", "/me/consents", "/me/export"])
def test_nobody_reads_records_without_signing_in(cast: Cast, path: str) -> None:
    assert cast.call("GET", path).code == "TOKEN_MISSING"
