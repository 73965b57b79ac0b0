"""Splits a balance into money of earlier years and money of this year.

- What comes in is money of the year in which it is booked; what an account opened with is earlier.
- Earlier money is spent first.
- A refund is not income: it gives back what was taken. Money of the year in which it was spent is
  earlier money when the refund comes in a later year.

Each entry keeps the part of its amount that is money of its own year. The money of a year in a
balance is the sum of these parts; the account carries that sum for the year of its last entry.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gongji.ledger.figures import AccountYear
from gongji.ledger.models import Account, Entry


def sums_of_year(db: Session, accounts: Iterable[Account], year: int) -> dict[str, int]:
    """The sums in fen, by account id, of the parts of that year's entries. Queries only accounts
    whose last entry is of another year. Entries of later years count, because a clock may go back.
    """
    listed = list(accounts)
    sums = {one.id: one.current_fen if one.current_year == year else 0 for one in listed}
    others = [one.id for one in listed if one.current_year != year and one.version]
    if others:
        query = (
            select(AccountYear.account_id, func.sum(AccountYear.current_fen))
            .where(AccountYear.account_id.in_(others), AccountYear.year >= year)
            .group_by(AccountYear.account_id)
        )
        sums |= {account_id: int(fen) for account_id, fen in db.execute(query)}
    return sums


def current_fen(sum_fen: int, balance_fen: int) -> int:
    """How much of a balance is money of the year whose parts add up to `sum_fen`.

    The two differ only where a clock went back over the year's end and money was spent there.
    """
    return min(max(0, sum_fen), balance_fen)


def part_of_year(amount_fen: int, balance_fen: int, sum_fen: int) -> int:
    """The part of a new entry, seen from the balance before it: all of what comes in, and of what
    goes out only what earlier money does not cover.
    """
    if amount_fen > 0:
        return amount_fen
    earlier_fen = balance_fen - current_fen(sum_fen, balance_fen)
    return min(0, amount_fen + earlier_fen)


def part_given_back(entry: Entry, year: int) -> int:
    """The part of the entry that reverses this one in `year`."""
    return -entry.current_fen if entry.year >= year else 0
