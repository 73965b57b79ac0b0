"""Adds many invented families and institutions for load tests, beside the existing ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import islice

from sqlalchemy import func, select

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.family.models import Binding
from gongji.family.new_binding import binding_row
from gongji.family.relations import OPPOSITE
from gongji.institutions.models import Institution, InstitutionKey
from gongji.institutions.services import agreed
from gongji.kernel.clock import real_now
from gongji.kernel.privacy import blind_index
from gongji.kernel.sealing import insert_rows
from gongji.people.enrolment import enrol
from gongji.people.models import Person
from gongji.sandbox.adapters import KinshipRow, RegistryRow, write_registry
from gongji.sandbox.invent import FAMILIES_MAX, SIZE, family, places
from gongji.sandbox.load_places import access_key, secret

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


def _add_families(ctx: Context, first: int, families: int, most: int) -> int:
    """Adds the families of the next numbers, without those whose ID numbers or phones are taken."""
    numbered = [family(number, ctx.today) for number in range(first, first + families)]
    indexes = [index for members in numbered for member in members for index in member.indexes]
    taken = {
        index
        for column in (Person.id_number_index, Person.phone_index, RegistryRow.id_number_index)
        for index in ctx.db.execute(select(column).where(column.in_(indexes))).scalars()
        if index is not None
    }
    free = [one for one in numbered if not any(member.indexes & taken for member in one)]
    starts = range(0, most, SIZE)
    invented = [members[: most - start] for members, start in zip(free, starts, strict=False)]
    people = [member.as_new_person() for members in invented for member in members]
    ids = iter(enrol(ctx.db, people))
    write_registry(ctx.db, [(one.known, one.phone) for one in people])
    kinship, bindings = [], []
    for payer, *relatives in invented:
        payer_id, payer_index = next(ids), blind_index("id_number", payer.id_number)
        for slot, relative in enumerate(relatives, 1):
            index, relation = blind_index("id_number", relative.id_number), relative.role.relation
            assert relation, "only the payer of a family has no relation to them"
            opposite = OPPOSITE[relation]
            kinship += [
                {"of_index": payer_index, "to_index": index, "relation": relation},
                {"of_index": index, "to_index": payer_index, "relation": opposite},
            ]
            bindings.append(
                binding_row(
                    payer_id,
                    next(ids),
                    relation,
                    slots=(slot, 1),
                    starts_on=ctx.today,
                    ends_on=ctx.today + timedelta(days=730),
                    created_at=ctx.now,
                )
            )
    insert_rows(ctx.db, KinshipRow, kinship)
    insert_rows(ctx.db, Binding, bindings)
    return len(people)


def institutions(runtime: Runtime, count: int) -> int:
    """Invents designated institutions with their gateway keys; returns how many."""

    def work(ctx: Context) -> int:
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
                "services": agreed(place.kind, place.level, chronic=False),
            }
            for place in wanted
        ]
        insert_rows(ctx.db, Institution, institutions)
        keys = [
            {
                "access_key": access_key(place.code),
                "institution_code": place.code,
                "secret": secret(place.code).encode(),
                "made_at": real_now(),
            }
            for place in wanted
        ]
        insert_rows(ctx.db, InstitutionKey, keys)
        return len(wanted)

    return runtime.run(work) if count else 0
