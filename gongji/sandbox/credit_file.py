"""Writes a file of credits for invented people, to try the import of such files."""

from __future__ import annotations

import csv
from pathlib import Path

from sqlalchemy import select

from gongji.app.runtime import Runtime
from gongji.kernel.money import Money
from gongji.kernel.strict import read_month
from gongji.ledger.models import Account
from gongji.people.models import Insurance, Person
from gongji.vocabulary import InsuranceKind

LEAST_FEN, STEP_FEN, STEPS = 4_000, 137, 300


def write_credit_file(runtime: Runtime, path: Path, rows: int, first_month: str) -> int:
    """Writes `rows` rows, each account monthly from `first_month`, and returns how many.

    The accounts are those of all people with an employee insurance; without any, no row is written.
    """
    month = read_month(first_month)
    query = (
        select(Person.id, Person.id_number_box)
        .join(Account, Account.person_id == Person.id)
        .join(Insurance, Insurance.person_id == Person.id)
        .where(Insurance.kind == InsuranceKind.EMPLOYEE)
        .order_by(Person.id)
    )
    found = runtime.run(lambda ctx: ctx.db.execute(query).all(), writes=False)
    numbers = [Person.id_number.open_at((row.id,), row.id_number_box).reveal() for row in found]
    written = rows if numbers else 0
    with path.open("w", encoding="utf-8", newline="") as opened:
        file = csv.writer(opened)
        file.writerow(("id_number", "month", "amount_yuan"))
        for row in range(written):
            months_later, place = divmod(row, len(numbers))
            year, month_index = divmod(month.year * 12 + month.month - 1 + months_later, 12)
            amount = Money(LEAST_FEN + place % STEPS * STEP_FEN)
            file.writerow((numbers[place], f"{year}-{month_index + 1:02d}", str(amount)))
    return written
