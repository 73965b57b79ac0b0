"""Mini-programs cannot send PATCH: a POST of the API that says it means PATCH is taken as one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MEANT = "HTTP_X_HTTP_METHOD_OVERRIDE"
API_PATHS = "/api/"


class PatchByPost:
    """Wraps the application; other methods cannot be meant, other paths are left alone."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        posted = environ["REQUEST_METHOD"] == "POST"
        ours = environ.get("PATH_INFO", "").startswith(API_PATHS)
        if posted and ours and environ.get(MEANT, "").upper() == "PATCH":
            environ["REQUEST_METHOD"] = "PATCH"
        return self._application(environ, start_response)
