"""Unbinding (解绑) by either side."""

from __future__ import annotations

from gongji.app.context import Context
from gongji.family.end import close
from gongji.family.models import EndReason, Side
from gongji.family.notifications import notify_unbound
from gongji.family.queries import own_binding
from gongji.family.rules import ended_refusal
from gongji.family.views import BindingDetails, present
from gongji.ledger.service import lock_accounts_of
from gongji.people.access import note_access, public_name
from gongji.people.facts import persons
from gongji.people.looks import UNBOUND

REASONS = {
    Side.AUTHORIZER: EndReason.UNBOUND_BY_AUTHORIZER,
    Side.BENEFICIARY: EndReason.UNBOUND_BY_BENEFICIARY,
}


def unbind(ctx: Context, binding_id: str) -> BindingDetails:
    """Ends a binding of the caller at once (UNB-02); raises NOT_FOUND, ALREADY_ENDED."""
    binding, side = own_binding(ctx, binding_id)
    account = lock_accounts_of(ctx.db, [binding.authorizer_id])[binding.authorizer_id]
    binding, _ = own_binding(ctx, binding_id)
    refusal = ended_refusal(binding, ctx.today)
    if refusal is not None:
        raise refusal
    close(binding, account, REASONS[side], by=ctx.actor.id, at=ctx.now)
    ctx.db.flush()
    people = persons(ctx.db, binding.people())
    notify_unbound(ctx, binding, people)
    note_access(ctx, binding.other_side(ctx.actor.id), UNBOUND, actor=public_name(ctx))
    return present(ctx, [binding], ctx.actor.id, people)[0]
