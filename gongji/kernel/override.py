"""What a mini-program cannot say in HTTP: PATCH."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class PatchOverride:
    """Mini-programs cannot send PATCH: a POST that says `X-HTTP-Method-Override: PATCH` is one."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        wanted = environ.get("HTTP_X_HTTP_METHOD_OVERRIDE")
        if environ["REQUEST_METHOD"] == "POST" and wanted == "PATCH":
            environ["REQUEST_METHOD"] = wanted
        return self._app(environ, start)
