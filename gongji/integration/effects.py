"""What an event does once, beyond the insurance: bindings end, accounts freeze, empty or open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gongji.family.end import end_all
from gongji.family.models import EndReason
from gongji.integration.replay import EventType
from gongji.kernel.context import Context
from gongji.kernel.money import Money
from gongji.ledger.models import Account, EntryKind, FrozenBy
from gongji.ledger.service import Occasion, Posting, book, open_account
from gongji.people.models import Person, RegistryEvent

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
    """F-10: the account is frozen for the heirs, bindings end, the other side is told."""
    ground.person.died_on = event.effective_on
    if ground.own is not None:
        ground.own.frozen_by = FrozenBy.DEATH
    end_all(ctx, ground.person.id, ground.accounts, EndReason.DEATH)


def _leave(ctx: Context, ground: Ground, event: RegistryEvent) -> None:
    """F-11: bindings end with their holds, and the whole balance moves to the new place.

    Money that waits for heirs stays; a freeze of anybody else does not stop the office's transfer.
    """
    end_all(ctx, ground.person.id, ground.accounts, EndReason.TRANSFER_OUT)
    own = ground.own
    if own is None or own.frozen_by is FrozenBy.DEATH or not own.balance_fen:
        return
    balance = Money(own.balance_fen)
    occasion = Occasion("transfer_out", ctx.today, place=TRANSFERRED)
    there = f"elsewhere:{event.data['to_area']}"
    book(ctx, occasion, [Posting(own, -balance, EntryKind.CORRECTION), Posting(there, balance)])


def _end(ctx: Context, ground: Ground, _: RegistryEvent) -> None:
    end_all(ctx, ground.person.id, ground.accounts, EndReason.INSURANCE_ENDED)


def _join(ctx: Context, ground: Ground, _: RegistryEvent) -> None:
    """An employee has an account from the first day; his bindings as a relative stay."""
    if ground.own is None:
        ground.accounts[ground.person.id] = open_account(ctx.db, ground.person.id, 0)


EFFECTS: Mapping[EventType, Callable[[Context, Ground, RegistryEvent], None]] = {
    EventType.DEATH: _die,
    EventType.TRANSFER_OUT: _leave,
    EventType.INSURANCE_ENDED: _end,
    EventType.JOINED_EMPLOYEE: _join,
}
