"""Invented families, policies and bills for the independent split, all from one seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import product
from random import Random
from typing import Any

from tests.independent.figures import AREAS, FROM_THE_START, SCENES, Figures
from tests.independent.people import Bill, Human, Place, Relation, Window
from tests.independent.split import UNLISTED, WHOLE, Cover, Item, Line, Used
from tests.independent.world import TWO, World

SHANGHAI = timezone(timedelta(hours=8))
DAY = timedelta(days=1)
EDGES = (
    date(2024, 12, 31), date(2025, 1, 1), date(2025, 3, 8), date(2025, 3, 9), date(2025, 6, 30),
    date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 1),
)  # fmt: skip
CORNERS = (date(2023, 5, 21), date(2023, 5, 22), date(2023, 5, 31), date(2023, 6, 1), *EDGES)
DISEASES = ("M01600", "M03900")
KINDS = ("drug", "drug", "drug", "device", "consumable", "service")
KINDS_OF_BILLS = (
    *3 * (("11", False),), *2 * (("14", False),), ("18", False), ("9901", False),
    ("41", True), ("11", True), ("18", True), ("9901", True),
)  # fmt: skip
"""The medical category, and whether it is at a pharmacy."""

TWO_DISEASES = ("hypertension", "diabetes")
DUAL = (3, 5, 9)
"""The numbers of items of both channels."""
PATIENT, COUSIN, HEIR = "patient", "cousin", "heir"
PAYERS = ("first", "second", "third")

Change = tuple[str, str, Any, date]


def items(rng: Random, count: int = 40) -> tuple[Item, ...]:
    made = []
    for number in range(count):
        kind = rng.choice(KINDS)
        if number % 8 == 0:
            kind = rng.choice(("public_health", "fitness", "wellness", UNLISTED))
        level = rng.choice((1, 1, 2, 2, 3))
        rate = rng.choice((0, 500, 1_000, 1_250, 3_333, 7_000)) if level == 2 else 0
        dear, cheap = rng.randint(1, 20_000) * 10_000, rng.randint(1, 2_000_000)
        cap = rng.choice((None, None, None, dear, cheap))
        restricted = rng.random() < 0.2
        made.append(Item(f"I{number:03}", kind, level, rate, cap, restricted, number in DUAL))
    return tuple(made)


def places() -> tuple[Place, ...]:
    """Every level, with and without chronic care, here and in Guangdong; pharmacies have none, and
    one of two is of the outpatient pool.
    """
    towns = ("430105", "430204", "430405", "433101", "440100")
    return tuple(
        Place(f"H{town}{level or 0}{number:04}", town, level, chronic, pooled, chronic or pooled)
        for town in towns
        for number, (level, chronic, pooled) in enumerate(
            (
                *product((1, 2, 3), (False, True), (False,)),
                *product((None,), (False,), (False, True)),
            )
        )
    )


# -- policy


def policies(rng: Random, count: int = 40) -> tuple[Figures, ...]:
    """The printed figures, then the same under a few changes each."""
    changed = [Figures(tuple(_changes(rng))) for _ in range(count - 1)]
    return (Figures(), *changed)


def _changes(rng: Random) -> list[Change]:
    offered: list[tuple[str, Any]] = [
        ("settle.pay_order", rng.choice(("MUTUAL_THEN_OWN", "MUTUAL_ONLY"))),
        ("settle.opt_in", "AUTO"),
        ("settle.payable_part", rng.choice(("IN_SCOPE_ONLY", "IN_CATALOGUE"))),
        ("settle.payable_part.chronic", rng.choice(("ALL_PERSONAL", "IN_SCOPE_ONLY"))),
        ("pool.310.deductible_mode", "ANNUAL_LEVEL"),
        (
            "pool.310.out.L2",
            (
                rng.choice((0, 150_00, 250_00)),
                rng.choice((5_500, 6_500)),
                rng.choice((None, 250_00, 400_00)),
            ),
        ),
        ("pool.310.out.PH", (rng.choice((0, 40_00)), 6_500, rng.choice((None, 90_00)))),
        ("dual.310.rate", 6_543),
        (
            "pool.390.two_diseases",
            {"hypertension": 100_00, "diabetes": 100_01, "both": 150_00, "rate": 9_000},
        ),
        ("pool.310.ded_year_cap", rng.choice((None, 250_00, 500_00))),
        ("pool.310.year_cap.active", rng.choice((0, 123_45, 9000_00))),
        ("pool.390.out.L2", (rng.choice((0, 100_00)), 5_000, rng.choice((None, 150_00)))),
        ("pool.390.year_cap", rng.choice((300_00, 1000_00))),
        ("chronic.310.self_rate", rng.choice((0, 1_234, 2_500))),
        ("chronic.310.self_rate.retired", 500),
        ("chronic.310.limits", _limits(rng)),
        ("chronic.390.limits", _limits(rng)),
        ("xprov.treatment_pairs", frozenset({frozenset({"43", "44"})})),
        ("authorizer.status_to_pay", frozenset({"NORMAL", "PAUSED"})),
        ("scene.enabled", frozenset(rng.sample(sorted(SCENES), 3))),
    ]
    return [
        (rng.choice(("430000", *AREAS)), key, value, rng.choice((FROM_THE_START, *EDGES[1:])))
        for key, value in rng.sample(offered, rng.randint(1, 6))
    ]


def _limits(rng: Random) -> dict[str, int]:
    """Of one disease or of both, and what a second one adds."""
    listed = rng.sample(DISEASES, rng.choice((1, 2, 2)))
    months = {code: rng.choice((0, 150_00, rng.randint(1, 900_00))) for code in listed}
    return months | {"second": rng.choice((0, 100_00))}


# -- people


def day(rng: Random) -> date:
    if rng.random() < 0.4:
        return rng.choice(EDGES)
    if rng.random() < 0.02:
        return rng.choice(CORNERS)
    if rng.random() < 0.05:
        return FROM_THE_START + rng.randrange(700) * DAY
    return date(2025, 1, 1) + rng.randrange(730) * DAY


def _area(rng: Random) -> str:
    area = rng.choice(AREAS)
    return area[:4] + "05" if area != "439900" and rng.random() < 0.2 else area


def _fen(rng: Random, most: int) -> int:
    return rng.choice((0, 1, rng.randint(0, 1_000), rng.randint(0, most), rng.randint(0, most)))


def _status(rng: Random, good: float) -> str:
    return "normal" if rng.random() < good else rng.choice(("suspended", "ended"))


def _patient(rng: Random, on: date) -> Human:
    employee = Cover("310", _area(rng), _status(rng, 0.93), rng.random() < 0.4)
    resident = Cover("390", _area(rng), _status(rng, 0.93))
    covers = rng.choice(([employee], [employee], [resident], [employee, resident]))
    balance = _fen(rng, 500_00) if employee in covers and rng.random() < 0.9 else None
    chronic = {
        code: on + rng.choice((-1, 0, 1, 60)) * DAY for code in DISEASES if rng.random() < 0.7
    }
    by_kind = {cover.kind: cover for cover in covers}
    dual = {f"I{number:03}": _registered(rng, on) for number in DUAL if rng.random() < 0.8}
    two = {name: _registered(rng, on) for name in TWO_DISEASES if rng.random() < 0.7}
    approved = {code: on - rng.choice((0, 20, 40, 70, 400)) * DAY for code in chronic}
    known = {code: approved[code] for code in chronic if rng.random() < 0.5}
    return Human(PATIENT, by_kind, balance, rng.random() < 0.05, chronic, known, dual, two)


def _registered(rng: Random, on: date) -> tuple[date, date]:
    return on + rng.choice((-90, -90, 0, 1)) * DAY, on + rng.choice((0, 90, 90, -1)) * DAY


def _payer(rng: Random, key: str) -> Human:
    cover = Cover("310", _area(rng), _status(rng, 0.92), rng.random() < 0.3)
    return Human(key, {"310": cover}, _fen(rng, 3000_00), rng.random() < 0.06)


def _term(rng: Random, on: date) -> tuple[date, date]:
    past, soon = on - rng.randint(30, 400) * DAY, on + rng.randint(1, 400) * DAY
    return rng.choice(
        (
            (past, soon),
            (past, soon),
            (past, soon),
            (on, soon),
            (past, on),
            (on + DAY, soon),
            (past, on - DAY),
        )
    )


def _caps(rng: Random) -> tuple[int | None, int | None, int | None]:
    if rng.random() < 0.5:
        return None, None, None
    per_use, month, year = (rng.choice((None, _fen(rng, 800_00))) for _ in range(3))
    return per_use, month, year


def world(rng: Random, figures: Figures, on: date) -> World:
    """A patient, those who share with him, and those for whom they hold money."""
    people = {PATIENT: _patient(rng, on)}
    relations = []
    for key in PAYERS[: rng.choice((0, 1, 1, 1, 1, 2, 2, 3))]:
        people[key] = _payer(rng, key)
        starts, ends = _term(rng, on)
        over = "unbound" if rng.random() < 0.05 and ends >= on else None
        relations.append(Relation(key, key, PATIENT, starts, ends, _caps(rng), over=over))
    used = Used(rng.choice((0, 0, 200_00, 299_99, 300_00)), rng.choice((0, 0, _fen(rng, 2100_00))))
    made = World(figures, people, relations, _windows(rng, people, on))
    for kind in people[PATIENT].covers:
        if used != Used():
            made.counters[PATIENT, on.year, kind] = used
    if "390" in people[PATIENT].covers and rng.random() < 0.5:
        paid = rng.choice((359_99, 599_99, 960_00, rng.randint(1, 900_00)))
        made.counters[PATIENT, on.year, TWO] = Used(paid=paid)
    for kind in people[PATIENT].covers:
        if rng.random() < 0.5:
            spent = Used(paid=rng.choice((150_00, 299_99, rng.randint(1, 1500_00))))
            made.counters[PATIENT, on.year, f"{kind} q{(on.month + 2) // 3}"] = spent
    _add_holds(rng, made, on)
    return made


def _add_holds(rng: Random, made: World, on: date) -> None:
    """For the patient himself, and for others: a hold is never more than there was to hold."""
    for key in PAYERS:
        if key in made.people and rng.random() < 0.4:
            made.people.setdefault(COUSIN, Human(COUSIN, {}))
            hold = rng.randint(0, made.free(key, on))
            made.relations.append(
                Relation(f"{key}-{COUSIN}", key, COUSIN, *_term(rng, on), hold=hold)
            )
    own = made.people[PATIENT].balance
    if own and rng.random() < 0.2:
        made.people[HEIR] = Human(HEIR, {})
        term = on - DAY, on + rng.randint(-1, 300) * DAY
        made.relations.append(Relation(HEIR, PATIENT, HEIR, *term, hold=rng.randint(0, own)))
    for one in made.relations:
        if one.beneficiary == PATIENT and one.over is None and rng.random() < 0.3:
            one.hold = rng.randint(0, made.free(one.authorizer, on))


def _windows(rng: Random, people: dict[str, Human], on: date) -> list[Window]:
    if rng.random() > 0.08:
        return []
    areas = [cover.area for human in people.values() for cover in human.covers.values()]
    begins = datetime(on.year, on.month, on.day, rng.choice((0, 8, 10)), tzinfo=SHANGHAI)
    area = rng.choice((rng.choice(areas), rng.choice(areas)[:4] + "00", "430000", "430100"))
    return [Window(area, begins, begins + timedelta(hours=rng.choice((2, 48))))]


# -- bills


def bill(
    rng: Random, made: World, at: datetime, stock: tuple[tuple[Item, ...], tuple[Place, ...]]
) -> Bill:
    catalogue, towns = stock
    patient = made.people[PATIENT]
    kind, at_pharmacy = rng.choice(KINDS_OF_BILLS)
    place = rng.choice([town for town in towns if (town.level is None) == at_pharmacy])
    fitting: Sequence[Item] = catalogue
    if kind == "18" and rng.random() < 0.8:
        fitting = [item for item in catalogue if item.dual]
    lines = tuple(_line(rng, fitting) for _ in range(rng.choice((1, 1, 2, 3, 6))))
    flag = rng.choice("22222222110")
    insurance = rng.choice(sorted(patient.covers))
    disease = rng.choice(DISEASES)
    prescribed = rng.random() < 0.8
    return Bill(PATIENT, insurance, place, kind, disease, flag, lines, at, prescribed=prescribed)


def underway(rng: Random, made: World, first: Bill) -> Bill:
    """The same bill as a later batch of its visit, in a year with other visits."""
    if first.kind == "41":
        return first
    batch = replace(first, visit="visit")
    made.visits[batch.visit] = rng.choice((0, 0, 30_00, 49_99, 50_00, 100_00, 200_00))
    if first.kind == "9901":
        return batch
    place = PATIENT, first.at.year, first.insurance
    used = made.counters.get(place, Used())
    levels = [rng.choice((0, 0, 50_00, 199_99, 200_00, 299_99, 300_00)) for _ in range(3)]
    one, two, three = levels
    made.counters[place] = replace(
        used, deductible=max(used.deductible, *levels), levels=(one, two, three)
    )
    return batch


def _line(rng: Random, catalogue: Sequence[Item]) -> Line:
    fen = rng.choice(
        (1, 50, 5_00, rng.randint(1, 300_00), rng.randint(1, 900_00), rng.randint(1, 5000_00))
    )
    quantity = rng.choice((WHOLE, 2 * WHOLE, 7 * WHOLE, WHOLE // 2, rng.randint(1, 9 * WHOLE)))
    return Line(rng.choice(catalogue), fen, quantity, rng.choice("0001112"))


def instant(rng: Random, on: date) -> datetime:
    clock = rng.choice(((0, 0, 0), (10, 0, 0), (9, 59, 59), (23, 59, 59), (8, 0, 0)))
    return datetime(on.year, on.month, on.day, *clock, tzinfo=SHANGHAI)


def every_corner() -> Iterator[tuple[World, Bill]]:
    """Each area, each kind of patient, each place and scene, at both sides of every change."""
    line = Line(Item("I", "drug", 1, 0, None), 987_65, WHOLE)
    towns = [town for town in places() if town.chronic or town.level is None][:5]
    kinds = ("310", False), ("310", True), ("390", False)
    for area, on, (kind, retired), town in product(AREAS, CORNERS, kinds, towns):
        human = Human(PATIENT, {kind: Cover(kind, area, "normal", retired)}, chronic={"M": on})
        for scene in ("11", "14") if town.level else ("11" if town.pooled else "41",):
            at = datetime(on.year, on.month, on.day, tzinfo=SHANGHAI)
            bill = Bill(PATIENT, kind, town, scene, "M", "2", (line,), at, prescribed=True)
            yield World(Figures(), {PATIENT: human}, []), bill
