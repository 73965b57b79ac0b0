"""Papers to download as PDF."""

from __future__ import annotations

from gongji.app.responses import Download
from gongji.documents.layout import Paper

MEDIA_TYPE = "application/pdf"


def pdf_file(name: str, paper: Paper) -> Download:
    """The paper to download as PDF, made after the transaction.

    Raises CHARACTER_NOT_PRINTABLE where the font lacks a character.
    """
    from gongji.documents import typesetting  # noqa: PLC0415  (brings fpdf, which few need)

    typesetting.require_printable(paper)
    return Download(name, MEDIA_TYPE, lambda: typesetting.pdf(paper))
