"""The values in JSON columns of visits and settlements, and their form in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from gongji.kernel.clock import rfc3339
from gongji.kernel.money import Money
from gongji.kernel.strict import read_instant
from gongji.settlement.bill import BillLine, Classes, LineReason, NoPool, PayerShare, PoolSum
from gongji.vocabulary import Benefit, ItemKind, ItemLevel, Relation

Json = Mapping[str, Any]


def _instant(text: str | None) -> datetime | None:
    return None if text is None else read_instant(text)


# -- the lines of a bill


def line_to_json(line: BillLine) -> Json:
    return {
        "number": line.number,
        "code": line.code,
        "local_code": line.local_code,
        "name": line.name,
        "kind": line.kind,
        "level": line.level,
        "self_rate": str(line.self_rate),
        "price_cap": None if line.price_cap is None else str(line.price_cap),
        "restricted": line.restricted,
        "quantity": str(line.quantity),
        "price": str(line.price),
        "amount_fen": line.amount.fen,
        "in_scope_fen": line.classes.in_scope.fen,
        "first_self_pay_fen": line.classes.first_self_pay.fen,
        "over_limit_fen": line.classes.over_limit.fen,
        "full_self_pay_fen": line.classes.full_self_pay.fen,
        "reason": line.reason,
        "occurred_at": rfc3339(line.occurred_at) if line.occurred_at else None,
        "begun_at": rfc3339(line.begun_at) if line.begun_at else None,
    }


def price_cap_of(row: Json) -> Decimal | None:
    """In yuan; lines of earlier releases keep it in whole fen."""
    if (fen := row.get("price_cap_fen")) is not None:
        return Decimal(fen).scaleb(-2)
    return None if row.get("price_cap") is None else Decimal(row["price_cap"])


def line_from_json(row: Json) -> BillLine:
    return BillLine(
        number=row["number"],
        code=row["code"],
        local_code=row.get("local_code"),
        name=row["name"],
        kind=None if row["kind"] is None else ItemKind(row["kind"]),
        level=ItemLevel(row["level"]),
        self_rate=Decimal(row["self_rate"]),
        price_cap=price_cap_of(row),
        restricted=row.get("restricted", False),
        quantity=Decimal(row["quantity"]),
        price=Decimal(row["price"]),
        classes=Classes(
            Money(row["in_scope_fen"]),
            Money(row["first_self_pay_fen"]),
            Money(row["over_limit_fen"]),
            Money(row["full_self_pay_fen"]),
        ),
        reason=None if row["reason"] is None else LineReason(row["reason"]),
        occurred_at=_instant(row.get("occurred_at")),
        begun_at=_instant(row.get("begun_at")),
    )


# -- who pays of it


def payer_to_json(payer: PayerShare) -> Json:
    return {
        "binding_id": payer.binding_id,
        "person_id": payer.person_id,
        "name": payer.name,
        "relation": payer.relation,
        "amount_fen": payer.amount.fen,
        "hold_fen": payer.from_hold.fen,
    }


def payer_from_json(row: Json) -> PayerShare:
    return PayerShare(
        binding_id=row["binding_id"],
        person_id=row["person_id"],
        name=row["name"],
        relation=Relation(row["relation"]),
        amount=Money(row["amount_fen"]),
        from_hold=Money(row["hold_fen"]),
    )


# -- how the pool leg came about


def _fen(amount: Money | None) -> int | None:
    return None if amount is None else amount.fen


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)


def pool_sum_to_json(told: PoolSum | NoPool) -> Json:
    if isinstance(told, NoPool):
        return {"none": told}
    return {
        "benefit": told.benefit,
        "is_annual": told.is_annual,
        "tier_deductible_fen": told.tier_deductible.fen,
        "in_visit_fen": told.in_visit.fen,
        "at_level_fen": told.at_level.fen,
        "level_cap_fen": _fen(told.level_cap),
        "in_year_fen": told.in_year.fen,
        "year_cap_fen": _fen(told.year_cap),
        "pool_used_fen": told.pool_used.fen,
        "pool_cap_fen": _fen(told.pool_cap),
        "month_limits_fen": [month.fen for month in told.month_limits],
    }


def pool_sum_from_json(row: Json) -> PoolSum | NoPool:
    if "none" in row:
        return NoPool(row["none"])
    return PoolSum(
        benefit=Benefit(row.get("benefit", Benefit.OUTPATIENT)),
        is_annual=row["is_annual"],
        tier_deductible=Money(row["tier_deductible_fen"]),
        in_visit=Money(row["in_visit_fen"]),
        at_level=Money(row["at_level_fen"]),
        level_cap=_money(row["level_cap_fen"]),
        in_year=Money(row["in_year_fen"]),
        year_cap=_money(row["year_cap_fen"]),
        pool_used=Money(row["pool_used_fen"]),
        pool_cap=_money(row["pool_cap_fen"]),
        month_limits=tuple(map(Money, row.get("month_limits_fen", ()))),
    )


# -- what a visit was about


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A diagnosis of a visit; `kind` is its code in the interface's table.

    Earlier releases did not keep its place among the others, the department and the doctor.
    """

    kind: str
    code: str
    name: str
    at: datetime
    order: int | None = None
    department: str | None = None
    doctor_code: str | None = None
    doctor_name: str | None = None


def diagnosis_to_json(found: Diagnosis) -> Json:
    return {
        "type": found.kind,
        "code": found.code,
        "name": found.name,
        "at": rfc3339(found.at),
        "order": found.order,
        "department": found.department,
        "doctor_code": found.doctor_code,
        "doctor_name": found.doctor_name,
    }


def diagnosis_from_json(row: Json) -> Diagnosis:
    return Diagnosis(
        row["type"],
        row["code"],
        row["name"],
        read_instant(row["at"]),
        order=row.get("order"),
        department=row.get("department"),
        doctor_code=row.get("doctor_code"),
        doctor_name=row.get("doctor_name"),
    )
