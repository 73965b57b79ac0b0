"""A spoilt premium is named by reconciliation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text

from gongji.app.context import Context
from gongji.kernel.problems import NotFound, RequestInvalid
from gongji.ledger import immutable
from gongji.ops.reconcile import reconcile
from tests.premium.office import Office
from tests.premium.relatives import HALF, PRODUCT, WIFE, family

PAID = "SELECT id FROM premium_payment WHERE kind = 'resident'"
BACK = "SELECT id FROM premium_payment WHERE refunded_at IS NOT NULL"


@dataclass(frozen=True)
class Spoilt:
    """`named` selects what the report must name; `says` are words that it must say."""

    act: str
    named: str
    says: str


SPOILT = {
    "the amount": Spoilt(
        f"UPDATE premium_payment SET amount_fen = amount_fen - 1 WHERE id IN ({PAID})",
        PAID, "写明",
    ),
    "the product": Spoilt(
        f"UPDATE premium_payment SET product = 'other' WHERE id IN ({PAID})", PAID, "人员不符",
    ),
    "the person": Spoilt(
        f"UPDATE premium_payment SET person_id = payer_id WHERE id IN ({PAID})", PAID, "人员不符",
    ),
    "a refund that is not told": Spoilt(
        "UPDATE premium_payment SET refunded_at = NULL, refund_reason = NULL,"
        f" refund_transfer_id = NULL WHERE id IN ({BACK})",
        "SELECT id FROM premium_payment WHERE kind = 'inclusive'", "退费与冲正不相配",
    ),
    "a refund that was never booked": Spoilt(
        "UPDATE premium_payment SET refunded_at = paid_at, refund_reason = 'cancelled',"
        f" refund_transfer_id = transfer_id WHERE id IN ({PAID})",
        PAID, "退费与冲正不相配",
    ),
    "an entry of no payment": Spoilt(
        "UPDATE entry SET payment_id = 'pay_nothing' WHERE kind = 'premium'",
        "SELECT id FROM entry WHERE kind = 'premium'", "并没有这笔转账",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def books(office: Office) -> None:
    office.paid(HALF)
    office.refund(office.paid(WIFE, product=PRODUCT))


def spoil(office: Office, *acts: str) -> None:
    def work(ctx: Context) -> None:
        immutable.lift(ctx.db)
        for act in acts:
            ctx.db.execute(text(act))
        immutable.install(ctx.db)

    office.run(work)


def test_honest_premiums_agree(office: Office) -> None:
    report = office.run(reconcile)
    assert report.ok, report.failures


@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_premium_is_named(office: Office, what: str) -> None:
    spoilt = SPOILT[what]
    spoil(office, spoilt.act)
    name = str(office.run(lambda ctx: ctx.db.execute(text(spoilt.named)).scalar_one()))
    assert any(name in one and spoilt.says in one for one in office.broken()), office.broken()


def test_two_payments_for_one_person_are_named_even_without_the_index(office: Office) -> None:
    columns = (
        "payer_id, person_id, binding_id, relation, product, kind, year, name, area, closes_on,"
        " full_fen, subsidy, 0, basis, policy_version, channel, paid_at, counted_on,"
        " NULL, NULL, NULL, NULL"
    )
    names = columns.replace(", 0,", ", amount_fen,").replace(
        "NULL, NULL, NULL, NULL", "transfer_id, refunded_at, refund_reason, refund_transfer_id"
    )
    second = (
        f"INSERT INTO premium_payment (id, receipt_number, {names})"
        f" SELECT 'pay_second', 'second', {columns} FROM premium_payment WHERE id IN ({PAID})"
    )
    told: list[str] = []

    def work(ctx: Context) -> None:
        ctx.db.execute(text("DROP INDEX uq_premium_payment_standing"))
        ctx.db.execute(text(second))
        told.extend(reconcile(ctx).failures)
        raise NotFound

    with pytest.raises(NotFound):
        office.run(work)
    person_id = office.id_of(HALF)
    assert any(person_id in one and "有 2 笔有效缴费" in one for one in told)


@pytest.mark.parametrize("change", [{"product": "resident"}, {"kind": "resident"}])
def test_a_fixture_cannot_price_the_resident_premium(
    office: Office, change: dict[str, Any]
) -> None:
    products = [product | change for product in family()["products"]]
    with pytest.raises(RequestInvalid):
        office.load(products=products)
