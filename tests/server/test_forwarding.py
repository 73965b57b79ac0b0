"""Which headers of whom are believed, and which never reach the application."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import run_wsgi_app

from gongji.app.forwarding import CERTIFICATE, Entrance, Proxies

BEHIND = Proxies(("10.0.0.0/24",), "X-Real-IP", "Ssl-Subject")
TOLD = {"HTTP_X_REAL_IP": "10.9.8.7", "HTTP_SSL_SUBJECT": "CN=x", "HTTP_X_FORWARDED_FOR": "1.1.1.1"}


def seen(caller: str, proxies: Proxies, told: dict[str, str]) -> dict[str, Any]:
    """What the application sees of a request."""
    found: dict[str, Any] = {}

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        found.update(environ)
        start("200 OK", [])
        return []

    request = {"REMOTE_ADDR": caller, "PATH_INFO": "/"} | told
    run_wsgi_app(Entrance(application, proxies), request)
    return found


@pytest.mark.parametrize("caller", ["10.0.1.1", "127.0.0.1", "", "nobody", "::ffff:10.0.1.1"])
def test_nothing_is_believed_of_a_client(caller: str) -> None:
    found = seen(caller, BEHIND, TOLD)
    assert found["REMOTE_ADDR"] == caller
    assert not set(found) & set(TOLD)


def test_of_a_proxy_the_named_headers_are_believed_and_no_others() -> None:
    found = seen("10.0.0.9", BEHIND, TOLD)
    assert (found["REMOTE_ADDR"], found[CERTIFICATE]) == ("10.9.8.7", "CN=x")
    assert not set(found) & set(TOLD)
    usual = Proxies(("10.0.0.0/24",))
    assert seen("10.0.0.9", usual, {"HTTP_X_FORWARDED_FOR": "1.1.1.1"})["REMOTE_ADDR"] == "1.1.1.1"
    alone = {"HTTP_X_FORWARDED_FOR": "1.1.1.1", "HTTP_X_CLIENT_SUBJECT": "CN=y"}
    found = seen("10.0.0.9", BEHIND, alone)
    assert (found["REMOTE_ADDR"], found[CERTIFICATE]) == ("10.0.0.9", "")
