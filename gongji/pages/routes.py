"""The pages `/`, `/docs` and `/docs/problems`: served by us, without script, under a strict CSP."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template

from gongji.app.web import runtime
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.money import Money
from gongji.kernel.problems import Problem
from gongji.pages.reference import groups

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
LEVELS = {None: "—", 1: "一级", 2: "二级", 3: "三级"}
KINDS = {"hospital": "医院", "pharmacy": "药店", "community": "社区卫生"}

blueprint = Blueprint(
    "pages",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/assets",
)


@blueprint.after_request
def protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    if response.mimetype == "text/css":
        response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@blueprint.get("/")
def start() -> str:
    """Who can be tried and what; outside the sandbox only where the documents are."""
    shown_on_start = current_app.config["START_PAGE"]
    scene = runtime().run(shown_on_start, writes=False) if shown_on_start else None
    return render_template(
        "pages/start.html",
        scene=scene,
        levels=LEVELS,
        kinds=KINDS,
        yuan=lambda fen: str(Money(fen)),
        shanghai=SHANGHAI,
    )


@blueprint.get("/docs")
def docs() -> str:
    """The API document, readable."""
    api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    document = api.document()
    return render_template("pages/docs.html", groups=groups(document), info=document["info"])


@blueprint.get("/docs/problems")
def problems() -> str:
    """Every refusal with its code, words and remedy."""
    by_code = sorted(Problem.by_code.values(), key=lambda one: (one.status, one.code))
    return render_template("pages/problems.html", problems=by_code)
