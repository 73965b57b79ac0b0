"""Writes the people of a fixture here and in the registry, with accounts, kinship and so on."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from operator import attrgetter

from sqlalchemy.orm import Session

from gongji.chronic.models import Qualification, Registration
from gongji.family.relations import OPPOSITE
from gongji.kernel.clock import civil_date
from gongji.kernel.id_number import born_on
from gongji.kernel.ids import new_id
from gongji.kernel.ports import InsuredState, RegistryPerson
from gongji.kernel.privacy import blind_index
from gongji.kernel.sealing import insert_rows
from gongji.people.enrolment import NewPerson, enrol
from gongji.sandbox.adapters import KinshipRow, write_registry
from gongji.sandbox.fixture import Fixture
from gongji.sandbox.models import Persona
from gongji.vocabulary import Relation


def load(db: Session, fixture: Fixture) -> dict[str, str]:
    """Returns the person ids by key; ids ascend in the order of the fixture."""
    today = civil_date(fixture.now)
    held_fen: Counter[str] = Counter()
    for binding in fixture.bindings:
        held_fen[binding.authorizer] += binding.hold_fen if binding.is_live(today) else 0
    new = [
        NewPerson(
            RegistryPerson(
                row.id_number,
                row.name,
                row.sex,
                born_on(row.id_number),
                tuple(
                    InsuredState(one.kind, one.category, one.status, one.area)
                    for one in row.insurances
                ),
            ),
            row.phone,
            row.subsidy,
            monthly_base_fen=row.account.monthly_base_fen if row.account else None,
            balance_fen=row.account.balance_fen if row.account else None,
            held_fen=held_fen[row.key],
        )
        for row in fixture.persons
    ]
    keys = [row.key for row in fixture.persons]
    ids = dict(zip(keys, enrol(db, new), strict=True))
    for table, mark, held in (
        (Qualification, "chr", attrgetter("chronic")),
        (Registration, "reg", attrgetter("registrations")),
    ):
        rows = [
            asdict(row) | {"id": new_id(mark), "person_id": ids[person.key]}
            for person in fixture.persons
            for row in held(person)
        ]
        insert_rows(db, table, rows)
    write_registry(db, [(one.known, one.phone) for one in new])
    index = {row.key: blind_index("id_number", row.id_number) for row in fixture.persons}
    # Kinship counts in both directions; a relation that is given outweighs an inverse one.
    opposite = {
        (fact.to, fact.of): OPPOSITE.get(fact.relation, Relation.OTHER) for fact in fixture.kinship
    }
    given = {(fact.of, fact.to): fact.relation for fact in fixture.kinship}
    kinship = [
        {"of_index": index[of], "to_index": index[to], "relation": relation}
        for (of, to), relation in (opposite | given).items()
    ]
    insert_rows(db, KinshipRow, kinship)
    personas = [
        {"key": row.key, "person_id": ids[row.key], "note": row.note or ""}
        for row in fixture.persons
    ]
    insert_rows(db, Persona, personas)
    return ids
