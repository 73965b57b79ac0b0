"""Reads what the tester's panel shows: people, institutions, sent texts and ledger entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from gongji.app.context import Context
from gongji.institutions.models import CatalogueItem, Institution, InstitutionKey
from gongji.kernel.clock import real_now
from gongji.kernel.privacy import blind_index
from gongji.labels import CATEGORIES
from gongji.ledger.models import Account, Entry
from gongji.people.models import Insurance, Person
from gongji.people.rules import main_insurance
from gongji.sandbox.adapters import TextRow
from gongji.sandbox.models import Persona
from gongji.settlement.models import Settlement
from gongji.vocabulary import InsuranceKind, InsuranceStatus, Service

INBOX_MAX = 100
STATUSES = {
    InsuranceStatus.NORMAL: "",
    InsuranceStatus.SUSPENDED: "，暂停参保",
    InsuranceStatus.ENDED: "，已停保",
}


@dataclass(frozen=True, slots=True)
class PersonaCard:
    """One person to try; `insurance` in Chinese words."""

    key: str
    name: str
    id_number: str
    phone: str | None
    area: str | None
    insurance: str | None
    balance_fen: int | None
    note: str


@dataclass(frozen=True, slots=True)
class InstitutionCard:
    """One institution with its gateway key."""

    code: str
    name: str
    area: str
    kind: str
    level: int | None
    designated: bool
    suspended_from: date | None
    chronic: bool
    access_key: str
    secret: str


@dataclass(frozen=True, slots=True)
class SentText:
    phone: str
    text: str
    code: str | None
    purpose: str
    sent_at: datetime
    provider: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry of the ledger. The owner of a personal account is named; books stand as they are
    (`fund:…`, `institution:…`), and only accounts have a balance.
    """

    account: str
    owner: str | None
    amount_fen: int
    balance_after_fen: int | None
    at: datetime


def personas(ctx: Context) -> list[PersonaCard]:
    """All people of the loaded fixture, in its order.

    Read by their ids: PostgreSQL takes the little table of personas for a large one, and would go
    through everybody to join it.
    """
    loaded = {one.person_id: one for one in ctx.db.execute(select(Persona)).scalars()}
    query = (
        select(Person, Account.balance_fen)
        .outerjoin(Account, Account.person_id == Person.id)
        .options(joinedload(Person.insurances))
        .where(Person.id.in_(loaded))
        .order_by(Person.seq)
    )
    cards = []
    for person, balance_fen in ctx.db.execute(query).unique():
        persona, main = loaded[person.id], main_insurance(person.insurances)
        cards.append(
            PersonaCard(
                key=persona.key,
                name=person.name,
                id_number=person.id_number.reveal(),
                phone=person.phone.reveal() if person.phone else None,
                area=main.area if main else None,
                insurance=_insurance_in_words(main) if main else None,
                balance_fen=balance_fen,
                note=persona.note,
            )
        )
    return cards


def _insurance_in_words(insurance: Insurance) -> str:
    """The insurance in Chinese words, such as 职工医保（在职） or 居民医保（暂停参保）."""
    kind = "职工医保" if insurance.kind is InsuranceKind.EMPLOYEE else "居民医保"
    category = CATEGORIES[insurance.category] if insurance.category else ""
    more = f"{category}{STATUSES[insurance.status]}".lstrip("，")
    return f"{kind}（{more}）" if more else kind


def institutions(ctx: Context) -> list[InstitutionCard]:
    """Every institution with its oldest living key, by code."""
    query = (
        select(Institution, InstitutionKey)
        .join(InstitutionKey, InstitutionKey.institution_code == Institution.code)
        .order_by(Institution.code, InstitutionKey.made_at)
    )
    now = real_now()
    living: dict[str, tuple[Institution, InstitutionKey]] = {}
    for one, key in ctx.db.execute(query):
        if key.lives(now):
            living.setdefault(one.code, (one, key))
    return [
        InstitutionCard(
            one.code,
            one.name,
            one.area,
            one.kind,
            one.level,
            one.designated,
            one.suspended_from,
            one.offers(Service.CHRONIC, ctx.today),
            key.access_key,
            key.secret.decode(),
        )
        for one, key in living.values()
    ]


def catalogue(ctx: Context) -> Sequence[CatalogueItem]:
    """Every item that a till can sell, by code."""
    return ctx.db.execute(select(CatalogueItem).order_by(CatalogueItem.code)).scalars().all()


def inbox(ctx: Context, phone: str) -> Sequence[SentText]:
    """The newest texts to a phone; `sent_at` is real time."""
    query = (
        select(TextRow)
        .where(TextRow.phone_index == blind_index("phone", phone))
        .order_by(TextRow.seq.desc())
        .limit(INBOX_MAX)
    )
    return [
        SentText(row.phone.reveal(), row.text, row.code, row.purpose, row.sent_at, row.provider)
        for row in ctx.db.execute(query).scalars()
    ]


def ledger(ctx: Context, settlement_id: str) -> list[LedgerLine]:
    """What a settlement, or a reversal, has booked; nothing where all of it was cash."""
    query = (
        select(Entry, Person.name)
        .outerjoin(Account, Account.id == Entry.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .join(Settlement, Settlement.transfer_id == Entry.transfer_id)
        .where(Settlement.id == settlement_id)
        .order_by(Entry.id)
    )
    return [
        LedgerLine(row.account_id, owner, row.amount_fen, row.balance_after_fen, row.at)
        for row, owner in ctx.db.execute(query)
    ]
