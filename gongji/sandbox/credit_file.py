"""Writes a file of credits for invented people, to try the import of such files."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.kernel.strict import read_month
from gongji.ledger.models import Account
from gongji.people.models import Insurance, Person
from gongji.vocabulary import InsuranceKind

LEAST_FEN, STEP_FEN, STEPS = 4_000, 137, 300


def write_credit_file(runtime: Runtime, path: Path, rows: int, first_month: str) -> int:
    """Writes at most `rows` rows, each account monthly from `first_month`; returns how many."""
    numbers = runtime.run(_id_numbers, writes=False)
    wanted = list(islice(_credit_rows(numbers, read_month(first_month)), rows))
    with path.open("w", encoding="utf-8", newline="") as opened:
        file = csv.writer(opened)
        file.writerow(("id_number", "month", "amount_yuan"))
        file.writerows(wanted)
    return len(wanted)


def _id_numbers(ctx: Context) -> Sequence[str]:
    """The ID numbers of all people with an account and an employee insurance."""
    query = (
        select(Person.id, Person.id_number_box)
        .join(Account, Account.person_id == Person.id)
        .join(Insurance, Insurance.person_id == Person.id)
        .where(Insurance.kind == InsuranceKind.EMPLOYEE)
        .order_by(Person.id)
    )
    return [
        Person.id_number.open_at((row.id,), row.id_number_box).reveal()
        for row in ctx.db.execute(query)
    ]


def _credit_rows(numbers: Sequence[str], month: date) -> Iterator[tuple[str, str, str]]:
    while numbers:
        for place, number in enumerate(numbers):
            fen = LEAST_FEN + place % STEPS * STEP_FEN
            yield number, f"{month:%Y-%m}", f"{fen // 100}.{fen % 100:02d}"
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
