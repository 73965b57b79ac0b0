"""The owner's view of his account: years, entries, freezing, holds."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import pytest

from gongji.account import service
from gongji.account.queries import Direction, EntryDetails, Filter, entries
from gongji.account.service import AccountState
from gongji.app.context import Context
from gongji.app.paging import Page, PageRequest
from gongji.family import change
from gongji.kernel.clock import SHANGHAI, end_of
from gongji.kernel.money import Money
from gongji.ledger.books import Book, BookKind
from gongji.ledger.models import EntryKind, FrozenBy, TransferKind
from gongji.ledger.service import Posting, TransferDetails, book, lock_accounts_of
from gongji.vocabulary import Relation, Scene
from tests.family.town import TODAY, Someone, Town


@pytest.fixture
def chen(town: Town) -> Someone:
    return town.employee("陈建国", "19800512", 1)


@pytest.fixture
def li(town: Town) -> Someone:
    return town.someone("李秀英", "19820308", 2)


def moved(
    ctx: Context, who: Someone, fen: int, kind: EntryKind, scene: str | None, **more: Any
) -> None:
    account = lock_accounts_of(ctx.db, [who.id])[who.id]
    own = Posting(account, Money(fen), kind, **more)
    details = TransferDetails(
        kind=TransferKind.TRANSFER_OUT, counted_on=ctx.today, scene=scene, place="长沙综合医院"
    )
    book(ctx, details, [own, Posting(Book(BookKind.FUND, "test"), Money(-fen))])


def read(town: Town, who: Someone) -> AccountState:
    return town.run(service.account, by=who.actor, writes=False)


def listed(town: Town, who: Someone, limit: int = 20, **wanted: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page: Page[EntryDetails] = town.run(
            entries, Filter(**wanted), PageRequest(limit, cursor), by=who.actor, writes=False
        )
        rows += map(asdict, page.items)
        cursor = page.next
        if cursor is None:
            return rows


# -- balance and years


def test_money_of_a_year_becomes_prior_money_at_local_midnight(town: Town, chen: Someone) -> None:
    town.run(moved, chen, 12000, EntryKind.CREDIT, None)
    town.run(moved, chen, -2000, EntryKind.OWN_SPEND, "OUTPATIENT")
    state = read(town, chen)
    assert (state.prior_years_fen, state.current_year_fen) == (298000, 12000)
    town.now = end_of(date(2025, 12, 31))
    state = read(town, chen)
    assert (state.prior_years_fen, state.current_year_fen) == (310000, 0)


def test_who_has_no_account_sees_zeros_and_cannot_freeze(town: Town, li: Someone) -> None:
    state = read(town, li)
    assert (state.has_account, state.balance_fen, state.area) == (False, 0, "430100")
    assert listed(town, li) == []
    assert town.refusal(service.freeze, by=li.actor) == "AUTH_NO_ACCOUNT"


def test_a_hold_is_not_available_until_its_binding_expired(
    town: Town, chen: Someone, li: Someone
) -> None:
    binding_id = town.bind(chen, li, Relation.SPOUSE).binding.id
    town.run(change.change, binding_id, by=chen.actor, hold_fen=1000, ends_on=TODAY)
    assert (read(town, chen).held_fen, read(town, chen).available_fen) == (1000, 299000)
    town.now = end_of(TODAY)
    assert (read(town, chen).held_fen, read(town, chen).available_fen) == (0, 300000)


# -- freezing


def test_the_owner_freezes_and_unfreezes(town: Town, chen: Someone) -> None:
    assert [town.run(service.freeze, by=chen.actor).frozen for _ in range(2)] == [True, True]
    assert [town.run(service.unfreeze, by=chen.actor).frozen for _ in range(2)] == [False, False]


@pytest.mark.parametrize("by", [FrozenBy.OFFICER, FrozenBy.DEATH])
def test_the_owner_lifts_nobody_elses_freeze(town: Town, chen: Someone, by: FrozenBy) -> None:
    def frozen(ctx: Context) -> None:
        lock_accounts_of(ctx.db, [chen.id])[chen.id].frozen_by = by

    town.run(frozen)
    assert town.run(service.freeze, by=chen.actor).frozen
    assert town.refusal(service.unfreeze, by=chen.actor) == "ACCOUNT_FROZEN"
    assert town.account(chen).frozen_by is by


# -- entries


def test_entries_say_when_where_how_much_and_who(town: Town, chen: Someone, li: Someone) -> None:
    town.run(
        moved, chen, -5000, EntryKind.FAMILY_SPEND, "PHARMACY", member_id=li.id, relation="spouse"
    )
    (row,) = listed(town, chen)
    assert row["member"] == {"name": "李*英", "relation": "spouse"}
    assert (row["direction"], row["amount_fen"]) == (Direction.OUT, 5000)
    assert (row["balance_after_fen"], row["place"]) == (295000, "长沙综合医院")
    assert (row["kind"], row["scene"]) == ("family_spend", "PHARMACY")


def test_entries_page_newest_first_without_loss(town: Town, chen: Someone) -> None:
    for fen in range(1, 8):
        town.run(moved, chen, fen, EntryKind.CREDIT, None)
    pages = listed(town, chen, limit=3)
    assert [row["amount_fen"] for row in pages] == [7, 6, 5, 4, 3, 2, 1]
    assert len({row["id"] for row in pages}) == 7


def test_entries_are_filtered_by_year_days_direction_and_scene(town: Town, chen: Someone) -> None:
    town.now = datetime(2024, 12, 31, 23, 59, 59, tzinfo=SHANGHAI)
    town.run(moved, chen, 1, EntryKind.CREDIT, None)
    town.pass_s(1)
    town.run(moved, chen, -2, EntryKind.OWN_SPEND, "PHARMACY")
    last, first = date(2024, 12, 31), date(2025, 1, 1)

    def amounts(**wanted: Any) -> list[int]:
        return [row["amount_fen"] for row in listed(town, chen, **wanted)]

    assert (amounts(year=2024), amounts(year=2025)) == ([1], [2])
    assert (amounts(until=last), amounts(since=first)) == ([1], [2])
    assert amounts(since=last, until=first) == [2, 1]
    assert (amounts(direction=Direction.IN), amounts(direction=Direction.OUT)) == ([1], [2])
    assert (amounts(scene=Scene.PHARMACY), amounts(scene=Scene.CHRONIC)) == ([2], [])


@pytest.mark.parametrize("text", ["x", "-1", "9" * 30, "\0", ""])
def test_a_foreign_cursor_is_refused(town: Town, chen: Someone, text: str) -> None:
    page = PageRequest(20, b64encode(text.encode()).decode())
    assert town.refusal(entries, Filter(), page, by=chen.actor) == "REQUEST_INVALID"
