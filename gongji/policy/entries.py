"""One row of policy: its area, key, period and value, and the sources that it cites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class SourceKind(StrEnum):
    """Who says so: an authority's own page, a public report, a text that this system was given, or
    this system itself.
    """

    OFFICIAL = "official"
    PRESS = "press"
    SEED = "seed"
    DESIGN = "design"


@dataclass(frozen=True, slots=True)
class Source:
    """A registered source; the title is ours, the number that of the document it is about, null
    where the page quotes none. `ends_on` is the last day of a document that has one.
    """

    id: str
    kind: SourceKind
    title: str
    number: str | None
    url: str | None
    checked_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as cited for one parameter: what a decision stores and a citizen is shown."""

    source: str
    kind: SourceKind
    title: str
    number: str | None
    url: str | None
    key: str
    since: date
    rule: str


@dataclass(frozen=True, slots=True)
class PolicyEntry:
    """A value in force from `since` to `until`, both inside; `shown` is its form in JSON.

    A proposed one (待核实) rests on weak pages alone: it is listed, and decides nothing.
    """

    area: str
    key: str
    since: date
    until: date | None
    value: Any
    shown: Any
    citations: tuple[Citation, ...]
    overlay: bool = False
    proposed: bool = False

    def covers(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class OverlayRow:
    """A row that a sandbox fixture lays over the packs: open-ended, values shaped as in a pack."""

    area: str
    key: str
    value: object
    since: date
    basis: Sequence[str]


def cite(source: Source, key: str, since: date, rule: str) -> Citation:
    return Citation(
        source.id, source.kind, source.title, source.number, source.url, key, since, rule
    )


def citation_to_json(citation: Citation) -> Mapping[str, Any]:
    return {
        "source": citation.source,
        "kind": citation.kind,
        "title": citation.title,
        "number": citation.number,
        "url": citation.url,
        "key": citation.key,
        "since": citation.since.isoformat(),
        "rule": citation.rule,
    }


def citation_from_json(row: Mapping[str, Any]) -> Citation:
    return Citation(
        source=row["source"],
        kind=SourceKind(row["kind"]),
        title=row["title"],
        number=row["number"],
        url=row["url"],
        key=row["key"],
        since=date.fromisoformat(row["since"]),
        rule=row["rule"],
    )
