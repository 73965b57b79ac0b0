"""Whether the holder of a phone is the person registered with it: numbers change owners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from gongji.app.context import Context
from gongji.kernel.clock import real_now
from gongji.kernel.identity import same_name
from gongji.kernel.privacy import blind_index
from gongji.kernel.sealing import SealBroken
from gongji.people.models import Person

SHARING_MAX = 20
"""Far more people than register one phone."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Name and ID number, as people state them of themselves."""

    name: str
    id_number: str = field(repr=False)

    def is_of(self, person: Person) -> bool:
        return same_name(person.name, self.name) and person.id_number.reveal() == self.id_number


def refuse_moved_index(person: Person, phone: str) -> None:
    """Raises SealBroken if the index found a row whose sealed phone is another one."""
    if person.phone is None or person.phone.reveal() != phone:
        raise SealBroken("an index of person.phone stands beside another number")


def holders(ctx: Context, phone: str) -> Sequence[Person]:
    """All living people who are registered with this phone, in order of registration."""
    query = (
        select(Person)
        .where(Person.phone_index == blind_index("phone", phone), Person.died_on.is_(None))
        .order_by(Person.seq)
        .limit(SHARING_MAX)
    )
    return ctx.db.execute(query).scalars().all()


def meant(people: Sequence[Person], stated: Identity | None) -> Person | None:
    """The person with the stated identity; without one the first registered. None if none is."""
    return next((one for one in people if stated is None or stated.is_of(one)), None)


def is_asked(ctx: Context, people: Sequence[Person], person: Person) -> bool:
    """Whether an unknown device must state name and ID number, since the phone number may have a
    new owner. The days since the last sign-in are counted in real time.
    """
    if any(one.identity_due for one in people):
        return True
    days = ctx.guards.identity_after_days
    if days is None:
        return False
    last = person.signed_in_at
    return last is None or real_now() - last >= timedelta(days=days)
