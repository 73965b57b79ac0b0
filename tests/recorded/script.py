"""The whole script: its chapters in their order, and where it is recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask

from tests.recorded import household, panel, signing_in, till
from tests.recorded.entitlements import entitlements
from tests.recorded.pretty import in_order
from tests.recorded.quotas import quotas
from tests.recorded.recorder import Recorder, Step
from tests.support.cast import Cast

FOLDER = Path(__file__).parent
REPLIES, OPENAPI = FOLDER / "replies.json", FOLDER / "openapi.json"

CHAPTERS = {
    "sandbox": panel.sandbox,
    "open to anybody": household.open_to_anybody,
    "signing in by text": signing_in.by_text,
    "signing in from a mini-program": signing_in.from_a_mini_program,
    "signing in on an unknown device": signing_in.on_an_unknown_device,
    "a new phone": signing_in.with_a_new_phone,
    "binding": household.binding,
    "premiums": household.premiums,
    "quotas": quotas,
    "chronic care": household.chronic_care,
    "envelopes": till.envelopes,
    "identities": till.identities,
    "filings": till.filings,
    "sales": till.sales,
    "visits": till.visits,
    "after the visit": till.afterwards,
    "reasons": till.reasons,
    "the registry reports": panel.registry_reports,
    "what is left": entitlements,
}

Recording = dict[str, list[Step]]


def play(app: Flask) -> Recording:
    """The steps of every chapter, each with its reply."""
    recorder = Recorder(app)
    cast = Cast(recorder)
    for name, chapter in CHAPTERS.items():
        recorder.begin(name)
        chapter(cast)
    return recorder.chapters


def document(app: Flask) -> Any:
    """The OpenAPI document."""
    return in_order(app.test_client().get("/openapi.json").get_json())
