"""What one edition of policy changes against another, area by area, to be printed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongji.kernel.wording import day
from gongji.labels import PROPOSED, SOURCE_KINDS
from gongji.policy.editions import Edition, ListedRow

NOTHING = "两版政策没有差异。"


@dataclass(frozen=True, slots=True)
class ChangedKey:
    """A parameter of an area whose rows differ: those that only one of the two editions has."""

    area: str
    key: str
    title: str
    gone: Sequence[ListedRow]
    new: Sequence[ListedRow]

    def lines(self) -> Iterator[str]:
        kind = "修改" if self.gone and self.new else "删除" if self.gone else "新增"
        yield f"  {kind}　{self.title}（{self.key}）"
        yield from (f"    － {in_words(row)}" for row in self.gone)
        yield from (f"    ＋ {in_words(row)}" for row in self.new)


def in_words(row: ListedRow) -> str:
    """Days, value and sources of a row."""
    days = f"{day(row.since)}起" + (f"至{day(row.until)}" if row.until else "")
    plain = row.value if isinstance(row.value, str) else json.dumps(row.value, ensure_ascii=False)
    value = row.told or plain
    mark = f"〔{PROPOSED}〕" if row.proposed else ""
    sources = []
    for cited in row.citations:
        number = f"（{cited.number}）" if cited.number else ""
        sources.append(f"{SOURCE_KINDS[cited.kind]}：{cited.title}{number}")
    return f"{mark}{days}：{value}；依据 {'；'.join(sources)}"


def changes(before: Edition, after: Edition) -> list[ChangedKey]:
    """By area and key; a row with another value, day or citation is gone and new."""
    was, now = by_key(before), by_key(after)
    found = []
    for area, key in sorted(was.keys() | now.keys()):
        old, new = was.get((area, key), []), now.get((area, key), [])
        gone = [row for row in old if row not in new]
        added = [row for row in new if row not in old]
        if gone or added:
            found.append(ChangedKey(area, key, (added or gone)[0].title, gone, added))
    return found


def by_key(edition: Edition) -> Mapping[tuple[str, str], Sequence[ListedRow]]:
    """The rows of each area and key."""
    found: dict[tuple[str, str], list[ListedRow]] = {}
    for row in edition.rows:
        found.setdefault((row.area, row.key), []).append(row)
    return found


def printed(before: Edition, after: Edition) -> str:
    """The changes as plain text in Chinese, one page for each area."""
    areas = {**before.areas, **after.areas}
    pages: dict[str, list[str]] = {}
    for change in changes(before, after):
        head = f"{areas.get(change.area, change.area)}（{change.area}）"
        pages.setdefault(change.area, [head]).extend(change.lines())
    title = f"政策差异：版本 {before.version} → 版本 {after.version}"
    told = "\n\f\n".join("\n".join(page) for page in pages.values())
    return f"{title}\n\n{told or NOTHING}"
