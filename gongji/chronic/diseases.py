"""The diseases of chronic care as data: their names, and which may be extended online (CHR-04)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from gongji.policy.entries import SourceKind

CODE = re.compile(r"[A-Z][0-9]{5}")


@dataclass(frozen=True, slots=True)
class Disease:
    """`online` is None if no source says it; `source` is the kind of the source."""

    code: str
    name: str
    online: bool | None
    source: SourceKind


@lru_cache(1)
def diseases() -> tuple[Disease, ...]:
    """Every known disease, by code."""
    return read((files("gongji.chronic") / "diseases.yaml").read_text("utf-8"))


def read(text: str) -> tuple[Disease, ...]:
    """A list in the form of `diseases.yaml`; raises ValueError where a row is wrong."""
    found = []
    for code, row in sorted(yaml.safe_load(text)["diseases"].items()):
        if not isinstance(code, str) or not CODE.fullmatch(code):
            raise ValueError(f"{code!r} is no disease code")
        if not isinstance(row, dict) or set(row) != {"name", "online", "source"}:
            raise ValueError(f"{code}: name, online and source, nothing else")
        if not isinstance(row["name"], str) or not row["name"]:
            raise ValueError(f"{code}: a name is missing")
        if row["online"] not in (True, False, None):
            raise ValueError(f"{code}: online is true, false or null")
        found.append(Disease(code, row["name"], row["online"], SourceKind(row["source"])))
    return tuple(found)
