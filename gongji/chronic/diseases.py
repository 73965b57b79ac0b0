"""The diseases of chronic care as data: their names, and which may be extended online (CHR-04)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from gongji.app.context import Context
from gongji.policy.entries import Citation, Source
from gongji.policy.rules import Rules
from gongji.vocabulary import PROVINCE

CODE = re.compile(r"[A-Z][0-9]{5}")
FIELDS = ("name", "code", "online", "source")


@dataclass(frozen=True, slots=True)
class Disease:
    """`online` is None if its source does not say it, `code` if nobody gives one; `source` is the
    id of a registered source.
    """

    name: str
    code: str | None
    online: bool | None
    source: str


@dataclass(frozen=True, slots=True)
class NamedDisease:
    """A disease with the source that names it."""

    disease: Disease
    source: Source


@dataclass(frozen=True, slots=True)
class DiseaseList:
    """Those that sources name, all on one page.

    `online_count` is how many may be extended online in the province by the row that `basis` cites,
    None where no row says it; `online_named` is how many of them are named here.
    """

    online_count: int | None
    online_named: int
    basis: Sequence[Citation]
    items: Sequence[NamedDisease]
    next: str | None = None


def listed(ctx: Context) -> DiseaseList:
    """Every disease that is named, and how many there should be today (CHR-04)."""
    rules, key = ctx.policy.rules(PROVINCE, ctx.today), Rules.chronic_extension
    is_set = rules.is_set(key)
    return DiseaseList(
        online_count=rules.chronic_extension.count if is_set else None,
        online_named=sum(one.online is True for one in diseases()),
        basis=rules.basis(key) if is_set else (),
        items=[NamedDisease(one, ctx.policy.sources[one.source]) for one in diseases()],
    )


@lru_cache(1)
def diseases() -> tuple[Disease, ...]:
    """Every known disease, in the order of the list."""
    return read((files("gongji.chronic") / "diseases.yaml").read_text("utf-8"))


def read(text: str) -> tuple[Disease, ...]:
    """A list in the form of `diseases.yaml`; raises ValueError where a row is wrong."""
    found: dict[str, Disease] = {}
    for row in yaml.safe_load(text)["diseases"]:
        if not isinstance(row, Mapping) or set(row) != set(FIELDS):
            raise ValueError(f"{row!r}: name, code, online and source, nothing else")
        name, code, online, source = (row[field] for field in FIELDS)
        if not isinstance(name, str) or not name:
            raise ValueError(f"{row!r}: a name is missing")
        if name in found:
            raise ValueError(f"{name} stands here twice")
        if code is not None and not (isinstance(code, str) and CODE.fullmatch(code)):
            raise ValueError(f"{name}: {code!r} is no disease code")
        if online not in (True, False, None):
            raise ValueError(f"{name}: online is true, false or null")
        if not isinstance(source, str) or not source:
            raise ValueError(f"{name}: a source is missing")
        found[name] = Disease(name, code, online, source)
    return tuple(found.values())
