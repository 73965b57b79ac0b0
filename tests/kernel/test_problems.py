"""The codes of every refusal: those of the contract, each with its status and its own words."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from gongji.kernel.problems import Explanation, Problem

STATUSES = {
    400: "REQUEST_MALFORMED REQUEST_KEY_MISSING",
    401: "TOKEN_MISSING TOKEN_INVALID TOKEN_EXPIRED OTP_REQUIRED OTP_WRONG",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    409: """REQUEST_KEY_IN_USE AUTH_ZERO_BALANCE AUTH_STATUS ACCOUNT_FROZEN BALANCE_SHORT
        BENE_HAS_AUTHORIZER LIMIT_CONCURRENT LIMIT_LIFETIME ALREADY_BOUND ALREADY_ENDED
        ALREADY_SETTLED ALREADY_CANCELLED ALREADY_PAID""",
    429: "TOO_MANY_REQUESTS SMS_TOO_SOON",
    503: "MAINTENANCE OUTSIDE_UNAVAILABLE",
    422: """REQUEST_INVALID REQUEST_KEY_REUSED POLICY_NOT_CONFIGURED SMS_WRONG SMS_EXPIRED
        SMS_LOCKED AUTH_NOT_EMPLOYEE AUTH_NO_ACCOUNT SELF_BIND ID_INVALID BENE_NOT_INSURED
        BENE_OUT_OF_PROVINCE BENE_OUT_OF_CITY RELATION_NOT_ALLOWED RELATION_IMPLAUSIBLE DATE_PAST
        DATE_ORDER CONSENT_REQUIRED COMMITMENT_REQUIRED NOT_REQUESTED NO_ACTIVE_RELATION
        RELATION_NOT_STARTED RELATION_ENDED BALANCE_EMPTY SCENE_DISABLED ITEM_PROHIBITED
        XPROV_NOT_OPEN RELATIVE_CAP BENE_STATUS NOT_DESIGNATED CREDENTIAL_INVALID CREDENTIAL_NOT_OWN
        CREDENTIAL_EXPIRED AMOUNTS_DISAGREE VISIT_UNKNOWN LINES_MISSING MSGID_REUSED WINDOW_CLOSED
        NOT_RESIDENT REFUND_REASON REFUND_LATE REFUND_AFTER_CLEARING BENEFIT_STARTED PRODUCT_UNKNOWN
        EXTENSION_NOT_OPEN EXTENSION_NOT_ONLINE ITEM_UNKNOWN
        INFNO_UNKNOWN INFNO_NOT_OFFERED""",
}
CONTRACT = {code: status for status, codes in STATUSES.items() for code in codes.split()}
OURS = {
    "METHOD_NOT_ALLOWED": 405, "INTERNAL_ERROR": 500, "ALREADY_REFUNDED": 409,
    "ALREADY_REGISTERED": 409, "LOGIN_CODE_INVALID": 422, "CHARACTER_NOT_PRINTABLE": 422,
    "CHANGED_RECENTLY": 409, "IDENTITY_REQUIRED": 403, "ITEM_REFUSED": 422, "ITEM_RESTRICTED": 422,
    "QUOTA_NOT_OPEN": 422, "QUOTA_AREA_NOT_OPEN": 422, "QUOTA_EXISTS": 409,
    "QUOTA_BELOW_DRAWN": 409, "QUOTA_ENDED": 409, "QUOTA_UNKNOWN": 404, "QUOTA_OTHER_AREA": 422,
    "QUOTA_SHORT": 409, "QUOTA_GIVER_STATUS": 409, "QUOTA_SERIAL_REUSED": 409,
    "QUOTA_DRAW_UNKNOWN": 404, "QUOTA_DRAW_REVERSED": 409, "OUT_OF_RANGE": 422,
    "AREA_POLICY_UNKNOWN": 422, "COVER_NOT_NORMAL": 409, "NOT_INSURED": 422,
    "RELATION_NOT_ACTIVE": 409, "RELATIVE_WITHOUT_PHONE": 409, "AGREEMENT_LAPSED": 409,
    "TIER_MISSING": 422, "TIER_UNKNOWN": 422, "NO_TIERS": 422,
}  # fmt: skip
"""What is answered beyond the codes of the contract."""

UNBUILT = {"OTP_REQUIRED", "OTP_WRONG"}
"""Codes whose features do not exist yet; this set may only shrink."""


@pytest.fixture
def declared(bare_app: Flask) -> dict[str, type[Problem] | Explanation]:
    """Every problem of the application; those of tests are told by their names."""
    assert bare_app.name == "gongji"
    return {
        code: problem
        for code, problem in Problem.by_code.items()
        if problem.__module__.startswith("gongji.")
    }


def test_every_code_is_one_of_the_contract_and_has_its_status(
    declared: dict[str, type[Problem] | Explanation],
) -> None:
    expected = {code: status for code, status in CONTRACT.items() if code not in UNBUILT} | OURS
    assert {code: problem.status for code, problem in declared.items()} == expected


def test_every_code_has_chinese_words_and_a_remedy_of_its_own(
    declared: dict[str, type[Problem] | Explanation],
) -> None:
    for code, problem in declared.items():
        detail = "" if isinstance(problem, Explanation) else problem.detail
        for words in (problem.title, problem.remedy, detail or problem.title):
            assert re.search("[一-鿿]", words) or words.startswith("{why}"), (code, words)
        assert "\n" not in problem.title
    for words in ("title", "remedy"):
        told = [p.title if words == "title" else p.remedy for p in declared.values()]
        assert len(set(told)) == len(told), words
