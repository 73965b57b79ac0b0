"""Some mini-programs send only GET and POST: a POST to the API may mean PATCH, PUT or DELETE."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MEANT = "HTTP_X_HTTP_METHOD_OVERRIDE"
MEANINGS = frozenset({"PATCH", "PUT", "DELETE"})
API_PATHS = "/api/"


class MethodByPost:
    """Wraps the application; other methods and other paths are left alone."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        posted = environ["REQUEST_METHOD"] == "POST"
        ours = environ.get("PATH_INFO", "").startswith(API_PATHS)
        meant = environ.get(MEANT, "").upper()
        if posted and ours and meant in MEANINGS:
            environ["REQUEST_METHOD"] = meant
        return self._application(environ, start_response)
