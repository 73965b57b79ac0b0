"""When a premium is given back, and to whom (PREM-06 to PREM-09, INS-02, UNB-03)."""

from __future__ import annotations

import pytest

from gongji.account.service import freeze
from gongji.family.unbind import unbind
from gongji.premium.refund import clear_year
from tests.premium.office import Office
from tests.premium.relatives import (
    FULL,
    HALF,
    PAYER,
    PRODUCT,
    SISTER,
    TWO_AUTHORIZERS,
    WIFE,
    elsewhere,
    row,
)

LATER = "2025-12-20"


@pytest.fixture
def reported(office: Office) -> str:
    """The wife's premium; afterwards the tax side reports that it was paid there too."""
    office.load(premium_payments=[elsewhere(WIFE, LATER), elsewhere(FULL, LATER)])
    return office.paid(WIFE)


# -- the resident premium


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2025-12-31T23:59:59", "REFUND_REASON"),
        ("2026-01-01T00:00:00", "BENEFIT_STARTED"),
        ("2027-03-01T00:00:00", "BENEFIT_STARTED"),
    ],
)
def test_leaving_of_ones_own_will_is_no_reason(office: Office, moment: str, code: str) -> None:
    payment_id = office.paid(WIFE)
    assert office.at(moment).refund_refusal(payment_id) == code
    assert office.balance() == 260000


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2025-12-19T23:59:59", "REFUND_REASON"),
        ("2025-12-20T00:00:00", ""),
        ("2026-06-30T23:59:59", ""),
        ("2026-07-01T00:00:00", "REFUND_LATE"),
    ],
)
def test_a_second_payment_proves_a_duplicate_until_the_end_of_june(
    office: Office, reported: str, moment: str, code: str
) -> None:
    assert office.at(moment).refund_refusal(reported, "duplicate") == code
    assert office.balance() == (260000 if code else 300000)
    assert office.broken() == []


@pytest.mark.parametrize(
    ("kind", "reason"), [("JOINED_EMPLOYEE", "joined_employee"), ("DEATH", "death")]
)
def test_the_registry_proves_what_happened_before_the_year(
    office: Office, kind: str, reason: str
) -> None:
    payment_id = office.paid(WIFE)
    assert office.refund_refusal(payment_id, reason) == "REFUND_REASON"
    office.registry_reports(kind, WIFE, "2025-12-31")
    assert office.at("2025-12-30T23:59:59").refund_refusal(payment_id, reason) == "REFUND_REASON"
    assert office.at("2025-12-31T00:00:00").refund(payment_id, reason).refund_reason == reason
    assert office.balance() == 300000


@pytest.mark.parametrize("kind", ["JOINED_EMPLOYEE", "DEATH"])
def test_what_happens_in_the_insured_year_is_no_reason(office: Office, kind: str) -> None:
    payment_id = office.paid(WIFE)
    office.registry_reports(kind, WIFE, "2026-01-01")
    assert office.at("2026-02-01T00:00:00").refund_refusal(payment_id, kind.lower()) == (
        "REFUND_REASON"
    )


def test_one_reason_does_not_prove_another_nor_one_person_his_sister(office: Office) -> None:
    payment_id = office.paid(WIFE)
    office.registry_reports("DEATH", WIFE, "2025-11-20")
    office.registry_reports("JOINED_EMPLOYEE", HALF, "2025-11-21")
    office.at("2025-12-01T00:00:00")
    assert office.refund_refusal(payment_id, "joined_employee") == "REFUND_REASON"
    assert office.refund_refusal(payment_id, "duplicate") == "REFUND_REASON"
    assert office.refund_refusal(payment_id, "death") == ""


def test_what_was_known_and_past_when_paying_proves_nothing(office: Office) -> None:
    office.registry_reports("JOINED_EMPLOYEE", WIFE, "2025-10-01")
    payment_id = office.at("2025-11-06T10:00:00").paid(WIFE)
    assert office.refund_refusal(payment_id, "joined_employee") == "REFUND_REASON"
    office.at("2025-11-07T10:00:00").registry_reports("DEATH", WIFE, "2025-10-01")
    assert office.refund_refusal(payment_id, "death") == ""


def test_what_was_known_is_told_by_arrival_and_not_by_the_clock(office: Office) -> None:
    """The clock goes back an hour between the event and the payment, and between the next two."""
    office.at("2025-11-06T10:00:00").registry_reports("JOINED_EMPLOYEE", WIFE, "2025-10-01")
    payment_id = office.at("2025-11-06T09:00:00").paid(WIFE)
    assert office.refund_refusal(payment_id, "joined_employee") == "REFUND_REASON"
    office.at("2025-11-06T08:00:00").registry_reports("DEATH", WIFE, "2025-10-01")
    assert office.refund_refusal(payment_id, "death") == ""


def test_nothing_is_refunded_after_the_years_clearing(office: Office, reported: str) -> None:
    office.at("2026-05-01T10:00:00")
    counts = office.run(lambda ctx: clear_year(ctx, 2026))
    assert counts == {"started": 1, "payments": 1, "amount_fen": 40000}
    assert office.run(lambda ctx: clear_year(ctx, 2026))["started"] == 0
    assert office.refund_refusal(reported, "duplicate") == "REFUND_AFTER_CLEARING"


