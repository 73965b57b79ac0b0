"""Money is whole fen and rounds in one place; ids sort by birth and cannot be guessed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongji.kernel.ids import CROCKFORD, ID_LENGTH, new_id
from gongji.kernel.money import ZERO, Money, total

amounts = st.integers(-(10**12), 10**12).map(Money)


@given(amounts)
def test_yuan_and_back(amount: Money) -> None:
    assert Money.yuan(str(amount)) == amount


@given(amounts, st.decimals(0, 1, places=4))
def test_a_share_is_rounded_half_up_to_the_fen(amount: Money, rate: Decimal) -> None:
    exact = Fraction(abs(amount.fen)) * Fraction(rate)
    rounded = int(exact + Fraction(1, 2))  # towards zero of what was raised by a half
    assert abs(amount.share(rate).fen) == rounded
    assert amount.share(rate).fen * amount.fen >= 0


@given(amounts, st.decimals(0, 1, places=4))
def test_the_rest_by_subtraction_loses_nothing(amount: Money, rate: Decimal) -> None:
    share = amount.share(rate)
    assert total(share, amount - share) == amount


@pytest.mark.parametrize("bad", ["1.005", "NaN", "Infinity", "1e-3", "", "1,0", "abc"])
def test_what_is_no_whole_amount_of_fen(bad: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money.yuan(bad)


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123456, "1234.56"), (9_999_999_999, "99999999.99")],
)
def test_how_money_is_written(fen: int, shown: str) -> None:
    assert str(Money(fen)) == shown


def test_at_least_zero() -> None:
    assert (Money(-1).at_least_zero(), Money(1).at_least_zero()) == (ZERO, Money(1))


def test_an_id_is_a_prefix_and_26_characters_that_differ_every_time() -> None:
    ids = [new_id("bnd") for _ in range(2_000)]
    assert len(set(ids)) == len(ids)
    for made in ids:
        assert len(made) == ID_LENGTH
        assert made.startswith("bnd_")
        assert set(made[4:]) <= set(CROCKFORD)


def test_ids_of_a_later_millisecond_sort_later() -> None:
    """Their first ten characters are the time; what follows is random."""
    earlier = new_id("bnd")
    while (later := new_id("bnd"))[:14] == earlier[:14]:
        pass
    assert earlier < later
    assert earlier[14:] != later[14:]
