"""Booking a bill: transfer, year counter, holds, settlement and what people are told, together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from gongji.app.context import Context
from gongji.credential.service import use_up
from gongji.family.holds import move_hold
from gongji.kernel.ids import new_id
from gongji.kernel.money import Money
from gongji.kernel.transaction import Conflict
from gongji.ledger.models import EntryKind
from gongji.ledger.service import Occasion, Posting, book
from gongji.notices.service import tell
from gongji.people.models import Insurance
from gongji.settlement.credentials import INSURANCE_CODE
from gongji.settlement.facts import INSURANCE_CODES, counter_pool
from gongji.settlement.models import Settlement, YearCounter
from gongji.settlement.notifications import of_settlement
from gongji.settlement.quote import Quote
from gongji.settlement.rules import Share, Split


def fund_book(insurance: Insurance) -> str:
    """The pooled fund (统筹基金) of an area and an insurance: a book without a balance row."""
    return f"fund:{insurance.area}:{INSURANCE_CODES[insurance.kind]}"


def institution_book(code: str) -> str:
    return f"institution:{code}"


def settle(ctx: Context, decided: Quote) -> Settlement:
    """Books every leg of a bill that `quote` decided in this transaction (PAY-01 to PAY-10).

    All that decided was read under the locks it is booked under; raises Conflict where the year's
    counter moved meanwhile.
    """
    settlement_id = new_id("stl")
    used_holds = dict(_use_holds(ctx, decided))
    transfer_id = _book(ctx, decided, settlement_id)
    _count(ctx, decided)
    row = _row(ctx, decided, settlement_id, transfer_id, used_holds)
    ctx.db.execute(insert(Settlement), [row])
    tell(ctx, of_settlement(decided))
    if decided.request.credential.kind == INSURANCE_CODE:
        use_up(ctx, decided.request.credential.number)
    return Settlement(**row)


def preview(ctx: Context, decided: Quote) -> Settlement:
    """The settlement as it would be booked now (试算); nothing is stored."""
    row = Settlement(**_row(ctx, decided, "", None, {}))
    row.own_balance_after_fen -= row.own_fen
    return row


def _book(ctx: Context, decided: Quote, settlement_id: str) -> str | None:
    """Money from the pool and the accounts to the institution; None where all is cash."""
    postings = list(_postings(decided))
    if not postings:
        return None
    paid = Money(-sum(posting.amount.fen for posting in postings))
    institution = decided.request.institution
    occasion = Occasion("settlement", ctx.today, decided.scene, institution.name, settlement_id)
    return book(ctx, occasion, [*postings, Posting(institution_book(institution.code), paid)])


def _postings(decided: Quote) -> Iterator[Posting]:
    divided, person = decided.split, decided.patient.person
    if divided.pool.amount:
        yield Posting(fund_book(decided.patient.insurance), -divided.pool.amount)
    if divided.own:
        account = decided.accounts[person.id]
        yield Posting(account, -divided.own, EntryKind.OWN_SPEND)
    for share in divided.shares:
        yield Posting(
            decided.accounts[share.payer.person_id],
            -share.amount,
            EntryKind.FAMILY_SPEND,
            member_id=person.id,
            relation=share.payer.relation,
            binding_id=share.payer.binding_id,
        )


def _use_holds(ctx: Context, decided: Quote) -> Iterator[tuple[str, int]]:
    """A hold shrinks as its relative spends; yields what each binding used."""
    holds = {tie.binding.id: tie.binding.hold_fen for tie in decided.ties}
    for share in decided.split.shares:
        used = min(holds[share.payer.binding_id], share.amount.fen)
        if used:
            move_hold(ctx, decided.accounts[share.payer.person_id], share.payer.binding_id, -used)
            yield share.payer.binding_id, used


def _count(ctx: Context, decided: Quote) -> None:
    """Adds to the year's counters, from the version that was read; else Conflict."""
    leg, patient = decided.split.pool, decided.patient
    if not leg.counted and not leg.deductible:
        return
    if patient.counter is None:
        row = {
            "person_id": patient.person.id,
            "year": ctx.today.year,
            "pool": counter_pool(patient.insurance.kind),
            "deductible_fen": leg.deductible.fen,
            "paid_fen": leg.counted.fen,
            "opening_deductible_fen": 0,
            "opening_paid_fen": 0,
            "version": 1,
        }
        try:
            ctx.db.execute(insert(YearCounter), [row])
        except IntegrityError as problem:
            raise Conflict("year counter") from problem
        return
    add_to_counter(ctx, patient.counter, leg.deductible.fen, leg.counted.fen)


