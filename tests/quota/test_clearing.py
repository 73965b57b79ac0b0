"""The monthly clearing: every draw and reversal once, in a file that agrees with the books."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import partial
from io import StringIO

from tests.quota.province import GUANGZHOU, Province, at_once
from tests.support.cast import Answer


def clear(province: Province, month: str) -> Answer:
    return province.cast.call("POST", "/sandbox/jobs/quota-clearing", {"month": month})


def file_of(province: Province, month: str) -> list[Mapping[str, str]]:
    reply = province.clearing_file(month)
    return list(csv.DictReader(StringIO(reply)))


def test_a_month_is_cleared_once_and_a_later_reversal_in_its_own(province: Province) -> None:
    quota_id = province.give(20_000)
    for serial, amount_fen in (("S1", 5_000), ("S2", 3_000), ("S3", 1_000)):
        assert province.draw(quota_id, serial, amount_fen).status == 200
    assert province.reverse("R2", "S2").status == 200
    assert clear(province, "2025-06").code == "REQUEST_INVALID"

    province.cast.at("2025-07-02T10:00:00+08:00")
    done = at_once([partial(clear, province, "2025-06")] * 4)
    paid = sorted(one.body["counts"]["paid_fen"] for one in done)
    assert paid == [0, 0, 0, 6_000], [one.body for one in done]
    assert clear(province, "2025-06").body["counts"] == {"areas": 0, "paid_fen": 0}
    area, total = file_of(province, "2025-06")
    assert (area["统筹区代码"], area["支取笔数"], area["支取金额"]) == (GUANGZHOU, "3", "90.00")
    assert (area["撤销笔数"], area["撤销金额"], area["清算金额"]) == ("1", "30.00", "60.00")
    assert (total["统筹区"], total["清算金额"]) == ("合计", "60.00")
    assert province.cast.broken() == []

    assert province.reverse("R1", "S1").status == 200
    assert province.draw(quota_id, "S4", 2_000).status == 200
    province.cast.at("2025-08-01T10:00:00+08:00")
    assert clear(province, "2025-07").body["counts"] == {"areas": 1, "paid_fen": -3_000}
    [area, _] = file_of(province, "2025-07")
    assert (area["支取金额"], area["撤销金额"], area["清算金额"]) == ("20.00", "50.00", "-30.00")
    assert file_of(province, "2025-06")[1]["清算金额"] == "60.00"
    assert province.cast.broken() == []
