"""A database as it looks after years: people with bills, and one family with far too much of all.

A row of each kind is made by the program; PostgreSQL then multiplies it, set by set, with other
keys and moments. Triggers and foreign keys stand aside meanwhile, and the running figures are
filled afterwards as their migration fills them; the check of the books sees whether all is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

from gongji.app.runtime import Runtime
from gongji.kernel.db import Base
from gongji.kernel.deadline import within
from gongji.ledger.figures import AccountDay, AccountYear, BindingMonth
from gongji.sandbox import generate

INVENTED = 200
"""People whom the program invents; the others are copies of them under other keys."""

INSTITUTIONS = 1_000
GROWING_S = 3600.0
NUMBERED = frozenset({
    "access_log", "binding", "message", "notice", "outbox_text", "premium_payment",
    "registry_event", "sandbox_text", "settlement", "sms_code",
})  # fmt: skip
"""Tables whose rows are numbered in their order of arrival."""

PREFIX = "'{}_' || lpad(upper(to_hex(n)), 26, '0')"


@dataclass(frozen=True)
class Size:
    """How many people and bills there are, and how much of everything the family has."""

    people: int
    bills: int
    family: int


def grow(runtime: Runtime, size: Size) -> None:
    """On top of the family, of which one row of each kind is there: adds everything else."""
    for _ in generate.people(runtime, INVENTED):
        pass
    generate.institutions(runtime, INSTITUTIONS)
    with within(GROWING_S):
        with runtime.engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            for statement in copies(size.people // INVENTED - 1):
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(CROWD, {"bills": size.bills})
            for statement in (*_bills(), *_family(size.family), *figures()):
                connection.exec_driver_sql(statement)
        with runtime.engine.connect() as connection:
            plain = connection.execution_options(isolation_level="AUTOCOMMIT")
            for statement in (
                "SET statement_timeout = 0", "VACUUM ANALYZE", _waiting(size.family),
                "ANALYZE outbox_text", "RESET ALL",
            ):  # fmt: skip
                plain.exec_driver_sql(statement)


def times(table: str, which: str, source: str, **changes: str) -> str:
    """Multiplies one row of a table: `n` numbers the copies, `one` is the row, other names come
    from `source`.
    """
    if table in NUMBERED:
        changes["seq"] = f"nextval('{table}_order')"
    one = f"one.ctid = (SELECT ctid FROM {table} WHERE {which} LIMIT 1)"
    return f"{changed(table, changes)} CROSS JOIN {source} WHERE {one}"


def changed(table: str, changes: Mapping[str, str]) -> str:
    """The beginning of a statement that writes rows of a table anew, but for some columns."""
    names = [column.name for column in Base.metadata.tables[table].columns]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changes.get(name, f'one."{name}"') for name in names)
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} AS one"


def _day(moment: str) -> str:
    return f"(({moment}) AT TIME ZONE 'Asia/Shanghai')::date"


# -- everybody

OUR_FAMILY = "SELECT person_id FROM sandbox_persona"
STRANGERS = f"SELECT id_number_index FROM person WHERE id NOT IN ({OUR_FAMILY})"
COPIED = {
    "person": f"id NOT IN ({OUR_FAMILY})",
    "insurance": f"person_id NOT IN ({OUR_FAMILY})",
    "account": f"person_id NOT IN ({OUR_FAMILY})",
    "binding": f"authorizer_id NOT IN ({OUR_FAMILY})",
    "sandbox_registry_person": f"id_number_index IN ({STRANGERS})",
    "sandbox_registry_kinship": f"of_index IN ({STRANGERS})",
}
"""Tables, those first that others refer to, and which rows."""


def copies(times: int) -> Iterator[str]:
    """What is sealed in a copy stays shut: nobody looks."""
    for table, which in COPIED.items():
        changes = {"seq": f"nextval('{table}_order')"}
        for column in Base.metadata.tables[table].columns:
            old = f'one."{column.name}"'
            if column.name == "id" or column.name.endswith("_id"):
                changes[column.name] = (
                    f"left({old}, 4) || lpad(to_hex(k), 6, '0') || right({old}, 20)"
                )
            elif column.name.endswith("_index"):
                changes[column.name] = f"decode(md5(encode({old}, 'hex') || k), 'hex')"
        numbers = f"generate_series(1, {times}) k"
        yield f"{changed(table, changes)} CROSS JOIN {numbers} WHERE one.{which}"


def figures() -> Iterator[str]:
    """Adds up the running figures anew."""
    for table in (AccountYear, AccountDay, BindingMonth):
        yield f"DELETE FROM {table.__tablename__}"
    figures = import_module("gongji.migrations.versions.0010_running_figures")
    for statement in figures.FILL:
        yield figures._in("postgresql", statement, row="entry")  # noqa: SLF001 (never changed)


# -- everybody's bills

CROWD = """
CREATE TEMPORARY TABLE crowd ON COMMIT DROP AS
SELECT a.id AS account_id, a.person_id, a.balance_fen, i.id AS insurance_id, turns.*,
       (row_number() OVER (ORDER BY a.id) - 1) * turns.turns + turns.turn AS n
