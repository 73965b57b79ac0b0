"""A binding as one of its sides sees it: the relative never learns a hold or a balance."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from gongji.app.context import Context
from gongji.family.models import Binding
from gongji.family.usage import NOTHING, Used, used
from gongji.kernel.db import fresh
from gongji.kernel.ids import IdForm
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import NotFound
from gongji.people.facts import person, persons
from gongji.people.models import Person

BINDING_ID = IdForm("bnd")


class Side(StrEnum):
    AUTHORIZER = "authorizer"
    BENEFICIARY = "beneficiary"


def side_of(binding: Binding, person_id: str) -> Side | None:
    """Which side of it this person is; None for everybody else."""
    sides = {binding.authorizer_id: Side.AUTHORIZER, binding.beneficiary_id: Side.BENEFICIARY}
    return sides.get(person_id)


def other_side(binding: Binding, person_id: str) -> str:
    """Whom this person shares it with."""
    one, other = binding.authorizer_id, binding.beneficiary_id
    return other if person_id == one else one


def own_name(ctx: Context) -> str:
    """The caller as the other side reads him in its access log, masked."""
    return mask_name(person(ctx.db, ctx.actor.id).name)


def own_binding(ctx: Context, binding_id: str) -> tuple[Binding, Side]:
    """A binding of the caller, read anew, and his side of it; raises NOT_FOUND for any other."""
    if not BINDING_ID.fits(binding_id):
        raise NotFound
    query = select(Binding).where(Binding.id == binding_id)
    binding = ctx.db.execute(fresh(query)).scalar_one_or_none()
    side = side_of(binding, ctx.actor.id) if binding else None
    if binding is None or side is None:
        raise NotFound
    return binding, side


def show(ctx: Context, bindings: Sequence[Binding], viewer_id: str) -> list[dict[str, Any]]:
    """The bindings in their order, with people and use in one statement each."""
    ids = {one for row in bindings for one in (row.authorizer_id, row.beneficiary_id)}
    people = persons(ctx.db, ids)
    usage = used(ctx.db, [row.id for row in bindings], ctx.today)
    return [_view(ctx, row, viewer_id, people, usage.get(row.id, NOTHING)) for row in bindings]


def _view(
    ctx: Context, binding: Binding, viewer_id: str, people: dict[str, Person], usage: Used
) -> dict[str, Any]:
    side = side_of(binding, viewer_id)
    return {
        "id": binding.id,
        "role": side,
        "status": binding.status(ctx.today),
        "relation": binding.relation,
        "authorizer": _person(people[binding.authorizer_id], viewer_id),
        "beneficiary": _person(people[binding.beneficiary_id], viewer_id),
        "starts_on": binding.starts_on,
        "ends_on": binding.ends_on,
        "channel": binding.channel,
        "created_at": binding.created_at,
        "ended_at": binding.ended_at,
        "end_reason": binding.reason(ctx.today),
        "limits": {
            "per_use_fen": binding.per_use_fen,
            "month_fen": binding.month_fen,
            "year_fen": binding.year_fen,
        },
        "hold_fen": binding.hold_fen if side is Side.AUTHORIZER else None,
        "used_month_fen": usage.month_fen,
        "used_year_fen": usage.year_fen,
    }


def _person(side: Person, viewer_id: str) -> dict[str, str | None]:
    return {
        "name": side.name if side.id == viewer_id else mask_name(side.name),
        "id_number_masked": str(side.id_number),
        "phone_masked": str(side.phone) if side.phone else None,
    }
