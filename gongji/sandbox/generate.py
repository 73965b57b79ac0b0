"""Writes a crowd of invented families and institutions for load, on top of what is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Any, cast

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from gongji.app.context import Channel, Context
from gongji.app.runtime import Runtime
from gongji.commitments.letters import FAMILY_SHARING
from gongji.family.models import Binding
from gongji.institutions.models import Institution, InstitutionKey
from gongji.kernel.db import Base
from gongji.kernel.ids import new_id
from gongji.kernel.privacy import Sealed, blind_index
from gongji.kernel.sealing import boxed
from gongji.ledger.models import Account
from gongji.people.models import Insurance, Person
from gongji.sandbox.adapters import KinshipRow, RegistryRow
from gongji.sandbox.invent import FAMILIES_MAX, SIZE, Member, Place, family, places
from gongji.sandbox.load_places import access_key, secret
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus, Relation, Subsidy

PEOPLE_MAX = 10_000_000
INSTITUTIONS_MAX = 100_000
FAMILIES_AT_ONCE = 1_000
"""Families of one transaction."""

BACK = {
    Relation.SPOUSE: Relation.SPOUSE,
    Relation.CHILD: Relation.PARENT,
    Relation.PARENT: Relation.CHILD,
}
Rows = dict[type[Base], list[dict[str, Any]]]


def people(runtime: Runtime, count: int) -> Iterator[int]:
    """Invents `count` people in families of four; yields how many each transaction made."""
    number, left = runtime.run(_first_number, writes=False), count
    while left:
        families = min(FAMILIES_AT_ONCE, -(-left // SIZE))
        made = runtime.run(partial(_some_families, first=number, families=families, most=left))
        number, left = number + families, left - made
        assert number < FAMILIES_MAX, "there are no more numbers to invent"
        yield made


def institutions(runtime: Runtime, count: int) -> int:
    """Invents designated institutions with their gateway keys; how many."""
    return runtime.run(partial(_some_places, count=count)) if count else 0


def _first_number(ctx: Context) -> int:
    """Past the families that were invented before."""
    return ctx.db.execute(select(func.count()).select_from(Person)).scalar_one() // SIZE


def _some_families(ctx: Context, first: int, families: int, most: int) -> int:
    """The families of the next numbers, but nobody whose ID number or phone is taken."""
    numbered = [family(number, ctx.today) for number in range(first, first + families)]
    taken = _taken(ctx.db, numbered)
    rows: Rows = {table: [] for table in ORDER}
    for members in numbered:
        free = [member for member in members if not _marks(member) & taken]
        if len(free) == SIZE:
            _add_family(ctx, rows, members[: most - len(rows[Person])])
    for table in ORDER:
        _put(ctx.db, table, rows[table])
    return len(rows[Person])


ORDER: Sequence[type[Base]] = (Person, Insurance, Account, RegistryRow, KinshipRow, Binding)
"""Tables, those first that others refer to."""


def _put(db: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        db.connection().execute(
            insert(cast("Table", table.__table__)), [boxed(table, row) for row in rows]
        )


def _marks(member: Member) -> frozenset[bytes]:
    return frozenset(
        {blind_index("id_number", member.id_number), blind_index("phone", member.phone)}
    )


def _taken(db: Session, families: Iterable[Sequence[Member]]) -> frozenset[bytes]:
    """Which of their blind indexes somebody has already; the two kinds never meet."""
    marks = [mark for members in families for member in members for mark in _marks(member)]
    return frozenset(
        mark
        for column in (Person.id_number_index, Person.phone_index, RegistryRow.id_number_index)
        for mark in db.execute(select(column).where(column.in_(marks))).scalars()
        if mark is not None
    )


def _add_family(ctx: Context, rows: Rows, members: Sequence[Member]) -> None:
    ids = [_add_person(rows, member) for member in members]
    indexes = [row["id_number_index"] for row in rows[Person][-len(members) :]] if members else []
    for slot, member in enumerate(members[1:], 1):
        relation = member.role.relation
        assert relation is not None, "only the first of a family is nobody's relative"
        payer, relative = indexes[0], indexes[slot]
        rows[KinshipRow] += [
            {"of_index": payer, "to_index": relative, "relation": relation},
            {"of_index": relative, "to_index": payer, "relation": BACK[relation]},
        ]
        rows[Binding].append(_binding(ctx, ids[0], ids[slot], relation, slot))


def _add_person(rows: Rows, member: Member) -> str:
    person_id = new_id("psn")
    known = {
        "name": member.name,
        "sex": member.sex,
        "born_on": member.born_on,
        "id_number": Sealed("id_number", member.id_number),
        "id_number_index": blind_index("id_number", member.id_number),
        "phone": Sealed("phone", member.phone),
    }
    insured = {
        "kind": InsuranceKind.EMPLOYEE if member.category else InsuranceKind.RESIDENT,
        "category": member.category,
        "status": InsuranceStatus.NORMAL,
        "area": member.area,
    }
    own = {"id": person_id, "phone_index": blind_index("phone", member.phone)}
    rows[Person].append(known | own | {"subsidy": Subsidy.NONE})
    rows[RegistryRow].append(known | {"insurances": [insured]})
    works = member.category is Category.ACTIVE
    base_fen = member.monthly_base_fen if works else None
    rows[Insurance].append(
        insured | {"id": new_id("ins"), "person_id": person_id, "monthly_base_fen": base_fen}
    )
    if member.category:
        rows[Account].append(_account(person_id, member.balance_fen))
    return person_id


def _account(person_id: str, balance_fen: int) -> dict[str, Any]:
    return {
        "id": new_id("acc"),
        "person_id": person_id,
        "opening_fen": balance_fen,
        "balance_fen": balance_fen,
        "held_fen": 0,
        "version": 0,
        "frozen_by": None,
    }


def _binding(
    ctx: Context, payer_id: str, relative_id: str, relation: Relation, slot: int
) -> dict[str, Any]:
    return {
        "id": new_id("bnd"),
        "authorizer_id": payer_id,
        "beneficiary_id": relative_id,
        "authorizer_slot": slot,
        "beneficiary_slot": 1,
        "relation": relation,
        "starts_on": ctx.today,
        "ends_on": ctx.today + timedelta(days=730),
        "channel": Channel.APP,
        "created_at": ctx.now,
        "commitment_version": FAMILY_SHARING.version,
        "consent": {},
        "hold_fen": 0,
    }


def _some_places(ctx: Context, count: int) -> int:
    codes = frozenset(ctx.db.execute(select(Institution.code)).scalars())
    wanted = list(islice((place for place in places() if place.code not in codes), count))
    _put(ctx.db, Institution, [_institution(place) for place in wanted])
    _put(ctx.db, InstitutionKey, [_key(place.code) for place in wanted])
    return len(wanted)


def _institution(place: Place) -> dict[str, Any]:
    return {
        "code": place.code,
        "name": place.name,
        "area": place.area,
        "level": place.level,
        "kind": place.kind,
        "designated": True,
        "suspended_from": None,
        "chronic": False,
    }


def _key(code: str) -> dict[str, Any]:
    return {
        "access_key": access_key(code),
        "institution_code": code,
        "secret": secret(code).encode(),
        "active": True,
    }
