"""Warnings about a person's own account, which must not go unnoticed: a message and an SMS."""

from __future__ import annotations

from collections.abc import Mapping

from gongji.app.context import Context
from gongji.notices.messages import Notification, notify
from gongji.notices.models import MessageKind
from gongji.notices.outbox import queue_text
from gongji.people.models import Person
from gongji.sms_templates import SmsTemplate

WARNING_TTL_S = 3 * 24 * 3600
"""After three days a warning comes too late to undo the act."""


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
    if person.died_on is not None:
        return
    notify(ctx, [Notification(person.id, kind, title, template.fill(params))])
    if person.phone is not None:
        warn_phone(ctx, person.phone.reveal(), template, params)


def warn_phone(ctx: Context, phone: str, template: SmsTemplate, params: Mapping[str, str]) -> None:
    """The same by SMS only, to a phone that may no longer be registered."""
    queue_text(ctx, phone=phone, template=template, params=params, ttl_s=WARNING_TTL_S)
