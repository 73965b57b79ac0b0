"""What an institution offers under its agreement (服务协议), each from a day until a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongji.vocabulary import InstitutionKind, Service


@dataclass(frozen=True, slots=True)
class ServiceTerm:
    """A service and the days on which it is open, both inside; None is open on that side."""

    service: Service
    since: date | None = None
    until: date | None = None

    @property
    def is_backwards(self) -> bool:
        """Whether it ends before it begins."""
        return self.since is not None and self.until is not None and self.until < self.since

    def covers(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


def agreed(
    kind: InstitutionKind, level: int | None, *, chronic: bool, stated: Iterable[ServiceTerm] = ()
) -> tuple[ServiceTerm, ...]:
    """What an institution offers: a service that is stated stands as stated, however often.

    Of the others every institution settles by accounts, a place with a level by the pool, and
    chronic care is as the flag says, without dates.
    """
    terms = tuple(stated)
    usual = {
        Service.ACCOUNT: True,
        Service.POOL: kind is not InstitutionKind.PHARMACY and level is not None,
        Service.CHRONIC: chronic,
    }
    named = {term.service for term in terms}
    unstated = [one for one, is_offered in usual.items() if is_offered and one not in named]
    return (*map(ServiceTerm, unstated), *terms)


def term_to_json(term: ServiceTerm) -> Mapping[str, Any]:
    return {
        "service": term.service,
        "since": term.since.isoformat() if term.since else None,
        "until": term.until.isoformat() if term.until else None,
    }


def term_from_json(row: Mapping[str, Any]) -> ServiceTerm:
    return ServiceTerm(Service(row["service"]), _day(row["since"]), _day(row["until"]))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
