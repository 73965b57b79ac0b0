"""Personal data: sealed for one purpose under rotating keys, found by index, shown masked."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag

from gongji.app.logs import hide_personal
from gongji.kernel.privacy import KeyRing, Sealed, mask_id_number, mask_phone, version_of

OLD = KeyRing({1: b"a" * 32}, b"i" * 32)
ROTATED = KeyRing({1: b"a" * 32, 2: b"b" * 32}, b"i" * 32)
RETIRED = KeyRing({2: b"b" * 32}, b"i" * 32)
NUMBER, PHONE = "430199198005120014", "19900000001"


def test_an_old_box_opens_after_rotation_and_new_ones_are_written_with_the_new_key() -> None:
    old, new = OLD.seal("phone", b"x"), ROTATED.seal("phone", b"x")
    assert (version_of(old), version_of(new)) == (1, 2)
    assert ROTATED.open("phone", old) == ROTATED.open("phone", new) == b"x"
    assert RETIRED.open("phone", new) == b"x"
    with pytest.raises(KeyError):
        RETIRED.open("phone", old)


def test_a_box_opens_for_its_purpose_only_and_unchanged_only() -> None:
    box = OLD.seal("phone", b"x")
    with pytest.raises(InvalidTag):
        OLD.open("id_number", box)
    for at in range(len(box)):
        changed = bytearray(box)
        changed[at] ^= 1
        with pytest.raises((InvalidTag, KeyError, ValueError)):
            OLD.open("phone", bytes(changed))
    for short in (b"", box[:1], box[:2], box[:14], box[:-1]):
        with pytest.raises((InvalidTag, ValueError)):
            OLD.open("phone", short)


def test_a_box_opens_in_its_place_only() -> None:
    box = OLD.seal("column", b"x", b"person|phone|1")
    assert OLD.open("column", box, b"person|phone|1") == b"x"
    for place in (b"person|phone|2", b"person|id_number|1", b""):
        with pytest.raises(InvalidTag):
            OLD.open("column", box, place)


def test_the_same_text_never_gives_the_same_box() -> None:
    assert len({OLD.seal("phone", b"x") for _ in range(50)}) == 50


def test_an_index_is_stable_over_rotation_and_differs_per_purpose_and_key() -> None:
    other = KeyRing({1: b"a" * 32}, b"j" * 32)
    index = OLD.digest("index:phone", PHONE)
    assert index == ROTATED.digest("index:phone", PHONE)
    others = {OLD.digest("index:id_number", PHONE), other.digest("index:phone", PHONE)}
    assert index not in others
    assert len(index) == 16


@pytest.mark.parametrize(
    ("shown", "masked"),
    [
        (mask_id_number(NUMBER), "4301**********0014"), (mask_phone(PHONE), "199****0001"),
    ],
)  # fmt: skip
def test_masks(shown: str, masked: str) -> None:
    assert shown == masked


def test_a_sealed_value_and_a_key_ring_do_not_show_themselves() -> None:
    sealed = Sealed("id_number", NUMBER)
    for text in (str(sealed), repr(sealed), f"{sealed}", repr(OLD), repr([sealed])):
        assert NUMBER not in text
        assert "aaaa" not in text
    assert sealed.reveal() == NUMBER


@pytest.mark.parametrize(
    "personal",
    [NUMBER, "43019919800512002X", "430199800512001", PHONE, "123456", "eyJhbGciOi.eyJz.ab-_c",
     "A" * 43, "b" * 28],
)  # fmt: skip
def test_logs_hide_what_is_personal(personal: str) -> None:
    line = f"told: {personal}, 用户{personal}。"
    assert personal not in hide_personal(line)


def test_logs_keep_what_is_not() -> None:
    line = "bnd_01M80VCTAWM29J1XZX0K9HRB2M took 1250 ms at /api/v1/family/bindings on 2025-06-10"
    assert hide_personal(line) == line
