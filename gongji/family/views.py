"""A binding as one of its sides sees it: the beneficiary never learns a hold or a balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gongji.app.context import Channel, Context
from gongji.family.models import Binding, BindingStatus, EndReason, Side
from gongji.family.usage import NOTHING, used
from gongji.kernel.privacy import mask_name
from gongji.people.facts import persons
from gongji.people.models import Person
from gongji.vocabulary import Relation


@dataclass(frozen=True, slots=True)
class BindingPerson:
    """One side; the name is masked unless it is the viewer's own."""

    name: str
    id_number_masked: str
    phone_masked: str | None

    @classmethod
    def seen_by(cls, viewer_id: str, person: Person) -> BindingPerson:
        return cls(
            name=person.name if person.id == viewer_id else mask_name(person.name),
            id_number_masked=str(person.id_number),
            phone_masked=str(person.phone) if person.phone else None,
        )


@dataclass(frozen=True, slots=True)
class BindingLimits:
    """The most that the beneficiary may use; None is no limit."""

    per_use_fen: int | None
    month_fen: int | None
    year_fen: int | None


@dataclass(frozen=True, slots=True)
class BindingDetails:
    """`hold_fen` is None for the beneficiary."""

    id: str
    role: Side | None
    status: BindingStatus
    relation: Relation
    authorizer: BindingPerson
    beneficiary: BindingPerson
    starts_on: date
    ends_on: date
    channel: Channel
    created_at: datetime
    ended_at: datetime | None
    end_reason: EndReason | None
    limits: BindingLimits
    hold_fen: int | None
    used_month_fen: int
    used_year_fen: int


def present(ctx: Context, bindings: Sequence[Binding], viewer_id: str) -> list[BindingDetails]:
    """The bindings in their order, with people and use in one statement each."""
    people = persons(ctx.db, {one for binding in bindings for one in binding.people()})
    usage = used(ctx.db, [binding.id for binding in bindings], ctx.today)
    shown = {one: BindingPerson.seen_by(viewer_id, person) for one, person in people.items()}
    return [
        BindingDetails(
            id=binding.id,
            role=(side := binding.side_of(viewer_id)),
            status=binding.status(ctx.today),
            relation=binding.relation,
            authorizer=shown[binding.authorizer_id],
            beneficiary=shown[binding.beneficiary_id],
            starts_on=binding.starts_on,
            ends_on=binding.ends_on,
            channel=binding.channel,
            created_at=binding.created_at,
            ended_at=binding.ended_at,
            end_reason=binding.reason(ctx.today),
            limits=BindingLimits(binding.per_use_fen, binding.month_fen, binding.year_fen),
            hold_fen=binding.hold_fen if side is Side.AUTHORIZER else None,
            used_month_fen=usage.get(binding.id, NOTHING).month_fen,
            used_year_fen=usage.get(binding.id, NOTHING).year_fen,
        )
        for binding in bindings
    ]
