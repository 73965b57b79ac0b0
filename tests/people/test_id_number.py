"""What counts as an ID number, and what one tells."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongji.kernel.id_number import age_on, born_on, is_id_number, sex_of

GOOD = "430199198005120014"


@pytest.mark.parametrize(
    "number",
    [
        GOOD,
        "43029919520115001X",
        "430299196002290049",
        "810000199408230021",
        "830000199201300022",
    ],
)
def test_numbers_with_a_real_birthday_and_the_right_last_character_count(number: str) -> None:
    assert is_id_number(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "430199198203080024",
        "812219098305279172",
        "111119111111111111",
        "43029919520115001x",
        "430199800512001",
        "430199198002300012",
        "０３０１９９１９８００５１２００１４",
        "４30199198005120014",
        "４３０１９９１９８００５１２００１４",
        f"{GOOD}\n",
        f" {GOOD}",
        f"{GOOD}0",
        "430199198005120o14",
        "030199198005120014",
    ],
)
def test_everything_else_does_not(number: str) -> None:
    assert not is_id_number(number)


@given(st.text(max_size=20) | st.from_regex(r"[0-9]{17}[0-9Xx]\n?", fullmatch=True))
def test_no_text_makes_the_check_raise(text: str) -> None:
    assert is_id_number(text) in (True, False)


@given(st.integers(0, 17), st.sampled_from("0123456789"))
def test_any_one_wrong_character_is_found(place: int, character: str) -> None:
    changed = GOOD[:place] + character + GOOD[place + 1 :]
    assert is_id_number(changed) == (changed == GOOD)


def test_a_number_tells_birthday_and_sex() -> None:
    assert born_on(GOOD) == date(1980, 5, 12)
    assert (sex_of(GOOD), sex_of("430199198203080025")) == ("M", "F")


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2024, 9, 29), 15), (date(2024, 9, 30), 16), (date(2025, 6, 10), 16)],
)
def test_an_age_changes_on_the_birthday(day: date, age: int) -> None:
    assert age_on(date(2008, 9, 30), day) == age


def test_who_was_born_on_a_leap_day_ages_on_the_first_of_march() -> None:
    born = date(2008, 2, 29)
    assert [age_on(born, day) for day in (date(2023, 2, 28), date(2023, 3, 1))] == [14, 15]
