"""The font of papers: names are printed whole, so it knows every character of GB 18030-2000."""

from __future__ import annotations

from itertools import chain

from fpdf import FPDF
from fpdf.fonts import TTFFont

from gongji.documents.typesetting import FONT_FILE

UNIFIED, EXTENSION_A = range(0x4E00, 0x9FA6), range(0x3400, 0x4DB6)


def test_the_font_has_every_character_of_a_usual_name() -> None:
    sheet = FPDF()
    sheet.add_font("Noto", fname=FONT_FILE)
    font = sheet.fonts["noto"]
    assert isinstance(font, TTFFont)
    known = set(font.cmap)
    font.close()
    assert set(chain(UNIFIED, EXTENSION_A, map(ord, "〇·•．ABCxyz09¥（）"))) - known == set()
