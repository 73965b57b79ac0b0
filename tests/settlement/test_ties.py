"""Which of an authorizer's insurances counts when somebody wants to use his account."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gongji.app.context import Context
from gongji.app.runtime import Moment
from gongji.kernel.ids import new_id
from gongji.people.models import Insurance
from gongji.policy.loader import load_packs
from gongji.settlement.facts import load_bindings
from tests.independent.split import Cover
from tests.settlement.house import House
from tests.settlement.kin import GRANDMA, SON, UNCLE, family
from tests.settlement.premises import open_runtime
from tests.settlement.translation import insurance_row

NOON = datetime(2025, 6, 10, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("earlier", "later", "counts"),
    [
        ("ended", "normal", "normal"),
        ("suspended", "normal", "normal"),
        ("normal", "ended", "normal"),
        ("ended", "suspended", "suspended"),
    ],
)
def test_the_insurance_in_the_best_state_counts(
    database_url: str, earlier: str, later: str, counts: str
) -> None:
    """Who left one employer and joined another has two; the old one must not stop his account."""
    house = House(family())
    house.made.suspend(UNCLE, "310", earlier)

    def move_in(ctx: Context) -> None:
        house.move_in(ctx, 1)
        again = insurance_row(Cover("310", "430200", later))
        ctx.db.add(Insurance(id=new_id("ins"), person_id=house.ids[UNCLE], **again))

    with open_runtime(database_url, lambda: Moment(NOON, load_packs())) as runtime:
        runtime.run(move_in)
        ties = runtime.run(lambda ctx: load_bindings(ctx, house.ids[GRANDMA]))
    found = {tie.authorizer.name: tie.insurance.status for tie in ties}
    assert found == {UNCLE: counts, SON: "normal"}
