"""Books transfers: locks accounts in ascending id, guards debits, sums to zero, reverses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import SelectBase, Table, Update, bindparam, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from gongji.app.context import Context
from gongji.kernel.db import locked
from gongji.kernel.ids import new_id
from gongji.kernel.money import Money
from gongji.kernel.writes import GuardedUpdate, Insertion, Values, Write, write_together
from gongji.ledger.books import Book
from gongji.ledger.models import Account, Entry, EntryKind, Transfer, TransferKind
from gongji.ledger.years import part_given_back, part_of_year, sums_of_year

ACCOUNTS = cast("Table", Account.__table__)
TRANSFERS, ENTRIES = cast("Table", Transfer.__table__), cast("Table", Entry.__table__)


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of a transfer: a locked account or a book, and the amount."""

    on: Account | Book
    amount: Money
    kind: EntryKind = EntryKind.BOOK
    member_id: str | None = None
    relation: str | None = None
    binding_id: str | None = None
    given_back: int | None = None
    """Of a refund, the part that is money of this year, in fen; see gongji.ledger.years."""


@dataclass(frozen=True, slots=True)
class TransferDetails:
    """What a transfer is for: stored on every entry of it."""

    kind: TransferKind
    counted_on: date
    scene: str | None = None
    place: str | None = None
    settlement_id: str | None = None
    payment_id: str | None = None


OF_PERSON = select(Account).where(Account.person_id == bindparam("person_id"))


def account_of(db: Session, person_id: str) -> Account | None:
    return db.execute(OF_PERSON, {"person_id": person_id}).scalar_one_or_none()


def lock_accounts_of(db: Session, person_ids: Iterable[str] | SelectBase) -> dict[str, Account]:
    """The accounts of these people by person id, locked in ascending account id, freshly read.

    `person_ids` may be a query that finds them.
    """
    which = person_ids if isinstance(person_ids, SelectBase) else sorted(set(person_ids))
    query = select(Account).where(Account.person_id.in_(which))
    accounts = db.execute(locked(query.order_by(Account.id))).scalars()
    return {account.person_id: account for account in accounts}


def open_account(db: Session, person_id: str, opening_fen: int) -> Account:
    """A new account whose opening money comes from earlier years."""
    account = Account(
        id=new_id("acc"),
        person_id=person_id,
        opening_fen=opening_fen,
        balance_fen=opening_fen,
        held_fen=0,
        quota_fen=0,
        version=0,
        frozen_by=None,
    )
    db.add(account)
    return account


@dataclass(frozen=True, slots=True)
class Posted:
    """A transfer whose accounts have moved in memory; `writes` are still to be written."""

    transfer_id: str
    writes: Sequence[Write]


def post(
    ctx: Context,
    details: TransferDetails,
    postings: Sequence[Posting],
    *,
    reverses_id: str | None = None,
) -> Posted:
    """Prepares one transfer; the accounts must be locked.

    Its writes raise Conflict if an account has changed since the caller read it; the use case is
    then run again.
    """
    assert sum(posting.amount.fen for posting in postings) == 0, "a transfer sums to zero"
    transfer_id = new_id("trf")
    row = {"id": transfer_id, "kind": details.kind, "at": ctx.now, "reverses_id": reverses_id}
    moved = [posting for posting in postings if posting.amount]
    accounts = [posting.on for posting in moved if isinstance(posting.on, Account)]
    sums = sums_of_year(ctx.db, accounts, ctx.today.year)
    rows = [_entry_row(ctx, details, transfer_id, posting, sums) for posting in moved]
    by_account = {entry["account_id"]: entry for entry in rows}
    moves = [guarded_move(one, by_account[one.id], sums[one.id]) for one in accounts]
    for account, move in zip(accounts, moves, strict=True):
        set_committed_value(account, "balance_fen", account.balance_fen + move["delta_fen"])
        set_committed_value(account, "version", account.version + 1)
        set_committed_value(account, "current_year", move["year"])
        set_committed_value(account, "current_fen", move["year_fen"])
    return Posted(
        transfer_id,
        (
            Insertion(TRANSFERS, [row]),
            Insertion(ENTRIES, rows),
            GuardedUpdate(move_of_account, moves, "account"),
        ),
    )


