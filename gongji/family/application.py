"""What somebody who binds a relative hands in, and how that relative agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongji.app.context import Channel
from gongji.kernel.clock import rfc3339
from gongji.vocabulary import Relation


@dataclass(frozen=True, slots=True)
class Relative:
    """The beneficiary as typed; nobody but an officer may leave out the phone."""

    name: str
    id_number: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Which letter of commitment was shown, and whether it was accepted (BIND-07)."""

    version: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Application:
    """职工共济申请: whom, as what, from when until when."""

    beneficiary: Relative
    relation: Relation
    starts_on: date
    ends_on: date
    commitment: Acceptance


@dataclass(frozen=True, slots=True)
class ByCode:
    """The relative told the code that went to his registered phone (BIND-03)."""

    sms_code: str | None


@dataclass(frozen=True, slots=True)
class InPerson:
    """Both ID cards were shown to an officer, by the people themselves or an agent (CHN-03)."""

    officer_id: str
    agent_id: str | None


Consent = ByCode | InPerson


def record(consent: Consent, version: str, at: datetime, channel: Channel) -> dict[str, Any]:
    """What the binding keeps of a consent; never the code."""
    kept: dict[str, Any] = {"version": version, "time": rfc3339(at), "channel": channel.value}
    if isinstance(consent, InPerson):
        kept |= {"officer_id": consent.officer_id, "agent_id": consent.agent_id}
    return kept
