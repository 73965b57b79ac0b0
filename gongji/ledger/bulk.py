"""Books credits on many accounts at once: one transfer each, in three statements for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from sqlalchemy import (
    BigInteger,
    Insert,
    String,
    Table,
    Update,
    bindparam,
    func,
    insert,
    literal,
    null,
    select,
    union_all,
    update,
)

from gongji.app.context import Context
from gongji.kernel.given import ROWS, as_given, given
from gongji.kernel.ids import new_id
from gongji.kernel.money import Money
from gongji.kernel.transaction import Conflict
from gongji.ledger.books import Book
from gongji.ledger.figures import AccountYear
from gongji.ledger.models import Entry, EntryKind, Transfer
from gongji.ledger.service import ACCOUNTS, TransferDetails

TRANSFERS, ENTRIES = cast("Table", Transfer.__table__), cast("Table", Entry.__table__)
SAME = ("at", "year", "counted_on", "scene", "place")
"""Columns that are alike on all entries of one call."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Money from a book to a locked account."""

    account_id: str
    amount: Money
    book: Book


def book_credits(ctx: Context, details: TransferDetails, credits_: Sequence[Credit]) -> list[str]:
    """Books one transfer per credit, in order; no account may occur twice. Returns their ids.

    The accounts must be locked, and are stale afterwards. Raises Conflict if one has changed.
    """
    if not credits_:
        return []
    ids = [new_id("trf") for _ in credits_]
    rows = (
        {
            "transfer_id": transfer_id,
            "account_id": credit.account_id,
            "fen": credit.amount.fen,
            "book": str(credit.book),
        }
        for transfer_id, credit in zip(ids, credits_, strict=True)
    )
    facts = {
        ROWS: as_given(rows),
        "kind": details.kind,
        "at": ctx.now,
        "year": ctx.today.year,
        "counted_on": details.counted_on,
        "scene": details.scene,
        "place": details.place,
    }
    connection = ctx.db.connection()
    write = _statements(connection.dialect.name)
    connection.execute(write.transfers, facts)
    connection.execute(write.entries, facts)
    if connection.execute(write.moves, facts).rowcount != len(ids):
        raise Conflict("account")
    return ids


@dataclass(frozen=True, slots=True)
class _Statements:
    """The transfers, the two entries of each, and the accounts, which follow their entries."""

    transfers: Insert
    entries: Insert
    moves: Update


@cache
def _statements(dialect: str) -> _Statements:
    row = given(dialect, transfer_id=String, account_id=String, fen=BigInteger, book=String).c
    same = [bindparam(name, type_=ENTRIES.c[name].type) for name in SAME]
    transfer = select(row.transfer_id, bindparam("kind", type_=String), same[0])
    names = ("transfer_id", "account_id", "version", "amount_fen", "balance_after_fen", "kind")
    on_account = select(
        row.transfer_id,
        ACCOUNTS.c.id,
        ACCOUNTS.c.version + 1,
        row.fen,
        ACCOUNTS.c.balance_fen + row.fen,
        literal(EntryKind.CREDIT.value),
        row.fen,
        *same,
    ).where(ACCOUNTS.c.id == row.account_id)
    on_book = select(
        row.transfer_id,
        row.book,
        null(),
        -row.fen,
        null(),
        literal(EntryKind.BOOK.value),
        literal(0),
        *same,
    )
    of_year = select(func.sum(AccountYear.current_fen)).where(
        AccountYear.account_id == ACCOUNTS.c.id, AccountYear.year >= ENTRIES.c.year
    )
    return _Statements(
        insert(TRANSFERS).from_select(["id", "kind", "at"], transfer),
        insert(ENTRIES).from_select(
            [*names, "current_fen", *SAME], union_all(on_account, on_book), include_defaults=False
        ),
        update(ACCOUNTS)
        .where(
            ACCOUNTS.c.id == row.account_id,
            ENTRIES.c.account_id == row.account_id,
            ENTRIES.c.transfer_id == row.transfer_id,
            ENTRIES.c.version == ACCOUNTS.c.version + 1,
        )
        .values(
            balance_fen=ENTRIES.c.balance_after_fen,
            version=ENTRIES.c.version,
            current_year=ENTRIES.c.year,
            current_fen=of_year.scalar_subquery(),
        ),
    )
