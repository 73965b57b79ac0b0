"""Insured persons as we know them: found by ID number, locked in one order, with insurances."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gongji.kernel.ids import new_id
from gongji.kernel.ports import InsuredState, RegistryPerson
from gongji.kernel.privacy import Sealed, blind_index
from gongji.kernel.sealing import SealBroken
from gongji.people.models import Insurance, Person, RegistryEvent
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus, Subsidy


def find_by_id_number(db: Session, id_number: str) -> Person | None:
    """The person with this ID number, if we ever met him.

    Raises SealBroken where the index stands beside another number.
    """
    index = blind_index("id_number", id_number)
    query = select(Person).where(Person.id_number_index == index)
    found = db.execute(query).scalar_one_or_none()
    if found is not None and found.id_number.reveal() != id_number:
        raise SealBroken("an index of person.id_number stands beside another number")
    return found


def person(db: Session, person_id: str) -> Person:
    """The person of an id that we gave out ourselves."""
    return db.get_one(Person, person_id)


def persons(db: Session, person_ids: Iterable[str]) -> dict[str, Person]:
    """Several people by id, in one statement."""
    rows = db.execute(select(Person).where(Person.id.in_(set(person_ids)))).scalars()
    return {row.id: row for row in rows}


def lock_persons(db: Session, person_ids: Iterable[str]) -> dict[str, Person]:
    """The same, read anew and locked in ascending id until the transaction ends.

    Not against rows that merely refer to a person (FOR NO KEY UPDATE): a bill that holds an account
    and writes his name would otherwise wait for us while we wait for the account.
    """
    query = (
        select(Person)
        .where(Person.id.in_(set(person_ids)))
        .order_by(Person.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in db.execute(query).scalars()}


def insurances_of(db: Session, person_id: str) -> list[Insurance]:
    """Every insurance he has or had, as it stands now."""
    query = (
        select(Insurance)
        .where(Insurance.person_id == person_id)
        .order_by(Insurance.kind, Insurance.id)
    )
    return list(db.execute(query.execution_options(populate_existing=True)).scalars())


def last_event_seq(db: Session, person_id: str) -> int:
    """The number of the registry's latest event about this person; 0 where there was none."""
    query = select(func.max(RegistryEvent.seq)).where(RegistryEvent.person_id == person_id)
    return db.execute(query).scalar_one() or 0


def register(db: Session, known: RegistryPerson, phone: str | None = None) -> Person:
    """Our copy of somebody the registry knows; his unique ID number decides a race for him."""
    met = Person(
        id=new_id("psn"),
        name=known.name,
        sex=known.sex,
        born_on=known.born_on,
        id_number=Sealed("id_number", known.id_number),
        id_number_index=blind_index("id_number", known.id_number),
        phone=Sealed("phone", phone) if phone else None,
        phone_index=blind_index("phone", phone) if phone else None,
        subsidy=Subsidy.NONE,
    )
    db.add(met)
    db.flush()
    db.add_all(_insurance(met.id, state) for state in known.insurances)
    db.flush()
    return met


def _insurance(person_id: str, state: InsuredState) -> Insurance:
    return Insurance(
        id=new_id("ins"),
        person_id=person_id,
        kind=InsuranceKind(state.kind),
        category=Category(state.category) if state.category else None,
        status=InsuranceStatus(state.status),
        area=state.area,
    )
