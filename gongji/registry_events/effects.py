"""The effects of an event beyond the insurance: bindings end, accounts freeze, empty or open.

An event ends bindings according to the insurance that it is about. An authorizer shares through
the employee insurance alone; a relative needs any one basic insurance (BENE-01).

An end may be reported after the joining that followed it. It then ends the bindings that it would
have ended in time, those made before the day of that joining. Bindings made since then depend on
the later insurance and stay, so that the order of arrival makes no difference to them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select

from gongji.app.context import Context
from gongji.auth.devices import shut_out
from gongji.auth.phone import settle_by_registry
from gongji.credential.service import void_all
from gongji.family.end import end_all
from gongji.family.models import EndReason, Side
from gongji.kernel.clock import start_of
from gongji.kernel.money import Money
from gongji.ledger.books import Book, BookKind
from gongji.ledger.models import Account, Entry, EntryKind, FrozenBy, TransferKind
from gongji.ledger.service import Posting, TransferDetails, book, open_account
from gongji.people.models import Person, RegistryEvent
from gongji.quota.end import end_quotas
from gongji.quota.models import QuotaEnd
from gongji.registry_events.insurances import Around, around
from gongji.registry_events.replay import EventType, open_kinds
from gongji.vocabulary import InsuranceKind, InsuranceStatus

TRANSFERRED = "医保关系转出"


@dataclass(frozen=True, slots=True)
class LockedPerson:
    """A locked person and the locked accounts behind their bindings, including their own."""

    person: Person
    accounts: dict[str, Account]

    @property
    def own(self) -> Account | None:
        return self.accounts.get(self.person.id)


def take_effect(ctx: Context, locked: LockedPerson, event: RegistryEvent) -> None:
    """Does what this type of event does beyond the insurance; some types do nothing more."""
    match EventType(event.type):
        case EventType.DEATH:
            _record_death(ctx, locked, event.effective_on)
        case EventType.TRANSFER_OUT:
            _transfer_out(ctx, locked, event)
        case EventType.INSURANCE_ENDED:
            seen = _end_bindings(ctx, locked, event, EndReason.INSURANCE_ENDED)
            _end_quotas(ctx, locked, event, seen, QuotaEnd.INSURANCE_ENDED)
        case EventType.INSURANCE_SUSPENDED:
            seen = around(ctx, event)
            _end_quotas(ctx, locked, event, seen, QuotaEnd.INSURANCE_SUSPENDED)
        case EventType.JOINED_EMPLOYEE if locked.own is None and locked.person.died_on is None:
            # Bindings in which the employee is the relative stay.
            locked.accounts[locked.person.id] = open_account(ctx.db, locked.person.id, 0)
        case EventType.PHONE_CHANGED:
            _change_phone(ctx, locked, event)


def _record_death(ctx: Context, locked: LockedPerson, died_on: date) -> None:
    """Death: freezes the account for the heirs, ends the bindings and notifies the other side,
    signs the person out of every device, and voids their insurance codes.
    """
    locked.person.died_on = died_on
    if locked.own is not None:
        locked.own.frozen_by = FrozenBy.DEATH
    end_all(ctx, locked.person.id, locked.accounts, EndReason.DEATH)
    end_quotas(ctx, locked.person.id, locked.accounts, QuotaEnd.DEATH)
    shut_out(ctx, locked.person.id)
    void_all(ctx, locked.person.id)


def _transfer_out(ctx: Context, locked: LockedPerson, event: RegistryEvent) -> None:
    """A transfer: ends bindings with their holds, and moves an employee's balance to the new area.

    An account frozen by death keeps its money; no other freeze stops the transfer. The whole
    balance goes; or, if the person has joined again since, what is left of the money from before
    that day and is not held for a relative.
    """
    seen = _end_bindings(ctx, locked, event, EndReason.TRANSFER_OUT)
    _end_quotas(ctx, locked, event, seen, QuotaEnd.TRANSFER_OUT)
    own = locked.own
    if own is None or own.frozen_by is FrozenBy.DEATH:
        return
    if InsuranceKind.EMPLOYEE not in seen.concerned:
        return
    joined_on = _joined_later(ctx, event)
    balance = Money(own.balance_fen)
    if joined_on is not None:
        since = select(func.coalesce(func.sum(Entry.amount_fen), 0)).where(
            Entry.account_id == own.id,
            Entry.year >= joined_on.year,
            Entry.at >= start_of(joined_on),
        )
        before_fen = own.balance_fen - int(ctx.db.execute(since).scalar_one())
        free_fen = own.balance_fen - own.held_fen - own.quota_fen
        balance = Money(min(before_fen, free_fen)).at_least_zero()
    if not balance:
        return
    details = TransferDetails(TransferKind.TRANSFER_OUT, ctx.today, place=TRANSFERRED)
    there = Book(BookKind.ELSEWHERE, str(event.data.to_area))
    book(ctx, details, [Posting(own, -balance, EntryKind.CORRECTION), Posting(there, balance)])


def _end_bindings(
    ctx: Context, locked: LockedPerson, event: RegistryEvent, reason: EndReason
) -> Around:
    seen, sides = around(ctx, event), set()
    if InsuranceKind.EMPLOYEE in seen.concerned:
        sides.add(Side.AUTHORIZER)
    if not open_kinds(seen.after):
        sides.add(Side.BENEFICIARY)
    made_before = _joined_later(ctx, event)
    end_all(ctx, locked.person.id, locked.accounts, reason, made_before=made_before, sides=sides)
    return seen


RESUMING = (EventType.JOINED_EMPLOYEE, EventType.INSURANCE_RESUMED)


def _end_quotas(
    ctx: Context, locked: LockedPerson, event: RegistryEvent, seen: Around, reason: QuotaEnd
) -> None:
    """A quota depends on its giver's employee insurance, which a suspension stops too, and on the
    insurance of its relative, who has one or moves (QTA-09). Quotas made since the insurance went
    on stay.
    """
    sides = set()
    if InsuranceKind.EMPLOYEE in seen.concerned:
        sides.add(Side.AUTHORIZER)
    moves = reason is QuotaEnd.TRANSFER_OUT
    if moves or not any(one.status is InsuranceStatus.NORMAL for one in seen.after.values()):
        sides.add(Side.BENEFICIARY)
    end_quotas(
        ctx,
        locked.person.id,
        locked.accounts,
        reason,
        made_before=_joined_later(ctx, event, RESUMING),
        sides=sides,
    )


def _joined_later(
    ctx: Context,
    event: RegistryEvent,
    types: Collection[EventType] = (EventType.JOINED_EMPLOYEE,),
) -> date | None:
    """The first day after this event on which the person joined as an employee, if it has come."""
    same_day = and_(RegistryEvent.effective_on == event.effective_on, RegistryEvent.seq > event.seq)
    query = select(func.min(RegistryEvent.effective_on)).where(
        RegistryEvent.person_id == event.person_id,
        RegistryEvent.type.in_(types),
        or_(RegistryEvent.effective_on > event.effective_on, same_day),
        or_(RegistryEvent.applied_at.is_not(None), RegistryEvent.effective_on <= ctx.today),
    )
    return ctx.db.execute(query).scalar_one()


def _change_phone(ctx: Context, locked: LockedPerson, event: RegistryEvent) -> None:
    """Adopts the phone of the event, unless an applied event of later effect has another."""
    assert event.phone is not None, "an event without a phone is refused"
    later = select(RegistryEvent.event_id).where(
        RegistryEvent.person_id == event.person_id,
        RegistryEvent.type == EventType.PHONE_CHANGED,
        RegistryEvent.applied_at.is_not(None),
        or_(
            RegistryEvent.effective_on > event.effective_on,
            and_(RegistryEvent.effective_on == event.effective_on, RegistryEvent.seq > event.seq),
        ),
    )
    if ctx.db.execute(later.limit(1)).first() is None:
        settle_by_registry(ctx, locked.person, event.phone.reveal())
