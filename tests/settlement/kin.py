"""A small family for long histories: three who share, two who hold for each other, one resident."""

from __future__ import annotations

from datetime import date

from tests.independent.bills import items, places
from tests.independent.figures import Figures
from tests.independent.people import Human, Relation
from tests.independent.seeds import seeded
from tests.independent.split import Cover, Used
from tests.independent.world import World

FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
GRANDMA, SON, UNCLE, BOY = "grandma", "son", "uncle", "boy"
OWNERS = (GRANDMA, SON, UNCLE)
ITEMS = tuple(item for item in items(seeded(7)) if item.cap is None)
PLACES = tuple(place for place in places() if place.area != "440100")
DISEASE = "M01600"


def family() -> World:
    """Grandma has an account of her own and two sons who share; one son's boy is a resident."""
    people = {
        GRANDMA: Human(
            GRANDMA, {"310": Cover("310", "430400", retired=True)}, 150_00, chronic={DISEASE: LAST}
        ),
        UNCLE: Human(UNCLE, {"310": Cover("310", "430100")}, 600_00),
        SON: Human(SON, {"310": Cover("310", "430200")}, 900_00),
        BOY: Human(BOY, {"390": Cover("390", "430200")}),
    }
    relations = [
        Relation("uncle-grandma", UNCLE, GRANDMA, FIRST, LAST, (300_00, 500_00, 900_00)),
        Relation("son-grandma", SON, GRANDMA, FIRST, LAST, hold=200_00),
        Relation("son-boy", SON, BOY, FIRST, date(2026, 1, 15), (None, 250_00, None), 100_00),
        Relation("grandma-son", GRANDMA, SON, FIRST, LAST, hold=50_00),
    ]
    counters = {(GRANDMA, 2025, "310"): Used(200_00, 1900_00)}
    return World(Figures(), people, relations, (), counters)
