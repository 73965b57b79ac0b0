"""The pages `/`, `/docs` and `/docs/problems`: served by us, without script, under a strict CSP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, render_template

from gongji.app.context import Context
from gongji.app.web import runtime
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.money import Money
from gongji.kernel.problems import Problem
from gongji.pages.reference import groups
from gongji.sandbox import clock, panel
from gongji.sandbox.adapters import PRIMARY_FAILS_PHONE, SLOW_PHONE, SLOW_S, UNREACHABLE_PHONE

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
LEVELS = {None: "—", 1: "一级", 2: "二级", 3: "三级"}
KINDS = {"hospital": "医院", "pharmacy": "药店", "community": "社区卫生"}

TROUBLED_PHONES = {
    UNREACHABLE_PHONE: "两家服务商都发不出去：隔 5、30、120、300 秒再试，过期作废",
    PRIMARY_FAILS_PHONE: "第一家失败，由第二家送达",
    SLOW_PHONE: f"能送达，但服务商要 {SLOW_S:g} 秒才有回音",
}

blueprint = Blueprint(
    "pages",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/assets",
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What the sandbox plays right now."""

    time: clock.BusinessTime
    personas: list[panel.PersonaCard]
    institutions: list[panel.InstitutionCard]
    area_names: dict[str, str]


@blueprint.after_request
def protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    if response.mimetype == "text/css":
        response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@blueprint.get("/")
def start() -> str:
    """Who can be tried and what; outside the sandbox only where the documents are."""
    playing = "sandbox" in current_app.blueprints
    scene = runtime().run(_scene, writes=False) if playing else None
    return render_template(
        "pages/start.html",
        scene=scene,
        levels=LEVELS,
        kinds=KINDS,
        phones=TROUBLED_PHONES,
        yuan=_yuan,
        shanghai=SHANGHAI,
    )


@blueprint.get("/docs")
def docs() -> str:
    """The API document, readable."""
    document = _document()
    return render_template("pages/docs.html", groups=groups(document), info=document["info"])


@blueprint.get("/docs/problems")
def problems() -> str:
    """Every refusal with its code, words and remedy."""
    by_code = sorted(Problem.by_code.values(), key=lambda one: (one.status, one.code))
    return render_template("pages/problems.html", problems=by_code)


def _document() -> dict[str, Any]:
    api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    document: dict[str, Any] = api.spec.to_dict()
    return document


def _scene(ctx: Context) -> Scene:
    people, places = panel.personas(ctx), panel.institutions(ctx)
    areas = {one.area for one in people if one.area} | {one.area for one in places}
    return Scene(
        clock.business_time(ctx.db), people, places, {area: _area(ctx, area) for area in areas}
    )


def _area(ctx: Context, area: str) -> str:
    """The name of the place, or of the prefecture it belongs to; the code where none is known."""
    around = (area, f"{area[:4]}00", f"{area[:2]}0000")
    names = (ctx.policy.rules(code, ctx.today).area_name for code in around)
    return next(filter(None, names), area)


def _yuan(fen: int) -> str:
    return str(Money(fen))
