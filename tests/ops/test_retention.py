"""Retention throws away what is old, in chunks, and nothing else."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, insert, select

from gongji.app.context import Channel, Context, Role
from gongji.app.idempotency import RequestKey
from gongji.app.runtime import Runtime
from gongji.auth.models import LoginSession, Pace, RefreshToken
from gongji.fsi import journal
from gongji.fsi.models import GatewayCall
from gongji.kernel.clock import real_now
from gongji.kernel.db import Base
from gongji.notices.models import OutboxStatus, OutboxText
from gongji.ops.jobs import run_job
from gongji.ops.retention import KEPT, ROWS_AT_ONCE, SOON

OLD, YOUNG = KEPT + timedelta(seconds=5), KEPT - timedelta(minutes=5)
MANY = ROWS_AT_ONCE + 3


def fill(ctx: Context) -> None:
    ctx.db.execute(
        insert(Pace),
        [
            {
                "key": number.to_bytes(16),
                "acts": [],
                "touched_at": ctx.now - SOON + timedelta(minutes=5 if number == 0 else -5),
            }
            for number in range(MANY)
        ],
    )
    ctx.db.execute(
        insert(RequestKey),
        [
            {
                "actor_id": "a",
                "route": "r",
                "key": str(number),
                "fingerprint": "f",
                "created_at": ctx.now - age,
            }
            for number, age in enumerate((OLD, YOUNG))
        ],
    )
    ctx.db.execute(
        insert(LoginSession),
        [
            {
                "id": "ses_1",
                "role": Role.CITIZEN,
                "subject_id": "psn_1",
                "channel": Channel.APP,
                "created_at": real_now(),
            }
        ],
    )
    ctx.db.execute(
        insert(RefreshToken),
        [
            {"digest": bytes([number]), "session_id": "ses_1", "expires_at": real_now() - age}
            for number, age in enumerate((OLD, YOUNG))
        ],
    )
    ctx.db.add_all(
        OutboxText(
            id=f"txt_{status}",
            status=status,
            purpose="bound",
            content=b"{}",
            tries=0,
            created_at=ctx.now - OLD,
            expires_at=ctx.now,
        )
        for status in OutboxStatus
    )


def fill_journal(ctx: Context) -> None:
    """A call that is kept, and one that is old."""
    said = {"institution_code": "H1", "operator_no": "", "terminal": "", "infno": "2102"}
    ctx.db.execute(
        insert(GatewayCall),
        [
            said | {"id": f"cal_{one}", "at": real_now() - age, "msgid": one, "code": "", "ms": 1}
            for one, age in {"OLD": journal.KEPT + SOON, "YOUNG": journal.KEPT - SOON}.items()
        ],
    )


def count(runtime: Runtime, table: type[Base]) -> int:
    query = select(func.count()).select_from(table)
    return runtime.run(lambda ctx: ctx.db.execute(query).scalar_one(), writes=False)


def test_only_what_is_old_goes(runtime: Runtime) -> None:
    runtime.run(fill)
    runtime.run(fill_journal)
    gone = {"sms_code": 0, "pace": MANY - 1, "request_key": 1, "refresh_token": 1}
    gone |= {"fsi_identified": 0, "fsi_used_nonce": 0, "fsi_call": 1, "fsi_file": 0}
    assert run_job(runtime, "retention") == gone | {"outbox_text": len(OutboxStatus) - 1}
    left = [count(runtime, table) for table in (Pace, RequestKey, RefreshToken, OutboxText)]
    assert left == [1, 1, 1, 1]
    assert set(run_job(runtime, "retention").values()) == {0}
