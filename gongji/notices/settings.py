"""From which amount on a person is told of family payments; raising it never goes unseen."""

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
    """What a person wants to be told; family payments below the threshold are not."""

    spent_threshold_fen: int


def settings(ctx: Context) -> MessageSettings:
    """The caller's own."""
    return MessageSettings(person(ctx.db, ctx.actor.id).spent_threshold_fen)


def change_settings(ctx: Context, spent_threshold_fen: int) -> MessageSettings:
    """From now on; what was told stays told. Who is to be told less, is told that much."""
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
