"""A binding as one of its sides sees it: the beneficiary never learns a hold or a balance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongji.app.context import Context
from gongji.family.models import Binding, BindingStatus, EndReason, Side
from gongji.family.usage import NOTHING, Used, used
from gongji.kernel.privacy import mask_name
from gongji.people.models import Person


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
class BindingDetails:
    """A binding with what its row does not tell: who looks, what holds today, and what was used.

    `hold_fen` is None for the beneficiary.
    """

    binding: Binding
    role: Side | None
    status: BindingStatus
    end_reason: EndReason | None
    authorizer: BindingPerson
    beneficiary: BindingPerson
    hold_fen: int | None
    used_month_fen: int
    used_year_fen: int


def present(
    ctx: Context, bindings: Sequence[Binding], viewer_id: str, people: Mapping[str, Person]
) -> list[BindingDetails]:
    """The bindings in their order, with what they used, which is one statement.

    `people` are at least their sides, by id.
    """
    usage = used(ctx.db, [binding.id for binding in bindings], ctx.today)
    return [details(ctx, one, viewer_id, people, usage.get(one.id, NOTHING)) for one in bindings]


def details(
    ctx: Context,
    binding: Binding,
    viewer_id: str,
    people: Mapping[str, Person],
    usage: Used = NOTHING,
) -> BindingDetails:
    """A binding that used this much; without a statement."""
    side = binding.side_of(viewer_id)
    return BindingDetails(
        binding=binding,
        role=side,
        status=binding.status(ctx.today),
        end_reason=binding.reason(ctx.today),
        authorizer=BindingPerson.seen_by(viewer_id, people[binding.authorizer_id]),
        beneficiary=BindingPerson.seen_by(viewer_id, people[binding.beneficiary_id]),
        hold_fen=binding.hold_fen if side is Side.AUTHORIZER else None,
        used_month_fen=usage.month_fen,
        used_year_fen=usage.year_fen,
    )
