"""Kept replies made small: deflated, with the words that replies share known beforehand."""

from __future__ import annotations

import zlib
from importlib import resources

WORDS = (resources.files("gongji.fsi") / "data" / "reply_words.txt").read_bytes()
"""A reply without a patient. It never changes: what was packed with it opens with it alone."""

LEVEL, WINDOW_BITS, MEMORY_LEVEL = 6, 13, 4
"""A window that holds the words; zlib clears its own, four times as large, in more time than it
takes to pack a reply.
"""


def packed(reply: bytes) -> bytes:
    making = zlib.compressobj(LEVEL, wbits=WINDOW_BITS, memLevel=MEMORY_LEVEL, zdict=WORDS)
    return making.compress(reply) + making.flush()


def unpacked(kept: bytes) -> bytes:
    """The reply, also of earlier releases, which compressed it without the words or not at all."""
    if kept.startswith(b"{"):
        return kept
    opening = zlib.decompressobj(zdict=WORDS)
    return opening.decompress(kept) + opening.flush()
