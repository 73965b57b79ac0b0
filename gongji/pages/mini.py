"""The mini-program for the browser at `/mini/`: built files of ours alone, under a strict CSP."""

from __future__ import annotations

from http import HTTPStatus
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask import send_from_directory as send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'"
)
START = "index.html"
TESTER, PANEL = "tester.html", "panel/"
"""The tester's panel: its page, and the folder of all that belongs to it."""
PACKED = ".gz"
"""The build keeps a compressed copy beside each text file."""
HASHED = ("assets/", PANEL)
"""Folders whose files carry a digest of their content in their names."""
FOREVER = "public, max-age=31536000, immutable"

blueprint = Blueprint("mini", __name__, url_prefix="/mini", template_folder="templates")


@blueprint.after_request
def protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/", defaults={"name": START})
@blueprint.get("/<path:name>")
def built(name: str) -> Response:
    """A file of the build; a page in Chinese where there is none. The panel is sandbox only."""
    folder: Path = current_app.config["MINI_DIR"]
    if not (folder / START).is_file():
        return _missing(built=False)
    if not _is_offered(folder, name):
        return _missing(built=True)
    packed = request.accept_encodings.quality("gzip") > 0 and (folder / f"{name}{PACKED}").is_file()
    response = send(
        folder,
        f"{name}{PACKED}" if packed else name,
        mimetype=guess_type(name)[0],
        download_name=Path(name).name,
    )
    if packed:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FOREVER if name.startswith(HASHED) else "no-cache"
    return response


def _is_offered(folder: Path, name: str) -> bool:
    """A file of the build by its own name: no way around, no copy, no panel in production."""
    # Some file systems ignore the case of letters.
    is_panel = name.lower() == TESTER or name.lower().startswith(PANEL)
    if is_panel and not current_app.config["SANDBOX"]:
        return False
    plain = all(part not in ("", ".", "..") for part in name.split("/"))
    try:
        return plain and not name.endswith(PACKED) and (folder / name).is_file()
    except OSError:  # a name longer than any file's
        return False


def _missing(*, built: bool) -> Response:
    page = render_template("pages/mini_missing.html", built=built)
    response = make_response(page, HTTPStatus.NOT_FOUND)
    response.headers["Cache-Control"] = "no-store"
    return response
