"""The pure split: for any bill and any accounts, what must hold and what the reason says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongji.kernel.money import ZERO, Money, total
from gongji.policy.values import PayablePart, PayOrder
from gongji.settlement.bill import Classes, Reason
from gongji.settlement.pool import PoolLeg
from gongji.settlement.rules import Accounts, Payer, Split, split
from gongji.vocabulary import Relation

BLOCKS = [Reason.AUTH_STATUS, Reason.ACCOUNT_FROZEN, Reason.SCENE_DISABLED]
money = st.integers(0, 5_000).map(Money)
payers = st.builds(
    Payer,
    binding_id=st.uuids().map(str),
    person_id=st.just("psn"),
    name=st.just("陈建国"),
    relation=st.just(Relation.SPOUSE),
    blocked=st.none() | st.sampled_from(BLOCKS),
    available=money,
    cap=st.none() | money,
)
accounts = st.builds(
    Accounts,
    own=money,
    payers=st.lists(payers, max_size=3),
    blocked=st.none() | st.sampled_from([Reason.NOT_REQUESTED, Reason.MAINTENANCE]),
    order=st.sampled_from(PayOrder),
    payable_part=st.sampled_from(PayablePart),
)


@st.composite
def bills(draw: st.DrawFn) -> tuple[Classes, Money, PoolLeg]:
    """Classes, the part that accounts may never pay, and what the pool pays of the rest."""
    classes = draw(st.builds(Classes, money, money, money, money))
    prohibited = Money(draw(st.integers(0, classes.full_self_pay.fen)))
    pool = Money(draw(st.integers(0, classes.in_scope.fen)))
    return classes, prohibited, PoolLeg(pool)


def payable(classes: Classes, prohibited: Money, pool: PoolLeg, part: PayablePart) -> Money:
    """What accounts may pay, said without the code under test."""
    if part is PayablePart.IN_SCOPE_ONLY:
        return classes.in_scope - pool.amount
    if part is PayablePart.IN_CATALOGUE:
        return classes.amount - classes.full_self_pay - classes.over_limit - pool.amount
    return classes.amount - pool.amount - prohibited


def usable(payer: Payer, given_accounts: Accounts) -> Money:
    if payer.blocked or given_accounts.blocked:
        return ZERO
    return payer.available if payer.cap is None else min(payer.available, payer.cap)


@given(bills(), accounts)
def test_legs_are_never_negative_and_make_the_total(
    bill: tuple[Classes, Money, PoolLeg], given_accounts: Accounts
) -> None:
    done = split(*bill, given_accounts)
    legs = (done.pool.amount, done.own, done.mutual, done.cash)
    assert total(*legs) == done.amount == bill[0].amount
    assert min(legs) >= ZERO
    assert all(share.amount > ZERO for share in done.shares)


@given(bills(), accounts)
def test_nobody_pays_more_than_he_has_and_may_nor_for_what_is_prohibited(
    bill: tuple[Classes, Money, PoolLeg], given_accounts: Accounts
) -> None:
    done = split(*bill, given_accounts)
    assert done.own <= given_accounts.own
    assert all(share.amount <= usable(share.payer, given_accounts) for share in done.shares)
    part = given_accounts.payable_part
    assert done.own + done.mutual <= payable(*bill, part)
    assert done.cash >= bill[1]


@given(bills(), accounts)
def test_nothing_is_left_to_cash_that_an_account_in_turn_could_pay(
    bill: tuple[Classes, Money, PoolLeg], given_accounts: Accounts
) -> None:
    """The order decides who pays first; the later one pays only what the earlier cannot."""
    done = split(*bill, given_accounts)
    wanted = payable(*bill, given_accounts.payable_part)
    mutual = total(*(usable(payer, given_accounts) for payer in given_accounts.payers))
    may_pay = not given_accounts.blocked and any(not p.blocked for p in given_accounts.payers)
    order = given_accounts.order if may_pay else PayOrder.OWN_THEN_MUTUAL
    match order:
        case PayOrder.OWN_THEN_MUTUAL:
            assert done.own == min(given_accounts.own, wanted)
            assert done.mutual == min(mutual, wanted - done.own)
        case PayOrder.MUTUAL_THEN_OWN:
            assert done.mutual == min(mutual, wanted)
            assert done.own == min(given_accounts.own, wanted - done.mutual)
        case PayOrder.MUTUAL_ONLY:
            assert (done.own, done.mutual) == (ZERO, min(mutual, wanted))


@given(bills(), accounts)
def test_payers_are_used_up_in_the_order_of_their_bindings(
    bill: tuple[Classes, Money, PoolLeg], given_accounts: Accounts
) -> None:
    done = split(*bill, given_accounts)
    able = [payer for payer in given_accounts.payers if usable(payer, given_accounts)]
    assert [share.payer for share in done.shares] == able[: len(done.shares)]
    assert all(share.amount == usable(share.payer, given_accounts) for share in done.shares[:-1])


@given(bills(), accounts)
def test_a_reason_is_given_exactly_where_accounts_leave_something(
    bill: tuple[Classes, Money, PoolLeg], given_accounts: Accounts
) -> None:
    done = split(*bill, given_accounts)
    covered = done.own + done.mutual == payable(*bill, given_accounts.payable_part)
    assert (done.reason is None) == covered


PAYER = Payer("bnd", "psn", "陈建国", Relation.SPOUSE, None, Money(500), None)
NOBODY = Accounts(ZERO, [], None, PayOrder.OWN_THEN_MUTUAL, PayablePart.ALL_PERSONAL)


def of(*givers: Payer, blocked: Reason | None = None) -> Split:
    """1,000 fen in scope, the pool pays nothing, the own account has nothing."""
    return split(
        Classes(in_scope=Money(1_000)),
        ZERO,
        PoolLeg(),
        replace(NOBODY, payers=givers)
        if not blocked
        else replace(NOBODY, payers=givers, blocked=blocked),
    )


@pytest.mark.parametrize(
    ("givers", "reason"),
    [
        ([], Reason.NO_ACTIVE_RELATION),
        ([PAYER], Reason.BALANCE_SHORT),
        ([replace(PAYER, available=ZERO)], Reason.BALANCE_EMPTY),
        ([replace(PAYER, cap=Money(500))], Reason.RELATIVE_CAP),
        ([replace(PAYER, cap=Money(499))], Reason.RELATIVE_CAP),
        ([replace(PAYER, cap=Money(501))], Reason.BALANCE_SHORT),
        ([replace(PAYER, cap=ZERO, available=ZERO)], Reason.RELATIVE_CAP),
        ([replace(PAYER, blocked=Reason.ACCOUNT_FROZEN)], Reason.ACCOUNT_FROZEN),
        ([replace(PAYER, available=Money(1_000))], None),
        ([replace(PAYER, blocked=Reason.AUTH_STATUS), PAYER], Reason.BALANCE_SHORT),
        ([PAYER, replace(PAYER, blocked=Reason.AUTH_STATUS)], Reason.AUTH_STATUS),
        ([replace(PAYER, blocked=Reason.AUTH_STATUS), replace(PAYER, cap=Money(1),
          available=Money(1_000))], Reason.RELATIVE_CAP),
    ],
)  # fmt: skip
def test_the_reason_is_the_last_payers(givers: list[Payer], reason: Reason | None) -> None:
    assert of(*givers).reason is reason


def test_what_blocks_the_whole_leg_goes_before_every_payers_own_reason() -> None:
    done = of(replace(PAYER, available=Money(9_000)), blocked=Reason.NOT_REQUESTED)
    assert (done.mutual, done.reason) == (ZERO, Reason.NOT_REQUESTED)
