"""The families of the independent split in the program's own words: policy, lines, ready facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast

from gongji.app.context import SYSTEM, Channel, Context
from gongji.chronic.models import Qualification
from gongji.family.models import Binding, EndReason
from gongji.fsi.codes import APPROVALS, MED_TYPES, settled
from gongji.institutions.models import Institution
from gongji.institutions.services import ServiceTerm, agreed
from gongji.kernel.clock import end_of, start_of
from gongji.kernel.money import Money, total
from gongji.ledger.models import Account, FrozenBy
from gongji.notices.models import Feature, Maintenance
from gongji.people.models import Insurance, Person
from gongji.policy.entries import OverlayRow
from gongji.policy.rules import PolicyBook
from gongji.settlement.benefits import Asked, Evidence, granted
from gongji.settlement.bill import (
    Approval,
    BillLine,
    ChargeInput,
    ListedItem,
    cash_only,
    classes_of,
    line_of,
)
from gongji.settlement.facts import Patient
from gongji.settlement.models import YearCounter
from gongji.settlement.pool import counter_pool, pool_leg
from gongji.settlement.rules import (
    AvailableFunds,
    BillContext,
    SharedBinding,
    Split,
    accounts_for,
    relevant,
    split,
)
from gongji.vocabulary import (
    AccountUse,
    Category,
    InstitutionKind,
    InsuranceKind,
    InsuranceStatus,
    Relation,
    Service,
    TwoDiseases,
)
from gongji.vocabulary import ItemKind as Kind
from tests.independent import people as their
from tests.independent.figures import Figures
from tests.independent.split import UNLISTED, WHOLE, Cover, Item, Line
from tests.independent.world import World

USES = {"0": AccountUse.NONE, "1": AccountUse.OWN, "2": AccountUse.FAMILY}
KINDS = {"310": InsuranceKind.EMPLOYEE, "390": InsuranceKind.RESIDENT}
BORN = date(1980, 5, 12)
MANY_PAYERS = OverlayRow(
    "430000", "bind.max_authorizers_per_beneficiary", 9, date(2022, 12, 31), ["design"]
)

Row = dict[str, Any]


# -- policy and bills


def share(parts: int) -> Decimal:
    return Decimal(parts) / WHOLE


def book_of(packs: PolicyBook, figures: Figures) -> PolicyBook:
    """The packs under the same changes."""
    rows = [
        OverlayRow(area, key, _shown(key, value), since, ["design"])
        for area, key, value, since in figures.changes
    ]
    return packs.with_overlay([MANY_PAYERS, *rows])


def _shown(key: str, value: Any) -> Any:
    if key == "xprov.treatment_pairs":
        return [sorted(pair) for pair in value]
    if key.endswith(".limits"):
        months = {code: _shown("", fen) for code, fen in value.items()}
        second = months.pop("second")
        rows = {code: {"name": code, "month": month} for code, month in months.items()}
        return {"diseases": rows, "second": second}
    if isinstance(value, dict):
        return {name: _shown(name, figure) for name, figure in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        at_level = {} if value[2] is None else {"ded_year": Decimal(value[2]) / 100}
        return {"ded": Decimal(value[0]) / 100, "rate": share(value[1])} | at_level
    if isinstance(value, int):
        return share(value) if "rate" in key else Decimal(value) / 100
    return "none" if value is None else value


def item_row(item: Item) -> Row:
    return {
        "code": item.code,
        "name": item.code,
        "kind": Kind(item.kind),
        "level": f"0{item.level}",
        "self_rate": share(item.self_rate),
        "price_cap": None if item.cap is None else Decimal(item.cap).scaleb(-6),
        "restricted": item.restricted,
        "dual": item.dual,
    }


def place_row(place: their.Place) -> Row:
    kind = InstitutionKind.HOSPITAL if place.level else InstitutionKind.PHARMACY
    more = [ServiceTerm(Service.POOL)] * place.pooled + [ServiceTerm(Service.DUAL)] * place.dual
    return {
        "code": place.code,
        "name": place.code,
        "area": place.area,
        "level": place.level,
        "kind": kind,
        "designated": True,
        "suspended_from": None,
        "services": agreed(kind, place.level, chronic=place.chronic, stated=more),
    }


def window_row(window: their.Window) -> Row:
    return {
        "area": window.area,
        "features": [Feature.SETTLEMENT],
        "starts_at": window.begins,
        "ends_at": window.ends,
    }


# -- people


def insurance_row(cover: Cover) -> Row:
    category = Category.RETIRED if cover.retired else Category.ACTIVE
    return {
        "kind": KINDS[cover.kind],
        "category": category if cover.kind == "310" else None,
        "status": InsuranceStatus(cover.status),
        "area": cover.area,
        "monthly_base_fen": None,
    }


def account_row(made: World, human: their.Human) -> Row:
    held = sum(
        one.hold for one in made.relations if one.authorizer == human.key and one.over is None
    )
    return {
        "opening_fen": human.balance,
        "balance_fen": human.balance,
        "held_fen": held,
        "version": 0,
        "frozen_by": FrozenBy.OWNER if human.frozen else None,
    }


def binding_row(one: their.Relation, slot: int) -> Row:
    """Unbound ones ended the moment their first day began, or on their last."""
    unbound = one.over == "unbound"
    return {
        "authorizer_slot": slot,
        "beneficiary_slot": slot,
        "relation": Relation.CHILD,
        "starts_on": one.starts,
        "ends_on": one.ends,
        "channel": Channel.APP,
        "created_at": start_of(one.starts),
        "commitment_version": "1",
        "consent": {},
        "ended_at": end_of(one.ends) if unbound else None,
        "end_reason": EndReason.UNBOUND_BY_AUTHORIZER if unbound else None,
        "ended_by": None,
        "per_use_fen": one.caps[0],
        "month_fen": one.caps[1],
        "year_fen": one.caps[2],
        "hold_fen": one.hold,
    }


def person_row(key: str) -> Row:
    return {"name": key, "sex": "M", "born_on": BORN, "phone": None, "phone_index": None}


# -- ready facts, without a database


def decide(made: World, bill: their.Bill, book: PolicyBook) -> Split:
    """The program's pure rules on facts that need no reading: lines, benefit, pool, accounts,
    split.
    """
    ctx = _context(bill.at, book)
    patient = _patient(made, bill)
    place = Institution(**place_row(bill.place))
    windows = [
        Maintenance(id=str(number), **window_row(window))
        for number, window in enumerate(made.windows)
        if window.begins <= bill.at < window.ends
    ]
    lines = [_line(line) for line in bill.lines]
    classes = classes_of(lines)
    rules = book.rules(patient.insurance.area, ctx.today)
    category = settled(bill.kind, place, "")
    asked = Asked(category.benefit, category.scene, bill.kind != "41", bill.prescribed)
    grant = granted(asked, place, patient, _evidence(made, bill), ctx.today)
    pool = pool_leg(classes.in_scope, grant.case, patient.pool_member(), rules)
    presented = BillContext(place, grant.scene, USES[bill.flag], windows, book, ctx.today)
    bindings, funds = _bindings(made, bill), _funds(made, ctx.today)
    accounts = accounts_for(presented, patient.person.id, patient.insurance, bindings, funds)
    return split(classes, cash_only(lines), pool, accounts)


def _evidence(made: World, bill: their.Bill) -> Evidence:
    """What the registrations say of this bill."""
    human, day = made.people[bill.patient], bill.at.date()
    if bill.kind == "9901":
        return Evidence(diseases=frozenset(map(TwoDiseases, made.diseases(human, day))))
    if bill.kind == "14":
        return Evidence(qualifications=_qualifications(human))
    held = {code for code, (since, until) in human.dual.items() if since <= day <= until}
    lines = enumerate((line.item for line in bill.lines), start=1)
    return Evidence({str(at): item.code in held if item.dual else None for at, item in lines})


def _context(at: datetime, book: PolicyBook) -> Context:
    nothing = cast("Any", None)
    return Context(nothing, at.astimezone(UTC), SYSTEM, Channel.SYSTEM, book, nothing)


def _line(line: Line) -> BillLine:
    unit = share(WHOLE)
    sent = ChargeInput(
        "1",
        line.item.code,
        Money(line.amount),
        share(line.quantity),
        unit,
        APPROVALS.get(line.approved, Approval.NONE),
    )
    if line.item.kind == UNLISTED:
        return line_of(sent, None)
    _code, *facts, _dual = item_row(line.item).values()
    return line_of(sent, ListedItem(*facts))


def _patient(made: World, bill: their.Bill) -> Patient:
    human = made.people[bill.patient]
    cover = human.covers[bill.insurance]
    used = made.counters.get((human.key, bill.at.year, made.counter(bill)))
    counter = None
    if used is not None:
        counter = YearCounter(
            person_id=human.key,
            year=bill.at.year,
            pool=counter_pool(KINDS[cover.kind], MED_TYPES[bill.kind].benefit, bill.at.date()),
            deductible_fen=used.deductible,
            paid_fen=used.paid,
            deductible_1_fen=used.levels[0],
            deductible_2_fen=used.levels[1],
            deductible_3_fen=used.levels[2],
        )
    held = {one.code: one for one in _qualifications(human)}
    qualification = held.get(bill.disease)
    insurance = Insurance(**insurance_row(cover))
    paid = Money(made.visits.get(bill.visit, 0))
    return Patient(Person(id=human.key), insurance, counter, qualification, paid_in_visit=paid)


def _qualifications(human: their.Human) -> list[Qualification]:
    return [
        Qualification(code=code, valid_to=valid_to, approved_on=human.approved.get(code))
        for code, valid_to in human.chronic.items()
    ]


def _bindings(made: World, bill: their.Bill) -> Sequence[SharedBinding]:
    day = bill.at.date()
    listed = [one for one in made.relations if one.beneficiary == bill.patient]
    return relevant([_binding(made, one, seq, day) for seq, one in enumerate(listed)], day)


def _binding(made: World, one: their.Relation, seq: int, day: date) -> SharedBinding:
    binding = Binding(
        id=one.key,
        authorizer_id=one.authorizer,
        beneficiary_id=one.beneficiary,
        seq=seq,
        **binding_row(one, 1),
    )
    spent = [(on, fen) for on, fen in one.spent if on.year == day.year]
    month = sum(fen for on, fen in spent if on.month == day.month)
    cover = made.people[one.authorizer].covers["310"]
    insurance = Insurance(**insurance_row(cover))
    person = Person(id=one.authorizer, name=one.authorizer)
    year = sum(fen for _, fen in spent)
    return SharedBinding(binding, person, insurance, Money(month), Money(year))


def _funds(made: World, day: date) -> AvailableFunds:
    accounts = {
        human.key: Account(id=human.key, person_id=human.key, **account_row(made, human))
        for human in made.people.values()
        if human.balance is not None
    }
    holds: Mapping[str, Money] = {
        key: total(
            *(
                Money(one.hold)
                for one in made.relations
                if one.authorizer == key and one.over is None and day <= one.ends
            )
        )
        for key in accounts
    }
    return AvailableFunds(accounts, holds)
