"""Tables of the sandbox: its clock, and the policy rows a fixture lays over the packs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.kernel.db import Base, Instant


class SandboxState(Base):
    """One row, read at the start of every act by every worker process.

    Business time was `set_to` when the real clock read `set_at`; it runs on if `running`. `set_to`
    null means real time. `generation` names the loaded fixture. `identity_after_days` is set by the
    panel; null follows the settings.
    """

    __tablename__ = "sandbox_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    set_to: Mapped[datetime | None] = mapped_column(Instant)
    set_at: Mapped[datetime] = mapped_column(Instant)
    running: Mapped[bool]
    generation: Mapped[str] = mapped_column(String(30))
    identity_after_days: Mapped[int | None]


class SandboxOverlay(Base):
    """A policy row for the life of a fixture."""

    __tablename__ = "sandbox_policy_row"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    area: Mapped[str] = mapped_column(String(6))
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(JSON)
    since: Mapped[date]
    basis: Mapped[list[str]] = mapped_column(JSON)


class Persona(Base):
    """A person of the loaded fixture, as presented by the tester's panel."""

    __tablename__ = "sandbox_persona"

    key: Mapped[str] = mapped_column(String(20), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(30))
    note: Mapped[str] = mapped_column(String(200))