FROM account a JOIN insurance i ON i.person_id = a.person_id AND i.kind = 'employee'
CROSS JOIN (
    SELECT turn, max(turn) OVER () AS turns FROM generate_series(
        1, %(bills)s / (SELECT count(*) FROM account WHERE version = 0)) turn
) turns
WHERE a.version = 0
"""
"""One row for each bill of everybody who has booked nothing yet; `n` numbers them all."""

BOUGHT = "own_fen > 0 AND mutual_fen = 0"
THE_BILL = f"(SELECT min(id) FROM settlement WHERE {BOUGHT})"
DAYS = "turn * interval '1 hour'"


def _bills() -> Iterator[str]:
    key = {name: PREFIX.format(name) for name in ("stl", "trf", "vis", "msg", "acl")}
    own = f"settlement_id = {THE_BILL} AND version IS NOT NULL"
    yield times(
        "transfer", f"id = (SELECT transfer_id FROM settlement WHERE id = {THE_BILL})", "crowd",
        id=key["trf"], at=f"one.at + {DAYS}",
    )  # fmt: skip
    booked = {
        "transfer_id": key["trf"], "settlement_id": key["stl"], "at": f"one.at + {DAYS}",
        "counted_on": _day(f"one.at + {DAYS}"),
    }  # fmt: skip
    yield times(
        "entry", own, "crowd", id="nextval('entry_id_seq')", account_id="crowd.account_id",
        version="turn", balance_after_fen="crowd.balance_fen + (turn - turns) * one.amount_fen",
        current_fen="0", **booked,
    )  # fmt: skip
    yield times(
        "entry", f"settlement_id = {THE_BILL} AND version IS NULL", "crowd",
        id="nextval('entry_id_seq')", **booked,
    )  # fmt: skip
    yield (
        "UPDATE account SET version = booked.entries, current_year = 2025, current_fen = 0,"
        " opening_fen = account.opening_fen - booked.fen"
        " FROM (SELECT account_id, count(*) AS entries, sum(amount_fen) AS fen FROM entry"
        " WHERE version IS NOT NULL GROUP BY account_id) booked"
        " WHERE booked.account_id = account.id AND account.version = 0"
    )
    yield times(
        "settlement", f"id = {THE_BILL}", "crowd", id=key["stl"], visit_id=key["vis"],
        msgid="'C' || n", person_id="crowd.person_id", insurance_id="crowd.insurance_id",
        transfer_id=key["trf"], at=f"one.at + {DAYS}", counted_on=_day(f"one.at + {DAYS}"),
    )  # fmt: skip
    yield times(
        "fsi_message", "infno = '2102'", "crowd", msgid="'C' || n", output="decode('00', 'hex')",
    )  # fmt: skip
    yield times("visit", "true", "crowd", id=key["vis"], ipt_otp_no="'C' || n",
                 person_id="crowd.person_id", insurance_id="crowd.insurance_id")  # fmt: skip
    yield times("charge_batch", "true", "crowd", visit_id=key["vis"])
    yield times("message", "true", "crowd", id=key["msg"], person_id="crowd.person_id",
                 at=f"one.at + {DAYS}")  # fmt: skip
    yield times("access_log", "true", "crowd", id=key["acl"], person_id="crowd.person_id")
    yield times("premium_reminder", "true", "crowd", person_id="crowd.person_id",
                 closes_on="one.closes_on + turn::int")  # fmt: skip


# -- the family that has too much

PAYER = "(SELECT person_id FROM sandbox_persona WHERE key = 'P01')"
WIFE = "(SELECT person_id FROM sandbox_persona WHERE key = 'P02')"
CHILD = "(SELECT person_id FROM sandbox_persona WHERE key = 'P03')"
PURSE = f"(SELECT id FROM account WHERE person_id = {PAYER})"
GIVEN = f"(SELECT id FROM binding WHERE authorizer_id = {PAYER} AND beneficiary_id = {CHILD})"


FAR = 16**10
"""Beyond everybody else's numbers."""


