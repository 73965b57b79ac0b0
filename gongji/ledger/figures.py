"""Running figures of the ledger, which save adding up an ever growing number of entries.

A database trigger updates them with every entry of a personal account, in its transaction and under
the lock of its account; the trigger is part of the migration that created these tables. The figures
only repeat what the entries say, and `reconcile` compares the two.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.kernel.db import Base


class Sums:
    """Sums in fen over entries: what came in, what went out, what was refunded, and the parts that
    are money of the year of the entry (gongji.ledger.years).
    """

    credited_fen: Mapped[int] = mapped_column(BigInteger)
    spent_fen: Mapped[int] = mapped_column(BigInteger)
    refunded_fen: Mapped[int] = mapped_column(BigInteger)
    current_fen: Mapped[int] = mapped_column(BigInteger)


class Versions:
    """The lowest and the highest version among the entries, so that they are found by index."""

    first_version: Mapped[int] = mapped_column(BigInteger)
    last_version: Mapped[int] = mapped_column(BigInteger)


class AccountYear(Sums, Versions, Base):
    """The entries of an account in one year."""

    __tablename__ = "account_year"

    account_id: Mapped[str] = mapped_column(String(30), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class AccountDay(Sums, Versions, Base):
    """The entries of an account on one day in Hunan, for one scene and one relative who used it;
    "" where there is none.
    """

    __tablename__ = "account_day"

    account_id: Mapped[str] = mapped_column(String(30), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    scene: Mapped[str] = mapped_column(String(20), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(30), primary_key=True)
    relation: Mapped[str] = mapped_column(String(30), primary_key=True)


class BindingMonth(Base):
    """What a binding has paid that counts for one month (named by its first day), less what was
    refunded.
    """

    __tablename__ = "binding_month"

    binding_id: Mapped[str] = mapped_column(String(30), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    used_fen: Mapped[int] = mapped_column(BigInteger)
