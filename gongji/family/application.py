"""What an authorizer applies for, and how the relative agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Protocol

from gongji.app.context import Channel
from gongji.kernel.clock import rfc3339
from gongji.vocabulary import Relation


@dataclass(frozen=True, slots=True)
class Relative:
    """The beneficiary as typed; only an officer may leave out the phone."""

    name: str
    id_number: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Which letter of commitment was shown, and whether it was accepted (BIND-07)."""

    version: str
    accepted: bool


class AsksRelative(Protocol):
    """An application to which a relative agrees by code; `about` parts its codes from others."""

    about: ClassVar[str]

    @property
    def beneficiary(self) -> Relative: ...

    @property
    def relation(self) -> Relation: ...


@dataclass(frozen=True, slots=True)
class Application:
    """职工共济申请: whom, as what, from when until when."""

    about: ClassVar[str] = ""
    beneficiary: Relative
    relation: Relation
    starts_on: date
    ends_on: date
    commitment: Acceptance


@dataclass(frozen=True, slots=True)
class ByCode:
    """The relative passed on the code that went to their registered phone (BIND-03)."""

    sms_code: str | None


@dataclass(frozen=True, slots=True)
class InPerson:
    """Both ID cards were shown to an officer, by the two people or by an agent (CHN-03)."""

    officer_id: str
    agent_id: str | None


Consent = ByCode | InPerson


def consent_record(
    consent: Consent, version: str, at: datetime, channel: Channel
) -> dict[str, str | None]:
    """What a binding stores of a consent; never the code."""
    stored: dict[str, str | None] = {
        "version": version,
        "time": rfc3339(at),
        "channel": channel.value,
    }
    if isinstance(consent, InPerson):
        stored |= {"officer_id": consent.officer_id, "agent_id": consent.agent_id}
    return stored
