"""Checks that the rows of a fixture agree; every contradiction names its field."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from gongji.kernel.clock import civil_date
from gongji.kernel.id_number import sex_of
from gongji.kernel.problems import FieldError, RequestInvalid
from gongji.premium.models import RESIDENT
from gongji.sandbox import load_events
from gongji.sandbox.fixture import Fixture, FixturePerson
from gongji.vocabulary import Category, InsuranceKind

Item = TypeVar("Item")


def refuse_contradictions(fixture: Fixture) -> None:
    """Raises REQUEST_INVALID with a pointer to each contradiction."""
    errors = [
        *_repeats(fixture),
        *_unknown_people(fixture),
        *_persons(fixture.persons),
        *_dates(fixture),
        *_bindings(fixture),
        *_products(fixture),
        *load_events.contradictions(fixture),
    ]
    if errors:
        raise RequestInvalid.of(errors)


def _at(pointer: str, code: str, title: str) -> FieldError:
    return FieldError(f"/fixture/{pointer}", code, title)


# -- keys that must be unique


def _repeats(fixture: Fixture) -> Iterator[FieldError]:
    persons = fixture.persons
    yield from _twice("persons", "key", persons, lambda row: row.key)
    yield from _twice("persons", "id_number", persons, lambda row: row.id_number)
    yield from _twice("persons", "phone", persons, lambda row: row.phone)
    yield from _twice("institutions", "code", fixture.institutions, lambda row: row.code)
    yield from _twice("catalogue", "code", fixture.catalogue, lambda row: row.code)
    yield from _twice("kinship", "is", fixture.kinship, lambda row: (row.of, row.to))
    counters, products = fixture.year_counters, fixture.products
    yield from _twice("year_counters", "pool", counters, lambda r: (r.person, r.year, r.pool))
    yield from _twice("products", "product", products, lambda row: (row.product, row.year))
    yield from _twice("officers", "operator_no", fixture.officers, lambda row: row.operator_no)
    yield from _twice("events", "event_id", fixture.events, lambda row: row.event_id)
    for number, person in enumerate(persons):
        where = f"persons/{number}/chronic"
        yield from _twice(where, "code", person.chronic, lambda row: row.code)


def _twice(
    where: str, name: str, rows: Sequence[Item], key: Callable[[Item], Hashable | None]
) -> Iterator[FieldError]:
    seen: set[Hashable] = set()
    for number, row in enumerate(rows):
        found = key(row)
        if found is not None and found in seen:
            yield _at(f"{where}/{number}/{name}", "repeated", "与前面的一项重复")
        seen.add(found)


# -- references


def _unknown_people(fixture: Fixture) -> Iterator[FieldError]:
    known = {person.key for person in fixture.persons}
    for pointer, key in _references(fixture):
        if key not in known:
            yield _at(pointer, "unknown", "persons 中没有这个人")


def _references(fixture: Fixture) -> Iterator[tuple[str, str]]:
    for number, fact in enumerate(fixture.kinship):
        yield f"kinship/{number}/of", fact.of
        yield f"kinship/{number}/is", fact.to
    for number, binding in enumerate(fixture.bindings):
        yield f"bindings/{number}/authorizer", binding.authorizer
        yield f"bindings/{number}/beneficiary", binding.beneficiary
    for number, counter in enumerate(fixture.year_counters):
        yield f"year_counters/{number}/person", counter.person
    for number, premium in enumerate(fixture.premium_payments):
        yield f"premium_payments/{number}/person", premium.person


# -- people


def _persons(persons: Iterable[FixturePerson]) -> Iterator[FieldError]:
    for number, person in enumerate(persons):
        if person.sex != sex_of(person.id_number):
            yield _at(f"persons/{number}/sex", "sex", "与身份证件号码不符")
        has_account = any(
            insurance.kind is InsuranceKind.EMPLOYEE
            and insurance.category is not Category.POOL_ONLY
            for insurance in person.insurances
        )
        if person.account and not has_account:
            yield _at(f"persons/{number}/account", "account", "居民医保和单建统筹没有个人账户")
        for place, insurance in enumerate(person.insurances):
            employee = insurance.kind is InsuranceKind.EMPLOYEE
            if employee != (insurance.category is not None):
                where = f"persons/{number}/insurances/{place}/category"
                yield _at(where, "category", "职工医保须注明类别，居民医保没有类别")


# -- dates


def _dates(fixture: Fixture) -> Iterator[FieldError]:
    for number, binding in enumerate(fixture.bindings):
        if binding.ends_on < binding.starts_on:
            yield _at(f"bindings/{number}/ends_on", "order", "不能早于开始日期")
    for number, window in enumerate(fixture.maintenance):
        if window.ends_at <= window.starts_at:
            yield _at(f"maintenance/{number}/to", "order", "应晚于开始时间")
    for number, product in enumerate(fixture.products):
        if product.window.closes_on < product.window.opens_on:
            yield _at(f"products/{number}/window/closes_on", "order", "不能早于开始日期")


# -- products


def _products(fixture: Fixture) -> Iterator[FieldError]:
    for number, product in enumerate(fixture.products):
        if RESIDENT in (product.product, product.kind):
            yield _at(f"products/{number}/product", "resident", "居民医保费由政策参数规定")


# -- bindings


def _bindings(fixture: Fixture) -> Iterator[FieldError]:
    accounts = {row.key: row.account.balance_fen for row in fixture.persons if row.account}
    held: dict[str, int] = {}
    today = civil_date(fixture.now)
    for number, binding in enumerate(fixture.bindings):
        where = f"bindings/{number}"
        if binding.authorizer == binding.beneficiary:
            yield _at(f"{where}/beneficiary", "oneself", "不能与本人建立共济关系")
        hold_fen = binding.hold_fen if binding.is_live(today) else 0
        held[binding.authorizer] = held.get(binding.authorizer, 0) + hold_fen
        if held[binding.authorizer] > accounts.get(binding.authorizer, 0):
            yield _at(f"{where}/hold_fen", "balance", "预留额度超过个人账户余额")