PLACE = "mod(turn, 10)"
IS_SPENT = f"{PLACE} NOT IN (1, 2)"
MOMENT = "timestamptz '2025-09-30 11:00+08' + turn * (interval '9 days' / {})"

TIED_MAX = 90
"""Bindings of one couple, one after the other, are never many."""


def _numbers(rows: int) -> str:
    """The family's rows are numbered from FAR on."""
    return f"(SELECT {FAR} + turn AS n, turn FROM generate_series(1, {rows}) turn) numbers"


def _family(rows: int) -> Iterator[str]:
    many = _numbers(rows)
    yield from _purse(rows, many)
    yield from _patients(rows, many)
    yield from _told(many)
    yield from _doors(many)


def _purse(rows: int, many: str) -> Iterator[str]:
    """Nine days of the payer's account. Of ten entries one brings money, one refunds, the others
    pay the child's bills; the oldest are of a scene that never comes again.
    """
    moment = MOMENT.format(rows)
    amount = f"CASE {PLACE} WHEN 1 THEN 70 WHEN 2 THEN 10 ELSE -10 END"
    kind = f"CASE {PLACE} WHEN 1 THEN 'credit' WHEN 2 THEN 'refund' ELSE 'family_spend' END"
    after = f"(ARRAY[0, 70, 80, 70, 60, 50, 40, 30, 20, 10])[1 + {PLACE}]"
    yield times("transfer", "true", many, id=PREFIX.format("trf"), kind="'test'", at=moment)
    same = {
        "id": "nextval('entry_id_seq')", "transfer_id": PREFIX.format("trf"), "at": moment,
        "counted_on": _day(moment), "payment_id": "NULL",
        "settlement_id": f"CASE WHEN {IS_SPENT} THEN {PREFIX.format('stl')} END",
        "scene": f"CASE WHEN {PLACE} = 1 THEN NULL WHEN turn < 20 THEN 'OUTPATIENT'"
                 " ELSE 'PHARMACY' END",
    }  # fmt: skip
    yield times(
        "entry", f"account_id = {PURSE}", many,
        version=f"(SELECT version FROM account WHERE id = {PURSE}) + turn",
        balance_after_fen=f"(SELECT balance_fen FROM account WHERE id = {PURSE}) + {after}",
        amount_fen=amount, kind=kind, current_fen=amount,
        member_id=f"CASE WHEN {PLACE} = 1 THEN NULL ELSE {CHILD} END",
        relation=f"CASE WHEN {PLACE} = 1 THEN NULL ELSE 'child' END",
        binding_id=f"CASE WHEN {PLACE} = 1 THEN NULL ELSE {GIVEN} END",
        **same,
    )  # fmt: skip
    yield times(
        "entry", "version IS NULL", many, account_id="'institution:test'",
        amount_fen=f"-({amount})", **same,
    )  # fmt: skip
    yield f"UPDATE account SET version = version + {rows} WHERE person_id = {PAYER}"
    yield times(
        "premium_payment", "true", _few(many), id=PREFIX.format("pay"),
        receipt_number="'R' || n", amount_fen="0", transfer_id="NULL",
        refunded_at="one.paid_at", refund_reason="'duplicate'",
    )  # fmt: skip


