"""What the caller has used and what is left, by insurance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gongji.app.context import Context
from gongji.entitlements.facts import covers
from gongji.entitlements.problems import AreaPolicyUnknown, CoverNotNormal, NotInsured
from gongji.entitlements.rules import Meter, meters
from gongji.kernel.problems import RequestInvalid
from gongji.labels import INSURANCE_STATES, INSURANCES, area_name
from gongji.people.models import Insurance
from gongji.policy_listing.references import place_of
from gongji.vocabulary import InsuranceStatus


@dataclass(frozen=True, slots=True)
class Entitled:
    """One insurance with its meters, and what is to be said of it."""

    insurance: Insurance
    problem: Mapping[str, str] | None
    meters: Sequence[Meter]


@dataclass(frozen=True, slots=True)
class Entitlements:
    """All insurances of the caller; `problem` is why there is none."""

    on: date
    insurances: Sequence[Entitled]
    problem: Mapping[str, str] | None
    policy_version: str
    policy_url: str


def entitlements(ctx: Context, on: date | None) -> Entitlements:
    """What the counters of the year hold now, under the policy of the day, which is one of last or
    this year and not to come. Raises REQUEST_INVALID for another.
    """
    day = on or ctx.today
    if not date(ctx.today.year - 1, 1, 1) <= day <= ctx.today:
        raise RequestInvalid.at("/on", "range", "只能查询去年 1 月 1 日至今天")
    found = []
    for covered in covers(ctx, day):
        insurance, problem = covered.insurance, None
        shown = meters(covered, ctx.policy.rules(insurance.area, day))
        if not shown:
            problem = AreaPolicyUnknown(area=area_name(insurance.area), on=day).brief()
        elif insurance.status is not InsuranceStatus.NORMAL:
            state = INSURANCE_STATES[insurance.status]
            problem = CoverNotNormal(insurance=INSURANCES[insurance.kind], state=state).brief()
        found.append(Entitled(insurance, problem, shown))
    version = ctx.policy.version
    problem = None if found else NotInsured().brief()
    return Entitlements(day, found, problem, version, place_of(version))
