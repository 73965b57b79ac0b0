"""A newer key and an older form: everything is sealed again beside the work of others."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask
from sqlalchemy import Executable, Row, delete, select, update

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.bootstrap import create_app
from gongji.cli import main
from gongji.config import read_settings
from gongji.kernel.mark import DatabaseMark, ForeignDatabase
from gongji.kernel.privacy import Sealed, blind_index, ring
from gongji.kernel.sealing import SealedText, key_of, sealed_columns
from gongji.keys import old_form
from gongji.keys.reseal import Table, census, each_row, rotate, tables
from gongji.people.models import Person
from gongji.sandbox.adapters import KinshipRow, RegistryRow
from tests.support.cast import Cast, in_process
from tests.support.databases import go_back
from tests.support.sent import CHILD, NUMBERS, PAYER, PHONES, WIFE
from tests.support.serving import DATA_KEY, INDEX_KEY, environment

NEWER = "5a09c7e2b1f46d83907eac1f2853bd640e97f2c84b16da3509bf7e8162cd430f"
OLD, BOTH, NEW = f"1:{DATA_KEY}", f"1:{DATA_KEY},2:{NEWER}", f"2:{NEWER}"
BEFORE_THE_MARK = "0010"
PHONE = "19900000077"
FAMILY = {name: (NUMBERS[name], PHONES.get(name)) for name in (PAYER, WIFE, CHILD)}


def told(database_url: str, folder: Path, data_keys: str) -> dict[str, str]:
    keys = {"GONGJI_DATA_KEYS": data_keys, "GONGJI_INDEX_KEY": INDEX_KEY}
    return environment(database_url, folder, **keys)


@contextmanager
def running(database_url: str, folder: Path, data_keys: str) -> Iterator[Flask]:
    """The application with these keys; of several in one process the last one's are in use."""
    app = create_app(read_settings(told(database_url, folder, data_keys)))
    try:
        yield app
    finally:
        runtime_of(app).engine.dispose()


def runtime_of(app: Flask) -> Runtime:
    found: Runtime = app.extensions["gongji"]
    return found


def command(database_url: str, folder: Path, data_keys: str, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, words, env=told(database_url, folder, data_keys))
    return done.exit_code, done.output


def people(runtime: Runtime) -> dict[str, tuple[str, str | None]]:
    """ID number and phone by name, opened."""

    def look(ctx: Context) -> dict[str, tuple[str, str | None]]:
        rows = ctx.db.execute(select(Person)).scalars()
        return {
            one.name: (one.id_number.reveal(), one.phone.reveal() if one.phone else None)
            for one in rows
        }

    return runtime.run(look, writes=False)


def test_a_key_is_rotated_while_people_buy(database_url: str, tmp_path: Path) -> None:
    with running(database_url, tmp_path, OLD) as app:
        Cast(in_process(app)).load(payer_fen=50_000_000).buy(CHILD)
    assert command(database_url, tmp_path, NEW, "keys", "show")[0] == 2
    with running(database_url, tmp_path, BOTH) as app:
        cast, bills, stop = Cast(in_process(app)), list[str](), Event()

        def buy() -> None:
            while not stop.is_set():
                bills.append(cast.buy(CHILD).code)

        buyer = Thread(target=buy)
        buyer.start()
        try:
            code, said = command(database_url, tmp_path, BOTH, "keys", "rotate", "--at-once", "2")
        finally:
            stop.set()
            buyer.join()
        assert (code, "Still needed beside key 2: none." in said) == (0, True), said
        assert "Needed by older backups alone: 1." in said
        assert set(bills) == {""}
        assert set(census(runtime_of(app).transactions).versions) == {2}
        assert cast.broken() == []
    with running(database_url, tmp_path, NEW) as app:
        assert people(runtime_of(app)) == FAMILY
        assert Cast(in_process(app)).account(PAYER)["balance_fen"] > 0
    assert command(database_url, tmp_path, BOTH, "keys", "show")[0] == 0
    assert command(database_url, tmp_path, NEW, "keys", "show")[0] == 0


def test_what_is_changed_meanwhile_stays_as_it_was_changed(
    database_url: str, tmp_path: Path
) -> None:
    """The change comes between the look at a row and its writing."""
    with running(database_url, tmp_path, OLD) as app:
        Cast(in_process(app)).load()
    with running(database_url, tmp_path, BOTH) as app:
        runtime = runtime_of(app)

        def move(ctx: Context) -> None:
            own = ctx.db.execute(select(Person).where(Person.name == PAYER)).scalar_one()
            own.phone, own.phone_index = Sealed("phone", PHONE), blind_index("phone", PHONE)

        def overtaken(table: Table, row: Row[Any]) -> Mapping[str, object]:
            if table is not Person or row.id != payer:
                return {}
            runtime.run(move)
            return {"id_number_box": b"lost", "phone_box": b"lost"}

        query = select(Person.id).where(Person.name == PAYER)
        payer = runtime.run(lambda ctx: ctx.db.execute(query).scalar_one(), writes=False)
        assert each_row(runtime.transactions, overtaken, 1).changed == 0
        assert people(runtime) == FAMILY | {PAYER: (NUMBERS[PAYER], PHONE)}
        assert [count.older for count in rotate(runtime.transactions)] == [[1], []]


