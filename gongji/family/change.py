"""Changes of a running binding by its authorizer: last day, limits, hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gongji.app.context import Context
from gongji.auth.phone import refuse_after_change
from gongji.family.end import close_expired
from gongji.family.facts import rules_for
from gongji.family.models import Binding, Side
from gongji.family.problems import DateOrder, DatePast
from gongji.family.queries import own_binding
from gongji.family.rules import (
    LIMITS,
    ended_refusal,
    is_higher_limit,
    limits_refusal,
    term_refusal,
)
from gongji.family.views import BindingDetails, present
from gongji.kernel.money import Money
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import Forbidden
from gongji.kernel.wording import say
from gongji.ledger.models import Account
from gongji.ledger.problems import BalanceShort
from gongji.ledger.service import lock_accounts_of
from gongji.people.access import ONESELF, note_access
from gongji.people.facts import insurances_of, person, persons
from gongji.people.looks import HOLD_MOVED, LIMITS_MOVED, TERM_MOVED


def change(
    ctx: Context,
    binding_id: str,
    *,
    ends_on: date | None = None,
    limits: Mapping[str, int | None] | None = None,
    hold_fen: int | None = None,
) -> BindingDetails:
    """What is not named stays; a limit of None is removed.

    Raises NOT_FOUND, FORBIDDEN for the beneficiary, ALREADY_ENDED, DATE_PAST, DATE_ORDER,
    REQUEST_INVALID for a longer term than the area allows and for a limit above a wider one,
    CHANGED_RECENTLY for a higher limit or hold, BALANCE_SHORT.
    """
    binding, side = own_binding(ctx, binding_id)
    if side is not Side.AUTHORIZER:
        raise Forbidden
    accounts = lock_accounts_of(ctx.db, [binding.authorizer_id])
    binding, _ = own_binding(ctx, binding_id)
    refusal = ended_refusal(binding, ctx.today)
    if refusal is not None:
        raise refusal
    close_expired(ctx, accounts)
    if ends_on is not None:
        _move_end(ctx, binding, ends_on)
    if limits:
        _set_limits(ctx, binding, limits)
    if hold_fen is not None:
        _set_hold(ctx, binding, accounts[binding.authorizer_id], hold_fen)
    ctx.db.flush()
    people = persons(ctx.db, binding.people())
    return present(ctx, [binding], ctx.actor.id, people)[0]


def _move_end(ctx: Context, binding: Binding, ends_on: date) -> None:
    if ends_on < ctx.today:
        raise DatePast(what="终止日期", day=ends_on, today=ctx.today)
    if ends_on < binding.starts_on:
        raise DateOrder(starts_on=binding.starts_on, ends_on=ends_on)
    rules = rules_for(ctx, insurances_of(ctx.db, binding.authorizer_id))
    too_long = term_refusal(min(binding.starts_on, ctx.today), ends_on, rules)
    if too_long is not None:
        raise too_long
    if ends_on != binding.ends_on:
        _note_both_sides(ctx, binding, TERM_MOVED, before=binding.ends_on, after=ends_on)
    binding.ends_on = ends_on


def _set_limits(ctx: Context, binding: Binding, limits: Mapping[str, int | None]) -> None:
    """Both sides find a line with the old and the new limits in their access logs."""
    before: dict[str, int | None] = {name: getattr(binding, name) for name in LIMITS}
    after = before | dict(limits)
    refusal = limits_refusal(after, limits)
    if refusal is not None:
        raise refusal
    if any(is_higher_limit(after[name], before[name]) for name in limits):
        refuse_after_change(ctx, person(ctx.db, binding.authorizer_id))
    if after == before:
        return
    for name, limit_fen in limits.items():
        setattr(binding, name, limit_fen)
    _note_both_sides(
        ctx, binding, LIMITS_MOVED, before=_limits_in_words(before), after=_limits_in_words(after)
    )


def _set_hold(ctx: Context, binding: Binding, account: Account, hold_fen: int) -> None:
    """A hold is taken from the account's free money, so it cannot exceed what no one else holds."""
    before_fen = binding.hold_fen
    if hold_fen > before_fen:
        refuse_after_change(ctx, person(ctx.db, binding.authorizer_id))
    available_fen = account.balance_fen - account.quota_fen - account.held_fen + before_fen
    if hold_fen > max(available_fen, before_fen):
        raise BalanceShort(needed=Money(hold_fen), available=Money(max(available_fen, 0)))
    account.held_fen += hold_fen - before_fen
    binding.hold_fen = hold_fen
    binding.hold_set_version = account.version
    if hold_fen != before_fen:
        name = mask_name(person(ctx.db, binding.beneficiary_id).name)
        what = say(HOLD_MOVED, name=name, before=Money(before_fen), after=Money(hold_fen))
        note_access(ctx, binding.authorizer_id, what, actor=ONESELF)


def _note_both_sides(ctx: Context, binding: Binding, sentence: str, **facts: object) -> None:
    """Each side reads who changed it: themselves, or the authorizer."""
    sides = persons(ctx.db, binding.people())
    for reader in sides.values():
        other = sides[binding.other_side(reader.id)]
        what = say(sentence, name=mask_name(other.name), **facts)
        actor = ONESELF if reader.id == binding.authorizer_id else "授权人"
        note_access(ctx, reader.id, what, actor=actor)


def _limits_in_words(limits: Mapping[str, int | None]) -> str:
    words = [
        say("{word} {limit}", word=word, limit=Money(fen))
        for name, word in LIMITS.items()
        if (fen := limits[name]) is not None
    ]
    return "、".join(words) or "不限"
