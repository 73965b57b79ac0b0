"""`/policy`: the parameters in force somewhere on some day, with their sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongji.app.context import Context, Role
from gongji.app.web import API, Blueprint, endpoint
from gongji.kernel.problems import RequestInvalid
from gongji.policy.rules import InForce
from gongji.policy_listing.schemas import PolicyQuery, PolicyView
from gongji.vocabulary import Area

blueprint = Blueprint("policy", __name__, url_prefix=f"{API}/policy", description="参保地政策")


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """All on one page."""

    area: str
    on: date
    version: str
    items: Sequence[InForce]
    next: str | None = None


@blueprint.get("")
@endpoint(allow=Role.ANYBODY, query=PolicyQuery, returns=PolicyView)
def in_force(ctx: Context, area: str, on: date | None) -> PolicyInForce:
    """某参保地某日执行的政策参数及依据"""
    if not Area(area).is_valid:
        raise RequestInvalid.at("/area", "area", "参保地为六位数字")
    day = on or ctx.today
    rules = ctx.policy.rules(area, day)
    return PolicyInForce(area, day, ctx.policy.version, rules.listing())