def test_a_rotation_that_was_stopped_goes_on(database_url: str, tmp_path: Path) -> None:
    with running(database_url, tmp_path, OLD) as app:
        Cast(in_process(app)).load()
    with running(database_url, tmp_path, BOTH) as app:
        transactions, steps = runtime_of(app).transactions, list[Table]()

        def stopped(table: Table, row: Row[Any]) -> Mapping[str, object]:
            steps.append(table)
            if len(steps) > 4:
                raise KeyboardInterrupt
            key = [row.id] if hasattr(row, "id") else [row[0]]
            return {
                one.box: one.seal_bytes(key, one.open_bytes(key, getattr(row, one.box)))
                for one in sealed_columns(table).values()
                if getattr(row, one.box) is not None
            }

        with pytest.raises(KeyboardInterrupt):
            each_row(transactions, stopped, 1)
        assert set(census(transactions).versions) == {1, 2}
        assert command(database_url, tmp_path, NEW, "keys", "show")[0] == 2
        assert [count.older for count in rotate(transactions)] == [[1], []]
    with running(database_url, tmp_path, NEW) as app:
        assert people(runtime_of(app)) == FAMILY


def old_box(purpose: str, clear: bytes) -> bytes:
    """As versions before the mark sealed."""
    nonce = secrets.token_bytes(12)
    return b"\x01" + nonce + AESGCM(ring().keys[1]).encrypt(nonce, clear, purpose.encode())


def old_index(kind: str, clear: str) -> bytes:
    message = f"index:{kind}\0{clear}".encode()
    return hmac.new(ring().index_key, message, hashlib.sha256).digest()[:16]


def make_old(ctx: Context) -> None:
    """Seals and finds everything as versions before the mark did."""
    registry = ctx.db.execute(select(RegistryRow)).scalars().all()
    numbers = {row.id_number_index: row.id_number.reveal() for row in registry}
    for kin in ctx.db.execute(select(KinshipRow)).scalars().all():
        kin.of_index, kin.to_index = (
            old_index("id_number", numbers[one]) for one in (kin.of_index, kin.to_index)
        )
    for table in tables():
        for row in ctx.db.execute(select(table)).scalars().all():
            key, changes = key_of(row), dict[str, object]()
            for name, column in sealed_columns(table).items():
                box = getattr(row, column.box)
                if box is None:
                    continue
                clear = column.open_bytes(key, box)
                kind = column.kind if isinstance(column, SealedText) else ""
                changes[column.box] = old_box(kind or f"{table.__tablename__}.{name}", clear)
                if kind and hasattr(table, f"{name}_index"):
                    changes[f"{name}_index"] = old_index(kind, clear.decode())
            for attribute, value in changes.items():
                setattr(row, attribute, value)


def test_a_database_of_an_older_version_is_sealed_again(database_url: str, tmp_path: Path) -> None:
    with running(database_url, tmp_path, OLD) as app:
        cast = Cast(in_process(app)).load()
        cast.buy(CHILD)
        before = cast.call("GET", "/sandbox/personas").body, cast.broken()
        runtime_of(app).run(make_old)
        go_back(runtime_of(app).engine, BEFORE_THE_MARK)
    code, said = command(database_url, tmp_path, f"1:{NEWER}", "migrate")
    assert (code, "sealed with other keys" in said) == (2, True), said
    code, said = command(database_url, tmp_path, OLD, "migrate")
    assert code == 0, said
    with running(database_url, tmp_path, OLD) as app:
        cast = Cast(in_process(app))
        assert people(runtime_of(app)) == FAMILY
        assert (cast.call("GET", "/sandbox/personas").body, cast.broken()) == before
        assert cast.account(PAYER)["balance_fen"] > 0
        assert cast.buy(CHILD).code == ""
        kin = cast.call("GET", "/family/eligibility", **cast.sign_in(PAYER))
        assert kin.status == 200
        assert set(census(runtime_of(app).transactions).versions) == {1}


def execute(runtime: Runtime, statement: Executable) -> None:
    def work(ctx: Context) -> None:
        ctx.db.execute(statement)

    runtime.run(work)


def test_an_upgrade_that_was_stopped_is_finished_before_anything_else(
    database_url: str, tmp_path: Path
) -> None:
    with running(database_url, tmp_path, OLD) as app:
        Cast(in_process(app)).load()
        runtime_of(app).run(make_old)
        plain = runtime_of(app).transactions
        execute(runtime_of(app), delete(DatabaseMark))
        assert old_form.renew(plain, at_once=1) > 0
        assert old_form.renew(plain, at_once=1) == 0
        one = update(Person).where(Person.name == PAYER)
        spoilt = one.values(phone_box=old_box("phone", PHONES[PAYER].encode()))
        execute(runtime_of(app), spoilt)
    older = pytest.raises(ForeignDatabase, match="run gongji migrate")
    with running(database_url, tmp_path, OLD) as app, older:
        people(runtime_of(app))
    assert command(database_url, tmp_path, OLD, "migrate")[0] == 0
    with running(database_url, tmp_path, OLD) as app:
        assert people(runtime_of(app)) == FAMILY
