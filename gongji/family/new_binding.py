"""The first row of a binding, however it came about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from gongji.app.context import Channel
from gongji.commitments.letters import FAMILY_SHARING
from gongji.kernel.ids import new_id
from gongji.vocabulary import Relation


def binding_row(
    authorizer_id: str,
    beneficiary_id: str,
    relation: Relation,
    *,
    slots: tuple[int, int],
    starts_on: date,
    ends_on: date,
    created_at: datetime,
    channel: Channel = Channel.APP,
    consent: Mapping[str, str | None] | None = None,
) -> Mapping[str, object]:
    """A live binding without limits or hold, under the letter of commitment in force.

    `slots` are the places it takes: the authorizer's, then the beneficiary's.
    """
    authorizer_slot, beneficiary_slot = slots
    return {
        "id": new_id("bnd"),
        "authorizer_id": authorizer_id,
        "beneficiary_id": beneficiary_id,
        "authorizer_slot": authorizer_slot,
        "beneficiary_slot": beneficiary_slot,
        "relation": relation,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "channel": channel,
        "created_at": created_at,
        "commitment_version": FAMILY_SHARING.version,
        "consent": dict(consent or {}),
        "withdrawn": False,
        "hold_fen": 0,
    }
