"""The sandbox's registry and SMS provider, which keep their data in tables of their own.

Each adapter opens its own short transaction, because a real vendor call is not part of ours either.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from gongji.kernel.clock import real_now
from gongji.kernel.db import Base, Instant
from gongji.kernel.identity import same_name
from gongji.kernel.ids import new_id
from gongji.kernel.json_columns import JsonValues
from gongji.kernel.order import arrival
from gongji.kernel.ports import InsuredState, Kin, RegistryPerson, TextMessage
from gongji.kernel.privacy import Sealed, blind_index
from gongji.kernel.problems import OutsideUnavailable
from gongji.kernel.sealing import SealedText, box, insert_rows
from gongji.kernel.transaction import Transactions
from gongji.sms_templates import render

UNREACHABLE_PHONE = "19900009001"
PRIMARY_FAILS_PHONE = "19900009002"
SLOW_PHONE = "19900009003"
SLOW_S = 2.0
PRIMARY, FALLBACK = "primary", "fallback"
FAILING = {
    PRIMARY: frozenset({UNREACHABLE_PHONE, PRIMARY_FAILS_PHONE}),
    FALLBACK: frozenset({UNREACHABLE_PHONE}),
}
"""The phones to which each provider fails to deliver."""


def insured_state(row: Mapping[str, Any]) -> InsuredState:
    return InsuredState(row["kind"], row.get("category"), row["status"], row["area"])


class RegistryRow(Base):
    """A person as the registry knows them."""

    __tablename__ = "sandbox_registry_person"

    id_number_index: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    id_number_box: Mapped[bytes] = box("id_number")
    id_number = SealedText[Sealed]("id_number")
    name: Mapped[str] = mapped_column(String(50))
    sex: Mapped[str] = mapped_column(String(1))
    born_on: Mapped[date]
    phone_box: Mapped[bytes | None] = box("phone")
    phone = SealedText[Sealed | None]("phone")
    insurances: Mapped[tuple[InsuredState, ...]] = mapped_column(JsonValues(asdict, insured_state))


class KinshipRow(Base):
    """The kinship of two people; `relation` is what `to` is to `of`."""

    __tablename__ = "sandbox_registry_kinship"

    of_index: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    to_index: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    relation: Mapped[str] = mapped_column(String(30))


class TextRow(Base):
    """A text that one of the sandbox's providers delivered."""

    __tablename__ = "sandbox_text"

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("sandbox_text")
    dedupe_key: Mapped[str] = mapped_column(String(40), unique=True)
    phone_box: Mapped[bytes] = box("phone")
    phone = SealedText[Sealed]("phone")
    phone_index: Mapped[bytes] = mapped_column(LargeBinary(16), index=True)
    purpose: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(String(500))
    code: Mapped[str | None] = mapped_column(String(10))
    sent_at: Mapped[datetime] = mapped_column(Instant)
    provider: Mapped[str] = mapped_column(String(10))


def write_registry(db: Session, people: Iterable[tuple[RegistryPerson, str | None]]) -> None:
    """Adds people with their phones to the sandbox's registry; none of them may be in it yet."""
    rows = [
        {
            "id_number_index": blind_index("id_number", person.id_number),
            "id_number": Sealed("id_number", person.id_number),
            "name": person.name,
            "sex": person.sex,
            "born_on": person.born_on,
            "phone": Sealed("phone", phone) if phone else None,
            "insurances": person.insurances,
        }
        for person, phone in people
    ]
    insert_rows(db, RegistryRow, rows)


class SandboxRegistry:
    """Answers from the fixture; people who are not in it are unknown."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def insured_state(self, id_number: str, name: str) -> RegistryPerson | None:
        row = self._find(id_number, name)
        if row is None:
            return None
        return RegistryPerson(id_number, row.name, row.sex, row.born_on, row.insurances)

    def registered_phone(self, id_number: str, name: str) -> str | None:
        row = self._find(id_number, name)
        return row.phone.reveal() if row and row.phone else None

    def kinship(self, id_number: str) -> tuple[Kin, ...]:
        index = blind_index("id_number", id_number)
        query = (
            select(RegistryRow, KinshipRow.relation)
            .join(KinshipRow, KinshipRow.to_index == RegistryRow.id_number_index)
            .where(KinshipRow.of_index == index)
        )
        rows = self._transactions.run(lambda db: db.execute(query).all(), writes=False)
        return tuple(Kin(row.id_number.reveal(), relation) for row, relation in rows)

    def enrol(self, db: Session, people: Sequence[tuple[RegistryPerson, str | None]]) -> None:
        rows = {
            blind_index("id_number", person.id_number): (person, phone) for person, phone in people
        }
        query = select(RegistryRow.id_number_index).where(RegistryRow.id_number_index.in_(rows))
        known = set(db.execute(query).scalars())
        write_registry(db, [one for index, one in rows.items() if index not in known])

    def _find(self, id_number: str, name: str) -> RegistryRow | None:
        def look(db: Session) -> RegistryRow | None:
            row = db.get(RegistryRow, blind_index("id_number", id_number))
            return row if row and same_name(row.name, name) else None

        return self._transactions.run(look, writes=False)


class SandboxSms:
    """Puts texts into an inbox that testers read; some phones fail or are slow, as documented."""

    def __init__(
        self, transactions: Transactions, provider: str = PRIMARY, *, slow_s: float = SLOW_S
    ) -> None:
        self._transactions = transactions
        self._provider, self._slow_s = provider, slow_s

    def send(self, message: TextMessage) -> None:
        if message.phone in FAILING[self._provider]:
            raise OutsideUnavailable(what="短信服务")
        if message.phone == SLOW_PHONE:
            time.sleep(self._slow_s)

        def deliver(db: Session) -> None:
            known = select(TextRow.id).where(TextRow.dedupe_key == message.dedupe_key)
            if db.execute(known).first() is None:
                db.add(
                    TextRow(
                        id=new_id("txt"),
                        dedupe_key=message.dedupe_key,
                        phone=Sealed("phone", message.phone),
                        phone_index=blind_index("phone", message.phone),
                        purpose=message.template.purpose,
                        text=render(message.template, message.params),
                        code=message.params.get("code"),
                        sent_at=real_now(),
                        provider=self._provider,
                    )
                )

        self._transactions.run(deliver)
