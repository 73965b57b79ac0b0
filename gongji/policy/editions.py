"""Everything that one policy version says: what decides for a time, and is kept for ever after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongji.policy.entries import Citation, PolicyEntry, citation_from_json, citation_to_json
from gongji.policy.groups import PolicyGroup, group_of
from gongji.policy.parameters import param_of

Json = Mapping[str, Any]
VERSION_CHARS = 12


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One parameter, in force or proposed, as it is listed; amounts in `value` are yuan.

    `told` is the value as a sentence; some rows of early editions were kept without one.
    """

    area: str
    key: str
    title: str
    value: Any
    told: str | None
    since: date
    until: date | None
    overlay: bool
    proposed: bool
    citations: tuple[Citation, ...]

    @classmethod
    def of(cls, entry: PolicyEntry) -> ListedRow:
        param = param_of(entry.key)
        assert param, f"{entry.key!r} is no parameter"
        return cls(
            area=entry.area,
            key=entry.key,
            title=param.title,
            value=entry.shown,
            told=param.say(entry.value),
            since=entry.since,
            until=entry.until,
            overlay=entry.overlay,
            proposed=entry.proposed,
            citations=entry.citations,
        )

    @property
    def group(self) -> PolicyGroup:
        return group_of(self.key)

    def place(self) -> tuple[str | date | bool, ...]:
        """Where it stands in an edition; on one day the overlay is last."""
        return self.area, self.key, self.since, self.proposed, self.overlay, str(self.value)


@dataclass(frozen=True, slots=True)
class Edition:
    """Every row by area, key and first day, and the names of the areas."""

    rows: tuple[ListedRow, ...]
    areas: Mapping[str, str]

    @classmethod
    def of(cls, entries: Iterable[PolicyEntry], areas: Mapping[str, str]) -> Edition:
        rows = map(ListedRow.of, entries)
        return cls(tuple(sorted(rows, key=ListedRow.place)), dict(sorted(areas.items())))

    @property
    def version(self) -> str:
        """Hex characters that change with any value, date, word or citation."""
        text = json.dumps(edition_to_json(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:VERSION_CHARS]


def edition_to_json(edition: Edition) -> Json:
    rows = [
        {
            "area": row.area,
            "key": row.key,
            "title": row.title,
            "value": row.value,
            "told": row.told,
            "since": row.since.isoformat(),
            "until": row.until.isoformat() if row.until else None,
            "overlay": row.overlay,
            "proposed": row.proposed,
            "citations": [citation_to_json(citation) for citation in row.citations],
        }
        for row in edition.rows
    ]
    return {"areas": edition.areas, "rows": rows}


def edition_from_json(told: Json) -> Edition:
    rows = [
        ListedRow(
            area=row["area"],
            key=row["key"],
            title=row["title"],
            value=row["value"],
            told=row["told"],
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            overlay=row["overlay"],
            proposed=row["proposed"],
            citations=tuple(map(citation_from_json, row["citations"])),
        )
        for row in told["rows"]
    ]
    return Edition(tuple(rows), told["areas"])
