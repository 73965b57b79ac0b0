"""What is known of a person's insurances, registrations and counters of one year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from gongji.app.context import Context
from gongji.chronic.models import Qualification
from gongji.chronic.registrations import registered_diseases
from gongji.people.facts import insurances_of, person
from gongji.people.models import Insurance
from gongji.settlement.facts import Patient
from gongji.settlement.models import YearCounter
from gongji.settlement.pool import counter_pool
from gongji.vocabulary import Benefit, InsuranceKind, InsuranceStatus, TwoDiseases


@dataclass(frozen=True, slots=True)
class Covered:
    """A person under one insurance on a day: as a bill would meet them, with their counters.

    `diseases` are those of the two (两病), `qualifications` all that the person has or had.
    """

    patient: Patient
    counters: Mapping[str, YearCounter]
    diseases: frozenset[TwoDiseases]
    qualifications: Sequence[Qualification]
    day: date

    @property
    def insurance(self) -> Insurance:
        return self.patient.insurance

    def counter(self, benefit: Benefit) -> YearCounter | None:
        """That of the year, of the quarter for chronic care; None where nothing was counted yet."""
        return self.counters.get(counter_pool(self.insurance.kind, benefit, self.day))


def covers(ctx: Context, day: date) -> list[Covered]:
    """The caller under each of their insurances, employee before resident: the insurances as they
    are now, the rest on that day, the counters of its year.

    Of several insurances of a kind the one that a bill would go to is taken.
    """
    own = person(ctx.db, ctx.actor.id)
    chosen: dict[InsuranceKind, Insurance] = {}
    for one in insurances_of(ctx.db, own.id):
        taken = chosen.get(one.kind)
        if taken is None or (
            one.status is InsuranceStatus.NORMAL and taken.status is not InsuranceStatus.NORMAL
        ):
            chosen[one.kind] = one
    if not chosen:
        return []
    counted = select(YearCounter).where(
        YearCounter.person_id == own.id, YearCounter.year == day.year
    )
    counters = {row.pool: row for row in ctx.db.execute(counted).scalars()}
    diseases = registered_diseases(ctx.db, own.id, day)
    qualified = select(Qualification).where(Qualification.person_id == own.id)
    qualifications = ctx.db.execute(qualified).scalars().all()
    return [
        Covered(
            Patient(own, one, counters.get(counter_pool(kind, Benefit.OUTPATIENT, day)), None),
            counters,
            diseases if kind is InsuranceKind.RESIDENT else frozenset(),
            qualifications,
            day,
        )
        for kind, one in chosen.items()
    ]
