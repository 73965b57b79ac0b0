"""The SM2 signature in an envelope's `cainfo`, checked for institutions that have told their key.

Hunan prints no rule for the text that is signed. Two are publicly known: that of another province,
over the envelope without `input`, and that of mobile payment, with it. Which one an institution
uses is agreed upon with its key.
"""

from __future__ import annotations

from typing import Any

from gongji.fsi.envelope import Envelope
from gongji.fsi.signing import GatewayRefused
from gongji.fsi.wire import JsonObject, write_json
from gongji.institutions.models import InstitutionTrust, SealedTextRule
from gongji.kernel.sm2 import is_signed

ABSENT = "报文须有 SM2 签名（cainfo）!"
DIFFERS = "报文的 SM2 签名（cainfo）不正确!"
BLANK: tuple[object, ...] = ("", None, {}, [])


def refuse_cainfo(trust: InstitutionTrust, envelope: Envelope) -> None:
    """Raises GatewayRefused for a signature that does not fit, and where one is missing that the
    institution is pinned to. Without a key of the institution nothing is checked.
    """
    if trust.cainfo_key is None:
        return
    why = ""
    if not envelope.cainfo:
        why = ABSENT if trust.cainfo_required else ""
    else:
        text = signed_text(envelope.sent, trust.cainfo_text or SealedTextRule.ENVELOPE)
        if not is_signed(
            trust.cainfo_key, text.encode("utf-8", "backslashreplace"), envelope.cainfo
        ):
            why = DIFFERS
    if why:
        raise GatewayRefused(why, trust.institution_code)


def signed_text(sent: JsonObject, rule: SealedTextRule) -> str:
    """`key=value` of an envelope as it was sent, in the order of the keys, joined by `&`.

    Of the envelope alone every key counts but `cainfo`, `input` and those that are null. With
    `input` what is blank does not count, inside `input` either, and `input` is compact JSON with
    its keys in order.
    """
    if rule is SealedTextRule.ENVELOPE:
        signed = {key: value for key, value in sent.items() if key.lower() != "input"}
        parts = {key: value for key, value in signed.items() if value is not None}
    else:
        parts = _in_order(sent)
    told = (
        f"{key}={value if isinstance(value, str) else write_json(value).decode()}"
        for key, value in sorted(parts.items())
        if key.lower() != "cainfo"
    )
    return "&".join(told)


def _in_order(value: Any) -> Any:
    """Objects with their keys in order, without blanks."""
    match value:
        case dict():
            inner = {key: _in_order(value[key]) for key in sorted(value)}
            return {key: one for key, one in inner.items() if one not in BLANK}
        case list():
            return [_in_order(one) for one in value]
    return value
