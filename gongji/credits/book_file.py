"""Credits (划账) from a file: each row is booked once, however often the work is interrupted.

The progress of a file is kept in a row of its own, updated in the transaction that books the rows;
two runs over one file take turns. As with the monthly job, an account has one credit per month.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.credits.file_rows import Payable, Seen, validate
from gongji.credits.models import CreditImport, RefusedCredit
from gongji.credits.monthly import PLACE, note_credits
from gongji.imports.csv_file import Line
from gongji.imports.report import Outcome, Result
from gongji.kernel.clock import real_now
from gongji.kernel.db import fresh, insert_ignoring, locked
from gongji.kernel.money import Money
from gongji.kernel.problems import FieldError
from gongji.ledger.books import Book, BookKind
from gongji.ledger.bulk import Credit, book_credits
from gongji.ledger.models import Account, TransferKind
from gongji.ledger.service import TransferDetails

ROWS_AT_ONCE = 1_000
REFUSALS = cast("Table", RefusedCredit.__table__)


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of a whole file, over all its runs."""

    booked: int
    amount: Money
    refused: int


def fingerprint(path: Path) -> bytes:
    """SHA-256 of the content, which identifies a file under any name."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()


def book_file(
    runtime: Runtime, digest: bytes, lines: Sequence[Line], *, at_once: int = ROWS_AT_ONCE
) -> Iterator[int]:
    """Books what is not booked yet; yields how many rows are done, by all runs."""
    row = {
        "digest": digest,
        "rows_done": 0,
        "booked": 0,
        "booked_fen": 0,
        "started_at": real_now(),
    }

    def begin(ctx: Context) -> int:
        insert_ignoring(ctx.db, CreditImport, row)
        return ctx.db.get_one(CreditImport, digest).rows_done

    done = runtime.run(begin)
    yield done
    while done < len(lines):
        some = lines[done : done + at_once]
        done = runtime.run(partial(_book_some, digest=digest, seen=done, lines=some))
        yield done

    def finish(ctx: Context) -> None:
        state = _locked_state(ctx, digest)
        state.finished_at = state.finished_at or real_now()

    runtime.run(finish)


def try_file(runtime: Runtime, lines: Sequence[Line]) -> Iterator[list[Outcome]]:
    """The outcomes that booking the file would have, in bounded steps; writes nothing."""
    seen: Seen = {}
    for start in range(0, len(lines), ROWS_AT_ONCE):
        some = lines[start : start + ROWS_AT_ONCE]
        look = partial(validate, lines=some, seen=seen, lock=False)
        refused = {one.line: one for one in runtime.run(look, writes=False).refused}
        yield [refused.get(line.number, Outcome(line.number, Result.ADDED)) for line in some]


def answers(db: Session, digest: bytes, lines: Sequence[Line]) -> Iterator[Outcome]:
    """The outcome of each row of a file that was booked, read from the tables."""
    query = select(RefusedCredit).where(RefusedCredit.digest == digest)
    refused = {row.line: row for row in db.execute(query).scalars()}
    for line in lines:
        row = refused.get(line.number)
        error = FieldError(row.field, row.code, row.why) if row else None
        yield Outcome(line.number, Result.BAD if row else Result.ADDED, error)


def totals(db: Session, digest: bytes) -> Totals:
    state = db.get_one(CreditImport, digest)
    query = select(func.count()).select_from(RefusedCredit).where(RefusedCredit.digest == digest)
    return Totals(state.booked, Money(state.booked_fen), db.execute(query).scalar_one())


def _locked_state(ctx: Context, digest: bytes) -> CreditImport:
    query = select(CreditImport).where(CreditImport.digest == digest)
    return ctx.db.execute(locked(query)).scalar_one()


def _book_some(ctx: Context, digest: bytes, seen: int, lines: Sequence[Line]) -> int:
    """Books these rows unless another run has; returns how many rows of the file are done now."""
    state = _locked_state(ctx, digest)
    if state.rows_done != seen:
        return state.rows_done
    validated = validate(ctx, lines, {}, lock=True)
    _book_in_rounds(ctx, validated.good)
    refusals = [
        {
            "digest": digest,
            "line": one.line,
            "field": one.error.pointer.lstrip("/"),
            "code": one.error.code,
            "why": one.error.title,
        }
        for one in validated.refused
        if one.error
    ]
    if refusals:
        ctx.db.connection().execute(insert(REFUSALS), refusals)
    state.rows_done += len(lines)
    state.booked += len(validated.good)
    state.booked_fen += sum(one.row.amount_yuan for one in validated.good)
    return state.rows_done


def _book_in_rounds(ctx: Context, payable: Sequence[Payable]) -> None:
    """Books one credit per account in each round, because a transfer changes the account row."""
    waiting = list(payable)
    while waiting:
        turn = {one.holder.account.id: one for one in reversed(waiting)}
        chosen = list(turn.values())
        waiting = [one for one in waiting if turn[one.holder.account.id] is not one]
        money = [
            Credit(
                one.holder.account.id,
                Money(one.row.amount_yuan),
                Book(BookKind.CONTRIBUTION, one.holder.area),
            )
            for one in chosen
        ]
        transfers = book_credits(
            ctx, TransferDetails(TransferKind.CREDIT, ctx.today, place=PLACE), money
        )
        note_credits(
            ctx.db,
            (
                (one.holder.account.id, one.row.month, transfer_id)
                for one, transfer_id in zip(chosen, transfers, strict=True)
            ),
        )
        again = [one.holder.account.id for one in waiting]
        if again:
            ctx.db.execute(fresh(select(Account).where(Account.id.in_(again)))).scalars().all()
