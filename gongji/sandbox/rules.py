"""Checks that the rows of a fixture agree; every contradiction names its field."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from operator import attrgetter

from gongji.kernel.clock import civil_date
from gongji.kernel.problems import FieldError, RequestInvalid
from gongji.sandbox import load_events
from gongji.sandbox.fixture import Fixture

UNIQUE = (
    ("persons", "key", attrgetter("key")),
    ("persons", "id_number", attrgetter("id_number")),
    ("persons", "phone", attrgetter("phone")),
    ("institutions", "code", attrgetter("code")),
    ("catalogue", "code", attrgetter("code")),
    ("offices", "code", attrgetter("code")),
    ("kinship", "is", attrgetter("of", "to")),
    ("year_counters", "pool", attrgetter("person", "year", "pool")),
    ("products", "product", attrgetter("product", "year")),
    ("officers", "operator_no", attrgetter("operator_no")),
    ("events", "event_id", attrgetter("event_id")),
)
"""A list, the field that a repeated row is reported at, and what no two rows may share."""

PERSON_KEYS = (
    ("kinship", "of", "of"),
    ("kinship", "is", "to"),
    ("bindings", "authorizer", "authorizer"),
    ("bindings", "beneficiary", "beneficiary"),
    ("year_counters", "person", "person"),
    ("premium_payments", "person", "person"),
)
"""A list, its field with the key of a person, and the attribute of the same meaning."""


def refuse_contradictions(fixture: Fixture) -> None:
    """Raises REQUEST_INVALID with a pointer to each contradiction."""
    errors: list[FieldError] = []
    for name, field, key in UNIQUE:
        errors += _repeated(name, field, getattr(fixture, name), key)
    for number, person in enumerate(fixture.persons):
        where = f"persons/{number}/chronic"
        errors += _repeated(where, "code", person.chronic, attrgetter("code"))
        where = f"persons/{number}/registrations"
        errors += _repeated(where, "code", person.registrations, attrgetter("kind", "code"))
    known = {person.key for person in fixture.persons}
    for name, field, attribute in PERSON_KEYS:
        errors += [
            _at(f"{name}/{number}/{field}", "unknown", "persons 中没有这个人")
            for number, row in enumerate(getattr(fixture, name))
            if getattr(row, attribute) not in known
        ]
    for name in ("persons", "institutions", "bindings", "maintenance", "products"):
        errors += [
            _at(f"{name}/{number}{found.pointer}", found.code, found.title)
            for number, row in enumerate(getattr(fixture, name))
            for found in row.contradictions()
        ]
    balances = {row.key: row.account.balance_fen for row in fixture.persons if row.account}
    held = dict.fromkeys((row.authorizer for row in fixture.bindings), 0)
    today = civil_date(fixture.now)
    for number, binding in enumerate(fixture.bindings):
        held[binding.authorizer] += binding.hold_fen if binding.is_live(today) else 0
        if held[binding.authorizer] > balances.get(binding.authorizer, 0):
            where = f"bindings/{number}/hold_fen"
            errors.append(_at(where, "balance", "预留额度超过个人账户余额"))
    errors += load_events.contradictions(fixture)
    if errors:
        raise RequestInvalid.of(errors)


def _at(pointer: str, code: str, title: str) -> FieldError:
    return FieldError(f"/fixture/{pointer}", code, title)


def _repeated(
    where: str, field: str, rows: Sequence[object], key: Callable[[object], Hashable | None]
) -> Iterator[FieldError]:
    """The rows whose key is that of an earlier row; None is no key."""
    seen: set[Hashable] = set()
    for number, row in enumerate(rows):
        found = key(row)
        if found is not None and found in seen:
            yield _at(f"{where}/{number}/{field}", "repeated", "与前面的一项重复")
        seen.add(found)
