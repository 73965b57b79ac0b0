"""A document as it is to be printed: title, facts, tables of text, and its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from gongji.documents.models import Verification
from gongji.documents.verification_numbers import printed
from gongji.labels import SOURCE_KINDS
from gongji.policy.entries import Citation

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """`width_mm` of the 180 mm between the margins; figures stand on the right."""

    title: str
    width_mm: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a repeated head, and their sums in a last row of its own."""

    columns: Sequence[Column]
    rows: Sequence[Cells]
    title: str = ""
    totals: Cells | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """`facts` stand in two columns under the title, `notes` under the last table."""

    title: str
    number: str
    issued_at: datetime
    facts: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    notes: Sequence[str] = field(default_factory=tuple)

    def texts(self) -> Iterator[str]:
        """Everything that is printed of it."""
        yield from (self.title, self.number, *chain.from_iterable(self.facts), *self.notes)
        for table in self.tables:
            yield table.title
            yield from (column.title for column in table.columns)
            yield from chain.from_iterable((*table.rows, table.totals or ()))


def numbered(
    title: str,
    issued: Verification,
    facts: Sequence[tuple[str, str]],
    tables: Sequence[Table],
    notes: Sequence[str] = (),
) -> Paper:
    """A paper that carries the number and the time under which it was issued."""
    return Paper(title, printed(issued.number), issued.issued_at, facts, tables, notes)


def clauses(basis: Sequence[Citation]) -> list[str]:
    """What a decision rested on, as notes: each source with its kind, once for each date that it is
    in force from.
    """
    notes: dict[str, None] = {}
    for cited in basis:
        number = f"（{cited.number}）" if cited.number else ""
        kind = SOURCE_KINDS[cited.kind]
        notes[f"政策依据（{kind}）：{cited.title}{number}，{cited.since} 起执行"] = None
    return list(notes)