def book(
    ctx: Context,
    details: TransferDetails,
    postings: Sequence[Posting],
    *,
    reverses_id: str | None = None,
) -> str:
    """Writes one transfer and moves the balances; the accounts must be locked. Returns its id.

    Raises Conflict if an account has changed since the caller read it; the use case is retried.
    """
    posted = post(ctx, details, postings, reverses_id=reverses_id)
    write_together(ctx.db, posted.writes)
    return posted.transfer_id


def _entry_row(
    ctx: Context,
    details: TransferDetails,
    transfer_id: str,
    posting: Posting,
    sums: Mapping[str, int],
) -> dict[str, Any]:
    account = posting.on if isinstance(posting.on, Account) else None
    current_fen = 0
    if account is not None:
        current_fen = (
            part_of_year(posting.amount.fen, account.balance_fen, sums[account.id])
            if posting.given_back is None
            else posting.given_back
        )
    return {
        "transfer_id": transfer_id,
        "account_id": account.id if account else str(posting.on),
        "version": account.version + 1 if account else None,
        "amount_fen": posting.amount.fen,
        "balance_after_fen": account.balance_fen + posting.amount.fen if account else None,
        "kind": posting.kind,
        "at": ctx.now,
        "year": ctx.today.year,
        "current_fen": current_fen,
        "counted_on": details.counted_on,
        "scene": details.scene,
        "place": details.place,
        "member_id": posting.member_id,
        "relation": posting.relation,
        "binding_id": posting.binding_id,
        "settlement_id": details.settlement_id,
        "payment_id": details.payment_id,
    }


def move_of_account(value: Values) -> Update:
    """A balance moves only from the version that was seen, and never below zero."""
    balance_fen = ACCOUNTS.c.balance_fen + value("delta_fen")
    return (
        update(ACCOUNTS)
        .where(
            ACCOUNTS.c.id == value("account"),
            ACCOUNTS.c.version == value("seen"),
            balance_fen >= 0,
        )
        .values(
            balance_fen=balance_fen,
            version=ACCOUNTS.c.version + 1,
            current_year=value("year"),
            current_fen=value("year_fen"),
        )
    )


def guarded_move(account: Account, entry: Mapping[str, Any], sum_fen: int) -> dict[str, Any]:
    """What `move_of_account` needs for the entry that moves this account."""
    return {
        "account": account.id,
        "seen": account.version,
        "delta_fen": entry["amount_fen"],
        "year": entry["year"],
        "year_fen": sum_fen + entry["current_fen"],
    }


def reverse(
    ctx: Context, transfer_id: str, details: TransferDetails, accounts: Iterable[Account]
) -> str:
    """Books the opposite of a transfer: money returns to the accounts that paid (UNB-03).

    `accounts` are those behind it, locked; `details` carries the original's `counted_on`.
    """
    entries = ctx.db.execute(
        select(Entry).where(Entry.transfer_id == transfer_id).order_by(Entry.id)
    ).scalars()
    by_id = {account.id: account for account in accounts}
    postings = [
        Posting(
            by_id.get(entry.account_id) or Book.stored(entry.account_id),
            Money(-entry.amount_fen),
            EntryKind.BOOK if entry.kind is EntryKind.BOOK else EntryKind.REFUND,
            entry.member_id,
            entry.relation,
            entry.binding_id,
            part_given_back(entry, ctx.today.year),
        )
        for entry in entries
    ]
    return book(ctx, details, postings, reverses_id=transfer_id)


def lock_accounts_behind(db: Session, transfer_id: str) -> dict[str, Account]:
    """The personal accounts that a transfer touched, locked in ascending id, by person id."""
    touched = select(Entry.account_id).where(
        Entry.transfer_id == transfer_id, Entry.version.is_not(None)
    )
    query = select(Account).where(Account.id.in_(touched)).order_by(Account.id)
    return {account.person_id: account for account in db.execute(locked(query)).scalars()}
