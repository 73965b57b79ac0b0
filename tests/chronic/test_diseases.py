"""The list of diseases is data: a wrong row stops, nothing is guessed, no name is invented."""

from __future__ import annotations

import pytest

from gongji.chronic.diseases import diseases, read
from gongji.policy.loader import load_packs
from tests.support.cast import Cast
from tests.support.sent import family

ROW = "{name: 某病, code: M00100, online: null, source: F30}"
ONLINE = ["高血压3级", "糖尿病", "冠心病", "脑血管意外后遗症", "类风湿关节炎"]
OFFLINE = ["恶性肿瘤康复治疗", "慢性肾功能衰竭（透析）", "器官移植抗排异", "艾滋病"]
PAGE = {
    "id": "N13",
    "kind": "press",
    "title": "湖南怀化门诊特殊病种网上申请（2025 年）",
    "url": "http://kaowaiyu.cn/health/news/14100041.html",
}


def test_what_nobody_told_us_stays_unknown() -> None:
    [disease] = read(f"diseases:\n  - {ROW.replace('M00100', 'null')}\n")
    assert (disease.code, disease.online, disease.source) == (None, None, "F30")


def test_our_own_list_is_what_a_page_names_and_no_code_is_made_up() -> None:
    listed = diseases()
    assert [one.name for one in listed if one.online] == ONLINE
    assert [one.name for one in listed if one.online is False] == OFFLINE
    codes = {one.name: one.code for one in listed if one.code}
    assert codes == {"高血压3级": "M03900", "糖尿病": "M01600", "冠心病": "M04600"}
    assert {one.source for one in listed} <= set(load_packs().sources)


def test_a_reader_sees_who_names_them_and_that_more_are_meant(cast: Cast) -> None:
    cast.load(persons=family()["persons"])
    told = cast.call("GET", "/chronic/diseases").body
    assert (told["online_count"], told["online_named"], told["next"]) == (31, 5, None)
    assert [cited["source"] for cited in told["basis"]] == ["seedH", "N13"]
    assert [one["name"] for one in told["items"]] == [*ONLINE, *OFFLINE]
    assert told["items"][3] == {
        "name": "脑血管意外后遗症",
        "code": None,
        "online": True,
        "source": PAGE,
    }


def test_before_the_day_of_the_rule_no_number_is_claimed(cast: Cast) -> None:
    cast.load(persons=family()["persons"]).at("2024-02-29T23:59:59+08:00")
    told = cast.call("GET", "/chronic/diseases").body
    assert (told["online_count"], told["basis"]) == (None, [])
    cast.at("2024-03-01T00:00:00+08:00")
    assert cast.call("GET", "/chronic/diseases").body["online_count"] == 31


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("M00100", "m001"), ("M00100", "7"), ("name: 某病", "name: ''"),
        ("online: null", "online: perhaps"), ("source: F30", "source: ''"), (", source: F30", ""),
        ("online: null", "online: null, since: 2024"), (ROW, f"{ROW}\n  - {ROW}"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused(good: str, bad: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read(f"diseases:\n  - {ROW}\n".replace(good, bad))
