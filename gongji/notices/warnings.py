"""Warnings about a person's own account, which must not go unnoticed: a message and an SMS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table

from gongji.app.context import Context
from gongji.kernel.sealing import boxed
from gongji.kernel.writes import Insertion, write_together
from gongji.notices.messages import Notification, message_rows
from gongji.notices.models import MessageKind, OutboxText
from gongji.notices.outbox import queue_text, text_row
from gongji.people.models import Person
from gongji.sms_templates import SmsTemplate

WARNING_TTL_S = 3 * 24 * 3600
"""After three days a warning comes too late to undo the act."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Who is warned of what; the message has the words of the SMS, and a title."""

    person: Person
    title: str
    template: SmsTemplate
    params: Mapping[str, str]
    kind: MessageKind = MessageKind.NOTICE


def warn(
    ctx: Context,
    person: Person,
    title: str,
    template: SmsTemplate,
    params: Mapping[str, str],
    *,
    kind: MessageKind = MessageKind.NOTICE,
) -> None:
    """Warns a living person by message and by SMS, even if they acted themselves."""
    write_together(ctx.db, warning_rows(ctx, [Warned(person, title, template, params, kind)]))


def warning_rows(ctx: Context, warned: Iterable[Warned]) -> list[Insertion]:
    """The same for several people, to be written together with other rows of the act."""
    living = [one for one in warned if one.person.died_on is None]
    messages = [
        Notification(one.person.id, one.kind, one.title, one.template.fill(one.params))
        for one in living
    ]
    texts = [
        boxed(
            OutboxText,
            text_row(
                ctx,
                phone=one.person.phone.reveal(),
                template=one.template,
                params=one.params,
                ttl_s=WARNING_TTL_S,
            ),
        )
        for one in living
        if one.person.phone is not None
    ]
    return [message_rows(ctx, messages), Insertion(cast("Table", OutboxText.__table__), texts)]


def warn_phone(ctx: Context, phone: str, template: SmsTemplate, params: Mapping[str, str]) -> None:
    """The same by SMS only, to a phone that may no longer be registered."""
    queue_text(ctx, phone=phone, template=template, params=params, ttl_s=WARNING_TTL_S)
