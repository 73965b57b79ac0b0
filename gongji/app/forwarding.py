"""Corrections of a request before it is routed: client address, certificate, scheme, path, bearer.

Only our own proxies may state the client's address, certificate and scheme; from others these
headers are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CERTIFICATE = "gongji.certificate"
"""Where the subject of a client certificate stands in the environment of a request."""

FORWARDED_PROTO = "HTTP_X_FORWARDED_PROTO"
FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    FORWARDED_PROTO,
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_FORWARDED_SSL",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
)
SCHEMES = frozenset({"http", "https"})
SLASHES = re.compile("/{2,}")
BEARER = re.compile(r"bearer +([^ ].*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proxies:
    """Trusted addresses and networks of proxies, and the headers in which they tell what they saw:
    the client's address, and the subject of the client certificate that they have verified.
    """

    addresses: tuple[str, ...] = ()
    address_header: str = "X-Forwarded-For"
    certificate_header: str = "X-Client-Subject"


NO_PROXIES = Proxies()


class Entrance:
    """Wraps the application; what `proxies` tell is believed."""

    def __init__(self, application: WSGIApplication, proxies: Proxies) -> None:
        self._application = application
        self._proxies = [ip_network(proxy) for proxy in proxies.addresses]
        self._address, self._certificate = (
            f"HTTP_{name.upper().replace('-', '_')}"
            for name in (proxies.address_header, proxies.certificate_header)
        )
        self._told = {*FORWARDED, self._address, self._certificate}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        forwarded = {name: environ.pop(name, "") for name in self._told}
        if self._is_proxy(environ.get("REMOTE_ADDR", "")):
            self._apply(environ, forwarded)
        environ["PATH_INFO"] = SLASHES.sub("/", environ.get("PATH_INFO", ""))
        if shown := BEARER.match(environ.get("HTTP_AUTHORIZATION", "")):
            environ["HTTP_AUTHORIZATION"] = f"Bearer {shown[1]}"
        return self._application(environ, start_response)

    def _is_proxy(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._proxies)

    def _apply(self, environ: WSGIEnvironment, forwarded: dict[str, str]) -> None:
        """Takes the last address that is not a proxy of ours; anyone may forge those before it."""
        for address in reversed([part.strip() for part in forwarded[self._address].split(",")]):
            if not address:
                break
            environ["REMOTE_ADDR"] = address
            if not self._is_proxy(address):
                break
        environ[CERTIFICATE] = forwarded[self._certificate]
        if forwarded[FORWARDED_PROTO] in SCHEMES:
            environ["wsgi.url_scheme"] = forwarded[FORWARDED_PROTO]
