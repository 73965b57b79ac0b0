"""Who is paid for, how much, in which order, and when (PREM-01 to PREM-05, PREM-10, INS-01)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from gongji.app.context import Context
from gongji.app.paging import PageRequest
from gongji.family import change, queries
from gongji.family.unbind import unbind
from gongji.kernel.problems import Problem
from gongji.ledger.models import Entry
from gongji.notices.messages import Wanted, messages
from gongji.notices.models import MessageKind
from gongji.people.models import Insurance
from gongji.premium.models import RefundReason
from gongji.premium.pay import pay
from gongji.premium.refund import refund
from tests.premium.office import Office
from tests.premium.relatives import (
    FULL,
    HALF,
    NEPHEW,
    PAYER,
    PRODUCT,
    RETIRED,
    SISTER,
    TWO_AUTHORIZERS,
    WIFE,
    binding,
    elsewhere,
    family,
    row,
)

CLOSED = {"full": 400, "gov": 700, "window": ["2025-09-01", "2025-10-31"], "late": 1100}
OPEN_LONGER = {"full": 390, "gov": 700, "window": ["2025-09-01", "2026-03-31"]}


def account(fen: int) -> dict[str, Any]:
    return {"account": {"balance_fen": fen}}


def test_each_pays_what_the_subsidy_leaves(office: Office) -> None:
    paying = office.pay(WIFE, HALF, FULL)
    assert [item.amount_fen for item in paying.items] == [40000, 20000, 0]
    assert [item.status for item in paying.items] == ["paid", "paid", "paid_by_subsidy"]
    assert (paying.total_fen, paying.balance_after_fen) == (60000, 240000)
    assert (office.balance(), office.broken()) == (240000, [])


def test_a_newborn_pays_nothing_where_the_registry_records_it_and_in_a_year_that_grants_it(
    office: Office,
) -> None:
    """Age and kinship decide nothing: a child of four days without the record pays like anybody."""
    persons = family()["persons"]
    persons[1] |= {"subsidy": "newborn"}
    persons[2] |= {"subsidy": "none", "id_number": "430199202511010044"}
    office.load(persons=persons)
    assert office.results(WIFE, HALF) == ["paid_by_subsidy", 40000]
    assert office.broken() == []


def test_in_the_given_order_and_who_is_too_dear_is_left_out_whole(office: Office) -> None:
    office.load(payer=account(70000))
    assert office.results(WIFE, NEPHEW, HALF, FULL) == [
        40000,
        "BALANCE_SHORT",
        20000,
        "paid_by_subsidy",
    ]
    assert (office.balance(), office.broken()) == (10000, [])


def test_the_whole_premium_to_the_last_fen(office: Office) -> None:
    assert office.load(payer=account(40000)).results(WIFE) == [40000]
    assert office.load(payer=account(39999)).results(WIFE) == ["BALANCE_SHORT"]
    assert office.load(payer=account(0)).results(FULL) == ["paid_by_subsidy"]


def test_half_of_an_odd_premium_is_rounded_up(office: Office) -> None:
    odd = CLOSED | {"full": "400.01", "window": ["2025-09-01", "2026-01-31"]}
    office.load(policy=[row("premium.390.2026", odd, since="2025-09-01"), TWO_AUTHORIZERS])
    assert office.results(WIFE, HALF) == [40001, 20001]


@pytest.mark.parametrize(
    ("moment", "result"),
    [
        ("2025-08-31T23:59:59", "POLICY_NOT_CONFIGURED"),
        ("2025-09-01T00:00:00", 40000),
        ("2026-01-31T23:59:59", 40000),
        ("2026-02-01T00:00:00", "WINDOW_CLOSED"),
    ],
)
def test_the_concentrated_period_to_the_second(office: Office, moment: str, result: Any) -> None:
    assert office.at(moment).results(WIFE) == [result]


@pytest.mark.parametrize(
    ("moment", "result"),
    [
        ("2025-09-30T23:59:59", "WINDOW_CLOSED"),
        ("2025-10-01T00:00:00", 6900),
        ("2025-12-31T23:59:59", 6900),
        ("2026-01-01T00:00:00", "WINDOW_CLOSED"),
    ],
)
def test_the_sales_window_to_the_second(office: Office, moment: str, result: Any) -> None:
    assert office.at(moment).results(WIFE, product=PRODUCT) == [result]


def test_before_an_announced_period_begins(office: Office) -> None:
    """With what supports it: a price alone would be refused as not published."""
    supports = [
        row(f"premium.subsidy.2026.{kind}", {"names": ["孤儿"], "rate": rate})
        for kind, rate in (("full", 0), ("half", 0.5))
    ]
    office.load(policy=[row("premium.390.2026", OPEN_LONGER), *supports, TWO_AUTHORIZERS])
    assert office.at("2025-08-31T23:59:59").results(WIFE) == ["WINDOW_CLOSED"]


def test_a_closed_window_names_the_tax_channel_and_what_late_payment_costs(office: Office) -> None:
    with pytest.raises(Problem) as refused:
        office.at("2026-02-01T00:00:00").pay(WIFE)
    words = refused.value.sentence()
    assert all(word in words for word in ("2026年1月31日", "税务渠道（湘税社保）", "1100 元"))


def test_the_relatives_place_decides_not_the_payers(office: Office) -> None:
    """Closed in Hunan, open and cheaper in Hengyang: the nephew there is paid for."""
    own = row("premium.390.2026", CLOSED, since="2025-09-01")
    his = row("premium.390.2026", OPEN_LONGER, area="430400", since="2025-09-01")
    office.load(policy=[own, his, TWO_AUTHORIZERS])
    assert office.results(WIFE, NEPHEW) == ["WINDOW_CLOSED", 39000]
    assert office.results(WIFE, RETIRED) == ["WINDOW_CLOSED"]


def test_a_year_that_is_not_published_is_refused_as_a_whole(office: Office) -> None:
    assert office.results(WIFE, RETIRED, year=2027) == ["POLICY_NOT_CONFIGURED"]


def test_only_residents_and_nobody_for_himself(office: Office) -> None:
    assert office.results(RETIRED, WIFE, include_self=True) == [
        "NOT_RESIDENT",
        40000,
        "NOT_RESIDENT",
    ]


def test_only_relatives_whose_relation_runs_today(office: Office) -> None:
    office.load(
        bindings=[
            binding(PAYER, WIFE, "spouse", starts_on="2025-11-06"),
            binding(PAYER, HALF, "child", ends_on="2025-11-04"),
            binding(PAYER, NEPHEW, "sibling", status="ended"),
            binding(PAYER, FULL, "sibling", starts_on="2025-11-05", ends_on="2025-11-05"),
        ]
    )
    refused = "NO_ACTIVE_RELATION"
    assert office.results(WIFE, HALF, NEPHEW, FULL) == [refused] * 3 + ["paid_by_subsidy"]


def test_anothers_relation_is_refused_like_one_that_is_not_there(office: Office) -> None:
    foreign = [office.tie(WIFE, SISTER), "bnd_00000000000000000000000000", "?"]
    paying = office.run(
        lambda ctx: pay(
            ctx,
            product="resident",
            year=2026,
            binding_ids=foreign,
            tiers={},
            include_self=False,
        )
    )
    problems = [item.problem for item in paying.items]
    assert problems[0]
    assert problems[0]["code"] == "NO_ACTIVE_RELATION"
    assert problems[0] == problems[1] == problems[2]


def test_once_a_year_and_product_for_one_person(office: Office) -> None:
    assert office.results(WIFE) == [40000]
    assert office.results(WIFE) == ["ALREADY_PAID"]
    assert office.results(WIFE, by=SISTER) == ["ALREADY_PAID"]
    assert office.results(WIFE, by=SISTER, product=PRODUCT) == [6900]
    assert (office.balance(), office.balance(SISTER)) == (260000, 93100)


def test_what_was_paid_elsewhere_counts_from_its_day(office: Office) -> None:
    office.load(premium_payments=[elsewhere(WIFE, "2025-11-05"), elsewhere(HALF, "2025-11-06")])
    assert office.results(WIFE, HALF) == ["ALREADY_PAID", 20000]


def test_a_hold_pays_the_premium_of_its_own_relative_only(office: Office) -> None:
    tie = office.tie(WIFE)
    office.run(lambda ctx: change.change(ctx, tie, hold_fen=290_000))
    assert office.results(HALF, WIFE) == ["BALANCE_SHORT", 40_000]
    assert hold_of(office, WIFE) == 250_000
    assert office.results(HALF) == ["BALANCE_SHORT"]
    assert office.broken() == []


def test_a_hold_that_is_too_small_pays_first_and_what_is_free_pays_the_rest(
    office: Office,
) -> None:
    tie = office.tie(WIFE)
    office.run(lambda ctx: change.change(ctx, tie, hold_fen=10_000))
    assert office.results(WIFE) == [40_000]
    assert (hold_of(office, WIFE), office.balance()) == (0, 260_000)
    assert office.broken() == []


@pytest.mark.parametrize(("set_anew", "left_fen"), [(False, 290_000), (True, 7)])
def test_a_refund_gives_back_to_the_hold_unless_it_was_set_since(
    office: Office, set_anew: bool, left_fen: int
) -> None:
    tie = office.tie(WIFE)
    office.run(lambda ctx: change.change(ctx, tie, hold_fen=290_000))
    paid = office.pay(WIFE, product=PRODUCT).items[0].payment_id
    assert paid
    if set_anew:
        office.run(lambda ctx: change.change(ctx, tie, hold_fen=left_fen))
    office.run(lambda ctx: refund(ctx, paid, reason=RefundReason.CANCELLED))
    assert (hold_of(office, WIFE), office.balance()) == (left_fen, 300_000)
    assert office.broken() == []


def hold_of(office: Office, who: str) -> int:
    """What the payer has set aside for this relative."""
    tie = office.tie(who)
    hold_fen = office.run(lambda ctx: queries.binding(ctx, tie)).hold_fen
    assert hold_fen is not None
    return hold_fen


def test_limits_of_a_relation_do_not_cut_a_premium_but_it_uses_them_up(office: Office) -> None:
    office.load(bindings=[binding(PAYER, WIFE, "spouse", limits={"month_fen": 100})])
    assert office.results(WIFE) == [40000]
    tie = office.tie(WIFE)
    shown = office.run(lambda ctx: change.change(ctx, tie, hold_fen=0))
    assert (shown.used_month_fen, shown.used_year_fen) == (40000, 40000)


def test_the_owner_of_the_account_is_told_of_all_that_was_paid(office: Office) -> None:
    office.pay(WIFE, HALF)
    office.pay(FULL)
    wanted = Wanted(MessageKind.NOTICE)
    [message] = office.run(lambda ctx: messages(ctx, wanted, PageRequest())).items
    for fact in ("2 笔", "¥600.00"):
        assert fact in message.text


def test_the_entry_tells_what_for_and_for_whom(office: Office) -> None:
    payment_id = office.paid(HALF)
    query = select(Entry).where(Entry.payment_id == payment_id, Entry.version.is_not(None))
    entry = office.run(lambda ctx: ctx.db.execute(query).scalar_one())
    assert (entry.kind, entry.scene, entry.place) == ("premium", "PREMIUM", "城乡居民医保")
    assert (entry.amount_fen, entry.relation) == (-20000, "child")
    assert entry.binding_id == office.tie(HALF)
    assert entry.member_id == office.id_of(HALF)


def test_insurance_for_oneself_and_for_anyone_insured(office: Office) -> None:
    paying = office.pay(WIFE, RETIRED, include_self=True, product=PRODUCT)
    assert [item.amount_fen for item in paying.items] == [6900] * 3
    own = paying.items[2]
    assert own.binding_id is None
    query = select(Entry).where(Entry.payment_id == own.payment_id, Entry.version.is_not(None))
    entry = office.run(lambda ctx: ctx.db.execute(query).scalar_one())
    assert (entry.kind, entry.scene, entry.member_id) == ("insurance", "COMMERCIAL_INS", None)
    assert office.broken() == []


def test_the_subsidy_is_for_the_resident_premium_only(office: Office) -> None:
    assert office.results(FULL, HALF, product=PRODUCT) == [6900, 6900]


@pytest.mark.parametrize("status", ["suspended", "ended"])
def test_insurance_only_for_who_is_normally_insured(office: Office, status: str) -> None:
    office.run(lambda ctx: _insure(ctx, office.id_of(WIFE), status))
    assert office.results(WIFE, product=PRODUCT) == ["BENE_STATUS"]


def _insure(ctx: Context, person_id: str, status: str) -> None:
    ctx.db.execute(update(Insurance).where(Insurance.person_id == person_id).values(status=status))


def test_an_unbound_relative_is_no_longer_paid_for(office: Office) -> None:
    tie = office.tie(WIFE)
    office.run(lambda ctx: unbind(ctx, tie))
    assert office.results(WIFE) == ["NO_ACTIVE_RELATION"]


def test_nobody_to_pay_for_is_no_request(office: Office) -> None:
    assert office.results() == ["REQUEST_INVALID"]
    assert office.results(product="no_such") == ["REQUEST_INVALID"]
