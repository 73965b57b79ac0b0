"""How many statements each page of a citizen takes, beside the one that checks the session."""

from __future__ import annotations

from flask import Flask

from gongji.app.context import Role
from gongji.app.runtime import Runtime
from tests.scale.everything import Everything
from tests.scale.reading import Readings
from tests.settlement.test_statements import statements
from tests.support.cast import API
from tests.support.sent import PAYER, WIFE

PAGES = {
    "/me": 2,
    "/me/consents": 3,
    "/auth/devices": 2,
    "/account": 2,
    "/account/entries": 3,
    "/account/entries?direction=out": 3,
    "/account/entries?scene=PHARMACY&year=2025": 3,
    "/account/entries?from=2025-01-01&to=2025-12-31": 3,
    "/account/summary": 3,
    "/account/summary?year=2025": 3,
    "/access-log": 2,
    "/visits": 1,
    "/visits/<settlement_id>": 1,
    "/entitlements": 5,
    "/family/eligibility": 1,
    "/family/bindings?role=authorizer": 3,
    "/family/bindings?role=authorizer&status=active": 3,
    "/family/bindings/<binding_id>": 3,
    "/quotas": 2,
    "/quotas/eligibility": 1,
    "/quotas/received": 2,
    "/quotas/<quota_id>": 2,
    "/quotas/<quota_id>/draws": 2,
    "/premiums/products?year=2026": 2,
    "/premiums/payables?product=resident&year=2026": 3,
    "/premiums/payments": 2,
    "/premiums/payments/<payment_id>": 2,
    "/messages": 1,
    "/messages/settings": 1,
    "/chronic/qualifications": 2,
    # Papers, which are numbered, counted against a budget, and noted.
    "/account/statement?year=2025&format=csv": 8,
    "/visits/<settlement_id>?format=pdf": 4,
    "/premiums/payments/<payment_id>?format=pdf": 4,
    "/me/export": 28,
}
"""The most that a second look on the same day takes; the first look at a relative's binding leaves
a line with them, in one more.
"""

OTHERS_OWN = frozenset({"/visits", "/visits/<settlement_id>", "/chronic/qualifications"})
"""Pages that his wife looks at: they show her own."""


def test_each_page_takes_its_statements(app: Flask, runtime: Runtime) -> None:
    everything = Everything(app, Readings())
    everything.prepare()
    bound = everything.ask("GET", "/family/bindings?role=authorizer").body["items"]
    named = {
        "<settlement_id>": everything.bills(WIFE)[0],
        "<binding_id>": bound[0]["id"],
        "<payment_id>": everything.payment,
        "<quota_id>": everything.quota,
    }
    took = {}
    for page in PAGES:
        path = page
        for name, number in named.items():
            path = path.replace(name, number)
        who = WIFE if page.partition("?")[0] in OTHERS_OWN else PAYER
        assert everything.ask("GET", path, who=who).status == 200
        with statements(runtime) as seen:
            everything.ask("GET", path, who=who)
        took[page] = len(seen) - 1
    assert took == PAGES


def test_no_page_is_left_out(app: Flask) -> None:
    known = {page.partition("?")[0] for page in PAGES}
    served = {
        rule.rule.removeprefix(API)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and (about := getattr(app.view_functions[rule.endpoint], "endpoint", None))
        and about.allow is Role.CITIZEN
    }
    assert served == known
