"""The migrations make exactly the tables that the code describes, and can be taken back."""

from __future__ import annotations

from datetime import timedelta

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, select, text, update
from sqlalchemy.engine import Connection

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.institutions.models import Institution, InstitutionKey
from gongji.institutions.services import ServiceTerm
from gongji.kernel.clock import real_now
from gongji.kernel.db import Base
from gongji.ledger.immutable import TABLES, lift_statements
from gongji.migrations.run import downgrade, upgrade
from gongji.vocabulary import Service

VERSIONS = "alembic_version"


def checks(connection: Connection) -> dict[str, set[str | None]]:
    """Names of the CHECKs by table, which Alembic does not compare."""
    return {
        name: {found["name"] for found in inspect(connection).get_check_constraints(name)}
        for name in inspect(connection).get_table_names()
        if name != VERSIONS
    }


def wanted_checks(connection: Connection) -> dict[str, set[str | None]]:
    """As the models declare them, under the names this database gives them."""
    prepared = connection.dialect.identifier_preparer
    return {
        table.name: {
            prepared.format_constraint(rule)
            for rule in table.constraints
            if isinstance(rule, CheckConstraint)
        }
        for table in Base.metadata.sorted_tables
    }


def triggers(connection: Connection) -> set[str]:
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    return set(connection.execute(text(queries[connection.dialect.name])).scalars())


def shape(connection: Connection) -> dict[str, object]:
    """Everything that a migration makes, as the database tells it."""
    seen = inspect(connection)
    return {
        name: (
            [
                (column["name"], str(column["type"]), column["nullable"])
                for column in seen.get_columns(name)
            ],
            sorted(str(index["name"]) for index in seen.get_indexes(name)),
            sorted(str(key["name"]) for key in seen.get_foreign_keys(name)),
        )
        for name in seen.get_table_names()
    } | {"triggers": triggers(connection), "checks": checks(connection)}


def test_nothing_is_left_to_generate(runtime: Runtime) -> None:
    with runtime.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert checks(connection) == wanted_checks(connection)


def test_up_down_and_up_again_makes_the_same(runtime: Runtime) -> None:
    with runtime.engine.connect() as connection:
        first = shape(connection)
        guards = {
            statement.split("IF EXISTS ")[1].split(" ")[0]
            for statement in lift_statements(connection.dialect.name, TABLES)
        }
        assert first["triggers"] == guards | {"entry_figures"}
    downgrade(runtime.engine, "base")
    with runtime.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {VERSIONS}
        assert triggers(connection) == set()
    upgrade(runtime.engine)
    with runtime.engine.connect() as connection:
        assert shape(connection) == first


PLACES = (
    ("H1", "hospital", 3, True, ["account", "pool", "chronic"]),
    ("H2", "community", 1, False, ["account", "pool"]),
    ("H3", "hospital", None, False, ["account"]),
    ("P1", "pharmacy", None, True, ["account", "chronic"]),
)


def test_the_flag_for_chronic_care_becomes_a_service_without_dates(runtime: Runtime) -> None:
    downgrade(runtime.engine, "0025")
    with runtime.engine.begin() as connection:
        for code, kind, level, chronic, _ in PLACES:
            connection.execute(
                text(
                    "INSERT INTO institution (code, name, area, kind, level, designated, chronic)"
                    " VALUES (:code, 'x', '430105', :kind, :level, TRUE, :chronic)"
                ),
                {"code": code, "kind": kind, "level": level, "chronic": chronic},
            )
    upgrade(runtime.engine)
    found = runtime.run(lambda ctx: ctx.db.execute(select(Institution)).scalars().all())
    assert {one.code: one.services for one in found} == {
        code: tuple(ServiceTerm(Service(service)) for service in services)
        for code, _, _, _, services in PLACES
    }
    downgrade(runtime.engine, "0025")
    with runtime.engine.begin() as connection:
        back = connection.execute(text("SELECT code, chronic FROM institution ORDER BY code"))
        assert [(code, bool(flag)) for code, flag in back] == [
            (code, chronic) for code, _, _, chronic, _ in PLACES
        ]
    upgrade(runtime.engine)


def test_keys_that_were_switched_off_stay_off_both_ways(runtime: Runtime) -> None:
    """And a key that has expired since is off in the earlier version, which knows no such day."""
    downgrade(runtime.engine, "0033")
    place = "INSERT INTO institution (code, name, area, kind, designated, services)"
    key = "INSERT INTO institution_key (access_key, institution_code, secret, active)"
    with runtime.engine.begin() as connection:
        row = f"{place} VALUES ('P1', 'x', '430105', 'pharmacy', TRUE, '[]')"
        connection.execute(text(row))
        for name, active in (("on", True), ("late", True), ("off", False)):
            values = {"name": name, "box": b"x", "active": active}
            connection.execute(text(f"{key} VALUES (:name, 'P1', :box, :active)"), values)
    upgrade(runtime.engine)

    def look(ctx: Context) -> dict[str, bool]:
        keys = ctx.db.execute(select(InstitutionKey)).scalars().all()
        return {one.access_key: one.lives(real_now()) for one in keys}

    assert runtime.run(look) == {"on": True, "late": True, "off": False}
    with runtime.engine.begin() as connection:
        ended = update(InstitutionKey).where(InstitutionKey.access_key == "late")
        connection.execute(ended.values(expires_at=real_now() - timedelta(days=1)))
    downgrade(runtime.engine, "0033")
    with runtime.engine.connect() as connection:
        found = connection.execute(text("SELECT access_key, active FROM institution_key"))
        assert {name: bool(on) for name, on in found} == {"on": True, "late": False, "off": False}
    upgrade(runtime.engine)
    assert runtime.run(look) == {"on": True, "late": False, "off": False}
