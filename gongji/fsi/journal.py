"""The journal of calls: who called which transaction when, and what came of it.

It answers a hospital's support call. It holds no personal data. A call is noted in memory and
written with others some seconds later, in an act of its own: no transaction has a statement more.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypedDict

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.fsi.envelope import Envelope
from gongji.fsi.models import GatewayCall
from gongji.kernel.clock import real_now
from gongji.kernel.ids import new_id
from gongji.kernel.problems import OutsideUnavailable
from gongji.kernel.transaction import Transactions

EVERY_S = 2.0
"""How long a call waits for others to be written with, at most."""

WAITING_MAX = 20_000
"""How many calls may wait while the database is away; the oldest are lost first."""

ROWS_AT_ONCE = 1_000
KEPT = timedelta(days=90)
log = logging.getLogger(__name__)


class CallRow(TypedDict):
    id: str
    at: datetime
    institution_code: str
    operator_no: str
    terminal: str
    infno: str
    msgid: str
    code: str
    ms: int


class Journal:
    """Of one process, which calls `begin` once it serves, and `end` when it ends."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._waiting: deque[CallRow] = deque(maxlen=WAITING_MAX)
        self._ending = threading.Event()

    def note(self, envelope: Envelope, code: str, took_s: float) -> None:
        """`code` is that of a refusal, blank after a success."""
        self._waiting.append(
            CallRow(
                id=new_id("cal"),
                at=real_now(),
                institution_code=envelope.fixmedins_code,
                operator_no=envelope.opter,
                terminal=envelope.dev_no,
                infno=envelope.infno,
                msgid=envelope.msgid,
                code=code,
                ms=round(took_s * 1_000),
            )
        )

    def write(self) -> None:
        """Writes what waits; calls stay while the database is away."""
        while rows := [self._waiting.popleft() for _ in range(self._next_batch())]:
            try:
                noted = partial(Session.execute, statement=insert(GatewayCall), params=rows)
                self._transactions.run(noted)
            except OutsideUnavailable:
                self._waiting.extendleft(reversed(rows))
                return

    def _next_batch(self) -> int:
        return min(len(self._waiting), ROWS_AT_ONCE)

    def begin(self) -> None:
        threading.Thread(target=self._keep_writing, name="journal", daemon=True).start()

    def end(self) -> None:
        self._ending.set()
        self.write()

    def _keep_writing(self) -> None:
        while not self._ending.wait(EVERY_S):
            try:
                self.write()
            except Exception:  # a call that cannot be noted must not end the journal
                log.exception("journal.lost")


def calls(
    ctx: Context, institution_code: str, since: datetime, infno: str | None, most: int
) -> Sequence[GatewayCall]:
    """The latest calls of an institution since a moment of real time, the oldest first."""
    query = select(GatewayCall).where(
        GatewayCall.institution_code == institution_code, GatewayCall.at >= since
    )
    if infno is not None:
        query = query.where(GatewayCall.infno == infno)
    newest = query.order_by(GatewayCall.at.desc()).limit(most)
    return ctx.db.execute(newest).scalars().all()[::-1]
