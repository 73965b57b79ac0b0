"""Settlements in their table: the only place that turns a decided bill into a row and back."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import Select, Table, update
from sqlalchemy.orm import joinedload

from gongji.app.context import Context
from gongji.kernel.money import Money
from gongji.kernel.writes import Insertion, write_together
from gongji.policy.entries import Citation
from gongji.settlement.bill import Amounts, Classes, DecidedBill, Reason
from gongji.settlement.circumstances import Circumstances
from gongji.settlement.models import Basis, Settlement
from gongji.vocabulary import Benefit, CredentialKind

BASES = cast("Table", Basis.__table__)
SETTLEMENTS = cast("Table", Settlement.__table__)


Settlements = TypeVar("Settlements", bound="Select[*tuple[Any, ...]]")

KEPT = (
    "institution_kind",
    "institution_level",
    "institution_area",
    "insurance_kind",
    "insurance_area",
    "insurance_category",
    "insurance_status",
)
"""The columns of the circumstances."""

DIGESTS = 1024
"""How many bases stay digested; there are as many as ways to decide a bill."""


@lru_cache(DIGESTS)
def _digest(basis: tuple[Citation, ...]) -> bytes:
    return hashlib.blake2b(repr(basis).encode(), digest_size=16).digest()


def with_basis(query: Settlements) -> Settlements:
    """The same settlements, with what they were decided on."""
    return query.options(joinedload(Settlement.basis))


def settlement_rows(
    settlement_id: str, bill: DecidedBill, transfer_id: str | None, reverses_id: str | None = None
) -> list[Insertion]:
    """A bill that this transfer booked, or the reversal of the settlement `reverses_id`, and what
    it was decided on.

    A bill that is all cash has no transfer.
    """
    amounts, classes, digest = bill.amounts, bill.amounts.classes, _digest(bill.basis)
    row = {
        "id": settlement_id,
        "visit_id": bill.visit_id,
        "batch_number": bill.batch_number,
        "institution_code": bill.institution_code,
        "place": bill.place,
        "msgid": bill.msgid,
        "infno": bill.infno,
        "person_id": bill.person_id,
        "insurance_id": bill.insurance_id,
        "scene": bill.scene,
        "med_type": bill.med_type,
        "credential": bill.credential,
        "channel": bill.channel,
        "at": bill.at,
        "year": bill.year,
        "counted_on": bill.counted_on,
        "total_fen": amounts.total.fen,
        "pool_fen": amounts.pool.fen,
        "own_fen": amounts.own.fen,
        "mutual_fen": amounts.mutual.fen,
        "cash_fen": amounts.cash.fen,
        "in_scope_fen": classes.in_scope.fen,
        "first_self_pay_fen": classes.first_self_pay.fen,
        "over_limit_fen": classes.over_limit.fen,
        "full_self_pay_fen": classes.full_self_pay.fen,
        "deductible_fen": amounts.deductible.fen,
        "counted_pool_fen": amounts.counted_pool.fen,
        "pool_rate": bill.pool_rate,
        "tier_level": bill.tier_level,
        "pool_sum": bill.pool_sum,
        "benefit": bill.benefit,
        "reason": bill.reason,
        "lines": bill.lines,
        "payers": bill.payers,
        "basis_digest": digest,
        "policy_version": bill.policy_version,
        "own_balance_after_fen": bill.own_balance_after.fen,
        "transfer_id": transfer_id,
        "reverses_id": reverses_id,
        "reversed_by_id": None,
        "flagged": None,
    } | kept_columns(bill.circumstances)
    basis = {"digest": digest, "citations": bill.basis}
    return [Insertion(BASES, [basis], once=True), Insertion(SETTLEMENTS, [row])]


def kept_columns(told: Circumstances | None) -> dict[str, object]:
    if told is None:
        return dict.fromkeys(KEPT)
    return {
        "institution_kind": told.institution_kind,
        "institution_level": told.institution_level,
        "institution_area": told.institution_area,
        "insurance_kind": told.insurance_kind,
        "insurance_area": told.insurance_area,
        "insurance_category": told.category,
        "insurance_status": told.status,
    }


def add_reversal(
    ctx: Context, reversal_id: str, reversal: DecidedBill, transfer_id: str | None, of_id: str
) -> None:
    """Stores the reversal of the settlement `of_id`, which names it from now on."""
    write_together(ctx.db, settlement_rows(reversal_id, reversal, transfer_id, of_id))
    ctx.db.execute(
        update(Settlement)
        .where(Settlement.id == of_id, Settlement.person_id == reversal.person_id)
        .values(reversed_by_id=reversal_id)
    )


def circumstances_of_bill(row: Settlement) -> Circumstances | None:
    """None for a bill of an earlier release, which kept none."""
    if (
        row.institution_kind is None
        or row.institution_area is None
        or row.insurance_kind is None
        or row.insurance_area is None
        or row.insurance_status is None
    ):
        return None
    return Circumstances(
        institution_kind=row.institution_kind,
        institution_level=row.institution_level,
        institution_area=row.institution_area,
        insurance_kind=row.insurance_kind,
        insurance_area=row.insurance_area,
        category=row.insurance_category,
        status=row.insurance_status,
    )


def amounts_of(row: Settlement) -> Amounts:
    return Amounts(
        total=Money(row.total_fen),
        pool=Money(row.pool_fen),
        own=Money(row.own_fen),
        mutual=Money(row.mutual_fen),
        cash=Money(row.cash_fen),
        classes=Classes(
            Money(row.in_scope_fen),
            Money(row.first_self_pay_fen),
            Money(row.over_limit_fen),
            Money(row.full_self_pay_fen),
        ),
        deductible=Money(row.deductible_fen),
        counted_pool=Money(row.counted_pool_fen),
    )


def bill_of(row: Settlement) -> DecidedBill:
    """The decision that a settlement or a reversal stores, which was read with its basis."""
    return DecidedBill(
        visit_id=row.visit_id,
        batch_number=row.batch_number,
        institution_code=row.institution_code,
        place=row.place,
        msgid=row.msgid,
        infno=row.infno,
        person_id=row.person_id,
        insurance_id=row.insurance_id,
        scene=row.scene,
        med_type=row.med_type,
        credential=CredentialKind(row.credential),
        channel=row.channel,
        at=row.at,
        year=row.year,
        counted_on=row.counted_on,
        amounts=amounts_of(row),
        pool_rate=row.pool_rate,
        tier_level=row.tier_level,
        pool_sum=row.pool_sum,
        benefit=None if row.benefit is None else Benefit(row.benefit),
        reason=None if row.reason is None else Reason(row.reason),
        lines=row.lines,
        payers=row.payers,
        basis=row.basis.citations,
        policy_version=row.policy_version,
        own_balance_after=Money(row.own_balance_after_fen),
        circumstances=circumstances_of_bill(row),
    )