def test_another_years_clearing_stops_nothing(office: Office, reported: str) -> None:
    office.run(lambda ctx: clear_year(ctx, 2025))
    assert office.at("2026-05-01T10:00:00").refund_refusal(reported, "duplicate") == ""


def test_the_checks_answer_in_their_order(office: Office, reported: str) -> None:
    """Too late and cleared as well: each is told only where those before it hold."""
    office.run(lambda ctx: clear_year(ctx, 2026))
    office.at("2026-07-01T00:00:00")
    assert office.refund_refusal(reported, "cancelled") == "BENEFIT_STARTED"
    assert office.refund_refusal(reported, "death") == "REFUND_REASON"
    assert office.refund_refusal(reported, "duplicate") == "REFUND_LATE"
    assert office.at("2026-06-30T00:00:00").refund_refusal(reported, "duplicate") == (
        "REFUND_AFTER_CLEARING"
    )


def test_the_last_day_to_apply_is_the_relatives_places(office: Office) -> None:
    late = row("premium.refund.apply_until", "09-30", area="430100")
    office.load(policy=[late, TWO_AUTHORIZERS], premium_payments=[elsewhere(WIFE, LATER)])
    payment_id = office.paid(WIFE)
    assert office.at("2026-10-01T00:00:00").refund_refusal(payment_id, "duplicate") == "REFUND_LATE"
    assert office.at("2026-09-30T23:59:59").refund_refusal(payment_id, "duplicate") == ""


# -- commercial insurance


@pytest.mark.parametrize(
    ("moment", "code"),
    [("2025-12-31T23:59:59", ""), ("2026-01-01T00:00:00", "REFUND_LATE")],
)
def test_insurance_is_cancelled_until_its_window_closes(
    office: Office, moment: str, code: str
) -> None:
    payment_id = office.paid(WIFE, product=PRODUCT)
    assert office.at(moment).refund_refusal(payment_id) == code
    assert office.balance() == (293100 if code else 300000)


def test_insurance_is_not_refunded_for_what_the_registry_shows(office: Office) -> None:
    payment_id = office.paid(WIFE, product=PRODUCT)
    office.registry_reports("DEATH", WIFE, "2025-11-05")
    for reason in ("death", "joined_employee", "duplicate"):
        assert office.refund_refusal(payment_id, reason) == "REFUND_REASON"


def test_insurance_bought_twice(office: Office) -> None:
    office.load(premium_payments=[elsewhere(WIFE, LATER, product=PRODUCT)])
    payment_id = office.paid(WIFE, product=PRODUCT)
    late = office.at("2026-01-01T00:00:00")
    assert late.refund_refusal(payment_id, "duplicate") == "REFUND_LATE"
    assert office.at("2025-12-20T00:00:00").refund_refusal(payment_id, "duplicate") == ""


# -- whose money, whose place


def test_the_money_returns_to_the_payer_unbound_and_frozen(office: Office) -> None:
    payment_id = office.paid(WIFE, product=PRODUCT)
    tie = office.tie(WIFE)
    office.run(lambda ctx: unbind(ctx, tie))
    office.run(freeze)
    office.refund(payment_id)
    assert (office.balance(), office.broken()) == (300000, [])


def test_a_refunded_place_is_free_again_and_a_refund_is_final(office: Office) -> None:
    first = office.paid(WIFE, product=PRODUCT)
    office.refund(first)
    assert office.refund_refusal(first) == "ALREADY_REFUNDED"
    assert office.results(WIFE, by=SISTER, product=PRODUCT) == [6900]
    assert (office.balance(), office.balance(SISTER)) == (300000, 93100)
    assert office.broken() == []


def test_what_the_subsidy_paid_is_given_up_without_money(office: Office, reported: str) -> None:
    payment_id = office.paid(FULL)
    office.at("2025-12-20T00:00:00")
    shown = office.refund(payment_id, "duplicate")
    assert (shown.status, shown.amount_fen) == ("refunded", 0)
    assert reported != payment_id
    assert (office.results(FULL), office.broken()) == (["ALREADY_PAID"], [])


def test_only_the_payer_asks_for_it(office: Office) -> None:
    payment_id = office.paid(WIFE, product=PRODUCT)
    assert office.refund_refusal(payment_id, by=WIFE) == "NOT_FOUND"
    assert office.refund_refusal(payment_id, by=SISTER) == "NOT_FOUND"
    assert office.refund_refusal("pay_\0", by=PAYER) == "NOT_FOUND"


def test_no_refund_in_maintenance(office: Office) -> None:
    window = {
        "area": "430000",
        "features": ["premium"],
        "from": "2025-11-06T00:00:00+08:00",
        "to": "2025-11-07T00:00:00+08:00",
    }
    office.load(maintenance=[window])
    payment_id = office.paid(WIFE, product=PRODUCT)
    assert office.at("2025-11-06T00:00:00").refund_refusal(payment_id) == "MAINTENANCE"
    assert office.at("2025-11-07T00:00:00").refund_refusal(payment_id) == ""
