"""One row that comes from the command line, checked like a row of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from gongji.app.schemas import field_errors
from gongji.imports.report import ENGLISH


class BadRow(ValueError):
    """The row cannot be taken; the message says why, in both languages."""


def load_row(schema: ma.Schema, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The checked values, those that are None left out. Raises BadRow for the first bad one."""
    try:
        loaded: Mapping[str, Any] = schema.load(
            {name: value for name, value in values.items() if value is not None}
        )
    except ma.ValidationError as trouble:
        error = next(field_errors(trouble.messages))
        field = error.pointer.strip("/")
        english = ENGLISH.get(error.code, "is not valid")
        raise BadRow(f"{field} {error.title} ({field} {english}).") from trouble
    return loaded
