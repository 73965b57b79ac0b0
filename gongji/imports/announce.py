"""Adds one announcement or one maintenance window, checked like the rows of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.app.schemas import COMMON, Choice, Text, says
from gongji.imports.fields import RowSchema, area
from gongji.imports.one_row import BadRow, load_row
from gongji.kernel.clock import wall_clock
from gongji.notices.models import Feature, Maintenance, Notice
from gongji.notices.queries import announce_maintenance, publish

TITLE_MAX, TEXT_MAX = 100, 2000


class BadAnnouncement(BadRow):
    """The input cannot be announced; the message says why, in both languages."""


class InstantCell(fields.Field[datetime]):
    """An instant that the caller has already parsed."""

    default_error_messages = {**COMMON}


class NoticeRowSchema(RowSchema):
    area = area(required=True)
    title = Text(TITLE_MAX, required=True)
    text = Text(TEXT_MAX, required=True)
    feature = Choice(Feature, load_default=None)
    starts_at = InstantCell(load_default=None)
    ends_at = InstantCell(load_default=None)
    announced_at = InstantCell(load_default=None)


class WindowRowSchema(RowSchema):
    area = area(required=True)
    features = fields.List(
        Choice(Feature),
        required=True,
        validate=validate.Length(min=1, error=says("required", "必须填写")),
    )
    starts_at = InstantCell(required=True)
    ends_at = InstantCell(required=True)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of announcement is read and written."""

    schema: ma.Schema
    write: Callable[..., Notice | Maintenance]


def add_one(runtime: Runtime, kind: Kind, values: Mapping[str, Any], *, dry_run: bool) -> str:
    """Writes it unless this is a dry run; returns one sentence about it. Raises BadRow."""
    wanted = load_row(kind.schema, values)

    def work(ctx: Context) -> str:
        starts_at, ends_at = wanted["starts_at"] or ctx.now, wanted["ends_at"]
        if ends_at is not None and ends_at <= max(starts_at, ctx.now):
            raise BadAnnouncement(
                "结束时间应晚于开始时间和现在 (it ends before it begins, or now)."
            )
        match kind.write(ctx, **wanted):
            case Notice() as made:
                shown_at = wall_clock(made.announced_at)
                return f"“{made.title}” is announced for {made.area} from {shown_at}."
            case Maintenance() as made:
                closed = ", ".join(made.features)
                times = f"{wall_clock(made.starts_at)} to {wall_clock(made.ends_at)}"
                return f"{closed} of {made.area} are closed from {times}."

    return runtime.run(work, dry_run=dry_run)


NOTICE = Kind(NoticeRowSchema(), publish)
WINDOW = Kind(WindowRowSchema(), announce_maintenance)
