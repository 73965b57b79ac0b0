"""Writes the people of a fixture here and in the registry, with accounts, kinship and so on."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from gongji.chronic.models import Qualification
from gongji.family.relations import OPPOSITE
from gongji.kernel.clock import civil_date
from gongji.kernel.id_number import born_on
from gongji.kernel.ids import new_id
from gongji.kernel.ports import InsuredState, RegistryPerson
from gongji.kernel.privacy import blind_index
from gongji.kernel.sealing import insert_rows
from gongji.people.enrolment import NewPerson, enrol
from gongji.sandbox.adapters import KinshipRow, write_registry
from gongji.sandbox.fixture import Fixture, FixturePerson, KinshipFact
from gongji.sandbox.models import Persona
from gongji.vocabulary import Relation


def load(db: Session, fixture: Fixture) -> dict[str, str]:
    """Returns the person ids by key; ids ascend in the order of the fixture."""
    persons = fixture.persons
    new = [_new_person(row, fixture) for row in persons]
    keys = [row.key for row in persons]
    ids = dict(zip(keys, enrol(db, new), strict=True))
    qualifications = [
        {
            "id": new_id("chr"),
            "person_id": ids[person.key],
            "disease": row.disease,
            "code": row.code,
            "valid_to": row.valid_to,
            "online": row.online,
        }
        for person in persons
        for row in person.chronic
    ]
    insert_rows(db, Qualification, qualifications)
    write_registry(db, [(one.known, one.phone) for one in new])
    insert_rows(db, KinshipRow, _kinship_rows(fixture))
    personas = [
        {"key": row.key, "person_id": ids[row.key], "note": row.note or ""} for row in persons
    ]
    insert_rows(db, Persona, personas)
    return ids


def _new_person(row: FixturePerson, fixture: Fixture) -> NewPerson:
    today = civil_date(fixture.now)
    states = [InsuredState(one.kind, one.category, one.status, one.area) for one in row.insurances]
    return NewPerson(
        RegistryPerson(row.id_number, row.name, row.sex, born_on(row.id_number), tuple(states)),
        row.phone,
        row.subsidy,
        monthly_base_fen=row.account.monthly_base_fen if row.account else None,
        balance_fen=row.account.balance_fen if row.account else None,
        held_fen=sum(
            binding.hold_fen
            for binding in fixture.bindings
            if binding.authorizer == row.key and binding.is_live(today)
        ),
    )


def _kinship_rows(fixture: Fixture) -> list[dict[str, Any]]:
    """The rows of kinship, in both directions; a given relation outweighs an inverse."""
    index = {row.key: blind_index("id_number", row.id_number) for row in fixture.persons}
    inverse = [
        KinshipFact(fact.to, fact.of, OPPOSITE.get(fact.relation, Relation.OTHER))
        for fact in fixture.kinship
    ]
    facts = {(fact.of, fact.to): fact.relation for fact in (*inverse, *fixture.kinship)}
    return [
        {"of_index": index[of], "to_index": index[to], "relation": relation}
        for (of, to), relation in facts.items()
    ]
