"""Books credits on many accounts at once: one transfer each, in few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, insert

from gongji.app.context import Context
from gongji.kernel.ids import new_id
from gongji.kernel.money import Money
from gongji.kernel.transaction import Conflict
from gongji.ledger.books import Book
from gongji.ledger.models import Account, Entry, EntryKind, Transfer
from gongji.ledger.service import GUARDED_MOVE, TransferDetails, guarded_move
from gongji.ledger.years import sums_of_year

TRANSFERS, ENTRIES = cast("Table", Transfer.__table__), cast("Table", Entry.__table__)


@dataclass(frozen=True, slots=True)
class Credit:
    """Money from a book to a locked account."""

    account: Account
    amount: Money
    book: Book


def book_credits(ctx: Context, details: TransferDetails, credits_: Sequence[Credit]) -> list[str]:
    """Books one transfer per credit, in order; no account may occur twice. Returns their ids.

    The accounts must be locked, and are stale afterwards. Raises Conflict if one has changed.
    """
    if not credits_:
        return []
    ids = [new_id("trf") for _ in credits_]
    connection = ctx.db.connection()
    connection.execute(
        insert(TRANSFERS),
        [{"id": one, "kind": details.kind, "at": ctx.now, "reverses_id": None} for one in ids],
    )
    sums = sums_of_year(ctx.db, [one.account for one in credits_], ctx.today.year)
    sides = [
        _entry_rows(ctx, details, transfer_id, credit)
        for transfer_id, credit in zip(ids, credits_, strict=True)
    ]
    connection.execute(insert(ENTRIES), [side for both in sides for side in both])
    moves = [
        guarded_move(one.account, entry, sums[one.account.id])
        for one, (entry, _) in zip(credits_, sides, strict=True)
    ]
    if connection.execute(GUARDED_MOVE, moves).rowcount != len(moves):
        raise Conflict("account")
    return ids


def _entry_rows(
    ctx: Context, details: TransferDetails, transfer_id: str, credit: Credit
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The entry on the account and the entry on the book."""
    account, fen = credit.account, credit.amount.fen
    same = {
        "transfer_id": transfer_id,
        "at": ctx.now,
        "year": ctx.today.year,
        "counted_on": details.counted_on,
        "scene": details.scene,
        "place": details.place,
    }
    return same | {
        "account_id": account.id,
        "version": account.version + 1,
        "amount_fen": fen,
        "balance_after_fen": account.balance_fen + fen,
        "kind": EntryKind.CREDIT,
        "current_fen": fen,
    }, same | {
        "account_id": str(credit.book),
        "version": None,
        "amount_fen": -fen,
        "balance_after_fen": None,
        "kind": EntryKind.BOOK,
        "current_fen": 0,
    }
