"""Tables of credits: the monthly ones, and the files that were booked.

There is at most one monthly credit (划账) per account and month, for ever.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.kernel.db import Base, Instant


class MonthlyCredit(Base):
    """That an account got its money for a month (`2025-06`), and the transfer that brought it."""

    __tablename__ = "monthly_credit"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    transfer_id: Mapped[str] = mapped_column(ForeignKey("transfer.id"), unique=True)


class CreditImport(Base):
    """A credit file, by its SHA-256; `rows_done` moves in the transaction that books those rows."""

    __tablename__ = "credit_import"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    rows_done: Mapped[int]
    booked: Mapped[int]
    booked_fen: Mapped[int] = mapped_column(BigInteger)
    started_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)


class RefusedCredit(Base):
    """A row of it that was not booked, and why: a stable code and a Chinese sentence."""

    __tablename__ = "credit_import_refusal"

    digest: Mapped[bytes] = mapped_column(ForeignKey("credit_import.digest"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    field: Mapped[str] = mapped_column(String(30))
    code: Mapped[str] = mapped_column(String(30))
    why: Mapped[str] = mapped_column(String(200))
