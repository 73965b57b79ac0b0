"""Names that earlier versions kept are brought to the one form."""

from __future__ import annotations

from sqlalchemy import text

from gongji.app.runtime import Runtime
from gongji.kernel.identity import is_name, read_name
from gongji.migrations.run import downgrade, upgrade

BEFORE = "0007"
KEPT = {
    "Ｊohn": "John", "葛\U000e0100城": "葛城", "阿··买": "阿·买", "·阿·": "阿", "陈建国": "陈建国",
    "李\u3164明": "李明",
}  # fmt: skip


def test_names_of_earlier_versions_are_found_by_the_form_that_is_read_now(
    runtime: Runtime,
) -> None:
    downgrade(runtime.engine, BEFORE)
    with runtime.engine.begin() as connection:
        for order, name in enumerate(KEPT):
            row = {"id": f"psn_{order}", "name": name, "sealed": b"x", "index": bytes([order]) * 16}
            connection.execute(
                text(
                    "INSERT INTO person (id, name, sex, born_on, id_number, id_number_index,"
                    " subsidy, spent_threshold_fen)"
                    " VALUES (:id, :name, 'M', '1980-05-12', :sealed, :index, 'none', 0)"
                ),
                row,
            )
            connection.execute(
                text(
                    "INSERT INTO sandbox_registry_person"
                    " (id_number_index, id_number, name, sex, born_on, insurances)"
                    " VALUES (:index, :sealed, :name, 'M', '1980-05-12', '[]')"
                ),
                row,
            )
    upgrade(runtime.engine)
    with runtime.engine.connect() as connection:
        for query in (
            "SELECT name FROM person ORDER BY id",
            "SELECT name FROM sandbox_registry_person ORDER BY id_number_index",
        ):
            names = list(connection.execute(text(query)).scalars())
            assert names == list(KEPT.values())
            assert all(is_name(name) and read_name(name) == name for name in names)
