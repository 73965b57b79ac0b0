"""The amount from which a person is notified of family payments; raising it sends a warning."""

from __future__ import annotations

from dataclasses import dataclass

from gongji.app.context import Context
from gongji.kernel.money import Money
from gongji.kernel.wording import all_worded, say
from gongji.notices.warnings import warn
from gongji.people.access import ONESELF, note_access
from gongji.people.facts import lock_persons, person
from gongji.people.looks import THRESHOLD_MOVED
from gongji.sms_templates import SmsTemplate

TITLE = "提醒起点金额已提高"


@dataclass(frozen=True, slots=True)
class MessageSettings:
    """Family payments below the threshold are not reported to the person."""

    spent_threshold_fen: int


def settings(ctx: Context) -> MessageSettings:
    """The caller's own."""
    return MessageSettings(person(ctx.db, ctx.actor.id).spent_threshold_fen)


def change_settings(ctx: Context, spent_threshold_fen: int) -> MessageSettings:
    """Changes the caller's threshold from now on. Raising it sends a warning."""
    own = lock_persons(ctx.db, [ctx.actor.id])[ctx.actor.id]
    before_fen = own.spent_threshold_fen
    own.spent_threshold_fen = spent_threshold_fen
    ctx.db.flush()
    if spent_threshold_fen != before_fen:
        facts = {"before": Money(before_fen), "after": Money(spent_threshold_fen)}
        note_access(ctx, own.id, say(THRESHOLD_MOVED, **facts), actor=ONESELF)
        if spent_threshold_fen > before_fen:
            warn(ctx, own, TITLE, SmsTemplate.THRESHOLD_RAISED, all_worded(**facts))
    return MessageSettings(spent_threshold_fen)
