"""What an event does once, beyond the insurance: bindings end, accounts freeze, empty or open.

What ends ends for the insurance that it is about. As an authorizer somebody shares by his employee
insurance alone; as a relative he needs one basic insurance, whichever (BENE-01).

An end that is reported after the joining that followed it ends what it would have ended in time:
the bindings made before the day of that joining. Those made since rest on the later insurance and
stay, so the order of arrival makes no difference to them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from gongji.ledger.models import Account, Entry, EntryKind, FrozenBy
from gongji.ledger.service import Posting, TransferDetails, book, open_account
from gongji.people.models import Person, RegistryEvent
from gongji.registry_events.insurances import Around, around
from gongji.registry_events.replay import EventType, open_kinds
from gongji.vocabulary import InsuranceKind

TRANSFERRED = "医保关系转出"


@dataclass(frozen=True, slots=True)
class Ground:
    """A locked person and the locked accounts behind his bindings, his own among them."""

    person: Person
    accounts: dict[str, Account]

    @property
    def own(self) -> Account | None:
        return self.accounts.get(self.person.id)


def take_effect(ctx: Context, ground: Ground, event: RegistryEvent) -> None:
    """Does what this type of event does once; other types only change insurances."""
    effect = EFFECTS.get(EventType(event.type))
    if effect is not None:
        effect(ctx, ground, event)


def _die(ctx: Context, ground: Ground, event: RegistryEvent) -> None:
    """Death: the account is frozen for the heirs, bindings end, the other side is told; nobody is
    signed in as him any more, and his insurance codes are dead.
    """
    ground.person.died_on = event.effective_on
    if ground.own is not None:
        ground.own.frozen_by = FrozenBy.DEATH
    end_all(ctx, ground.person.id, ground.accounts, EndReason.DEATH)
    shut_out(ctx, ground.person.id)
    void_all(ctx, ground.person.id)


def _leave(ctx: Context, ground: Ground, event: RegistryEvent) -> None:
    """A transfer: bindings end with their holds, an employee's balance moves to the new place.

    Money that waits for heirs stays; a freeze of anybody else does not stop the office's transfer.
    """
    seen = _end_bindings(ctx, ground, event, EndReason.TRANSFER_OUT)
    own = ground.own
    if own is None or own.frozen_by is FrozenBy.DEATH:
        return
    if InsuranceKind.EMPLOYEE not in seen.concerned:
        return
    balance = _was_there(ctx, own, _joined_later(ctx, event))
    if not balance:
        return
    details = TransferDetails("transfer_out", ctx.today, place=TRANSFERRED)
    there = f"elsewhere:{event.data['to_area']}"
    book(ctx, details, [Posting(own, -balance, EntryKind.CORRECTION), Posting(there, balance)])


def _was_there(ctx: Context, own: Account, joined_on: date | None) -> Money:
    """What moves away: all of it, or of an account that is his again since a day, what is left of
    the money from before that day and is held for nobody.
    """
    if joined_on is None:
        return Money(own.balance_fen)
    since = select(func.coalesce(func.sum(Entry.amount_fen), 0)).where(
        Entry.account_id == own.id, Entry.year >= joined_on.year, Entry.at >= start_of(joined_on)
    )
    before_fen = own.balance_fen - int(ctx.db.execute(since).scalar_one())
    return Money(min(before_fen, own.balance_fen - own.held_fen)).at_least_zero()


def _end(ctx: Context, ground: Ground, event: RegistryEvent) -> None:
    _end_bindings(ctx, ground, event, EndReason.INSURANCE_ENDED)


def _end_bindings(ctx: Context, ground: Ground, event: RegistryEvent, reason: EndReason) -> Around:
    seen, sides = around(ctx, event), set()
    if InsuranceKind.EMPLOYEE in seen.concerned:
        sides.add(Side.AUTHORIZER)
    if not open_kinds(seen.after):
        sides.add(Side.BENEFICIARY)
    made_before = _joined_later(ctx, event)
    end_all(ctx, ground.person.id, ground.accounts, reason, made_before=made_before, sides=sides)
    return seen


def _joined_later(ctx: Context, event: RegistryEvent) -> date | None:
    """The first day after this event on which he became an employee again, if that has come."""
    same_day = and_(RegistryEvent.effective_on == event.effective_on, RegistryEvent.seq > event.seq)
    query = select(func.min(RegistryEvent.effective_on)).where(
        RegistryEvent.person_id == event.person_id,
        RegistryEvent.type == EventType.JOINED_EMPLOYEE,
        or_(RegistryEvent.effective_on > event.effective_on, same_day),
        or_(RegistryEvent.applied_at.is_not(None), RegistryEvent.effective_on <= ctx.today),
    )
    return ctx.db.execute(query).scalar_one()


def _join(ctx: Context, ground: Ground, _: RegistryEvent) -> None:
    """An employee has an account from the first day; his bindings as a relative stay.

    For somebody who died none is opened, whatever was reported too late.
    """
    if ground.own is None and ground.person.died_on is None:
        ground.accounts[ground.person.id] = open_account(ctx.db, ground.person.id, 0)


def _renumber(ctx: Context, ground: Ground, event: RegistryEvent) -> None:
    """The latest phone that the registry tells stands, also where it is told out of order."""
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
        settle_by_registry(ctx, ground.person, event.phone.reveal())


EFFECTS: Mapping[EventType, Callable[[Context, Ground, RegistryEvent], None]] = {
    EventType.DEATH: _die,
    EventType.TRANSFER_OUT: _leave,
    EventType.INSURANCE_ENDED: _end,
    EventType.JOINED_EMPLOYEE: _join,
    EventType.PHONE_CHANGED: _renumber,
}
