"""Names, ID numbers and phones have one form, however they are typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongji.kernel.identity import (
    DOTS,
    NAME_MAX,
    characters,
    is_name,
    is_phone,
    read_id_number,
    read_name,
    read_phone,
    same_name,
)
from gongji.kernel.privacy import mask_name

NUMBER, PHONE = "43029919520115001X", "19900000001"
WIDE = {ord(one): ord(one) + 0xFEE0 for one in "0123456789xX+-()"}
MARKS = st.sampled_from(
    ["", " ", "\u3000", "\u00a0", "-", "–", "\u2011", "\u200b", "\ufeff", "\u202a", "\u2069"]
)
RARE = st.integers(0x20000, 0x2FFFD) | st.integers(0x30000, 0x3FFFD)
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("陈建国", "陈建国"), (" 陈 建\u3000国 ", "陈建国"), ("陈\u200b建\u202e国\ufeff", "陈建国"),
        ("阿卜杜拉 . 买买提", "阿卜杜拉·买买提"), ("阿··买", "阿·买"), ("\uf900山", "豈山"),
        ("\U0002f800", "丽"), ("\ufa0e", "\ufa0e"), ("⾦⼭", "金山"), ("葛\U000e0100城", "葛城"),
        ("\U00030edd山", "\U00030edd山"), ("\U0003134b\U0002ebf0", "\U0003134b\U0002ebf0"),
        ("武〇", "武〇"), ("武○", "武〇"), ("e\u0301mile Zola", "émile Zola"),
        ("SMITH,  John Q．", "SMITH, John Q."), ("O’Brien", "O'Brien"), ("Jean‑Luc", "Jean-Luc"),
        ("ＪＯＨＮ\u3000Ｓmith", "JOHN Smith"), ("Maria•Anna", "Maria·Anna"),
    ],
)  # fmt: skip
def test_a_name_in_any_writing_is_the_same_name(typed: str, kept: str) -> None:
    assert read_name(typed) == kept
    assert is_name(kept)
    assert same_name(typed, kept)


@pytest.mark.parametrize("dot", sorted(DOTS))
def test_every_dot_is_the_dot(dot: str) -> None:
    assert read_name(f"阿卜杜拉{dot}买买提") == "阿卜杜拉·买买提"


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "·阿", "阿·", "陈😀", "陈1", "陈\x00", "陈\ue000", "陈\ud800", "\u0301陈",
     "陈-国", "陈,国", "John;", "-John", "John_Smith", "\U0002fffe", "\U0003ffff", "陈\n国",
     "陈" * (NAME_MAX + 1)],
)  # fmt: skip
def test_what_is_no_name_stays_none(typed: str) -> None:
    assert not is_name(read_name(typed))


@given(st.text(max_size=60))
def test_reading_a_name_twice_changes_nothing_and_what_is_one_can_be_kept(text: str) -> None:
    read = read_name(text)
    assert read_name(read) == read
    if is_name(read):
        assert read == unicodedata.normalize("NFC", read).strip()
        assert "*" in mask_name(read)


@given(RARE.map(chr))
def test_both_planes_of_rare_ideographs_are_letters_whole(character: str) -> None:
    read = read_name(f"{character}建国")
    assert is_name(read)
    assert len(characters(read)) == 3
    assert mask_name(read) == f"{read[0]}*国"


def test_capitals_points_and_commas_tell_no_latin_names_apart() -> None:
    assert same_name("SMITH, JOHN Q.", "Smith John Q")
    assert not same_name("SMITH JOHN", "SMITH JOAN")
    assert not same_name("O'Brien", "Obrien")
    assert not same_name("阿·买", "阿买")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("陈建国", "陈*国"), ("何敏", "何*"), ("欧阳建国", "欧*国"), ("𠮷", "𠮷*"),
        ("𠮷\U00030edd", "𠮷*"),
        ("阿卜杜拉·买买提", "阿*提"), ("John Smith", "J*h"), ("SMITH, John Q.", "S*Q"),
        ("E\u0323\u0301a\u0323\u0304o\u0323\u0301", "E\u0323\u0301*o\u0323\u0301"),
    ],
)  # fmt: skip
def test_a_mask_counts_letters_as_a_reader_does(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.data())
def test_numbers_in_any_writing_are_the_same_number(data: st.DataObject) -> None:
    def typed(text: str) -> str:
        pieces = [data.draw(MARKS) + one + data.draw(MARKS) for one in text]
        return "".join(pieces).translate(WIDE if data.draw(st.booleans()) else {})

    number = data.draw(st.sampled_from([NUMBER, NUMBER.lower()]))
    assert read_id_number(typed(number)) == NUMBER
    country = data.draw(st.sampled_from(["", "+86", "0086", "86", "(+86)"]))
    read = read_phone(typed(country + PHONE))
    assert read == PHONE
    assert is_phone(read)


@given(st.text(max_size=30))
def test_reading_a_number_twice_changes_nothing(text: str) -> None:
    assert read_id_number(read_id_number(text)) == read_id_number(text)
    assert is_phone(read_phone(text)) <= (read_phone(read_phone(text)) == read_phone(text))


@pytest.mark.parametrize("digits", ["١٩٩٠٠٠٠٠٠٠١", "1990000000", "199000000011", "8619900", "+1"])
def test_what_is_no_phone_stays_none(digits: str) -> None:
    assert not is_phone(read_phone(digits))
