"""A constant answer behind the server that gongji serves with: what serving costs by itself."""

from __future__ import annotations

from flask import Flask, Response

from gongji.config import read_settings
from gongji.server.process import run

BODY = b'{"answer":42}'


def constant() -> Response:
    return Response(BODY, mimetype="application/json")


def main() -> None:
    """Serves it as the settings say, until SIGTERM."""
    app = Flask("constant", static_folder=None)
    app.add_url_rule("/constant", view_func=constant)
    app.add_url_rule("/readyz", "ready", constant)
    run(read_settings(), app)


if __name__ == "__main__":
    main()
