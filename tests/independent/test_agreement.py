"""Invented bills divide to the fen as the independent split says, each on facts of its own.

With those of `test_sequences`, which live in a database, they are more than 20,000.
"""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

from gongji.policy.loader import load_packs
from gongji.policy.problems import PolicyNotConfigured
from gongji.policy.rules import PolicyBook
from gongji.settlement.problems import BillFault
from gongji.settlement.rules import Split
from tests.independent import bills
from tests.independent.bills import PATIENT
from tests.independent.figures import AREAS, Figures, NotConfiguredError, NotGrantedError
from tests.independent.people import FAMILY, Bill
from tests.independent.seeds import seeded
from tests.independent.world import Outcome, World
from tests.settlement.translation import book_of, decide

SEED = 20250610
ALONE = 15_500
EVERY_REASON = {
    "NOT_REQUESTED", "MAINTENANCE", "BENE_STATUS", "NO_ACTIVE_RELATION", "RELATION_NOT_STARTED",
    "RELATION_ENDED", "SCENE_DISABLED", "XPROV_NOT_OPEN", "AUTH_STATUS", "ACCOUNT_FROZEN",
    "RELATIVE_CAP", "BALANCE_EMPTY", "BALANCE_SHORT", None,
}  # fmt: skip
REFUSED, NOT_GRANTED = "POLICY_NOT_CONFIGURED", "NOT_GRANTED"


def test_the_independent_split_imports_nothing_of_the_program() -> None:
    for file in Path(__file__).parent.glob("*.py"):
        if file.name.startswith("test_"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in getattr(node, "names", [])]
            names.append(str(getattr(node, "module", "")))
            assert not [name for name in names if name.startswith("gongji")], file.name


def expected(made: World, bill: Bill) -> Outcome | str | None:
    try:
        return made.outcome(bill)
    except NotConfiguredError:
        return None
    except NotGrantedError:
        return NOT_GRANTED


def found(made: World, bill: Bill, book: PolicyBook) -> Split | str | None:
    try:
        return decide(made, bill, book)
    except PolicyNotConfigured:
        return None
    except BillFault:
        return NOT_GRANTED


def told(outcome: Outcome | str | None) -> dict[str, object]:
    if outcome is None or isinstance(outcome, str):
        return {"refused": outcome or REFUSED}
    fees, pool, paid = outcome.fees, outcome.pool, outcome.paid
    return {
        "classes": (fees.in_scope, fees.first, fees.over, fees.full),
        "total": fees.total,
        "pool": (pool.paid, pool.deductible, pool.counted),
        "own": paid.own,
        "shares": paid.shares,
        "mutual": paid.mutual,
        "cash": paid.cash,
        "reason": paid.reason,
    }


def seen(split: Split | str | None) -> dict[str, object]:
    if split is None or isinstance(split, str):
        return {"refused": split or REFUSED}
    classes, pool = split.classes, split.pool
    return {
        "classes": (
            classes.in_scope.fen,
            classes.first_self_pay.fen,
            classes.over_limit.fen,
            classes.full_self_pay.fen,
        ),
        "total": split.amount.fen,
        "pool": (pool.amount.fen, pool.deductible.fen, pool.counted.fen),
        "own": split.own.fen,
        "shares": tuple((share.payer.binding_id, share.amount.fen) for share in split.shares),
        "mutual": split.mutual.fen,
        "cash": split.cash.fen,
        "reason": split.reason,
    }


def is_plain(made: World, bill: Bill) -> bool:
    """Whether a day without a row for the scenes decides alike in every reading of the rules."""
    if bill.at.year >= bills.EDGES[1].year or not made.ties(PATIENT, bill.at.date()):
        return True
    return (
        bill.flag == FAMILY
        and not made.windows
        and made.people[PATIENT].covers[bill.insurance].status == "normal"
        and all(
            tie.starts <= bill.at.date() <= tie.ends for tie in made.ties(PATIENT, bill.at.date())
        )
    )


@pytest.fixture(scope="module")
def policies() -> list[tuple[Figures, PolicyBook]]:
    packs = load_packs()
    return [(figures, book_of(packs, figures)) for figures in bills.policies(seeded(SEED))]


def test_bills_alone(policies: list[tuple[Figures, PolicyBook]]) -> None:
    rng = seeded(SEED)
    stock = bills.items(rng), bills.places()
    reasons: Counter[str | None] = Counter()
    areas: Counter[str] = Counter()
    count = 0
    while count < ALONE:
        figures, book = rng.choice(policies) if rng.random() < 0.6 else policies[0]
        on = bills.day(rng)
        made = bills.world(rng, figures, on)
        bill = bills.bill(rng, made, bills.instant(rng, on), stock)
        if rng.random() < 0.5:
            bill = bills.underway(rng, made, bill)
        if not is_plain(made, bill):
            continue
        count += 1
        wanted = expected(made, bill)
        assert seen(found(made, bill, book)) == told(wanted), f"bill {count}: {made}, {bill}"
        if isinstance(wanted, Outcome):
            reasons[wanted.paid.reason] += 1
        else:
            reasons[wanted or REFUSED] += 1
        areas[made.people[PATIENT].covers[bill.insurance].area[:4]] += 1
    assert set(reasons) == EVERY_REASON | {REFUSED, NOT_GRANTED}
    assert len(areas) == len(AREAS)


def test_every_area_at_both_sides_of_every_change(
    policies: list[tuple[Figures, PolicyBook]],
) -> None:
    count = 0
    for made, bill in bills.every_corner():
        count += 1
        assert seen(found(made, bill, policies[0][1])) == told(expected(made, bill)), f"{bill}"
    assert count == len(AREAS) * len(bills.CORNERS) * 3 * 8
