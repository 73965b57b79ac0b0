"""Booking: locks in ascending account id, guarded debits, entries that sum to zero, reversals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import BigInteger, Table, bindparam, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from gongji.kernel.context import Context
from gongji.kernel.ids import new_id
from gongji.kernel.money import Money
from gongji.kernel.transaction import LostRace
from gongji.ledger.models import Account, Entry, EntryKind, Transfer

ACCOUNTS = cast("Table", Account.__table__)


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of a transfer: a locked account or the name of a book, and what moves there."""

    on: Account | str
    amount: Money
    kind: EntryKind = EntryKind.BOOK
    member_id: str | None = None
    relation: str | None = None
    binding_id: str | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why money moves: stored on every entry of the transfer."""

    kind: str
    counted_on: date
    scene: str | None = None
    place: str | None = None
    settlement_id: str | None = None
    payment_id: str | None = None


def account_of(db: Session, person_id: str) -> Account | None:
    return db.execute(select(Account).where(Account.person_id == person_id)).scalar_one_or_none()


def lock_accounts_of(db: Session, person_ids: Iterable[str]) -> dict[str, Account]:
    """The accounts of these people by person id, locked in ascending account id, freshly read."""
    query = (
        select(Account)
        .where(Account.person_id.in_(sorted(set(person_ids))))
        .order_by(Account.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {account.person_id: account for account in db.execute(query).scalars()}


def open_account(db: Session, person_id: str, opening_fen: int) -> Account:
    """A new account whose opening money comes from earlier years."""
    account = Account(
        id=new_id("acc"), person_id=person_id, opening_fen=opening_fen, balance_fen=opening_fen,
        held_fen=0, version=0, frozen_by=None,
    )  # fmt: skip
    db.add(account)
    return account


def book(
    ctx: Context,
    occasion: Occasion,
    postings: Sequence[Posting],
    *,
    reverses_id: str | None = None,
) -> str:
    """Writes one transfer and moves the balances; the accounts must be locked. Returns its id.

    Raises LostRace where a balance is not what the caller saw: the use case looks again.
    """
    assert sum(posting.amount.fen for posting in postings) == 0, "a transfer sums to zero"
    transfer_id = new_id("trf")
    row = {"id": transfer_id, "kind": occasion.kind, "at": ctx.now, "reverses_id": reverses_id}
    ctx.db.execute(insert(Transfer), [row])
    moved = [posting for posting in postings if posting.amount]
    ctx.db.execute(INSERT_ENTRIES, [_entry(ctx, occasion, transfer_id, post) for post in moved])
    _move(ctx.db, moved)
    return transfer_id


INSERT_ENTRIES = insert(Entry).execution_options(render_nulls=True)
"""One statement for all sides of a transfer: without it rows are grouped by what is not null."""


def _entry(ctx: Context, occasion: Occasion, transfer_id: str, posting: Posting) -> dict[str, Any]:
    account = posting.on if isinstance(posting.on, Account) else None
    return {
        "transfer_id": transfer_id,
        "account_id": account.id if account else posting.on,
        "version": account.version + 1 if account else None,
        "amount_fen": posting.amount.fen,
        "balance_after_fen": account.balance_fen + posting.amount.fen if account else None,
        "kind": posting.kind,
        "at": ctx.now,
        "year": ctx.today.year,
        "counted_on": occasion.counted_on,
        "scene": occasion.scene,
        "place": occasion.place,
        "member_id": posting.member_id,
        "relation": posting.relation,
        "binding_id": posting.binding_id,
        "settlement_id": occasion.settlement_id,
        "payment_id": occasion.payment_id,
    }


GUARDED_MOVE = (
    update(ACCOUNTS)
    .where(
        ACCOUNTS.c.id == bindparam("account"),
        ACCOUNTS.c.version == bindparam("seen"),
        ACCOUNTS.c.balance_fen + bindparam("delta_fen", type_=BigInteger) >= 0,
    )
    .values(
        balance_fen=ACCOUNTS.c.balance_fen + bindparam("delta_fen", type_=BigInteger),
        version=ACCOUNTS.c.version + 1,
    )
)
"""A balance moves only from the version that was seen, and never below zero."""


def _move(db: Session, postings: Sequence[Posting]) -> None:
    moves = [(post.on, post.amount) for post in postings if isinstance(post.on, Account)]
    if not moves:
        return
    rows = [
        {"account": account.id, "seen": account.version, "delta_fen": amount.fen}
        for account, amount in moves
    ]
    if db.connection().execute(GUARDED_MOVE, rows).rowcount != len(rows):
        raise LostRace("account")
    for account, amount in moves:
        set_committed_value(account, "balance_fen", account.balance_fen + amount.fen)
        set_committed_value(account, "version", account.version + 1)


def reverse(ctx: Context, transfer_id: str, occasion: Occasion, locked: Iterable[Account]) -> str:
    """Books the opposite of a transfer: money returns to the accounts that paid (UNB-03).

    `locked` are the accounts behind the transfer; the occasion names the original's `counted_on`.
    """
    entries = ctx.db.execute(
        select(Entry).where(Entry.transfer_id == transfer_id).order_by(Entry.id)
    ).scalars()
    accounts = {account.id: account for account in locked}
    postings = [
        Posting(
            accounts.get(entry.account_id, entry.account_id), Money(-entry.amount_fen),
            EntryKind.BOOK if entry.kind is EntryKind.BOOK else EntryKind.REFUND,
            entry.member_id, entry.relation, entry.binding_id,
        )
        for entry in entries
    ]  # fmt: skip
    return book(ctx, occasion, postings, reverses_id=transfer_id)


def lock_accounts_behind(db: Session, transfer_id: str) -> dict[str, Account]:
    """The personal accounts that a transfer touched, locked in ascending id, by person id."""
    touched = select(Entry.account_id).where(
        Entry.transfer_id == transfer_id, Entry.version.is_not(None)
    )
    query = (
        select(Account)
        .where(Account.id.in_(touched))
        .order_by(Account.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {account.person_id: account for account in db.execute(query).scalars()}
