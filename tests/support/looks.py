"""`docs/looks.md` as data, and what is new in the access logs of everybody at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select, union_all

from gongji.app.runtime import Runtime
from gongji.people.models import Access, AccessPending, Person

PAGE = Path(__file__).parents[2] / "docs" / "looks.md"
ROW = re.compile(r"^\| `(?P<call>[^`]+)` \| (?P<shows>[^|]+) \| (?P<told>[^|]+) \|", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Row:
    """What one call shows, and whose access log has a line of it."""

    shows: frozenset[str]
    told: frozenset[str]


@cache
def matrix() -> dict[str, Row]:
    """By call: `GET /me`, `1101`."""
    found = list(ROW.finditer(PAGE.read_text("utf-8")))
    rows = {row["call"]: Row(_words(row["shows"]), _words(row["told"])) for row in found}
    assert len(rows) == len(found), "a call has one row"
    return rows


def _words(cell: str) -> frozenset[str]:
    return frozenset(cell.strip().split(", ")) - {"none"}


class Logs:
    """The access logs of all people, also of those who cannot sign in."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._seen: set[str] = set()

    def new(self) -> list[tuple[str, str, str]]:
        """Who has a new line, who looked, and what it says."""
        rows = self._runtime.run(lambda ctx: ctx.db.execute(QUERY).all(), writes=False)
        fresh = [tuple(row)[1:] for row in rows if row.id not in self._seen]
        self._seen |= {row.id for row in rows}
        return sorted(fresh)


def _of(table: type[Access | AccessPending]) -> tuple[object, ...]:
    return table.id, Person.name, table.actor, table.what


QUERY = union_all(
    select(*_of(Access)).join(Person, Person.id == Access.person_id),  # type: ignore[call-overload]
    select(*_of(AccessPending)).join(  # type: ignore[call-overload]
        Person, Person.id_number_index == AccessPending.id_number_index
    ),
)
