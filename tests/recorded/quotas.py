"""The chapter of quotas: none open, then one for a father in Guangzhou, from code to end."""

from __future__ import annotations

from typing import Any

from tests.quota.province import (
    FATHERS_NUMBER,
    FATHERS_PHONE,
    FROM_FATHER,
    RELATIVE,
    draw_order,
    two_provinces,
)
from tests.recorded.callers import NOBODYS_ID, bearer, keyed, newest_code, read, sign_in
from tests.support.cast import Cast
from tests.support.sent import PAYER, PHONES

ASKED: dict[str, Any] = {"beneficiary": RELATIVE, "relation": "parent"}
TERMS: dict[str, Any] = {"amount_fen": 5_000, "commitment": {"version": "1", "accepted": True}}


def quotas(cast: Cast) -> None:
    cast.load(**two_provinces(is_open=False))
    as_payer = bearer(sign_in(cast, PHONES[PAYER]))
    cast.call("POST", "/quotas/sms-codes", ASKED, **as_payer)
    read(cast, as_payer, "/me", "/quotas/eligibility", "/quotas", "/quotas/received")

    cast.load(**two_provinces())
    as_payer = bearer(sign_in(cast, PHONES[PAYER]))
    read(cast, as_payer, "/me", "/quotas/eligibility")
    wrong: list[dict[str, Any]] = [
        {"amount_fen": 0},
        {"amount_fen": 99_999},
        {"sms_code": "0000"},
        {},
    ]
    cast.call("POST", "/quotas/sms-codes", ASKED, **as_payer)
    code = newest_code(cast, FATHERS_PHONE)
    for number, change in enumerate(wrong):
        headers = keyed(as_payer, f"quota-{number}")
        body = ASKED | TERMS | {"sms_code": code} | change
        given = cast.call("POST", "/quotas", body, **headers)
    quota_id = given.body["id"]
    one = f"/quotas/{quota_id}"
    drawing(cast, quota_id)
    cast.call("PATCH", one, {"amount_fen": 1}, **as_payer)
    cast.call("PATCH", one, {"amount_fen": 6_000}, **as_payer)
    cast.call("POST", "/sandbox/quotas/received", FROM_FATHER)
    read(cast, as_payer, "/quotas", one, f"{one}/draws", "/quotas/received", "/account/entries")
    read(cast, as_payer, f"/quotas/qta_{NOBODYS_ID}", "/messages", "/account")
    cast.call("POST", f"{one}/end", {}, **as_payer)
    cast.call("POST", f"{one}/end", {}, **as_payer)
    cast.at("2025-07-01T10:00:00+08:00")
    cast.call("POST", "/sandbox/jobs/quota-clearing", {"month": "2025-06"})
    read(cast, {}, "/sandbox/quotas/clearing?month=2025-06", "/sandbox/check")
    cast.call("POST", "/quotas/sms-codes", ASKED, **as_payer)
    again = {"sms_code": newest_code(cast, FATHERS_PHONE)}
    given = cast.call("POST", "/quotas", ASKED | TERMS | again, **keyed(as_payer, "quota-again"))
    ended = f"/sandbox/quotas/{given.body['id']}/end"
    cast.call("POST", ended, {"id_number": FATHERS_NUMBER})


def drawing(cast: Cast, quota_id: str) -> None:
    """What the other province asks."""
    drawn = "/sandbox/quotas/draws"
    orders = [draw_order(quota_id, "S1", 2_000), draw_order(quota_id, "S1", 2_000)]
    orders += [draw_order(quota_id, "S1", 1), draw_order(quota_id, "S2", 1_000)]
    orders += [draw_order(f"qta_{NOBODYS_ID}", "S3", 1)]
    orders += [draw_order(quota_id, "S4", 9_000) | {"used_for": "ltc_premium"}]
    for order in orders:
        cast.call("POST", drawn, order)
    for serial in ("R1", "R1", "R2"):
        cast.call("POST", f"{drawn}/S2/reverse", {"serial_number": serial})
    read(cast, {}, f"{drawn}/S2", f"{drawn}/S9")
