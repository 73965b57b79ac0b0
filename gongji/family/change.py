"""Changes of a running binding by its authorizer: last day, limits, hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongji.app.context import Context
from gongji.auth.phone import refuse_after_change
from gongji.family.end import close_expired, refuse_ended
from gongji.family.facts import rules_for
from gongji.family.models import Binding
from gongji.family.problems import DateOrder, DatePast
from gongji.family.rules import first, term_refusals
from gongji.family.views import Side, own_binding, show
from gongji.kernel.money import Money
from gongji.kernel.privacy import mask_name
from gongji.kernel.problems import FieldError, Forbidden, RequestInvalid
from gongji.kernel.wording import say
from gongji.ledger.models import Account
from gongji.ledger.problems import BalanceShort
from gongji.ledger.service import lock_accounts_of
from gongji.people.access import ONESELF, note_access
from gongji.people.facts import insurances_of, person, persons
from gongji.people.looks import HOLD_MOVED, LIMITS_MOVED, TERM_MOVED

LIMITS = {"per_use_fen": "单次", "month_fen": "每月", "year_fen": "每年"}
"""From the narrowest to the widest, and what they are called."""

TOO_HIGH = "{narrow}限额不能高于{wide}限额"
AUTHORIZER = {True: ONESELF, False: "授权人"}
"""Who changed it, as each side reads it."""


def change(
    ctx: Context,
    binding_id: str,
    *,
    ends_on: date | None = None,
    limits: Mapping[str, int | None] | None = None,
    hold_fen: int | None = None,
) -> dict[str, Any]:
    """What is not named stays; a limit of None is removed.

    Raises NOT_FOUND, FORBIDDEN for the relative, ALREADY_ENDED, DATE_PAST, DATE_ORDER,
    REQUEST_INVALID for a longer term than the place allows and for a limit above a wider one,
    CHANGED_RECENTLY for a higher limit or hold, BALANCE_SHORT.
    """
    binding, side = own_binding(ctx, binding_id)
    if side is not Side.AUTHORIZER:
        raise Forbidden
    accounts = lock_accounts_of(ctx.db, [binding.authorizer_id])
    binding, _ = own_binding(ctx, binding_id)
    refuse_ended(ctx, binding)
    close_expired(ctx, accounts)
    if ends_on is not None:
        _move_end(ctx, binding, ends_on)
    if limits:
        _limit(ctx, binding, limits)
    if hold_fen is not None:
        _hold(ctx, binding, accounts[binding.authorizer_id], hold_fen)
    ctx.db.flush()
    return show(ctx, [binding], ctx.actor.id)[0]


def _move_end(ctx: Context, binding: Binding, ends_on: date) -> None:
    if ends_on < ctx.today:
        raise DatePast(what="终止日期", day=ends_on, today=ctx.today)
    if ends_on < binding.starts_on:
        raise DateOrder(starts_on=binding.starts_on, ends_on=ends_on)
    rules = rules_for(ctx, insurances_of(ctx.db, binding.authorizer_id))
    too_long = first(term_refusals(min(binding.starts_on, ctx.today), ends_on, rules))
    if too_long is not None:
        raise too_long
    if ends_on != binding.ends_on:
        _note_both(ctx, binding, TERM_MOVED, before=binding.ends_on, after=ends_on)
    binding.ends_on = ends_on


def _limit(ctx: Context, binding: Binding, limits: Mapping[str, int | None]) -> None:
    """Sets what is named, and leaves a line with the old limits for both sides to read."""
    before = {name: getattr(binding, name) for name in LIMITS}
    after = before | dict(limits)
    _refuse_inconsistent(after, limits)
    if any(_is_higher(after[name], before[name]) for name in limits):
        refuse_after_change(ctx, person(ctx.db, binding.authorizer_id))
    if after == before:
        return
    for name, limit_fen in limits.items():
        setattr(binding, name, limit_fen)
    _note_both(ctx, binding, LIMITS_MOVED, before=_in_words(before), after=_in_words(after))


def _note_both(ctx: Context, binding: Binding, sentence: str, **facts: object) -> None:
    sides = persons(ctx.db, (binding.authorizer_id, binding.beneficiary_id))
    for reader in sides.values():
        [other] = [one for one in sides.values() if one is not reader]
        what = say(sentence, name=mask_name(other.name), **facts)
        note_access(ctx, reader.id, what, actor=AUTHORIZER[reader.id == binding.authorizer_id])


def _refuse_inconsistent(after: Mapping[str, int | None], named: Mapping[str, int | None]) -> None:
    """A limit of one use above that of the month or the year, or of the month above the year's."""
    known = [(name, after[name]) for name in LIMITS if after[name] is not None]
    errors = [
        FieldError(
            f"/limits/{_at_fault(one, other, named)}",
            "order",
            say(TOO_HIGH, narrow=LIMITS[one], wide=LIMITS[other]),
        )
        for place, (one, narrow_fen) in enumerate(known)
        for other, wide_fen in known[place + 1 :]
        if (narrow_fen or 0) > (wide_fen or 0)
    ]
    if errors:
        raise RequestInvalid.of(errors)


def _at_fault(one: str, other: str, named: Mapping[str, int | None]) -> str:
    """The field that was changed; of two the narrower limit."""
    return one if one in named else other


def _is_higher(new_fen: int | None, old_fen: int | None) -> bool:
    """None is no limit at all."""
    return old_fen is not None and (new_fen is None or new_fen > old_fen)


def _in_words(limits: Mapping[str, int | None]) -> str:
    told = [
        say("{word} {limit}", word=word, limit=Money(fen))
        for name, word in LIMITS.items()
        if (fen := limits[name]) is not None
    ]
    return "、".join(told) or "不限"


def _hold(ctx: Context, binding: Binding, account: Account, hold_fen: int) -> None:
    """A hold is taken from everybody else, so it cannot be more than nobody else holds."""
    before_fen = binding.hold_fen
    if hold_fen > before_fen:
        refuse_after_change(ctx, person(ctx.db, binding.authorizer_id))
    available_fen = account.balance_fen - account.held_fen + before_fen
    if hold_fen > max(available_fen, before_fen):
        raise BalanceShort(needed=Money(hold_fen), available=Money(max(available_fen, 0)))
    account.held_fen += hold_fen - before_fen
    binding.hold_fen = hold_fen
    binding.hold_set_version = account.version
    if hold_fen != before_fen:
        name = mask_name(person(ctx.db, binding.beneficiary_id).name)
        what = say(HOLD_MOVED, name=name, before=Money(before_fen), after=Money(hold_fen))
        note_access(ctx, binding.authorizer_id, what, actor=ONESELF)
