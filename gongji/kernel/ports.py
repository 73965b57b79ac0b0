"""What this system asks of the outside world, in its own words; vendors only translate."""

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
    """A person whom the registry knows, insured or not."""

    id_number: str
    name: str
    sex: str
    born_on: date
    insurances: tuple[InsuredState, ...]


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody whom the registry records as a relative: `relation` is what he is to the asker."""

    id_number: str
    relation: str


class Registry(Protocol):
    """The insured-person registry: three questions. All raise OUTSIDE_UNAVAILABLE on silence."""

    def insured_state(self, id_number: str, name: str) -> RegistryPerson | None:
        """The person with exactly this number and name, or None (BENE-01, BENE-03)."""
        ...

    def registered_phone(self, id_number: str, name: str) -> str | None:
        """The phone the registry holds for this number and name (BIND-03)."""
        ...

    def kinship(self, id_number: str) -> tuple[Kin, ...]:
        """Everybody recorded as a relative of this person (REL-05)."""
        ...


class RegistryWriter(Protocol):
    """A registry that is filled from here, as the sandbox's is; a real one is never written."""

    def enrol(self, db: Session, people: Sequence[tuple[RegistryPerson, str | None]]) -> None:
        """Adds people with their phones, in the caller's transaction; whoever is known stays."""
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
        """Hands the text to the provider; raises OUTSIDE_UNAVAILABLE where it did not take it."""
        ...


class Platform(StrEnum):
    """Whose mini-programs people sign in from."""

    WECHAT = "wechat"
    ALIPAY = "alipay"


class LoginProvider(Protocol):
    """The platforms that know their own users, but not who these are."""

    def exchange(self, platform: Platform, code: str) -> str | None:
        """The platform's lasting id of the user to whom it gave this code.

        None for a code that is unknown, late or used. Raises OUTSIDE_UNAVAILABLE on silence. What
        else the platform answers (its session key above all) is dropped by the adapter.
        """
        ...


@dataclass(frozen=True, slots=True)
class Gateways:
    """Every way out, put together by bootstrap."""

    registry: Registry
    sms: SmsSender
    logins: LoginProvider
    registry_writer: RegistryWriter | None = None
