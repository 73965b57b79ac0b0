"""News about a person's own account that must not pass unseen: a message and an SMS, both."""

from __future__ import annotations

from gongji.app.context import Context
from gongji.notices.messages import News, tell
from gongji.notices.models import MessageKind
from gongji.notices.outbox import queue_text
from gongji.people.models import Person

WARNING_TTL_S = 3 * 24 * 3600
"""After three days nobody can undo anything any more."""


def warn(ctx: Context, person: Person, title: str, text: str) -> None:
    """Tells a living person, by message and at his registered phone, whoever acted."""
    if person.died_on is not None:
        return
    tell(ctx, [News(person.id, MessageKind.NOTICE, title, text)])
    if person.phone is not None:
        warn_phone(ctx, person.phone.reveal(), text)


def warn_phone(ctx: Context, phone: str, text: str) -> None:
    """The same to a phone that need not be registered any more."""
    queue_text(
        ctx,
        phone=phone,
        purpose=MessageKind.NOTICE,
        text=text,
        ttl_s=WARNING_TTL_S,
    )
