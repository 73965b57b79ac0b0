"""The nginx configuration that is shipped, run as it is before the served program."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from ipaddress import IPv4Address
from pathlib import Path
from types import MappingProxyType

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from gongji.kernel.clock import real_now
from tests.fsi.gateway import who
from tests.fsi.test_served import csb
from tests.server.slow import (
    ANSWERED_WITHIN_S,
    HALF_BODY,
    HALF_HEAD,
    SLOWER,
    slow_clients,
    usual_wait_s,
)
from tests.support.cast import Cast, over_http
from tests.support.databases import SqliteDatabases
from tests.support.sent import PHARMACY
from tests.support.serving import Served, free_port, serving

SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
STARTED_WITHIN_S = 15
EACH = 600


@dataclass(frozen=True, slots=True)
class Front:
    """nginx as the world reaches it: with TLS, and without it for clients that are slow."""

    tls: str
    plain: str
    certificate: str
    behind: Served

    def get(self, path: str) -> requests.Response:
        return requests.get(self.tls + path, timeout=30, verify=self.certificate)


@pytest.fixture(scope="module")
def front(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    with ExitStack() as opened:
        url = opened.enter_context(sqlite_databases.fresh())
        behind = opened.enter_context(
            serving(url, folder, GONGJI_BEHIND_PROXY="1", GONGJI_PROXIES="127.0.0.1")
        )
        yield opened.enter_context(nginx(folder, behind))


@contextmanager
def nginx(
    folder: Path, behind: Served, more: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Front]:
    """The shipped file with this machine's addresses, paths and certificate, and `more` changes."""
    tls, plain, outer = free_port(), free_port(), free_port()
    certificate = make_certificate(folder)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    changes = {
        "listen 443 ssl default_server;": f"listen 127.0.0.1:{tls} ssl; listen 127.0.0.1:{plain};",
        "listen 80 default_server;": f"listen 127.0.0.1:{outer};",
        "server 127.0.0.1:8000;": f"server {behind.base.removeprefix('http://')};",
        "/etc/gongji/tls/fullchain.pem": certificate,
        "/etc/gongji/tls/privkey.pem": f"{folder}/key.pem",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "/var/log/nginx/": f"{folder}/",
        "http {": f"http {{ {temporary}",
        **more,
    }
    text = SHIPPED.read_text("utf-8")
    for shipped, here in changes.items():
        assert shipped in text
        text = text.replace(shipped, here)
    (folder / "nginx.conf").write_text(text, "utf-8")
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(tls, process)
            addresses = (f"https://127.0.0.1:{tls}", f"http://127.0.0.1:{plain}")
            yield Front(*addresses, certificate, behind)
        finally:
            process.terminate()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTED_WITHIN_S
    while time.monotonic() < until:
        assert process.poll() is None, "nginx did not accept the configuration"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError("nginx did not start")


def make_certificate(folder: Path) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(real_now() - timedelta(days=1))
        .not_valid_after(real_now() + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    plain, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(encoding, plain, none))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(encoding))
    return str(folder / "certificate.pem")


def test_six_hundred_slow_heads_and_bodies_keep_nobody_waiting(front: Front) -> None:
    look = partial(front.get, "/api/v1/service-status")
    alone_s = usual_wait_s(look)
    with slow_clients(front.plain, (HALF_HEAD, HALF_BODY), EACH):
        assert usual_wait_s(look) < max(ANSWERED_WITHIN_S, SLOWER * alone_s)


def test_signatures_pass_and_what_the_world_may_not_reach_is_absent(front: Front) -> None:
    inside = Cast(over_http(front.behind.base)).load()
    listed = inside.call("GET", "/sandbox/institutions").body["items"]
    key = next(row for row in listed if row["code"] == PHARMACY)
    headers = csb(key["access_key"], key["secret"]) | {"SCRIPT_NAME": "/fsi"}
    answer = Cast(over_http(front.plain)).send("POST", "/fsi/api/1101", who(), headers)
    assert (answer.status, answer.body["infcode"]) == (200, 0)
    for path in ("/api/v1/sandbox/personas", "//api/v1//sandbox/clock", "/api/v1/%73andbox/sms"):
        hidden = front.get(path)
        assert (hidden.status_code, hidden.json()["code"]) == (404, "NOT_FOUND")
        assert hidden.headers["Content-Type"] == "application/problem+json"
    assert front.get("/healthz").json() == {"status": "ok"}


def test_what_nginx_refuses_itself_reads_as_everything_else(front: Front) -> None:
    outside = Cast(over_http(front.plain))
    large = outside.call("POST", "/auth/sms-codes", "x" * 200_000)
    assert (large.status, large.code) == (400, "REQUEST_MALFORMED")
    large = outside.send("POST", "/fsi/api/1101", b"x" * 13_000_000, {})
    assert (large.status, large.body["infcode"]) == (200, -1)


def test_with_the_program_away_the_outcome_is_said_to_be_unknown(tmp_path: Path) -> None:
    """Nobody listens where this one looks for the program."""
    nobody = Served(f"http://127.0.0.1:{free_port()}", tmp_path / "none", 0)
    with nginx(tmp_path, nobody) as alone:
        outside = Cast(over_http(alone.plain))
        citizen, till = outside.call("GET", "/account"), outside.transact("2102", {})
    for answer in (citizen, till):
        assert (answer.status, answer.code) == (503, "OUTSIDE_UNAVAILABLE")
        assert int(answer.headers["Retry-After"]) > 0
    assert "结果未知" in citizen.body["detail"]
    assert "结果未知" in till.body["err_msg"]
