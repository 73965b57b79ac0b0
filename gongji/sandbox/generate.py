"""Adds many invented families and institutions for load tests, beside the existing ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.family.models import Binding
from gongji.family.new_binding import binding_row
from gongji.family.relations import OPPOSITE
from gongji.institutions.models import Institution, InstitutionKey
from gongji.kernel.ports import InsuredState, RegistryPerson
from gongji.kernel.privacy import blind_index
from gongji.kernel.sealing import insert_rows
from gongji.people.enrolment import NewPerson, enrol
from gongji.people.models import Person
from gongji.sandbox.adapters import KinshipRow, RegistryRow, write_registry
from gongji.sandbox.invent import FAMILIES_MAX, SIZE, Member, family, places
from gongji.sandbox.load_places import access_key, secret
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus, Relation

PEOPLE_MAX = 10_000_000
INSTITUTIONS_MAX = 100_000
FAMILIES_AT_ONCE = 1_000
"""Families per transaction."""


def people(runtime: Runtime, count: int) -> Iterator[int]:
    """Invents `count` people in families of four; yields how many each transaction added."""
    counting = select(func.count()).select_from(Person)
    before = runtime.run(lambda ctx: ctx.db.execute(counting).scalar_one(), writes=False)
    number, left = before // SIZE, count
    while left:
        families = min(FAMILIES_AT_ONCE, -(-left // SIZE))
        made = runtime.run(partial(_add_families, first=number, families=families, most=left))
        number, left = number + families, left - made
        assert number < FAMILIES_MAX, "there are no more numbers to invent"
        yield made


def institutions(runtime: Runtime, count: int) -> int:
    """Invents designated institutions with their gateway keys; returns how many."""
    return runtime.run(partial(_add_institutions, count=count)) if count else 0


def _add_families(ctx: Context, first: int, families: int, most: int) -> int:
    """Adds the families of the next numbers, without those whose ID numbers or phones are taken."""
    numbered = [family(number, ctx.today) for number in range(first, first + families)]
    taken = _indexes_in_use(ctx.db, numbered)
    free = [one for one in numbered if not any(_indexes(member) & taken for member in one)]
    starts = range(0, most, SIZE)
    invented = [members[: most - start] for members, start in zip(free, starts, strict=False)]
    people = [_new_person(member) for members in invented for member in members]
    ids = iter(enrol(ctx.db, people))
    write_registry(ctx.db, [(one.known, one.phone) for one in people])
    insert_rows(ctx.db, KinshipRow, [row for members in invented for row in _kinship_rows(members)])
    bindings = [
        binding_row(
            payer_id,
            next(ids),
            relation,
            slots=(slot, 1),
            starts_on=ctx.today,
            ends_on=ctx.today + timedelta(days=730),
            created_at=ctx.now,
        )
        for members in invented
        for payer_id in [next(ids)]
        for slot, relation in enumerate(_relations(members), 1)
    ]
    insert_rows(ctx.db, Binding, bindings)
    return len(people)


def _indexes(member: Member) -> frozenset[bytes]:
    return frozenset(
        {blind_index("id_number", member.id_number), blind_index("phone", member.phone)}
    )


def _indexes_in_use(db: Session, families: Iterable[Sequence[Member]]) -> frozenset[bytes]:
    """Their blind indexes that are already in use; ID numbers and phones never share an index."""
    marks = [mark for members in families for member in members for mark in _indexes(member)]
    return frozenset(
        mark
        for column in (Person.id_number_index, Person.phone_index, RegistryRow.id_number_index)
        for mark in db.execute(select(column).where(column.in_(marks))).scalars()
        if mark is not None
    )


def _new_person(member: Member) -> NewPerson:
    kind = InsuranceKind.EMPLOYEE if member.category else InsuranceKind.RESIDENT
    state = InsuredState(kind, member.category, InsuranceStatus.NORMAL, member.area)
    known = RegistryPerson(
        member.id_number, member.name, member.sex, member.born_on, insurances=(state,)
    )
    works = member.category is Category.ACTIVE
    return NewPerson(
        known,
        member.phone,
        monthly_base_fen=member.monthly_base_fen if works else None,
        balance_fen=member.balance_fen if member.category else None,
    )


def _kinship_rows(members: Sequence[Member]) -> Iterator[dict[str, Any]]:
    """The rows of kinship between a payer and each relative, in both directions."""
    payer, *relatives = [blind_index("id_number", member.id_number) for member in members]
    for relative, relation in zip(relatives, _relations(members), strict=True):
        yield {"of_index": payer, "to_index": relative, "relation": relation}
        yield {"of_index": relative, "to_index": payer, "relation": OPPOSITE[relation]}


def _relations(members: Sequence[Member]) -> list[Relation]:
    """The relation of each further member to the first."""
    return [member.role.relation for member in members if member.role.relation is not None]


def _add_institutions(ctx: Context, count: int) -> int:
    codes = frozenset(ctx.db.execute(select(Institution.code)).scalars())
    wanted = list(islice((place for place in places() if place.code not in codes), count))
    institutions = [
        {
            "code": place.code,
            "name": place.name,
            "area": place.area,
            "level": place.level,
            "kind": place.kind,
            "designated": True,
            "suspended_from": None,
            "chronic": False,
        }
        for place in wanted
    ]
    insert_rows(ctx.db, Institution, institutions)
    keys = [
        {
            "access_key": access_key(place.code),
            "institution_code": place.code,
            "secret": secret(place.code).encode(),
            "active": True,
        }
        for place in wanted
    ]
    insert_rows(ctx.db, InstitutionKey, keys)
    return len(wanted)
