"""Table of what the jobs have done: one monthly credit (划账) per account and month, for ever."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.kernel.db import Base


class MonthlyCredit(Base):
    """That an account got its money for a month (`2025-06`), and the transfer that brought it."""

    __tablename__ = "monthly_credit"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    transfer_id: Mapped[str] = mapped_column(ForeignKey("transfer.id"), unique=True)
