"""Personal data: masks for the screen, AES-GCM at rest, a keyed blind index for look-up.

A `Sealed` value prints as its mask, so a log line or a traceback cannot leak it; only `reveal()`
returns the clear text. Columns of sealed values: gongji/kernel/sealing.py.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gongji.kernel.identity import characters

FORM, HEAD = 0, 2
"""The first byte of a box, and the number of bytes before the nonce."""
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


@dataclass(frozen=True, slots=True, eq=False)
class Sealed:
    """An ID number or a phone number; `str()` is the mask.

    A loaded one keeps its box, and opens it each time the clear text is revealed.
    """

    kind: str
    _clear: str | Callable[[], str] = field(repr=False)

    def reveal(self) -> str:
        return self._clear if isinstance(self._clear, str) else self._clear()

    def __str__(self) -> str:
        return MASKS[self.kind](self.reveal())

    def __repr__(self) -> str:
        return f"<{self.kind}>"


@dataclass(frozen=True)
class KeyRing:
    """Encryption keys by version (the highest one writes) and the key of the blind index.

    No key is used directly: each purpose has a key of its own, derived by HKDF.
    """

    keys: Mapping[int, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)
    _derived: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    _ciphers: dict[tuple[str, int], AESGCM] = field(default_factory=dict, repr=False, compare=False)

    @property
    def newest(self) -> int:
        """The version that seals."""
        return max(self.keys)

    def seal(self, purpose: str, clear: bytes, place: bytes = b"") -> bytes:
        """0(1) | version(1) | nonce(12) | ciphertext and tag, for one purpose and one place.

        The first byte distinguishes this form from the older one, which began with the version.
        """
        version, nonce = self.newest, secrets.token_bytes(NONCE_BYTES)
        return (
            bytes([FORM, version])
            + nonce
            + self._cipher(purpose, version).encrypt(nonce, clear, place)
        )

    def open(self, purpose: str, box: bytes, place: bytes = b"") -> bytes:
        """Raises ValueError for another form, KeyError for a missing key, and InvalidTag for a
        changed box or one of another purpose or place.
        """
        nonce, sealed = box[HEAD:][:NONCE_BYTES], box[HEAD + NONCE_BYTES :]
        if not sealed or box[0] != FORM:
            raise ValueError("no box of this form")
        return self._cipher(purpose, box[1]).decrypt(nonce, sealed, place)

    def digest(self, purpose: str, clear: str) -> bytes:
        """Keyed hash for equality look-ups; every purpose has its own key."""
        key = self._derived.get(purpose)
        if key is None:
            key = self._derived[purpose] = derived_key(self.index_key, f"gongji index {purpose}")
        return hmac.digest(key, clear.encode(), "sha256")[:INDEX_BYTES]

    def old_digest(self, purpose: str, clear: str) -> bytes:
        """The digest of older versions, which used one key for all purposes. It finds values that
        cannot be digested anew because their clear text is not stored.
        """
        message = f"{purpose}\0{clear}".encode()
        return hmac.digest(self.index_key, message, "sha256")[:INDEX_BYTES]

    def _cipher(self, purpose: str, version: int) -> AESGCM:
        found = self._ciphers.get((purpose, version))
        if found is None:
            found = AESGCM(derived_key(self.keys[version], f"gongji data {purpose}"))
            self._ciphers[purpose, version] = found
        return found


def version_of(box: bytes) -> int:
    """The version of the key that sealed a box; 0 for a box of the older form."""
    return box[1] if box[:1] == bytes([FORM]) else 0


def derived_key(key: bytes, info: str, length: int = 32) -> bytes:
    """HKDF-SHA256: a separate key for a purpose, which does not reveal the original key."""
    return HKDF(SHA256(), length, salt=None, info=info.encode()).derive(key)


def check_value(key: bytes) -> bytes:
    """A value that identifies a key without revealing it."""
    return derived_key(key, "gongji check value", INDEX_BYTES)


class _Ring:
    """The key ring of the process, set once by bootstrap; column types have no other access."""

    current: KeyRing | None = None


def use(ring: KeyRing) -> None:
    _Ring.current = ring


def ring() -> KeyRing:
    assert _Ring.current, "bootstrap has not set the key ring"
    return _Ring.current


def blind_index(kind: str, clear: str) -> bytes:
    return ring().digest(f"index:{kind}", clear)
