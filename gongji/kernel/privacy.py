"""Personal data: masks for the screen, AES-GCM at rest, a keyed blind index for look-up.

A `Sealed` value prints as its mask, so a log line or a traceback cannot leak it; the clear text
comes out by `reveal()` alone.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator

from gongji.kernel.identity import characters

NONCE_BYTES = 12
INDEX_BYTES = 16


def mask_name(name: str) -> str:
    """陈建国 → 陈*国, 何敏 → 何*, John Smith → J*h."""
    letters = characters(name)
    return "".join((*letters[:1], "*", *letters[2:][-1:]))


def mask_id_number(number: str) -> str:
    return f"{number[:4]}{'*' * 10}{number[-4:]}"


def mask_phone(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}"


MASKS = {"id_number": mask_id_number, "phone": mask_phone}


@dataclass(frozen=True, slots=True)
class Sealed:
    """An ID number or a phone number; `str()` is the mask."""

    kind: str
    _clear: str = field(repr=False)

    def reveal(self) -> str:
        return self._clear

    def __str__(self) -> str:
        return MASKS[self.kind](self._clear)

    def __repr__(self) -> str:
        return f"<{self.kind} {self}>"


@dataclass(frozen=True)
class KeyRing:
    """Encryption keys by version (the highest one writes) and the key of the blind index."""

    keys: Mapping[int, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)

    def seal(self, purpose: str, clear: bytes) -> bytes:
        """version(1) | nonce(12) | ciphertext and tag, bound to `purpose`."""
        version = max(self.keys)
        nonce = secrets.token_bytes(NONCE_BYTES)
        box = AESGCM(self.keys[version]).encrypt(nonce, clear, purpose.encode())
        return bytes([version]) + nonce + box

    def open(self, purpose: str, sealed: bytes) -> bytes:
        """Raises KeyError for a retired key, InvalidTag for a changed or foreign box."""
        key, nonce, box = sealed[0], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        return AESGCM(self.keys[key]).decrypt(nonce, box, purpose.encode())

    def digest(self, purpose: str, clear: str) -> bytes:
        """Keyed hash for equality look-ups; differs per purpose."""
        message = f"{purpose}\0{clear}".encode()
        return hmac.new(self.index_key, message, hashlib.sha256).digest()[:INDEX_BYTES]


def check_value(key: bytes) -> bytes:
    """What a key is known again by; nobody can tell the key from it."""
    return HKDF(SHA256(), INDEX_BYTES, salt=None, info=b"gongji check value").derive(key)


class _Ring:
    """The process's key ring, set once by bootstrap: column types have no other way to reach it."""

    current: KeyRing | None = None


def use(ring: KeyRing) -> None:
    _Ring.current = ring


def ring() -> KeyRing:
    assert _Ring.current, "bootstrap has not set the key ring"
    return _Ring.current


def blind_index(kind: str, clear: str) -> bytes:
    return ring().digest(f"index:{kind}", clear)


class SealedText(TypeDecorator[Sealed]):
    """Column of an encrypted `Sealed`; look-ups go through a `blind_index` column beside it."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Sealed | None, dialect: Any) -> bytes | None:
        return None if value is None else ring().seal(self.kind, value.reveal().encode())

    def process_result_value(self, value: bytes | None, dialect: Any) -> Sealed | None:
        return None if value is None else Sealed(self.kind, ring().open(self.kind, value).decode())


class SealedBytes(TypeDecorator[bytes]):
    """Column of encrypted bytes (stored replies, queued texts) for one purpose."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: bytes | None, dialect: Any) -> bytes | None:
        return None if value is None else ring().seal(self.purpose, value)

    def process_result_value(self, value: bytes | None, dialect: Any) -> bytes | None:
        return None if value is None else ring().open(self.purpose, value)
