"""What an institution is pinned to: its scheme, its addresses, its client certificate."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from gongji.app.rate_limits import Origin
from gongji.fsi.signing import GatewayRefused, Signature
from gongji.institutions.models import InstitutionTrust
from gongji.kernel.wording import say
from gongji.vocabulary import Scheme

SUSPENDED = "本机构的接口已暂停，请联系经办机构!"
OTHER_SCHEME = "本机构须使用 {scheme} 签名!"
OTHER_ADDRESS = "来源地址 {address} 未登记!"
OTHER_CERTIFICATE = "客户端证书 {subject} 未登记!"


def refuse_unpinned(trust: InstitutionTrust, signature: Signature | None, origin: Origin) -> None:
    """Raises GatewayRefused for a call that does not fit what the institution is pinned to.

    The first that differs is told, with what was seen, so that the institution can find it.
    """
    scheme = signature.scheme if signature else Scheme.NONE
    why = ""
    if trust.suspended_at is not None:
        why = SUSPENDED
    elif trust.scheme is not None and trust.scheme is not scheme:
        why = say(OTHER_SCHEME, scheme=trust.scheme)
    elif trust.addresses and not is_listed(origin.address, trust.addresses):
        why = say(OTHER_ADDRESS, address=origin.address)
    elif trust.certificate is not None and trust.certificate != origin.certificate:
        why = say(OTHER_CERTIFICATE, subject=origin.certificate or "（没有）")
    if why:
        raise GatewayRefused(why, trust.institution_code)


def is_listed(address: str, networks: list[str]) -> bool:
    """Whether an address lies in one of these networks; IPv4 written as IPv6 is IPv4."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in ip_network(network) for network in networks)
