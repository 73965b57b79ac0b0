"""Tables of what jobs have done, and of the worker that leads."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.kernel.db import Base, Instant


class JobRun(Base):
    """That a worker did a job for its day or month (`slot`); unfinished, it is done again."""

    __tablename__ = "job_run"

    job: Mapped[str] = mapped_column(String(30), primary_key=True)
    slot: Mapped[str] = mapped_column(String(10), primary_key=True)
    worker: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    counts: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))


class WorkerLease(Base):
    """Which worker leads, until when, in real time; used where the database has no advisory lock.

    A worker that dies stops moving `until`, and another takes the row.
    """

    __tablename__ = "worker_lease"

    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    worker: Mapped[str] = mapped_column(String(60))
    until: Mapped[datetime] = mapped_column(Instant)
