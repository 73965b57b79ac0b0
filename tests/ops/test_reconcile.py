"""One row spoilt, and reconciliation names that row and no less, whether of all or of the new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import text

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.kernel.clock import real_now
from gongji.ledger import immutable
from gongji.ops import reconcile as room
from gongji.ops.models import JobRun
from gongji.ops.reconcile import reconcile
from tests.ops.books import keep_books

SHARED = "SELECT max(id) FROM settlement WHERE mutual_fen > 0"
MONEY = "SELECT min(id) FROM entry WHERE kind = 'family_spend'"
RICH = "SELECT id FROM account WHERE balance_fen = (SELECT max(balance_fen) FROM account)"
GIVEN = "SELECT min(id) FROM binding"


@dataclass(frozen=True)
class Spoilt:
    """`named` selects what the report must name; `says` are words that it must say."""

    act: str
    named: str
    says: str


EVERY_KIND = {
    "a balance": Spoilt(f"UPDATE account SET balance_fen = balance_fen + 1 WHERE id IN ({RICH})",
                        RICH, "的余额是"),
    "an opening": Spoilt(f"UPDATE account SET opening_fen = opening_fen + 1 WHERE id IN ({RICH})",
                         RICH, "的余额是"),
    "a version": Spoilt(f"UPDATE account SET version = version + 1 WHERE id IN ({RICH})",
                        RICH, "的版本是"),
    "held money": Spoilt(f"UPDATE account SET held_fen = 1 WHERE id IN ({RICH})", RICH, "预留额"),
    "an entry": Spoilt(f"UPDATE entry SET amount_fen = amount_fen - 1 WHERE id IN ({MONEY})",
                       f"SELECT transfer_id FROM entry WHERE id IN ({MONEY})", "分录之和"),
    "a running balance": Spoilt(
        f"UPDATE entry SET balance_after_fen = balance_after_fen + 1 WHERE id IN ({MONEY})",
        MONEY, "变动后余额是"),
    "an entry that is gone": Spoilt(
        f"DELETE FROM entry WHERE id IN ({MONEY})",
        "SELECT min(e.transfer_id) FROM entry e WHERE e.transfer_id IN (SELECT transfer_id FROM"
        " entry GROUP BY transfer_id HAVING sum(amount_fen) <> 0)", "分录之和"),
    "a lost version": Spoilt(f"UPDATE entry SET version = version + 70 WHERE id IN ({MONEY})",
                             f"SELECT account_id FROM entry WHERE id IN ({MONEY})", "最大序号"),
    "an entry on no account": Spoilt(
        f"UPDATE entry SET account_id = 'acc_nobody' WHERE id IN ({MONEY})", MONEY, "三者不相配"),
    "a transfer without entries": Spoilt(
        "INSERT INTO transfer (id, kind, at) VALUES ('trf_alone', 'x', '2025-11-05 02:00:00')",
        "SELECT 'trf_alone'", "没有分录"),
    "a reversal of another amount": Spoilt(
        "UPDATE entry SET amount_fen = amount_fen * 2 WHERE transfer_id IN"
        " (SELECT id FROM transfer WHERE reverses_id IS NOT NULL)",
        "SELECT id FROM transfer WHERE reverses_id IS NOT NULL", "冲正"),
    "a leg": Spoilt(
        f"UPDATE settlement SET mutual_fen = mutual_fen - 1, cash_fen = cash_fen + 1"
        f" WHERE id IN ({SHARED})", SHARED, "写明统筹"),
    "the own leg": Spoilt(
        "UPDATE settlement SET own_fen = own_fen - 1, pool_fen = pool_fen + 1 WHERE own_fen > 0",
        "SELECT id FROM settlement WHERE own_fen > 0", "写明统筹"),
    "a payer": Spoilt(f"UPDATE settlement SET payers = '[]' WHERE id IN ({SHARED})",
                      SHARED, "共济付款人"),
    "what a bill was decided on": Spoilt(
        "DELETE FROM settlement_basis", "SELECT max(id) FROM settlement", "依据的条款没有保存"),
    "a reversal that forgot": Spoilt(
        "UPDATE settlement SET reversed_by_id = NULL",
        "SELECT id FROM settlement WHERE reverses_id IS NOT NULL", "一正一反"),
    "a reversal that never was": Spoilt(
        f"UPDATE settlement SET reversed_by_id = 'stl_nothing' WHERE id IN ({SHARED})",
        SHARED, "一正一反"),
    "a counter": Spoilt(
        "INSERT INTO year_counter SELECT min(id), 2025, 'resident_outpatient', 7, 9, 0, 0, 0,"
        " 0, 7, 0 FROM person", "SELECT min(id) FROM person", "起付线相差"),
    "a level's counter": Spoilt(
        "INSERT INTO year_counter SELECT min(id), 2025, 'resident_outpatient', 0, 0, 0, 0, 0,"
        " 5, 0, 0 FROM person", "SELECT min(id) FROM person", "一级 5"),
    "a deductible at no level": Spoilt(
        f"UPDATE settlement SET deductible_fen = 5 WHERE id IN ({SHARED})", SHARED, "机构级别"),
    "a counted bill": Spoilt(f"UPDATE settlement SET counted_pool_fen = 5 WHERE id IN ({SHARED})",
                             f"SELECT person_id FROM settlement WHERE id IN ({SHARED})",
                             "统筹支付相差"),
    "a book of no kind": Spoilt(
        "UPDATE entry SET account_id = 'chest:430100' WHERE id IN"
        " (SELECT min(id) FROM entry WHERE version IS NULL)",
        "SELECT min(id) FROM entry WHERE version IS NULL", "没有这种科目"),
    "a link to nothing": Spoilt(f"UPDATE entry SET binding_id = 'bnd_x' WHERE id IN ({MONEY})",
                                MONEY, "当时无效"),
    "a link to others": Spoilt(
        f"UPDATE entry SET member_id = (SELECT min(id) FROM person) WHERE id IN ({MONEY})",
        MONEY, "当时无效"),
    "a link before its time": Spoilt(
        f"UPDATE binding SET starts_on = '2027-01-01' WHERE id IN"
        f" (SELECT binding_id FROM entry WHERE id IN ({MONEY}))", MONEY, "当时无效"),
    "a link after its end": Spoilt(
        "UPDATE binding SET ended_at = created_at, end_reason = 'expired', ended_version = -1"
        f" WHERE id IN (SELECT binding_id FROM entry WHERE id IN ({MONEY}))", MONEY, "当时无效"),
    "a second active binding": Spoilt(
        "INSERT INTO binding SELECT 'bnd_second', p.id, b.beneficiary_id, 9, 2, b.relation,"
        " b.starts_on, b.ends_on, b.channel, b.created_at, b.commitment_version, b.consent,"
        " NULL, NULL, NULL, false, NULL, NULL, NULL, 0, 1000000, NULL, NULL"
        " FROM binding b JOIN person p ON p.name = '罗向东'"
        f" WHERE b.id IN ({GIVEN})", "SELECT 'bnd_second'", "共济人数上限"),
    "the same binding twice": Spoilt(
        "INSERT INTO binding SELECT 'bnd_twice', authorizer_id, beneficiary_id, 9, 2, relation,"
        " starts_on, ends_on, channel, created_at, commitment_version, consent, NULL, NULL, NULL,"
        f" false, NULL, NULL, NULL, 0, 1000000, NULL, NULL FROM binding WHERE id IN ({GIVEN})",
        f"SELECT authorizer_id FROM binding WHERE id IN ({GIVEN})", "之间有 2 条"),
    "a year's figure": Spoilt("UPDATE account_year SET spent_fen = spent_fen + 3",
                              "SELECT min(account_id) FROM account_year", "年累计与分录不符"),
    "a year's first entry": Spoilt("UPDATE account_year SET first_version = first_version + 1",
                                   "SELECT min(account_id) FROM account_year", "年累计与分录不符"),
    "a day's figure that is gone": Spoilt(
        "DELETE FROM account_day WHERE spent_fen > 0",
        "SELECT min(account_id) FROM entry WHERE kind = 'family_spend'", "的累计（场景"),
    "what a binding used": Spoilt("UPDATE binding_month SET used_fen = used_fen + 1",
                                  "SELECT min(binding_id) FROM binding_month", "的已用金额"),
    "an eleventh place": Spoilt(f"UPDATE binding SET authorizer_slot = 11 WHERE id IN ({GIVEN})",
                                GIVEN, "同时绑定的人数上限"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def books(runtime: Runtime) -> None:
    keep_books(runtime)


def test_honest_books_agree_with_themselves(runtime: Runtime) -> None:
    report = runtime.run(reconcile, writes=False)
    assert report.ok, report.failures
    assert report.checked > 0


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_spoilt_row_is_named(kind: str, runtime: Runtime) -> None:
    spoilt = EVERY_KIND[kind]

    def spoil(ctx: Context) -> None:
        immutable.lift(ctx.db)
        ctx.db.execute(text(spoilt.act))
        immutable.install(ctx.db)

    runtime.run(spoil)
    whole, new = (
        runtime.run(partial(reconcile, since=since), writes=False) for since in (None, real_now())
    )
    name = str(runtime.run(lambda ctx: ctx.db.execute(text(spoilt.named)).scalar_one()))
    for report in (whole, new):
        assert not report.ok
        assert any(name in one and spoilt.says in one for one in report.failures), report.failures


def test_what_was_found_right_is_left_out(runtime: Runtime) -> None:
    def spoil(ctx: Context) -> None:
        immutable.lift(ctx.db)
        ctx.db.execute(text(EVERY_KIND["an entry"].act))
        immutable.install(ctx.db)

    runtime.run(spoil)
    later = partial(reconcile, since=real_now() + 2 * room.IN_FLIGHT)
    assert runtime.run(later, writes=False).failures == []


def test_the_last_nightly_check_that_found_all_right_is_the_one_to_go_on_from(
    runtime: Runtime,
) -> None:
    began = [datetime(2025, 11, day, 2, 30, tzinfo=UTC) for day in (1, 2, 3, 4)]
    counts = [{"broken": 1}, {"broken": 0}, {"broken": 2}, None]
    assert runtime.run(room.last_found_right) is None

    def note(ctx: Context) -> None:
        for start, found in zip(began, counts, strict=True):
            ended = start if found else None
            night = f"{start:%Y-%m-%d}"
            run = JobRun(job="reconcile", slot=night, worker="w", started_at=start)
            run.finished_at, run.counts = ended, found
            ctx.db.add(run)

    runtime.run(note)
    assert runtime.run(room.last_found_right) == began[1]


def test_a_shared_place_is_named_even_without_its_index(runtime: Runtime) -> None:
    def spoil(ctx: Context) -> None:
        ctx.db.execute(text("DROP INDEX uq_binding_authorizer_slot"))
        ctx.db.execute(text("UPDATE binding SET authorizer_slot = 1"))

    runtime.run(spoil)
    failures = runtime.run(reconcile, writes=False).failures
    assert any("占着同一个位置" in one for one in failures)


def test_a_flood_of_trouble_is_cut_short(runtime: Runtime) -> None:
    rows = ", ".join(f"('trf_{n}', 'x', '2025-11-05 02:00:00')" for n in range(80))
    flood = text(f"INSERT INTO transfer (id, kind, at) VALUES {rows}")
    runtime.run(lambda ctx: ctx.db.execute(flood).close())
    failures = runtime.run(reconcile, writes=False).failures
    assert len(failures) == room.NAMED_MAX + 1


def test_more_people_than_a_lifetime_allows_are_named(runtime: Runtime) -> None:
    def spoil(ctx: Context) -> str:
        authorizer = ctx.db.execute(text("SELECT min(authorizer_id) FROM binding")).scalar_one()
        for number in range(21):
            person = text(
                "INSERT INTO person"
                " (id, seq, name, sex, born_on, id_number, id_number_index, subsidy)"
                " SELECT 'psn_' || :n, 1000000 + :n, name, sex, born_on, id_number, :index, subsidy"
                " FROM person WHERE id = :like"
            )
            facts = {"n": number, "index": bytes([number] * 16), "like": authorizer}
            ctx.db.execute(person, facts)
            past = text(
                "INSERT INTO binding SELECT 'bnd_' || :n, :like, 'psn_' || :n, 1, 1, 'child',"
                " '2024-01-01', '2024-12-31', 'app', '2024-01-01 00:00:00', '1', consent,"
                " '2025-01-01 00:00:00', 'expired', NULL, false, NULL, NULL, NULL, 0, 1000000 + :n,"
                " NULL, NULL FROM binding"
                " WHERE id = (SELECT min(id) FROM binding)"
            )
            ctx.db.execute(past, facts)
        return str(authorizer)

    authorizer = runtime.run(spoil)
    failures = runtime.run(reconcile, writes=False).failures
    assert any(authorizer in one and "累计绑定过" in one for one in failures)
