"""1101 finds nobody out: an institution's misses are counted, an honest one's work goes on."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.auth.budgets import LIMITS, Budget, draw, spend
from tests.family.outside import number
from tests.support.cast import Answer, Cast
from tests.support.sent import CLINIC, PAYER, PHARMACY, WIFE, Line, card, sale

MOST = LIMITS[Budget.MISSES][0].most


class Warnings(logging.Handler):
    """What the operator is warned of meanwhile."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append({"event": record.getMessage()} | vars(record).get("fields", {}))


@pytest.fixture
def warnings() -> Iterator[Warnings]:
    heard, logger = Warnings(), logging.getLogger("gongji.fsi")
    logger.addHandler(heard)
    yield heard
    logger.removeHandler(heard)


def stranger(order: int) -> dict[str, str]:
    nobody = number("19600101", order + 1)
    return card(WIFE) | {"mdtrt_cert_no": nobody, "certno": nobody}


def misnamed(order: int) -> dict[str, str]:
    return card(WIFE) | {"psn_name": f"何{chr(0x4E00 + order)}"}


def ask(cast: Cast, shown: dict[str, str], place: str = PHARMACY) -> Answer:
    return cast.transact("1101", {"data": shown}, place=place)


def missed_already(runtime: Runtime, times: int) -> None:
    def miss(ctx: Context) -> None:
        for _ in range(times):
            spend(ctx, draw(Budget.MISSES, PHARMACY))

    runtime.run(miss)


def test_who_tries_numbers_and_names_is_stopped_and_the_operator_told(
    cast: Cast, runtime: Runtime, warnings: Warnings
) -> None:
    patient = cast.number_of(WIFE)
    missed_already(runtime, MOST - 4)
    found = [ask(cast, stranger(order)).code for order in range(2)]
    named = [ask(cast, misnamed(order)).code for order in range(2)]
    assert found + named == ["CREDENTIAL_INVALID"] * 2 + ["CREDENTIAL_NOT_OWN"] * 2
    assert warnings.told == [
        {"event": "institution.guesses", "institution": PHARMACY, "misses": MOST}
    ]
    for shown in (stranger(9), misnamed(9), card(WIFE)):
        refused = ask(cast, shown)
        assert (refused.status, refused.body["infcode"]) == (200, -1)
        assert refused.code == "TOO_MANY_REQUESTS", "a card that fits reads like one that does not"
        assert 0 < int(refused.headers["Retry-After"]) <= 3600
        assert "出示医保码" in refused.body["err_msg"]
    issued = cast.call("POST", "/credentials/insurance-code", **cast.sign_in(PAYER))
    code = {"mdtrt_cert_type": "01", "mdtrt_cert_no": issued.body["token"]}
    assert ask(cast, code).code == "", "nobody finds an insurance code by trying"
    assert cast.transact("2102", sale(patient, WIFE, [Line()])).code == "", "sales go on"
    assert ask(cast, card(WIFE), CLINIC).code == "", "others go on"
    cast.at("2025-06-10T11:00:01+08:00")
    assert ask(cast, card(WIFE)).code == ""


def test_a_till_that_sends_one_wrong_card_again_and_again_goes_on(
    cast: Cast, runtime: Runtime, warnings: Warnings
) -> None:
    missed_already(runtime, MOST - 2)
    for _ in range(4):
        assert ask(cast, stranger(0)).code == "CREDENTIAL_INVALID"
    assert ask(cast, card(WIFE)).code == ""
    assert warnings.told == []
