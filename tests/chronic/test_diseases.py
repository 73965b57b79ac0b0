"""The list of diseases is data: a wrong row stops, nothing is guessed."""

from __future__ import annotations

import pytest

from gongji.chronic.diseases import diseases, read
from gongji.policy.entries import SourceKind

ROW = "M00100: {name: 某病, online: null, source: press}"


def test_what_nobody_told_us_stays_unknown() -> None:
    [disease] = read(f"diseases:\n  {ROW}\n")
    assert (disease.online, disease.source) == (None, SourceKind.PRESS)


def test_our_own_list_is_in_order_and_says_whence() -> None:
    codes = [disease.code for disease in diseases()]
    assert codes == sorted(set(codes))
    assert all(disease.name and disease.source in SourceKind for disease in diseases())


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("M00100", "m001"), ("name: 某病", "name: ''"), ("online: null", "online: perhaps"),
        ("source: press", "source: hearsay"), (", source: press", ""),
        ("online: null", "online: null, since: 2024"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused(good: str, bad: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read(f"diseases:\n  {ROW.replace(good, bad)}\n")
