"""Reading the files that the program hands out."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import BytesIO, StringIO
from typing import Any, cast

from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.support.cast import Cast


def fetch(app: Flask, path: str, headers: Mapping[str, str]) -> bytes:
    """A file that is there for whoever these headers belong to."""
    reply = app.test_client().get(f"/api/v1{path}", headers=dict(headers))
    assert reply.status_code == 200, reply.get_json()
    assert "attachment" in reply.headers["Content-Disposition"]
    return bytes(reply.data)


def statement(app: Flask, cast_: Cast, who: str, form: str, year: int = 2025) -> bytes:
    return fetch(app, f"/account/statement?year={year}&format={form}", cast_.sign_in(who))


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def fonts(content: bytes) -> dict[str, bool]:
    """Every font by its name, and whether it is embedded."""
    found = {}
    for page in PdfReader(BytesIO(content)).pages:
        for font in cast("Any", page)["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            found[str(inner["/BaseFont"])] = "/FontFile2" in descriptor
    return found


def csv_rows(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


def sheets(content: bytes, *, values: bool = False) -> Any:
    """The workbook with its formulas, or with the values that were stored beside them."""
    return load_workbook(BytesIO(content), data_only=values)


def xlsx_text(content: bytes) -> str:
    return "\n".join(
        str(cell) for sheet in sheets(content) for row in sheet.values for cell in row if cell
    )
