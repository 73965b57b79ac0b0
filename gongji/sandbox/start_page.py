"""Reads what the start page shows: time, people, institutions and phones with faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongji.app.context import Context
from gongji.sandbox import clock, panel
from gongji.sandbox.adapters import PRIMARY_FAILS_PHONE, SLOW_PHONE, SLOW_S, UNREACHABLE_PHONE
from gongji.vocabulary import Area

TROUBLED_PHONES = {
    UNREACHABLE_PHONE: "两家服务商都发不出去：隔 5、30、120、300 秒再试，过期作废",
    PRIMARY_FAILS_PHONE: "第一家失败，由第二家送达",
    SLOW_PHONE: f"能送达，但服务商要 {SLOW_S:g} 秒才有回音",
}


@dataclass(frozen=True, slots=True)
class StartPage:
    time: clock.BusinessTime
    personas: list[panel.PersonaCard]
    institutions: list[panel.InstitutionCard]
    area_names: dict[str, str]
    phones: Mapping[str, str]


def start_page(ctx: Context) -> StartPage:
    people, places = panel.personas(ctx), panel.institutions(ctx)
    areas = {one.area for one in people if one.area} | {one.area for one in places}
    names = {area: _area_name(ctx, area) for area in areas}
    return StartPage(clock.business_time(ctx.db), people, places, names, TROUBLED_PHONES)


def _area_name(ctx: Context, area: str) -> str:
    """The name of the place, or of its prefecture or province; the code if none is known."""
    names = (ctx.policy.rules(code, ctx.today).area_name for code in Area(area).chain()[:-1])
    return next(filter(None, names), area)
