"""Writes the premium products of a fixture, and the premiums that were paid elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from gongji.kernel.ids import new_id
from gongji.kernel.sealing import insert_rows
from gongji.premium.models import ElsewherePayment, InclusiveProduct
from gongji.sandbox.fixture import Fixture


def load(db: Session, fixture: Fixture, ids: Mapping[str, str]) -> None:
    products = [
        {
            "product": row.product,
            "year": row.year,
            "name": row.name,
            "full_fen": row.full_fen,
            "opens_on": row.window.opens_on,
            "closes_on": row.window.closes_on,
            "basis": row.basis,
        }
        for row in fixture.products
    ]
    insert_rows(db, InclusiveProduct, products)
    payments = [
        {
            "id": new_id("els"),
            "person_id": ids[row.person],
            "product": row.product,
            "year": row.year,
            "amount_fen": row.amount_fen,
            "channel": row.channel,
            "paid_on": row.paid_on,
        }
        for row in fixture.premium_payments
    ]
    insert_rows(db, ElsewherePayment, payments)
