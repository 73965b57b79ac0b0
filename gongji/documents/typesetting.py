"""Papers as PDF: A4, one embedded Chinese font, a head on each page, page x of y, the number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fpdf import FPDF
from fpdf.drawing_primitives import DeviceGray
from fpdf.enums import TextMode

from gongji.documents.layout import Cells, Column, Paper, Table
from gongji.documents.problems import CharacterNotPrintable
from gongji.kernel.clock import SHANGHAI, wall_clock
from gongji.kernel.memory import give_back

MARGIN_MM, FOOT_MM, WIDTH_MM = 15, 18, 180
TITLE_PT, TEXT_PT, ROW_PT, NOTE_PT, FOOT_PT = 16, 9, 7.5, 7.5, 7
LINE_MM, ROW_LINE_MM, PADDING_MM = 5.4, 3.7, 0.9
GREY, FAINT, DARK = 236, 150, 60
RULE_MM, HEAVY_MM = 0.2, 0.16
"""The rules of tables, and the strokes around text that stands out: the font has one weight."""

FONT = "Noto"
NEVER_FIRST = "）。，、；：！？》」』”’"


FONT_FILE = Path(__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"
"""Noto Sans SC (SIL Open Font License), without hints and layout tables: every character it has."""


def require_printable(paper: Paper) -> None:
    """Raises CHARACTER_NOT_PRINTABLE where the font lacks a character: a name is printed whole or
    not at all.
    """
    printed = _glyphs()
    missing = dict.fromkeys(
        one for text in paper.texts() for one in text if ord(one) not in printed
    )
    if missing:
        raise CharacterNotPrintable(characters="".join(missing))


@cache
def _glyphs() -> frozenset[int]:
    """Code points that the font can draw."""
    with TTFont(FONT_FILE, lazy=True) as font:
        return frozenset(font.getBestCmap())


def pdf(paper: Paper) -> bytes:
    """The paper as a PDF file; its font is embedded as the subset of characters it uses.

    The font takes some thirty MiB meanwhile.
    """
    try:
        return _written(paper)
    finally:
        give_back()


def _written(paper: Paper) -> bytes:
    sheet = _Sheet(paper)
    sheet.add_page()
    sheet.begin()
    for table in paper.tables:
        sheet.put(table)
    sheet.notes()
    return bytes(sheet.output())


class _Sheet(FPDF):
    """fpdf2's page with our head, foot and tables."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(format="A4")
        self.paper = paper
        self._widths: dict[str, float] = {}
        self.set_margins(MARGIN_MM, MARGIN_MM)
        self.c_margin = 0
        self.set_auto_page_break(True, FOOT_MM)
        self.alias_nb_pages()
        self.add_font(FONT, fname=FONT_FILE)
        self.set_lang("zh-CN")
        self.set_title(f"{paper.title} {paper.number}")
        self.set_creator("gongji")
        self.set_creation_date(paper.issued_at.astimezone(SHANGHAI))

    def header(self) -> None:
        if self.page_no() > 1:
            with self._write(FOOT_PT, FAINT):
                self.cell(0, LINE_MM, f"{self.paper.title}（续）", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(MARGIN_MM - FOOT_MM - 6)
        self.set_line_width(RULE_MM)
        self.set_draw_color(FAINT)
        self.line(MARGIN_MM, self.get_y(), MARGIN_MM + WIDTH_MM, self.get_y())
        issued = f"验证编号 {self.paper.number}　出具时间 {wall_clock(self.paper.issued_at)}"
        with self._write(FOOT_PT, DARK):
            self.cell(WIDTH_MM - 32, LINE_MM, issued)
            self.cell(32, LINE_MM, f"第 {self.page_no()} 页 共 {{nb}} 页", align="R")

    def begin(self) -> None:
        """Title and facts, two to a line."""
        with self._write(TITLE_PT, 0, heavy=True):
            self.cell(0, 12, self.paper.title, align="C")
        self.ln(12)
        for start in range(0, len(self.paper.facts), 2):
            for label, value in self.paper.facts[start : start + 2]:
                with self._write(TEXT_PT, DARK):
                    self.cell(24, LINE_MM, label)
                with self._write(TEXT_PT, 0):
                    self.cell(WIDTH_MM / 2 - 24, LINE_MM, value)
            self.ln(LINE_MM)

    def put(self, table: Table) -> None:
        self.ln(3)
        if table.title:
            self._room(LINE_MM + 3 * ROW_LINE_MM)
            with self._write(TEXT_PT, 0, heavy=True):
                self.cell(0, LINE_MM, table.title)
            self.ln(LINE_MM)
        self._head(table.columns)
        for row in table.rows:
            self._row(table.columns, row)
        if table.totals is not None:
            self._row(table.columns, table.totals, heavy=True, fill=True)

    def notes(self) -> None:
        self.ln(3)
        for note in self.paper.notes:
            for line in self._lines(note, WIDTH_MM, NOTE_PT):
                self._room(ROW_LINE_MM)
                with self._write(NOTE_PT, DARK):
                    self.cell(0, ROW_LINE_MM, line, new_x="LMARGIN", new_y="NEXT")

    def _head(self, columns: Sequence[Column]) -> None:
        titles = [column.title for column in columns]
        self._cells(columns, [[title] for title in titles], heavy=True, fill=True)

    def _row(
        self, columns: Sequence[Column], row: Cells, *, heavy: bool = False, fill: bool = False
    ) -> None:
        """Neither a row nor a figure is torn; on a new page the head stands above it again."""
        cells = [
            [text] if column.right else self._lines(text, column.width_mm - 2 * PADDING_MM, ROW_PT)
            for text, column in zip(row, columns, strict=True)
        ]
        if self._room(_height(cells)):
            self._head(columns)
        self._cells(columns, cells, heavy=heavy, fill=fill)

    def _cells(
        self, columns: Sequence[Column], cells: Sequence[Cells], *, heavy: bool, fill: bool
    ) -> None:
        top, left, height = self.get_y(), self.l_margin, _height(cells)
        if fill:
            self.set_fill_color(GREY)
            self.rect(left, top, WIDTH_MM, height, style="F")
        with self._write(ROW_PT, 0, heavy=heavy):
            for column, lines in zip(columns, cells, strict=True):
                for order, line in enumerate(lines):
                    self.set_xy(left + PADDING_MM, top + PADDING_MM + order * ROW_LINE_MM)
                    align = "R" if column.right else "L"
                    self.cell(column.width_mm - 2 * PADDING_MM, ROW_LINE_MM, line, align=align)
                left += column.width_mm
        self.set_line_width(RULE_MM)
        self.set_draw_color(GREY)
        self.line(self.l_margin, top + height, self.l_margin + WIDTH_MM, top + height)
        self.set_xy(self.l_margin, top + height)

    def _room(self, height: float) -> bool:
        """True where a new page had to be begun for it."""
        if self.get_y() + height <= self.page_break_trigger:
            return False
        self.add_page()
        return True

    @contextmanager
    def _write(self, size_pt: float, grey: int, *, heavy: bool = False) -> Iterator[None]:
        """Text of this size and shade; what strokes it ends with it."""
        self.set_font(FONT, size=size_pt)
        self.set_text_color(grey)
        if not heavy:
            yield
            return
        with self.local_context(
            text_mode=TextMode.FILL_STROKE,
            draw_color=DeviceGray(grey / 255),
            line_width=HEAVY_MM * size_pt / TITLE_PT,
        ):
            yield

    def _lines(self, text: str, width_mm: float, size_pt: float) -> list[str]:
        """Broken where the column ends, as Chinese is, but never before a closing mark."""
        return list(self._broken(text, width_mm, size_pt)) or [""]

    def _broken(self, text: str, width_mm: float, size_pt: float) -> Iterator[str]:
        line, taken = "", 0.0
        for character in text:
            width = self._width(character) * size_pt
            if line and taken + width > width_mm:
                kept = line[-1] if character in NEVER_FIRST and len(line) > 1 else ""
                yield line.removesuffix(kept)
                line, taken = kept, self._width(kept) * size_pt
            line, taken = line + character, taken + width
        if line:
            yield line

    def _width(self, character: str) -> float:
        """In mm at one point; measured once."""
        if character not in self._widths:
            self._widths[character] = self.get_string_width(character) / self.font_size_pt
        return self._widths[character]


def _height(cells: Sequence[Cells]) -> float:
    return max(len(lines) for lines in cells) * ROW_LINE_MM + 2 * PADDING_MM
