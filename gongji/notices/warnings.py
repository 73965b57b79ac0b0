"""What happens to a person's own account and must not pass unseen: a message and an SMS, both."""

from __future__ import annotations

from collections.abc import Mapping

from gongji.app.context import Context
from gongji.notices.messages import News, tell
from gongji.notices.models import MessageKind
from gongji.notices.outbox import queue_text
from gongji.people.models import Person
from gongji.sms_templates import SmsTemplate

WARNING_TTL_S = 3 * 24 * 3600
"""After three days a warning no longer lets anybody undo anything."""


def warn(
    ctx: Context,
    person: Person,
    title: str,
    template: SmsTemplate,
    params: Mapping[str, str],
    *,
    kind: MessageKind = MessageKind.NOTICE,
) -> None:
    """Tells a living person, by message and at the registered phone, even if they acted."""
    if person.died_on is not None:
        return
    tell(ctx, [News(person.id, kind, title, template.fill(params))])
    if person.phone is not None:
        warn_phone(ctx, person.phone.reveal(), template, params)


def warn_phone(ctx: Context, phone: str, template: SmsTemplate, params: Mapping[str, str]) -> None:
    """The same to a phone that need not be registered any more."""
    queue_text(ctx, phone=phone, template=template, params=params, ttl_s=WARNING_TTL_S)
