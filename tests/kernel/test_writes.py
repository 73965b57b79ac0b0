"""Rows that belong together are written all or not at all, and come back as they were."""

from __future__ import annotations

from typing import cast as typed

import pytest
from sqlalchemy import Table, func, select

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.fsi.models import GatewayMessage
from gongji.kernel.problems import OutsideUnavailable
from gongji.kernel.writes import GuardedUpdate, Insertion, write_together
from gongji.ledger.models import Account
from gongji.ledger.service import move_of_account
from gongji.notices.models import Message, MessageKind
from gongji.notices.service import Notification, message_rows
from tests.support.cast import Cast
from tests.support.sent import PAYER, PHARMACY, WIFE

ODD = "引号\"'，反斜杠\\，百分号%s %(x)s :x，换行\n，制表\t，𠮷，{0}，$1，?"
BYTES = bytes(range(256))


def move(account: Account, seen: int, delta_fen: int) -> dict[str, str | int]:
    return {
        "account": account.id,
        "seen": seen,
        "delta_fen": delta_fen,
        "year": 2025,
        "year_fen": 0,
    }


def accounts(ctx: Context) -> list[Account]:
    return list(ctx.db.execute(select(Account).order_by(Account.id)).scalars())


def said(ctx: Context) -> int:
    return ctx.db.execute(select(func.count()).select_from(Message)).scalar_one()


def kept(now: object, msgid: str) -> Insertion:
    row = {
        "institution_code": PHARMACY,
        "msgid": msgid,
        "infno": "2102",
        "fingerprint": "f",
        "output_box": BYTES,
        "created_at": now,
    }
    return Insertion(typed("Table", GatewayMessage.__table__), [row])


def test_values_come_back_as_they_were(cast: Cast, runtime: Runtime) -> None:
    people = [cast.number_of(PAYER), cast.number_of(WIFE)]

    def write(ctx: Context) -> None:
        told = [Notification(one, MessageKind.NOTICE, "标题", ODD) for one in people]
        moves = [move(one, one.version, 100) for one in accounts(ctx)]
        update = GuardedUpdate(move_of_account, moves, "account")
        write_together(ctx.db, [message_rows(ctx, told), kept(ctx.now, "ODD"), update])

    before = runtime.run(accounts, writes=False)
    runtime.run(write)

    def read(ctx: Context) -> None:
        rows = ctx.db.execute(select(Message).order_by(Message.seq)).scalars().all()
        assert [(row.person_id, row.text, row.at) for row in rows] == [
            (one, ODD, ctx.now) for one in people
        ]
        assert ctx.db.get_one(GatewayMessage, (PHARMACY, "ODD")).output_box == BYTES
        after = [(one.balance_fen, one.version) for one in accounts(ctx)]
        assert after == [(one.balance_fen + 100, one.version + 1) for one in before]

    runtime.run(read, writes=False)


@pytest.mark.parametrize(("seen", "delta_fen"), [(1, 0), (0, -1_000_000_000)])
def test_nothing_is_written_where_a_guard_finds_another_version_or_too_little(
    cast: Cast, runtime: Runtime, seen: int, delta_fen: int
) -> None:
    person = cast.number_of(PAYER)

    def write(ctx: Context) -> None:
        first, *others = accounts(ctx)
        moves = [move(first, first.version + seen, delta_fen)]
        moves += [move(one, one.version, 100) for one in others]
        told = message_rows(ctx, [Notification(person, MessageKind.NOTICE, "标题", "话")])
        update = GuardedUpdate(move_of_account, moves, "account")
        write_together(ctx.db, [told, kept(ctx.now, "LOST"), update])

    before = runtime.run(accounts, writes=False)
    with pytest.raises(OutsideUnavailable):
        runtime.run(write)

    def read(ctx: Context) -> None:
        assert said(ctx) == 0
        assert ctx.db.get(GatewayMessage, (PHARMACY, "LOST")) is None
        assert [one.version for one in accounts(ctx)] == [one.version for one in before]

    runtime.run(read, writes=False)
