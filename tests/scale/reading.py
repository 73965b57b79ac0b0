"""How each statement of the program is done, asked of the database while the program runs.

PostgreSQL explains it in the transaction that is about to execute it, with its own parameters and
behind a savepoint: what is measured is what happens. SQLite tells its plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from gongji.app.runtime import Runtime

EXPLAINED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
REMOVED = ("Rows Removed by Filter", "Rows Removed by Index Recheck", "Rows Removed by Join Filter")


@dataclass(frozen=True)
class Reading:
    """One statement as it ran: rows read by all scans (removed ones and loops counted), and rows
    returned or written.
    """

    what: str
    statement: str
    read: float
    returned: float
    plan: Mapping[str, Any]

    @property
    def ratio(self) -> float:
        return self.read / max(self.returned, 1)

    @property
    def tables(self) -> set[str]:
        """Tables of ours that it reads."""
        names = {node.get("Relation Name", "") for node in _nodes(self.plan)}
        return {name for name in names if name and not name.startswith("pg_")}

    def __str__(self) -> str:
        nodes = "\n    ".join(_words(node) for node in _nodes(self.plan))
        return (
            f"{self.what}: {self.read:.0f} rows read for {self.returned:.0f}\n"
            f"  {' '.join(self.statement.split())}\n    {nodes}"
        )


class Readings:
    """What has been read so far; `what` names what is being done."""

    def __init__(self) -> None:
        self.what = ""
        self.all: list[Reading] = []
        self._times: Counter[tuple[str, str]] = Counter()

    def wants(self, statement: str) -> bool:
        """Of what one act does again and again the first time, the tenth, the hundredth: a job that
        slows down as it goes shows it.
        """
        self._times[self.what, statement] += 1
        return bool(self.what) and str(self._times[self.what, statement]).rstrip("0") == "1"

    def note(self, statement: str, plan: Mapping[str, Any]) -> None:
        read = sum(_read(node) for node in _nodes(plan))
        self.all.append(Reading(self.what, statement, read, _returned(plan), plan))

    def worst(self, most: float) -> list[Reading]:
        """Of each statement that reads more than `most` rows for a row returned, the worst."""
        found: dict[str, Reading] = {}
        for one in sorted(self.all, key=lambda reading: reading.ratio):
            if one.ratio > most:
                found[one.statement] = one
        return list(found.values())


@contextmanager
def readings(runtime: Runtime, *, as_if_large: bool) -> Iterator[Readings]:
    """Explains what PostgreSQL is asked meanwhile, on every connection of the runtime.

    `as_if_large` lets it plan a small table by its indexes, as it would a large one.
    """
    seen = Readings()

    def explain(connection: Any, its: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if not statement.lstrip().startswith(EXPLAINED) or not seen.wants(statement):
            return
        first = next((row for row in parameters if isinstance(row, dict)), parameters)
        with type(its)(connection.connection.dbapi_connection) as cursor:
            cursor.execute("SAVEPOINT explained")
            if as_if_large:
                cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", first)
            seen.note(statement, cursor.fetchone()[0][0]["Plan"])
            cursor.execute("ROLLBACK TO explained; RELEASE explained")

    event.listen(runtime.engine, "before_cursor_execute", explain)
    try:
        yield seen
    finally:
        event.remove(runtime.engine, "before_cursor_execute", explain)


@dataclass(frozen=True)
class Scan:
    """A table that SQLite goes through from end to end for a statement."""

    what: str
    statement: str
    table: str


@contextmanager
def scans(runtime: Runtime, seen: Readings) -> Iterator[list[Scan]]:
    """What SQLite says meanwhile of each statement; `seen` names what is being done.

    It prepares to look for rows that refer to a new one, which it does only where a constraint is
    deferred: here none is.
    """
    found: list[Scan] = []

    def explain(connection: Any, _: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if not statement.lstrip().startswith(EXPLAINED) or not seen.wants(statement):
            return
        first = next((row for row in parameters if isinstance(row, tuple)), parameters)
        cursor = connection.connection.dbapi_connection.cursor()
        steps = [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", first)]
        cursor.close()
        scanned = [step.split()[1] for step in steps if step.startswith("SCAN ")]
        if statement.startswith("INSERT"):
            scanned = [table for table in scanned if table in statement]
        found.extend(Scan(seen.what, statement, table) for table in scanned)

    event.listen(runtime.engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(runtime.engine, "before_cursor_execute", explain)


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _read(node: Mapping[str, Any]) -> float:
    """Rows that a node took from a table or an index, or joined in vain."""
    loops = float(node["Actual Loops"])
    rows = sum(float(node.get(removed, 0)) for removed in REMOVED)
    if "Scan" in node["Node Type"] and "Relation Name" in node:
        rows += float(node["Actual Rows"])
    return rows * loops


def _returned(plan: Mapping[str, Any]) -> float:
    """Rows of the result; of a statement that only writes, the rows it writes."""
    rows = float(plan["Actual Rows"]) * float(plan["Actual Loops"])
    if plan["Node Type"] == "ModifyTable":
        rows = max(rows, *(_returned(below) for below in plan["Plans"]))
    return rows


def _words(node: Mapping[str, Any]) -> str:
    where = node.get("Relation Name") or node.get("Index Name") or ""
    by = node.get("Index Name", "") if "Relation Name" in node else ""
    removed = sum(float(node.get(name, 0)) for name in REMOVED)
    return (
        f"{node['Node Type']} {where} {by}: {node['Actual Rows']} rows, {removed:.0f} removed,"
        f" {node['Actual Loops']} times"
    )
