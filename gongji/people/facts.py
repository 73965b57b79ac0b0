"""Insured persons as we know them: found by ID number, locked in one order, with insurances."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import Session

from gongji.kernel.db import fresh, locked
from gongji.kernel.privacy import blind_index
from gongji.kernel.sealing import SealBroken
from gongji.people.models import Insurance, Person, RegistryEvent

BY_ID_NUMBER = select(Person).where(Person.id_number_index == bindparam("index"))


def find_by_id_number(db: Session, id_number: str) -> Person | None:
    """The person with this ID number, if they are stored here.

    Raises SealBroken where the index stands beside another number.
    """
    index = blind_index("id_number", id_number)
    found = db.execute(BY_ID_NUMBER, {"index": index}).scalar_one_or_none()
    _refuse_other(found, id_number)
    return found


def _refuse_other(found: Person | None, id_number: str) -> None:
    if found is not None and found.id_number.reveal() != id_number:
        raise SealBroken("an index of person.id_number stands beside another number")


def person(db: Session, person_id: str) -> Person:
    """The person of an id that we gave out ourselves."""
    return db.get_one(Person, person_id)


def persons(db: Session, person_ids: Iterable[str]) -> dict[str, Person]:
    """Several people by id, in one statement."""
    rows = db.execute(select(Person).where(Person.id.in_(set(person_ids)))).scalars()
    return {row.id: row for row in rows}


def lock_persons(db: Session, person_ids: Iterable[str]) -> dict[str, Person]:
    """The same, read anew and locked in ascending id until the transaction ends.

    Rows that refer to a person may still be inserted (FOR NO KEY UPDATE). Otherwise a bill that
    holds an account and refers to the person would wait for this lock, and this transaction for
    the account.
    """
    return _lock(db, Person.id.in_(set(person_ids)))


def lock_with_number(db: Session, person_id: str, id_number: str) -> tuple[Person, Person | None]:
    """The person of this id, and the one with this ID number if they are stored here, both locked.

    Raises SealBroken where the index stands beside another number.
    """
    index = blind_index("id_number", id_number)
    people = _lock(db, or_(Person.id == person_id, Person.id_number_index == index))
    found = next((one for one in people.values() if one.id_number_index == index), None)
    _refuse_other(found, id_number)
    return people[person_id], found


def _lock(db: Session, which: ColumnElement[bool]) -> dict[str, Person]:
    query = select(Person).where(which).order_by(Person.id)
    rows = db.execute(locked(query, key_share=True)).scalars()
    return {row.id: row for row in rows}


INSURANCES = fresh(
    select(Insurance)
    .where(Insurance.person_id == bindparam("person_id"))
    .order_by(Insurance.kind, Insurance.id)
)


def insurances_of(db: Session, person_id: str) -> list[Insurance]:
    """Every insurance that the person has or had, as it is now."""
    return list(db.execute(INSURANCES, {"person_id": person_id}).scalars())


def last_event_seq(db: Session, person_id: str) -> int:
    """The number of the registry's latest event about this person; 0 where there was none."""
    query = select(func.max(RegistryEvent.seq)).where(RegistryEvent.person_id == person_id)
    return db.execute(query).scalar_one() or 0