def add_to_counter(ctx: Context, counter: YearCounter, deductible_fen: int, paid_fen: int) -> None:
    """Guarded by the counter's version; raises Conflict where somebody was faster."""
    moved = ctx.db.connection().execute(
        update(YearCounter)
        .where(
            YearCounter.person_id == counter.person_id,
            YearCounter.year == counter.year,
            YearCounter.pool == counter.pool,
            YearCounter.version == counter.version,
        )
        .values(
            deductible_fen=YearCounter.deductible_fen + deductible_fen,
            paid_fen=YearCounter.paid_fen + paid_fen,
            version=YearCounter.version + 1,
        )
    )
    if moved.rowcount != 1:
        raise Conflict("year counter")


def _payer(share: Share, used_holds: dict[str, int]) -> dict[str, Any]:
    return {
        "binding_id": share.payer.binding_id,
        "person_id": share.payer.person_id,
        "name": share.payer.name,
        "relation": share.payer.relation,
        "amount_fen": share.amount.fen,
        "hold_fen": used_holds.get(share.payer.binding_id, 0),
    }


def _row(
    ctx: Context,
    decided: Quote,
    settlement_id: str,
    transfer_id: str | None,
    used_holds: dict[str, int],
) -> dict[str, Any]:
    account = decided.own_account
    return (
        _asked(decided)
        | _amounts(decided.split)
        | {
            "id": settlement_id,
            "channel": ctx.channel,
            "at": ctx.now,
            "year": ctx.today.year,
            "counted_on": ctx.today,
            "lines": list(decided.lines),
            "payers": [_payer(share, used_holds) for share in decided.split.shares],
            "basis": [
                asdict(citation) | {"since": citation.since.isoformat()}
                for citation in decided.basis
            ],
            "policy_version": ctx.policy.version,
            "own_balance_after_fen": account.balance_fen if account else 0,
            "transfer_id": transfer_id,
            "reverses_id": None,
            "reversed_by_id": None,
            "flagged": None,
        }
    )


def _asked(decided: Quote) -> dict[str, Any]:
    """Whose bill it is, where it arose and how it was sent."""
    request, patient = decided.request, decided.patient
    return {
        "visit_id": request.visit_id or new_id("vis"),
        "batch_number": request.batch_number,
        "institution_code": request.institution.code,
        "place": request.institution.name,
        "msgid": request.msgid,
        "infno": request.infno,
        "person_id": patient.person.id,
        "insurance_id": patient.insurance.id,
        "scene": decided.scene,
        "med_type": request.med_type,
        "credential": request.credential.kind,
    }


def _amounts(divided: Split) -> dict[str, Any]:
    return {
        "total_fen": divided.amount.fen,
        "pool_fen": divided.pool.amount.fen,
        "own_fen": divided.own.fen,
        "mutual_fen": divided.mutual.fen,
        "cash_fen": divided.cash.fen,
        "in_scope_fen": divided.classes.in_scope.fen,
        "first_self_pay_fen": divided.classes.first_self_pay.fen,
        "over_limit_fen": divided.classes.over_limit.fen,
        "full_self_pay_fen": divided.classes.full_self_pay.fen,
        "deductible_fen": divided.pool.deductible.fen,
        "counted_pool_fen": divided.pool.counted.fen,
        "pool_rate": divided.pool.rate,
        "reason": divided.reason,
    }