def _patients(rows: int, many: str) -> Iterator[str]:
    """The child was a patient ever so often, and was bound and unbound as often."""
    moment = MOMENT.format(rows)
    payer = (
        f"jsonb_build_array(jsonb_build_object('binding_id', {GIVEN}, 'person_id', {PAYER},"
        " 'name', '陈建国', 'relation', 'child', 'amount_fen', 10, 'hold_fen', 0))"
    )
    nothing = (
        "own_fen", "pool_fen", "first_self_pay_fen", "over_limit_fen", "full_self_pay_fen",
        "deductible_fen", "counted_pool_fen",
    )  # fmt: skip
    yield times(
        "settlement", f"person_id = {CHILD}", many, id=PREFIX.format("stl"), msgid="'F' || n",
        visit_id=PREFIX.format("vis"), at=moment, counted_on=_day(moment),
        total_fen="10", in_scope_fen="10",
        mutual_fen=f"CASE WHEN {IS_SPENT} THEN 10 ELSE 0 END",
        cash_fen=f"CASE WHEN {IS_SPENT} THEN 0 ELSE 10 END",
        payers=f"CASE WHEN {IS_SPENT} THEN {payer} ELSE '[]'::jsonb END",
        transfer_id=f"CASE WHEN {IS_SPENT} THEN {PREFIX.format('trf')} END",
        **dict.fromkeys(nothing, "0"),
    )  # fmt: skip
    yield times("visit", f"person_id = {CHILD}", many, id=PREFIX.format("vis"),
                 ipt_otp_no="'F' || n")  # fmt: skip
    yield times("charge_batch", "true", many, visit_id=PREFIX.format("vis"))
    yield times(
        "binding", f"id = {GIVEN}", _few(many), id=PREFIX.format("bnd"),
        ended_at="one.created_at", end_reason="'unbound_by_authorizer'",
        ended_version="0",
    )  # fmt: skip
    yield times(
        "registry_event", "true", many, event_id="'E' || n", applied_at="one.received_at",
    )  # fmt: skip


def _few(many: str) -> str:
    return f"(SELECT * FROM {many} WHERE turn <= {TIED_MAX}) few"


def _told(many: str) -> Iterator[str]:
    """Messages, all read but the oldest; looks; papers; announcements that are over."""
    yield times(
        "message", f"person_id = {PAYER}", many, id=PREFIX.format("msg"),
        kind="CASE WHEN turn < 5 THEN 'refund' ELSE 'spent' END",
        read_at="CASE WHEN mod(turn, 50) = 2 AND turn < 200 THEN NULL ELSE one.at END",
    )  # fmt: skip
    yield times("access_log", "true", many, id=PREFIX.format("acl"), person_id=WIFE)
    yield times("verification", "true", many, number="'V' || n", subject="'s' || n")
    over = "timestamptz '2025-06-01'"
    yield times("notice", "true", many, id=PREFIX.format("ntc"), announced_at=over,
                 starts_at=over, ends_at=f"{over} + interval '1 day'")  # fmt: skip
    yield times("maintenance", "true", many, id=PREFIX.format("mtn"), starts_at=over,
                 ends_at=f"{over} + interval '1 day'")  # fmt: skip


def _doors(many: str) -> Iterator[str]:
    """Codes, sessions, texts and keys, of which nothing is old enough to be thrown away."""
    digest, key = (f"decode(lpad(to_hex(n), {digits}, '0'), 'hex')" for digits in (64, 32))
    now = "timestamptz '2025-10-01'"
    yield times("sms_code", "true", many, id=PREFIX.format("sms"), created_at=now)
    yield times("login_session", "true", many, id=PREFIX.format("ses"), ended_at="now()")
    yield times("refresh_token", "true", many, digest=digest)
    yield times("pace", "true", many, key=key, touched_at=now)
    yield times("request_key", "true", many, key="'K' || n", created_at=now)
    yield times("insurance_code", "true", many, digest=digest)
    yield times("sandbox_text", "true", many, id=PREFIX.format("txt"), dedupe_key="'D' || n",
                 phone_index=key)  # fmt: skip
    sent = f"overlay({PREFIX.format('txt')} PLACING '7' FROM 6)"
    yield times("outbox_text", "true", many, id=sent, status="'sent'", created_at=now)


def _waiting(rows: int) -> str:
    """Texts that no provider takes. Whoever finds one due cannot open it: this comes last."""
    return times(
        "outbox_text", "status = 'sent'", _numbers(rows), id=PREFIX.format("txt"),
        status="'queued'", expires_at="timestamptz '2030-01-01'", tries="3",
        next_try_at="clock_timestamp() + interval '310 seconds'",
    )  # fmt: skip
