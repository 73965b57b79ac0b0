"""A verification number: read as people type it, refused with a wrong or two swapped characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongji.documents.verification_numbers import new_number, printed, read_number
from gongji.kernel.ids import CROCKFORD

NUMBERS = st.builds(new_number)


@given(NUMBERS)
def test_it_is_read_as_printed_and_as_typed(number: str) -> None:
    assert read_number(number) == number
    assert read_number(printed(number)) == number
    assert read_number(f" {printed(number).lower().replace('-', ' ')} ") == number
    assert read_number(number.replace("0", "O").replace("1", "l")) == number


@given(NUMBERS, st.integers(2, 19), st.sampled_from(CROCKFORD))
def test_one_wrong_character_is_noticed(number: str, place: int, other: str) -> None:
    changed = number[:place] + other + number[place + 1 :]
    assert read_number(changed) == (number if changed == number else None)


@given(NUMBERS, st.integers(2, 18))
def test_two_swapped_characters_are_noticed(number: str, place: int) -> None:
    left, right = number[place], number[place + 1]
    swapped = number[:place] + right + left + number[place + 2 :]
    assert read_number(swapped) == (number if left == right else None)


@pytest.mark.parametrize("text", ["", "GJ", "GJ-", "x" * 20, "GJ" + "U" * 18, "编" * 20, "0" * 500])
def test_other_text_is_no_number(text: str) -> None:
    assert read_number(text) is None


def test_no_two_are_alike() -> None:
    assert len({new_number() for _ in range(1000)}) == 1000
