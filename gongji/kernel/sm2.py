"""Checks SM2 signatures (GM/T 0003.2 on the curve of GM/T 0003.5) with SM3 (GM/T 0004).

Nothing here is secret: it only verifies, so how long it takes tells nobody anything.
"""

from __future__ import annotations

import base64
import re

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
USUAL_ID = b"1234567812345678"
"""The signer's name where none is agreed upon (GM/T 0009)."""

BYTES = 32
KEY = re.compile(r"(?:04)?([0-9A-Fa-f]{128})")
HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")

Point = tuple[int, int]
Jacobian = tuple[int, int, int]
"""x / z², y / z³; z is 0 at infinity. It spares a division for each step."""

INFINITY: Jacobian = (1, 1, 0)


def public_key(text: str) -> str:
    """A key as 128 upper-case hex digits, perhaps with 04 in front; raises ValueError for what is
    no point of the curve.
    """
    found = KEY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    x, y = int(found[1][: 2 * BYTES], 16), int(found[1][2 * BYTES :], 16)
    if max(x, y) >= P or (y * y - (x * x * x + A * x + B)) % P:
        raise ValueError(text)
    return found[1].upper()


def sm3(content: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize()


def read_signature(text: str) -> tuple[int, int]:
    """r and s of a signature in hex or Base64: both of 32 bytes one after the other, or in DER.

    Raises ValueError for anything else.
    """
    raw = bytes.fromhex(text) if HEX.fullmatch(text) else base64.b64decode(text, validate=True)
    if len(raw) == 2 * BYTES:
        return int.from_bytes(raw[:BYTES], "big"), int.from_bytes(raw[BYTES:], "big")
    return decode_dss_signature(raw)


def is_signed(key: str, content: bytes, signature: str, signer: bytes = USUAL_ID) -> bool:
    """Whether a signature was made over the content with the secret of this key.

    The key is one that `public_key` has read. What `read_signature` cannot read is no signature.
    """
    try:
        r, s = read_signature(signature)
    except ValueError:
        return False
    t = (r + s) % N
    if not (0 < r < N and 0 < s < N and t):
        return False
    length = (8 * len(signer)).to_bytes(2, "big")
    curve = b"".join(one.to_bytes(BYTES, "big") for one in (A, B, *G))
    signer_digest = sm3(length + signer + curve + bytes.fromhex(key))
    e = int.from_bytes(sm3(signer_digest + content), "big")
    own = (int(key[: 2 * BYTES], 16), int(key[2 * BYTES :], 16))
    x, y, z = add((*G, 1), own)
    shrunk = pow(z, -1, P) if z else 0
    both = (x * shrunk**2 % P, y * shrunk**3 % P) if z else None
    added = {("1", "0"): G, ("0", "1"): own, ("1", "1"): both}
    total, width = INFINITY, max(s, t).bit_length()
    for bits in zip(f"{s:0{width}b}", f"{t:0{width}b}", strict=True):
        total = double(total)
        point = added.get(bits)
        total = add(total, point) if point else total
    x, _, z = total
    return z != 0 and (e + x * pow(z * z, -1, P) % P) % N == r


def double(point: Jacobian) -> Jacobian:
    x, y, z = point
    zz, yy = z * z % P, y * y % P
    xyy, slope = x * yy % P, 3 * (x - zz) * (x + zz) % P
    doubled = (slope * slope - 8 * xyy) % P
    return doubled, (slope * (4 * xyy - doubled) - 8 * yy * yy) % P, 2 * y * z % P


def add(point: Jacobian, other: Point) -> Jacobian:
    x, y, z = point
    if not z:
        return (*other, 1)
    zz = z * z % P
    across, up = (other[0] * zz - x) % P, (other[1] * zz * z - y) % P
    if not across:
        return INFINITY if up else double(point)
    square = across * across % P
    cube, part = square * across % P, x * square % P
    total = (up * up - cube - 2 * part) % P
    return total, (up * (part - total) - y * cube) % P, z * across % P
