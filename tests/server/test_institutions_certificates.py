"""Addresses and client certificates of institutions through the nginx that is shipped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from gongji.kernel.clock import real_now
from tests.fsi.gateway import who
from tests.fsi.test_trust import gj
from tests.imports.desk import command
from tests.server.test_nginx import Front, nginx
from tests.support.cast import Cast, over_http
from tests.support.databases import SqliteDatabases
from tests.support.sent import PHARMACY
from tests.support.serving import environment, serving

PATH = "/fsi/api/1101"
AUTHORITY, STRANGER = "CN=authority", "CN=stranger"


def key_and_certificate(folder: Path, name: str, subject: str, issuer: str = "") -> None:
    """`NAME.pem` with both; signed by the issuer's, or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    signs, by = key, x509.Name.from_rfc4514_string(subject)
    if issuer:
        pem = (folder / f"{issuer}.pem").read_bytes()
        found = serialization.load_pem_private_key(pem, None)
        assert isinstance(found, ec.EllipticCurvePrivateKey)
        signs, by = found, x509.load_pem_x509_certificate(pem).subject
    own = x509.Name.from_rfc4514_string(subject)
    made = (
        x509.CertificateBuilder(by, own, key.public_key(), x509.random_serial_number())
        .not_valid_before(real_now() - timedelta(days=1))
        .not_valid_after(real_now() + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=not issuer, path_length=None), critical=True)
        .sign(signs, hashes.SHA256())
    )
    encoding, none = serialization.Encoding.PEM, serialization.NoEncryption()
    written = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, none)
    (folder / f"{name}.pem").write_bytes(written + made.public_bytes(encoding))


@dataclass(frozen=True, slots=True)
class Office:
    """nginx that asks for certificates, the operator beside it, and the key of the pharmacy."""

    front: Front
    folder: Path
    url: str
    key: tuple[str, str]

    def pin(self, *words: str) -> None:
        told = environment(self.url, self.folder)
        done = command(told, "institution", "pin", PHARMACY, *words)
        assert done.exit_code == 0, done.output

    def sent(self, certificate: str = "", base: str = "", **forged: str) -> str:
        """What a refusal says, "" for an answer."""
        reply = requests.post(
            (base or self.front.tls) + PATH,
            data=who(),
            headers=gj(self.key, who()) | forged,
            cert=str(self.folder / f"{certificate}.pem") if certificate else None,
            verify=self.front.certificate,
            timeout=30,
        )
        assert reply.status_code == 200
        return str(reply.json()["err_msg"]).removeprefix("401 ")


@pytest.fixture(scope="module")
def office(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("certificates")
    key_and_certificate(folder, "authority", AUTHORITY)
    key_and_certificate(folder, "his", "CN=his.example,O=新医院,C=CN", "authority")
    key_and_certificate(folder, "other", "CN=other.example,O=新医院,C=CN", "authority")
    key_and_certificate(folder, "stranger", STRANGER)
    key_and_certificate(folder, "forged", "CN=his.example,O=新医院,C=CN", "stranger")
    asks = {
        "# ssl_client_certificate /etc/gongji/tls/institutions.pem;": (
            f"ssl_client_certificate {folder}/authority.pem;"
        ),
        "# ssl_verify_client optional;": "ssl_verify_client optional;",
    }
    with ExitStack() as opened:
        url = opened.enter_context(sqlite_databases.fresh())
        behind = opened.enter_context(
            serving(url, folder, GONGJI_BEHIND_PROXY="1", GONGJI_PROXIES="127.0.0.1")
        )
        cast = Cast(over_http(behind.base)).load()
        listed = cast.call("GET", "/sandbox/institutions").body["items"]
        key = next(row for row in listed if row["code"] == PHARMACY)
        front = opened.enter_context(nginx(folder, behind, asks))
        yield Office(front, folder, url, (key["access_key"], key["secret"]))


def test_a_pinned_certificate_is_the_only_one(office: Office) -> None:
    office.pin("--certificate", "nothing yet")
    said = office.sent("his")
    subject = said.removeprefix("客户端证书 ").removesuffix(" 未登记!")
    assert subject == r"CN=his.example,O=\E6\96\B0\E5\8C\BB\E9\99\A2,C=CN"
    office.pin("--certificate", subject)
    assert office.sent("his") == ""
    assert office.sent("other").startswith("客户端证书 CN=other.example")
    for forged in ({}, {"X-Client-Subject": subject}, {"X_Client_Subject": subject}):
        assert office.sent(**forged) == "客户端证书 （没有） 未登记!"
        assert office.sent("other", **forged).startswith("客户端证书 CN=other.example")
        assert office.sent(base=office.front.plain, **forged) == "客户端证书 （没有） 未登记!"
    for nobodys in ("stranger", "forged"):
        assert office.sent(nobodys) == "客户端证书无法验证!"
    office.pin("--unpin", "certificate")
    assert office.sent() == ""


def test_an_address_is_the_one_that_nginx_sees(office: Office) -> None:
    office.pin("--address", "10.9.0.0/16")
    for forged in ({}, {"X-Forwarded-For": "10.9.8.7"}, {"X_Forwarded_For": "10.9.8.7"}):
        assert office.sent(**forged) == "来源地址 127.0.0.1 未登记!"
    office.pin("--address", "127.0.0.1")
    assert office.sent(**{"X-Forwarded-For": "10.9.8.7"}) == ""
    office.pin("--unpin", "addresses")


def test_who_reaches_the_program_itself_from_a_proxys_place_is_believed(office: Office) -> None:
    """So nothing but the proxies may reach it."""
    office.pin("--address", "10.9.0.0/16", "--certificate", "CN=x")
    told = {"X-Forwarded-For": "10.9.8.7", "X-Client-Subject": "CN=x"}
    assert office.sent(base=office.front.behind.base, **told) == ""
    past = told | {"X-Forwarded-For": "10.9.8.7, 10.8.0.1"}
    assert office.sent(base=office.front.behind.base, **past) == "来源地址 10.8.0.1 未登记!"
    office.pin("--unpin", "addresses", "--unpin", "certificate")
