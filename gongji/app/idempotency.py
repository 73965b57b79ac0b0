"""Idempotency keys: claimed and answered inside the transaction of the work.

The claim is the transaction's first write, so a duplicate waits for it and then replays; a refusal
rolls it back, so only successes are stored, and nothing is ever "in progress".
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, delete, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from gongji.kernel.db import Base, Instant, insert_ignoring
from gongji.kernel.outage import LOCK_NOT_AVAILABLE, sqlstate
from gongji.kernel.problems import RequestKeyInUse, RequestKeyMissing, RequestKeyReused
from gongji.kernel.sealing import SealedBytes, box
from gongji.kernel.transaction import Conflict

VISIBLE_ASCII = re.compile(r"[\x21-\x7e]{1,64}")


class RequestKey(Base):
    """One successful request of one actor, and its answer."""

    __tablename__ = "request_key"

    actor_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    route: Mapped[str] = mapped_column(String(80), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    body_box: Mapped[bytes | None] = box("body")
    body = SealedBytes[bytes | None]()
    created_at: Mapped[datetime] = mapped_column(Instant, index=True)


@dataclass(frozen=True, slots=True)
class Claim:
    """A key that this request holds until its transaction ends."""

    actor_id: str
    route: str
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """The first answer, to be repeated."""

    status: int
    body: bytes


def read_key(header: str | None) -> str:
    """The key of a request; raises REQUEST_KEY_MISSING for a missing or unusable one."""
    if not header or not VISIBLE_ASCII.fullmatch(header):
        raise RequestKeyMissing
    return header


def fingerprint(content: Any) -> str:
    """The same for equal JSON, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def claim(db: Session, wanted: Claim, now: datetime) -> StoredResponse | None:
    """Claims the key, or returns the answer stored under it.

    Raises REQUEST_KEY_REUSED for different content, and Conflict while a duplicate is running,
    which becomes REQUEST_KEY_IN_USE if the duplicate outlasts this request's deadline.
    """
    row = {
        "actor_id": wanted.actor_id,
        "route": wanted.route,
        "key": wanted.key,
        "fingerprint": wanted.fingerprint,
        "created_at": now,
    }
    try:
        taken = insert_ignoring(db, RequestKey, row)
    except OperationalError as trouble:
        if sqlstate(trouble) == LOCK_NOT_AVAILABLE:
            raise Conflict(instead=RequestKeyInUse(retry_after_s=1)) from trouble
        raise
    if taken:
        return None
    kept = db.get_one(RequestKey, (wanted.actor_id, wanted.route, wanted.key))
    if kept.fingerprint != wanted.fingerprint:
        raise RequestKeyReused
    assert kept.status is not None and kept.body is not None, "a kept key always has its answer"
    return StoredResponse(kept.status, kept.body)


def keep(db: Session, held: Claim, status: int, body: bytes) -> None:
    """Stores the answer under the key."""
    kept = RequestKey.body.seal_at((held.actor_id, held.route, held.key), body)
    db.execute(update(RequestKey).where(*_row_of(held)).values(status=status, body_box=kept))


def release(db: Session, held: Claim) -> None:
    """Frees the key of a refusal whose other writes are committed."""
    db.execute(delete(RequestKey).where(*_row_of(held)))


def _row_of(held: Claim) -> tuple[Any, ...]:
    return (
        RequestKey.actor_id == held.actor_id,
        RequestKey.route == held.route,
        RequestKey.key == held.key,
    )
