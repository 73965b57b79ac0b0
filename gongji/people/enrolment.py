"""The first rows of a person: the person, every insurance, and the personal account.

Binding a relative, importing people and inventing them all write through this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gongji.kernel.ids import new_id
from gongji.kernel.ports import RegistryPerson
from gongji.kernel.privacy import Sealed, blind_index
from gongji.kernel.sealing import insert_rows
from gongji.ledger.models import Account
from gongji.people.models import Insurance, Person
from gongji.vocabulary import Category, InsuranceKind, InsuranceStatus, Subsidy


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as the registry knows them, and what only this system keeps.

    `monthly_base_fen` belongs to the employee insurance. `balance_fen` is None without a personal
    account; `held_fen` of it is set aside for relatives.
    """

    known: RegistryPerson
    phone: str | None = None
    subsidy: Subsidy = Subsidy.NONE
    monthly_base_fen: int | None = None
    balance_fen: int | None = None
    held_fen: int = 0


def register(db: Session, known: RegistryPerson, phone: str | None = None) -> Person:
    """Copies a person whom the registry knows; no personal account comes with it."""
    [person_id] = enrol(db, [NewPerson(known, phone)])
    return db.get_one(Person, person_id)


def enrol(db: Session, people: Sequence[NewPerson]) -> list[str]:
    """Writes people in one statement per table, and returns their ids in the same order.

    Raises IntegrityError if an ID number is here already: the unique index decides a race.
    """
    ids = [new_id("psn") for _ in people]
    numbered = list(zip(ids, people, strict=True))
    persons = [
        {
            "id": person_id,
            "name": new.known.name,
            "sex": new.known.sex,
            "born_on": new.known.born_on,
            "id_number": Sealed("id_number", new.known.id_number),
            "id_number_index": blind_index("id_number", new.known.id_number),
            "phone": Sealed("phone", new.phone) if new.phone else None,
            "phone_index": blind_index("phone", new.phone) if new.phone else None,
            "subsidy": new.subsidy,
        }
        for person_id, new in numbered
    ]
    insert_rows(db, Person, persons)
    insurances = [
        {
            "id": new_id("ins"),
            "person_id": person_id,
            "kind": (kind := InsuranceKind(state.kind)),
            "category": Category(state.category) if state.category else None,
            "status": InsuranceStatus(state.status),
            "area": state.area,
            "monthly_base_fen": new.monthly_base_fen if kind is InsuranceKind.EMPLOYEE else None,
        }
        for person_id, new in numbered
        for state in new.known.insurances
    ]
    insert_rows(db, Insurance, insurances)
    accounts = [
        {
            "id": new_id("acc"),
            "person_id": person_id,
            "opening_fen": new.balance_fen,
            "balance_fen": new.balance_fen,
            "held_fen": new.held_fen,
            "version": 0,
            "frozen_by": None,
        }
        for person_id, new in numbered
        if new.balance_fen is not None
    ]
    insert_rows(db, Account, accounts)
    return ids
