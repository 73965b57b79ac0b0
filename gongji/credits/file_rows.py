"""The rows of a credit file: the account of each, or the reason why it is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.app.schemas import Text
from gongji.credits.models import MonthlyCredit
from gongji.credits.monthly import first_day
from gongji.imports.csv_file import Columns, Line
from gongji.imports.fields import RowSchema, Yuan, id_number
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


class CreditRowSchema(RowSchema):
    id_number = id_number(required=True)
    month = Text(7, required=True)
    amount_yuan = Yuan(required=True, least=1)


SCHEMA = CreditRowSchema()


@dataclass(frozen=True, slots=True)
class Holder:
    """The account to credit, and the area whose contributions pay."""

    account: Account
    area: str


@dataclass(frozen=True, slots=True)
class Payable:
    """A row that can be booked."""

    row: CreditRow
    holder: Holder


@dataclass(frozen=True, slots=True)
class Validated:
    good: list[Payable]
    refused: list[Outcome]


Seen = dict[tuple[str, str], int]
"""Account and month of earlier rows of this file, with the line of each."""


def validate(ctx: Context, lines: Sequence[Line], seen: Seen, *, lock: bool) -> Validated:
    """Checks every row; with `lock` the accounts are locked in ascending id and stay locked."""
    refused: list[Outcome] = []
    rows: list[Numbered[CreditRow]] = []
    for line in lines:
        read = read_row(SCHEMA, CreditRow, line)
        if isinstance(read, Outcome):
            refused.append(read)
            continue
        try:
            first_day(ctx, read.month)
        except RequestInvalid as refusal:
            refused.append(Outcome(line.number, Result.BAD, refusal.errors[0]))
        else:
            rows.append(Numbered(line.number, read))
    numbers = {blind_index("id_number", row.item.id_number): row.item.id_number for row in rows}
    known = select(Person.id_number_index, Person.id).where(Person.id_number_index.in_(numbers))
    people = {numbers[index]: person_id for index, person_id in ctx.db.execute(known)}
    holders = _holders(ctx.db, people.values(), lock=lock)
    booked = select(MonthlyCredit.account_id, MonthlyCredit.month).where(
        MonthlyCredit.account_id.in_([holder.account.id for holder in holders.values()]),
        MonthlyCredit.month.in_({row.item.month for row in rows}),
    )
    credited = {(account_id, month) for account_id, month in ctx.db.execute(booked)}
    good = []
    for row in rows:
        person_id = people.get(row.item.id_number)
        holder = holders.get(person_id or "")
        if person_id is None:
            refused.append(bad(row.line, "id_number", "unknown", "没有这个参保人"))
        elif holder is None:
            why = "这个人没有职工医保个人账户"
            refused.append(bad(row.line, "id_number", "no_account", why))
        elif (key := (holder.account.id, row.item.month)) in credited:
            refused.append(bad(row.line, "month", "credited", "这个账户这个月已经划账"))
        elif (first := seen.setdefault(key, row.line)) != row.line:
            refused.append(bad(row.line, "", "repeated", f"与第 {first} 行重复"))
        else:
            good.append(Payable(row.item, holder))
    return Validated(good, refused)


def _holders(db: Session, person_ids: Iterable[str], *, lock: bool) -> Mapping[str, Holder]:
    """By person id; people without an account or without any employee insurance are absent."""
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
