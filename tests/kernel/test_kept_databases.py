"""Databases that earlier versions made, with data in them, upgrade to today's schema and books.

Each has bills of a family over the end of a year, a hold set between them, reversals, and, where
that version knew them, a premium and an event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.family.models import Binding
from gongji.ledger.immutable import lift_statements
from gongji.ledger.models import Account
from gongji.migrations.guard import WouldLose
from gongji.migrations.run import downgrade, upgrade
from gongji.ops.reconcile import reconcile
from gongji.ops.schema import differences
from gongji.settlement.models import Settlement
from tests.kernel.keeping import bring_up_to_date, restored

COMMITS = ("2359e4f", "69edbb8", "d462ba9", "b37d4ba", "c2ca13f")
MIGRATIONS = Path(__file__).parents[2] / "gongji" / "migrations"
SUMS = MIGRATIONS / "SHA256SUMS"
PAYER_FEN = {"2359e4f": 144_901} | dict.fromkeys(COMMITS[1:], 104_901)


@pytest.fixture(params=COMMITS)
def commit(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def kept(commit: str, database_url: str, tmp_path: Path) -> Flask:
    """The application on a database as that commit left it."""
    return restored(commit, database_url, tmp_path)


def test_it_upgrades_with_its_data(kept: Flask, commit: str) -> None:
    """What was spent in 2025 and given back in 2026 is earlier money again; bindings keep their
    order, and what was spent before a hold was set stays before it.
    """
    runtime: Runtime = kept.extensions["gongji"]
    before = counted(runtime)
    assert before["settlement"] == 8
    assert kept.test_client().get("/readyz").status_code == 503
    bring_up_to_date(kept)
    after = counted(runtime)
    assert {table: after[table] for table in before} == before
    assert kept.test_client().get("/readyz").status_code == 200
    assert runtime.run(reconcile, writes=False).failures == []
    account, bindings, years = runtime.run(look, writes=False)
    assert (account.balance_fen, account.current_year, account.current_fen) == (
        PAYER_FEN[commit],
        2026,
        0,
    )
    assert years == [2026, 2025]
    wife, child = sorted(bindings, key=lambda one: one.relation, reverse=True)
    assert wife.ended_version == account.version
    assert (child.ended_version, wife.withdrawn) == (None, False)
    if commit not in ("2359e4f", "69edbb8"):
        assert child.hold_set_version == 1
    runtime.engine.dispose()


def look(ctx: Context) -> tuple[Account, Sequence[Binding], list[int]]:
    """The payer's account, the bindings, and the years of the bills from the newest on."""
    account = ctx.db.execute(select(Account).order_by(Account.balance_fen.desc())).scalars().first()
    assert account is not None, "the payer has the most"
    bindings = ctx.db.execute(select(Binding).order_by(Binding.seq)).scalars().all()
    years = ctx.db.execute(select(Settlement.year).order_by(Settlement.seq.desc())).scalars()
    return account, bindings, [year for year, _ in groupby(years)]


def counted(runtime: Runtime) -> dict[str, int]:
    """Rows by table."""
    with runtime.engine.connect() as connection:
        names = set(inspect(connection).get_table_names()) - {"alembic_version"}
        return {
            name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
            for name in names
        }


@pytest.mark.parametrize("commit", COMMITS[-1:])
def test_no_way_back_drops_money_or_the_trail(kept: Flask) -> None:
    runtime: Runtime = kept.extensions["gongji"]
    bring_up_to_date(kept)
    before = counted(runtime)
    to_the_first = f"-{len(list((MIGRATIONS / 'versions').glob('*.py'))) - 1}"
    for to in ("base", "0001", to_the_first):
        with pytest.raises(WouldLose, match=r"access_log, .*, premium_payment"):
            downgrade(runtime.engine, to)
    assert counted(runtime) == before
    downgrade(runtime.engine, "0013")
    upgrade(runtime.engine)
    codes_of_five_minutes = {"sms_code": 0}
    assert counted(runtime) == before | codes_of_five_minutes
    assert runtime.run(reconcile, writes=False).failures == []
    runtime.engine.dispose()


SPOILT = (
    "ALTER TABLE binding DROP COLUMN withdrawn",
    "DROP TABLE worker_lease",
    "DROP INDEX uq_entry_account_version",
)


def _execute(ctx: Context, spoil: str) -> None:
    ctx.db.execute(text(spoil))


def test_a_schema_that_is_not_ours_is_not_ready(app: Flask, runtime: Runtime) -> None:
    """The version says nothing of it. Each of these is seen by itself."""
    aside = lift_statements(runtime.engine.dialect.name)[:1]
    for number, spoil in enumerate((*SPOILT, *aside), start=1):
        runtime.run(partial(_execute, spoil=spoil))
        with runtime.engine.connect() as connection:
            assert len(differences(connection)) == number
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "OUTSIDE_UNAVAILABLE")


def test_migrations_are_never_changed() -> None:
    """A new one gets its line by `make frozen`; a line is never changed."""
    listed = dict(line.split("  ")[::-1] for line in SUMS.read_text("ascii").splitlines())
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((MIGRATIONS / "versions").glob("*.py"))
    }
    assert found == listed
