"""Writes the people of a fixture: our copy, the registry's, accounts, qualifications, kinship."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from gongji.chronic.models import Qualification
from gongji.family.relations import OPPOSITE
from gongji.kernel.clock import civil_date
from gongji.kernel.db import Base
from gongji.kernel.id_number import born_on
from gongji.kernel.ids import new_id
from gongji.kernel.privacy import Sealed, blind_index
from gongji.kernel.sealing import boxed
from gongji.ledger.models import Account
from gongji.people.models import Insurance, Person
from gongji.sandbox.adapters import KinshipRow, RegistryRow
from gongji.sandbox.fixture import Fixture, InsuranceRow, KinshipFact, PersonRow
from gongji.sandbox.models import Persona
from gongji.vocabulary import InsuranceKind, Relation


def load(db: Session, fixture: Fixture) -> dict[str, str]:
    """Returns the person ids by key; ids ascend in the order of the fixture."""
    ids = ascending("psn", [person.key for person in fixture.persons])
    persons = fixture.persons
    put(db, Person, [_person(row, ids[row.key]) for row in persons])
    put(db, Insurance, _insurances(persons, ids))
    put(db, Account, [_account(row, ids, fixture) for row in persons if row.account])
    put(db, Qualification, _qualifications(persons, ids))
    put(db, RegistryRow, map(_registry_person, persons))
    put(db, KinshipRow, _kinship(fixture))
    put(db, Persona, [_persona(row, ids[row.key]) for row in persons])
    return ids


def put(db: Session, table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """One statement for all rows of a table."""
    listed = [boxed(table, row) for row in rows]
    if listed:
        db.execute(insert(table), listed)


def ascending(prefix: str, keys: Iterable[str]) -> dict[str, str]:
    """New ids, by key, that sort as the keys stand."""
    listed = list(keys)
    return dict(zip(listed, sorted(new_id(prefix) for _ in listed), strict=True))


def _identity(row: PersonRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "sex": row.sex,
        "born_on": born_on(row.id_number),
        "id_number": Sealed("id_number", row.id_number),
        "id_number_index": blind_index("id_number", row.id_number),
        "phone": Sealed("phone", row.phone) if row.phone else None,
    }


def _person(row: PersonRow, person_id: str) -> dict[str, Any]:
    index = blind_index("phone", row.phone) if row.phone else None
    return _identity(row) | {"id": person_id, "phone_index": index, "subsidy": row.subsidy}


def _registry_person(row: PersonRow) -> dict[str, Any]:
    return _identity(row) | {"insurances": [_state(insurance) for insurance in row.insurances]}


def _state(row: InsuranceRow) -> dict[str, str | None]:
    return {"kind": row.kind, "category": row.category, "status": row.status, "area": row.area}


def _insurances(persons: Iterable[PersonRow], ids: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    listed = [(person, insurance) for person in persons for insurance in person.insurances]
    numbered = zip(sorted(new_id("ins") for _ in listed), listed, strict=True)
    for insurance_id, (person, insurance) in numbered:
        employee = insurance.kind is InsuranceKind.EMPLOYEE
        base = person.account.monthly_base_fen if employee and person.account else None
        row = {"id": insurance_id, "person_id": ids[person.key], "monthly_base_fen": base}
        yield row | _state(insurance)


def _account(row: PersonRow, ids: Mapping[str, str], fixture: Fixture) -> dict[str, Any]:
    assert row.account, "only people with an account are asked"
    today = civil_date(fixture.now)
    held = sum(
        binding.hold_fen
        for binding in fixture.bindings
        if binding.authorizer == row.key and binding.is_live(today)
    )
    return {
        "id": new_id("acc"),
        "person_id": ids[row.key],
        "opening_fen": row.account.balance_fen,
        "balance_fen": row.account.balance_fen,
        "held_fen": held,
        "version": 0,
        "frozen_by": None,
    }


def _qualifications(
    persons: Iterable[PersonRow], ids: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for person in persons:
        for row in person.chronic:
            yield {
                "id": new_id("chr"),
                "person_id": ids[person.key],
                "disease": row.disease,
                "code": row.code,
                "valid_to": row.valid_to,
                "online": row.online,
            }


def _kinship(fixture: Fixture) -> list[dict[str, Any]]:
    """Both directions of every fact, so that either may ask; what is given outweighs an inverse."""
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


def _persona(row: PersonRow, person_id: str) -> dict[str, Any]:
    return {"key": row.key, "person_id": person_id, "note": row.note or ""}
