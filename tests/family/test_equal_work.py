"""A refused binding costs the same whoever the relative is: statements and CPU time."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from statistics import median

import pytest
from sqlalchemy import Engine, event, update

from gongji.auth import service as sign_in
from gongji.auth.models import CodePurpose
from gongji.family import bind
from gongji.family.application import Relative
from gongji.family.consent import send_code
from gongji.people.models import Person
from gongji.vocabulary import Relation
from tests.family.outside import number
from tests.family.town import Someone, Town, application, by_code

STATES = ("known", "unknown", "other phone", "no phone", "dead", "bound by another")
ROUNDS = 15
APART = 1.5
"""How much more one state's CPU time may be than another's, on a machine that others use too."""
DAY_S = 24 * 3600


@pytest.fixture
def relatives(town: Town, chen: Someone) -> dict[str, Someone]:
    found = {
        "known": town.someone("李秀英", "19820308", 2, phone="19900000002"),
        "unknown": Someone("何敏", number("19830308", 4), "19900000003", chen.actor),
        "no phone": town.someone("王素贞", "19410101", 6),
        "dead": town.someone("刘桂兰", "19551120", 8, phone="19900000005"),
        "bound by another": town.someone("罗兰", "19850505", 2, phone="19900000006"),
    }
    known = found["known"]
    found["other phone"] = Someone(known.name, known.id_number, "19900000044", known.actor)
    died = update(Person).where(Person.id == found["dead"].id).values(died_on=date(2025, 1, 1))
    town.run(lambda ctx: ctx.db.execute(died))
    other = town.employee("唐军", "19800101", 1, phone="19900000020")
    town.bind(other, found["bound by another"], Relation.SPOUSE)
    return found


@contextmanager
def statements(town: Town) -> Iterator[list[str]]:
    """What is asked of the database meanwhile, by us and by the sandbox's registry."""
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        seen.append(statement)

    engines: list[Engine] = town.engines
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def asked_code(town: Town, chen: Someone, whom: Someone) -> None:
    relative = Relative(whom.name, whom.id_number, whom.phone or "19900000099")
    assert town.refusal(send_code, relative, Relation.SPOUSE, by=chen.actor) == ""


def guessed(town: Town, chen: Someone, whom: Someone) -> None:
    today = town.now.date()
    asked = application(whom, Relation.SPOUSE, today, today + timedelta(days=30))
    refused = town.refusal(bind.bind, chen.id, asked, by_code("000000"), by=chen.actor)
    assert refused in {"SMS_WRONG", "SMS_LOCKED"}


@pytest.mark.parametrize("act", [asked_code, guessed])
def test_both_calls_ask_the_same_whoever_it_is(
    town: Town,
    chen: Someone,
    relatives: dict[str, Someone],
    act: Callable[[Town, Someone, Someone], None],
) -> None:
    told = {}
    for state in STATES:
        town.pass_s(DAY_S)
        with statements(town) as seen:
            act(town, chen, relatives[state])
        told[state] = tuple(seen)
    assert len(set(told.values())) == 1, {state: len(seen) for state, seen in told.items()}


def test_a_guess_takes_the_same_time_whoever_it_is(
    town: Town, chen: Someone, relatives: dict[str, Someone]
) -> None:
    spent: dict[str, list[float]] = {state: [] for state in STATES}
    there_and_back = (*STATES, *reversed(STATES))
    for _, state in itertools.product(range(ROUNDS), there_and_back):
        town.pass_s(DAY_S)
        begun = time.process_time()
        guessed(town, chen, relatives[state])
        spent[state].append(time.process_time() - begun)
    middles = [median(times) for times in spent.values()]
    assert max(middles) <= APART * min(middles), spent


def test_signing_in_asks_the_same_of_a_known_and_an_unknown_phone(
    town: Town, chen: Someone
) -> None:
    asked, guesses = [], []
    for phone in (chen.phone, "19900007777"):
        with statements(town) as seen:
            town.run(sign_in.send_code, phone=phone, purpose=CodePurpose.LOGIN)
        asked.append(tuple(seen))
        with statements(town) as seen:
            assert town.refusal(sign_in.sms_login, phone=phone, code="000000") == "SMS_WRONG"
        guesses.append(tuple(seen))
    assert asked[0] == asked[1]
    assert guesses[0] == guesses[1]
