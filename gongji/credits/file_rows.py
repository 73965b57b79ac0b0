"""The rows of a credit file: whose account each is for, and what speaks against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.app.schemas import Text
from gongji.credits.models import MonthlyCredit
from gongji.credits.monthly import first_day
from gongji.imports.csv_file import Columns, Line
from gongji.imports.fields import Cells, Yuan, id_number
from gongji.imports.report import Outcome, Result, bad
from gongji.imports.run_import import Numbered, read_row
from gongji.kernel.db import fresh, locked
from gongji.kernel.privacy import blind_index
from gongji.kernel.problems import RequestInvalid
from gongji.ledger.models import Account
from gongji.people.models import Insurance, Person
from gongji.people.rules import employee_insurance

COLUMNS = Columns(required=("id_number", "month", "amount_yuan"))


@dataclass(frozen=True, slots=True)
class CreditRow:
    """One credit of one month; the amount in fen."""

    id_number: str
    month: str
    amount_yuan: int


class CreditCells(Cells):
    id_number = id_number(required=True)
    month = Text(7, required=True)
    amount_yuan = Yuan(required=True, least=1)


CELLS = CreditCells()


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose account it is, and the area whose contributions pay."""

    account: Account
    area: str


@dataclass(frozen=True, slots=True)
class Payable:
    """A row that nothing speaks against."""

    row: CreditRow
    holder: Holder


@dataclass(frozen=True, slots=True)
class Judged:
    good: list[Payable]
    refused: list[Outcome]


Credited = set[tuple[str, str]]
"""Account and month of credits that stand in the books."""

Seen = dict[tuple[str, str], int]
"""The same of earlier rows of this file, and on which line."""


def judge(ctx: Context, lines: Sequence[Line], seen: Seen, *, lock: bool) -> Judged:
    """Told row by row; with `lock` the accounts stay locked, in ascending id."""
    read = [(line.number, _read(ctx, line)) for line in lines]
    refused = [found for _, found in read if isinstance(found, Outcome)]
    rows = [Numbered(line, found) for line, found in read if isinstance(found, CreditRow)]
    people = _people(ctx.db, {row.item.id_number for row in rows})
    holders = _holders(ctx.db, people.values(), lock=lock)
    credited = _credited(ctx.db, holders.values(), {row.item.month for row in rows})
    good = []
    for row in rows:
        person_id = people.get(row.item.id_number)
        found = _judge(row, person_id, holders.get(person_id or ""), credited, seen)
        if isinstance(found, Payable):
            good.append(found)
        else:
            refused.append(found)
    return Judged(good, refused)


def _read(ctx: Context, line: Line) -> CreditRow | Outcome:
    row = read_row(CELLS, CreditRow, line)
    if isinstance(row, Outcome):
        return row
    try:
        first_day(ctx, row.month)
    except RequestInvalid as refusal:
        return Outcome(line.number, Result.BAD, refusal.errors[0])
    return row


def _judge(
    row: Numbered[CreditRow],
    person_id: str | None,
    holder: Holder | None,
    credited: Credited,
    seen: Seen,
) -> Payable | Outcome:
    if person_id is None:
        return bad(row.line, "id_number", "unknown", "没有这个参保人")
    if holder is None:
        return bad(row.line, "id_number", "no_account", "这个人没有职工医保个人账户")
    key = (holder.account.id, row.item.month)
    if key in credited:
        return bad(row.line, "month", "credited", "这个账户这个月已经划账")
    first = seen.setdefault(key, row.line)
    if first != row.line:
        return bad(row.line, "", "repeated", f"与第 {first} 行重复")
    return Payable(row.item, holder)


def _people(db: Session, numbers: Iterable[str]) -> Mapping[str, str]:
    """Person ids by ID number."""
    by_index = {blind_index("id_number", number): number for number in numbers}
    query = select(Person.id_number_index, Person.id).where(Person.id_number_index.in_(by_index))
    return {by_index[index]: person_id for index, person_id in db.execute(query)}


def _holders(db: Session, person_ids: Iterable[str], *, lock: bool) -> Mapping[str, Holder]:
    """By person id; nobody without an account or without any employee insurance."""
    query = select(Account).where(Account.person_id.in_(set(person_ids))).order_by(Account.id)
    accounts = db.execute(locked(query) if lock else fresh(query)).scalars().all()
    owners = [account.person_id for account in accounts]
    insurances: dict[str, list[Insurance]] = defaultdict(list)
    for one in db.execute(select(Insurance).where(Insurance.person_id.in_(owners))).scalars():
        insurances[one.person_id].append(one)
    areas = {owner: employee_insurance(insurances[owner]) for owner in owners}
    return {
        account.person_id: Holder(account, insurance.area)
        for account in accounts
        if (insurance := areas[account.person_id]) is not None
    }


def _credited(db: Session, holders: Iterable[Holder], months: Collection[str]) -> Credited:
    query = select(MonthlyCredit.account_id, MonthlyCredit.month).where(
        MonthlyCredit.account_id.in_([holder.account.id for holder in holders]),
        MonthlyCredit.month.in_(months),
    )
    return {(account_id, month) for account_id, month in db.execute(query)}
