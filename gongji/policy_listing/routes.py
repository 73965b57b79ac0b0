"""`/policy`: the parameters in force somewhere on some day, with their sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.web import Blueprint, endpoint
from gongji.kernel.problems import RequestInvalid
from gongji.policy.editions import ListedRow
from gongji.policy_listing import editions
from gongji.policy_listing.schemas import EditionView, PolicyQuery, PolicyView
from gongji.vocabulary import Area

blueprint = Blueprint("policy", __name__, url_prefix=f"{API}/policy", description="参保地政策")


@dataclass(frozen=True, slots=True)
class PolicyListing:
    """All on one page."""

    area: str
    on: date
    version: str
    items: Sequence[ListedRow]
    earlier: Sequence[ListedRow]
    proposed: Sequence[ListedRow]
    next: str | None = None


@blueprint.get("")
@endpoint(allow=Role.ANYBODY, query=PolicyQuery, returns=PolicyView)
def in_force(ctx: Context, area: str, on: date | None) -> PolicyListing:
    """某参保地某日执行的政策参数及依据，以及此前执行过的，另列待核实的参数"""
    if not Area(area).is_valid:
        raise RequestInvalid.at("/area", "area", "参保地为六位数字")
    day = on or ctx.today
    policy = ctx.policy
    return PolicyListing(
        area,
        day,
        policy.version,
        items=policy.rules(area, day).listing(),
        earlier=policy.earlier(area, day),
        proposed=policy.proposed(area, day),
    )


@blueprint.get("/editions/<version>")
@endpoint(allow=Role.ANYBODY, returns=EditionView)
def edition(ctx: Context, version: str) -> editions.EditionListing:
    """某一版政策的全文，版本号见结算单"""
    return editions.listing(ctx, version)
