"""Binding a relative again: what comes before, up to the code, is done before it is timed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import aliased

from bench.findings import Finding
from bench.load import CLIENTS, Request, Sample, drive
from bench.world import World
from gongji.app.context import Actor, Context, Role
from gongji.app.runtime import Runtime
from gongji.auth import sessions
from gongji.auth.tokens import access_token
from gongji.bootstrap import create_app
from gongji.config import read_settings
from gongji.family.application import Relative
from gongji.family.consent import send_code
from gongji.family.models import Binding
from gongji.family.queries import eligibility
from gongji.family.unbind import unbind
from gongji.notices.outbox import deliver_queued
from gongji.people.models import Person
from gongji.sandbox.panel import inbox
from gongji.vocabulary import Relation

PATH = "/api/v1/family/bindings"
SAMPLE = 10 * CLIENTS
"""So many relatives are bound in a sample; a code is good for five minutes."""

LONG_S = 60.0
CREATED = b'"authorizer"'
MARKS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True, slots=True)
class Tie:
    """A parent with a phone of their own, and the binding to them that is to be ended."""

    binding_id: str
    authorizer_id: str
    relative: Relative


def bound(world: World, _seconds: float) -> Sample:
    """POST of the bindings alone, until all are made."""
    with _application(world) as app:
        ready = _agreed(app, SAMPLE)
    own = [ready[client::CLIENTS] for client in range(CLIENTS)]
    return drive(
        world.base, lambda client: iter(own[client]), LONG_S, world.server, world.postgres.pid
    )


def bind_statements(world: World) -> Iterator[Finding]:
    """Counts the statements of a bind with its code."""
    with _application(world) as app:
        [wanted] = _agreed(app, 1)
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(MARKS) and "sandbox_" not in statement:
                seen.append(statement)

        runtime: Runtime = app.extensions["gongji"]
        event.listen(runtime.engine, "before_cursor_execute", note)
        headers = {"Content-Type": "application/json", **dict(wanted.headers)}
        answer = app.test_client().post(wanted.path, data=wanted.body, headers=headers)
        assert wanted.expects in answer.data, answer.text
    yield Finding("bind with its code, statements", len(seen), gate=15, goal=10)


@contextmanager
def _application(world: World) -> Iterator[Flask]:
    """In this process, on the world's database."""
    app = create_app(read_settings(world.settings))
    runtime: Runtime = app.extensions["gongji"]
    try:
        yield app
    finally:
        runtime.engine.dispose()


def _agreed(app: Flask, count: int) -> Sequence[Request]:
    """Bindings whose authorizers are signed in, and whose relatives have been sent their codes."""
    runtime: Runtime = app.extensions["gongji"]
    ties = runtime.run(partial(_ties, count=count), writes=False)
    assert len(ties) == count, "there are no more parents to be bound"
    with app.app_context():
        return [_wanted(runtime, tie) for tie in ties]


def _ties(ctx: Context, count: int) -> Sequence[Tie]:
    """Those first that were made first: whoever is bound again comes last."""
    parent = aliased(Person)
    query = (
        select(Binding, parent)
        .join(parent, parent.id == Binding.beneficiary_id)
        .where(Binding.relation == Relation.PARENT, Binding.ended_at.is_(None))
        .order_by(Binding.seq)
        .limit(count)
    )
    return [
        Tie(
            binding.id,
            binding.authorizer_id,
            Relative(one.name, one.id_number.reveal(), one.phone.reveal() if one.phone else None),
        )
        for binding, one in ctx.db.execute(query).tuples()
    ]


def _wanted(runtime: Runtime, tie: Tie) -> Request:
    who = Actor(Role.CITIZEN, tie.authorizer_id)
    runtime.run(lambda ctx: unbind(ctx, tie.binding_id), actor=who)
    runtime.run(lambda ctx: send_code(ctx, tie.relative, Relation.PARENT), actor=who)
    deliver_queued(runtime)
    assert tie.relative.phone, "a code goes to a phone"
    texts = runtime.run(partial(inbox, phone=tie.relative.phone), writes=False)
    opened = runtime.run(partial(sessions.begin, role=Role.CITIZEN, subject_id=tie.authorizer_id))
    commitment, today = runtime.run(
        lambda ctx: (eligibility(ctx).commitment, ctx.today), actor=who, writes=False
    )
    asked = {
        "beneficiary": {
            "name": tie.relative.name,
            "id_number": tie.relative.id_number,
            "phone": tie.relative.phone,
        },
        "relation": Relation.PARENT,
        "starts_on": str(today),
        "ends_on": str(today + timedelta(days=365)),
        "sms_code": next(text.code for text in texts if text.code),
        "commitment": {"version": commitment.version, "accepted": True},
    }
    headers = (
        ("Authorization", f"Bearer {access_token(opened)}"),
        ("Idempotency-Key", secrets.token_hex(12)),
    )
    return Request("POST", PATH, json.dumps(asked).encode(), CREATED, headers)
