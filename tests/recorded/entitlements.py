"""The chapter of what is left: counters before and after a bill, estimates, and bad questions."""

from __future__ import annotations

from typing import Any

from tests.recorded.callers import bearer, read, sign_in
from tests.support.cast import Cast
from tests.support.sent import DRUG, HOSPITAL, PHONES, WIFE, Line

USED = {
    "person": "P02", "year": 2025, "pool": "employee_outpatient",
    "deductible_fen": 2_000, "paid_fen": 10_000,
}  # fmt: skip


def entitlements(cast: Cast) -> None:
    cast.load(policy=[], year_counters=[USED])
    as_wife = bearer(sign_in(cast, PHONES[WIFE]))
    read(cast, as_wife, "/entitlements")
    cast.settle(cast.upload(WIFE, Line(DRUG, "500.00"), flag="1"))
    read(cast, as_wife, "/entitlements", "/entitlements?on=2024-05-01")
    read(cast, as_wife, "/entitlements?on=2023-12-31", "/entitlements?on=2025-06-11")
    asked: list[dict[str, Any]] = [
        {"place": "level_3"},
        {"place": "pharmacy"},
        {"place": "pharmacy_prescription", "insurance": "employee"},
        {"institution_code": HOSPITAL},
        {"place": "level_1", "insurance": "resident"},
        {"place": "two_diseases"},
        {"place": "level_1", "institution_code": HOSPITAL},
        {"institution_code": "H00000000000"},
        {"place": "moon"},
        {"place": "level_1", "amount_fen": 0},
    ]
    for body in asked:
        cast.call("POST", "/entitlements/estimate", {"amount_fen": 50_000} | body, **as_wife)
    cast.call("POST", "/entitlements/estimate", {"amount_fen": 50_000, "place": "level_1"})
