"""What this system asks of the outside world, in its own terms; vendors only translate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session

from gongji.sms_templates import SmsTemplate


@dataclass(frozen=True, slots=True)
class InsuredState:
    """One insurance of a person as the insured-person registry (参保登记) holds it."""

    kind: str
    category: str | None
    status: str
    area: str


@dataclass(frozen=True, slots=True)
class RegistryPerson:
    """A person in the registry, insured or not."""

    id_number: str
    name: str
    sex: str
    born_on: date
    insurances: tuple[InsuredState, ...]


@dataclass(frozen=True, slots=True)
class Kin:
    """A recorded relative: `relation` is what they are to the person asked about."""

    id_number: str
    relation: str


class Registry(Protocol):
    """The insured-person registry: three queries. All raise OUTSIDE_UNAVAILABLE on silence."""

    def insured_state(self, id_number: str, name: str) -> RegistryPerson | None:
        """The person with exactly this number and name, or None (BENE-01, BENE-03)."""
        ...

    def registered_phone(self, id_number: str, name: str) -> str | None:
        """The phone the registry holds for this number and name (BIND-03)."""
        ...

    def kinship(self, id_number: str) -> tuple[Kin, ...]:
        """All people recorded as relatives of this person (REL-05)."""
        ...


class RegistryWriter(Protocol):
    """A registry that this system fills, as in the sandbox; a real one is never written."""

    def enrol(self, db: Session, people: Sequence[tuple[RegistryPerson, str | None]]) -> None:
        """Adds people with their phones, in the caller's transaction; known ones stay unchanged."""
        ...


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A text to one phone: a template and its parameters, as `sms_templates.render` joins them.

    A provider drops a second message of the same `dedupe_key`.
    """

    phone: str
    template: SmsTemplate
    params: Mapping[str, str]
    dedupe_key: str


class SmsSender(Protocol):
    def send(self, message: TextMessage) -> None:
        """Passes the text to the provider; raises OUTSIDE_UNAVAILABLE if it is not accepted."""
        ...


class Platform(StrEnum):
    """The platforms whose mini-programs people sign in from."""

    WECHAT = "wechat"
    ALIPAY = "alipay"


class LoginProvider(Protocol):
    """The platforms identify their own users, but not as people."""

    def exchange(self, platform: Platform, code: str) -> str | None:
        """The platform's permanent id of the user for whom it issued this code.

        None for a code that is unknown, expired or used. Raises OUTSIDE_UNAVAILABLE on silence. The
        adapter drops everything else in the answer, in particular the session key.
        """
        ...


@dataclass(frozen=True, slots=True)
class QuotaFromElsewhere:
    """A quota (共济额度) that a relative insured elsewhere gives; the giver's name is masked."""

    giver_name: str
    giver_area: str
    relation: str
    amount_fen: int
    left_fen: int


class QuotaPlatform(Protocol):
    """The national platform (国家医保信息平台), asked about quotas that are kept elsewhere.

    What it asks of us are the use cases of gongji.quota.platform.
    """

    def quotas_given_to(self, id_number: str) -> Sequence[QuotaFromElsewhere]:
        """The living quotas given to this person; raises OUTSIDE_UNAVAILABLE on silence."""
        ...


class NoQuotaPlatform:
    """Where no platform is connected, nobody is given a quota from elsewhere."""

    def quotas_given_to(self, id_number: str) -> Sequence[QuotaFromElsewhere]:
        del id_number
        return ()


NO_QUOTA_PLATFORM = NoQuotaPlatform()


@dataclass(frozen=True, slots=True)
class Gateways:
    """All gateways, assembled by bootstrap."""

    registry: Registry
    sms: SmsSender
    logins: LoginProvider
    registry_writer: RegistryWriter | None = None
    quotas: QuotaPlatform = NO_QUOTA_PLATFORM
