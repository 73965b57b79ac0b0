"""Sealed columns: a box opens in its own table, column and row, and no sooner than it is asked."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from sqlalchemy import Executable, insert, select, update

from gongji.app.context import Context
from gongji.app.idempotency import RequestKey
from gongji.app.runtime import Runtime
from gongji.kernel.privacy import Sealed, blind_index, version_of
from gongji.kernel.sealing import SealBroken, boxed, sealed_columns
from gongji.keys.reseal import tables
from gongji.people.facts import find_by_id_number
from gongji.people.models import Person
from gongji.sandbox.adapters import RegistryRow
from tests.support.cast import Cast
from tests.support.sent import CHILD, PAYER, PHONES, WIFE

NUMBERS = ("430199198005120014", "430199198211230026")


def somebody(person_id: str, number: str, phone: str | None = None) -> Person:
    return Person(
        id=person_id,
        name="陈建国",
        sex="M",
        born_on=date(1980, 5, 12),
        id_number=Sealed("id_number", number),
        id_number_index=blind_index("id_number", number),
        phone=Sealed("phone", phone) if phone else None,
        subsidy="none",
    )


def two(ctx: Context) -> tuple[Person, Person]:
    one, other = somebody("psn_1", NUMBERS[0], "19900000001"), somebody("psn_2", NUMBERS[1])
    ctx.db.add_all([one, other])
    ctx.db.flush()
    return one, other


def test_a_box_opens_in_its_row_alone(runtime: Runtime) -> None:
    runtime.run(two)
    number = select(Person.id_number_box).where(Person.id == "psn_1").scalar_subquery()
    phone = select(Person.phone_box).where(Person.id == "psn_1").scalar_subquery()
    copied = update(Person).where(Person.id == "psn_2").values(phone_box=phone)
    moved = update(Person).where(Person.id == "psn_2").values(phone_box=number)

    def look(ctx: Context) -> None:
        for statement in (copied, moved):
            ctx.db.execute(statement)
            stranger = ctx.db.execute(select(Person).where(Person.id == "psn_2")).scalar_one()
            ctx.db.refresh(stranger)
            assert stranger.phone is not None
            with pytest.raises(SealBroken):
                stranger.phone.reveal()
            with pytest.raises(SealBroken):
                str(stranger.phone)
        own = ctx.db.get_one(Person, "psn_1")
        assert own.id_number.reveal() == NUMBERS[0]

    runtime.run(look)


def test_a_box_opens_in_its_table_and_column_alone(runtime: Runtime) -> None:
    runtime.run(two)

    def look(ctx: Context) -> None:
        own = ctx.db.get_one(Person, "psn_1")
        assert own.phone_box is not None
        for column in (Person.id_number, RegistryRow.phone):
            with pytest.raises(SealBroken):
                str(column.open_at(("psn_1",), own.phone_box))
        assert str(Person.phone.open_at(("psn_1",), own.phone_box)) == "199****0001"

    runtime.run(look, writes=False)


@pytest.mark.usefixtures("runtime")
def test_places_that_read_alike_are_two() -> None:
    kept = RequestKey.body.seal_at(("a", "b,c", "d"), b"{}")
    for key in (("a,b", "c", "d"), ("a", "b", "c,d"), ("a", 'b","c', "d"), ("a", "b,c", "d", "")):
        with pytest.raises(SealBroken):
            RequestKey.body.open_at(key, kept)
    assert RequestKey.body.open_at(("a", "b,c", "d"), kept) == b"{}"


def test_an_index_that_was_moved_finds_nobody(runtime: Runtime) -> None:
    runtime.run(two)

    def swap(ctx: Context) -> None:
        indexes = {"psn_1": b"x" * 16, "psn_2": blind_index("id_number", NUMBERS[0])}
        for person_id, index in indexes.items():
            moved = update(Person).where(Person.id == person_id)
            ctx.db.execute(moved.values(id_number_index=index))
        ctx.db.expire_all()
        with pytest.raises(SealBroken):
            find_by_id_number(ctx.db, NUMBERS[0])

    runtime.run(swap)


def test_rows_are_read_without_a_look_into_their_boxes(runtime: Runtime) -> None:
    row = boxed(Person, {"id": "psn_3", "id_number": Sealed("id_number", NUMBERS[0])})
    box = row["id_number_box"]
    spoilt = row | {
        "name": "何敏",
        "sex": "F",
        "born_on": date(1982, 11, 23),
        "subsidy": "none",
        "id_number_index": b"y" * 16,
        "id_number_box": box[:-1] + bytes([box[-1] ^ 1]),
    }

    def look(ctx: Context) -> None:
        ctx.db.execute(insert(Person), [spoilt])
        found = ctx.db.get_one(Person, "psn_3")
        assert (found.name, found.phone, repr(found.id_number)) == ("何敏", None, "<id_number>")
        with pytest.raises(SealBroken):
            found.id_number.reveal()

    runtime.run(look)


def _execute(statement: Executable, ctx: Context) -> None:
    ctx.db.execute(statement)


def test_a_phone_copied_into_another_row_signs_nobody_in(cast: Cast, runtime: Runtime) -> None:
    """Neither its box with its index nor the index alone; PAYER was registered first."""
    phone = PHONES[WIFE]
    wife = select(Person).where(Person.name == WIFE).subquery()
    copied = {"phone_index": select(wife.c.phone_index).scalar_subquery()}
    for stolen in (copied, copied | {"phone_box": select(wife.c.phone_box).scalar_subquery()}):
        statement = update(Person).where(Person.name == PAYER).values(stolen)
        statement = statement.execution_options(synchronize_session=False)
        runtime.run(partial(_execute, statement))
        cast.call("POST", "/auth/sms-codes", {"phone": phone, "purpose": "login"})
        code = cast.call("GET", f"/sandbox/sms?phone={phone}").body["items"][0]["code"]
        answer = cast.call("POST", "/auth/sms-login", {"phone": phone, "code": code})
        assert (answer.status, "access_token" in answer.body) == (500, False)
        cast.at("2025-06-10T10:05:00+08:00")


def test_a_value_is_never_inserted_unsealed_or_dropped(runtime: Runtime) -> None:
    row = {"id": "psn_4", "phone": Sealed("phone", "19900000001")}
    with pytest.raises(AssertionError, match="boxed"):
        runtime.run(lambda ctx: [ctx.db.execute(insert(Person), [row])])


def test_every_box_of_a_played_day_is_of_todays_form_and_opens(
    cast: Cast, runtime: Runtime
) -> None:
    cast.buy(CHILD)
    cast.account(PAYER)

    def look(ctx: Context) -> dict[str, set[int]]:
        """Versions of keys by column, after every value was opened."""
        seen: dict[str, set[int]] = {}
        for table in tables():
            rows = ctx.db.execute(select(table)).scalars().all()
            for name, column in sealed_columns(table).items():
                kept = [row for row in rows if getattr(row, column.box) is not None]
                assert all(str(getattr(row, name)) for row in kept)
                versions = {version_of(getattr(row, column.box)) for row in kept}
                seen[f"{table.__tablename__}.{name}"] = versions
        return seen

    seen = runtime.run(look, writes=False)
    sealed = {place for place, versions in seen.items() if versions == {1}}
    assert sealed >= {
        "person.id_number",
        "person.phone",
        "sandbox_registry_person.id_number",
        "sandbox_registry_person.phone",
        "institution_key.secret",
        "fsi_message.output",
        "outbox_text.content",
        "sandbox_text.phone",
    }
    assert set().union(*seen.values()) == {1}
