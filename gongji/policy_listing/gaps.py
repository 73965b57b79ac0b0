"""What the packs will need from somebody, and from which day on: nothing ends or ages unnoticed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongji.kernel.wording import say
from gongji.policy.entries import Source, SourceKind
from gongji.policy.parameters import param_of, premium_param
from gongji.policy.rules import PolicyBook

HUNAN = "430000"
COLLECTING_FROM = 9, 1
"""Month and day from which next year's premium is collected."""


class GapKind(StrEnum):
    AGED_SOURCE = "来源待复核"
    NO_SUCCESSOR = "到期无后续"
    PREMIUM_UNPUBLISHED = "缴费标准尚未公布"
    DOCUMENT_ENDS = "办法即将到期"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something to do about the packs, from `due` on."""

    kind: GapKind
    due: date
    text: str


def aged_sources(book: PolicyBook, _on: date) -> Iterator[Gap]:
    """Pages are read again after twelve months; what this system chose has no page."""
    by_day: dict[date, list[Source]] = {}
    for source in book.sources.values():
        if source.kind is not SourceKind.DESIGN:
            by_day.setdefault(source.checked_on, []).append(source)
    for checked_on, sources in by_day.items():
        names = "、".join(source.id for source in sources)
        text = say("{names}：{on}核对过，满十二个月应再核对", names=names, on=checked_on)
        yield Gap(GapKind.AGED_SOURCE, _moved(checked_on, years=1), text)


def keys_without_successor(book: PolicyBook, _on: date) -> Iterator[Gap]:
    """Keys that nothing decides any more on the day after a row has ended."""
    for entry in book.entries:
        if entry.until is None or entry.proposed:
            continue
        after = entry.until + timedelta(days=1)
        keys = {row.key for row in book.rules(entry.area, after).listing()}
        if not any(key == entry.key or key.startswith(f"{entry.key}.") for key in keys):
            param = param_of(entry.key)
            assert param, f"{entry.key!r} is no parameter"
            text = say(
                "{area}“{title}”（{key}）执行到{until}，其后没有规定",
                area=book.area_names.get(entry.area, entry.area),
                title=param.title,
                key=entry.key,
                until=entry.until,
            )
            yield Gap(GapKind.NO_SUCCESSOR, after, text)


def unpublished_premiums(book: PolicyBook, on: date) -> Iterator[Gap]:
    """The premium of a year is looked for from the first day on which it is collected."""
    known = {row.key for row in book.rules(HUNAN, on).listing()}
    for year in (on.year, on.year + 1):
        premium, due = premium_param(year), date(year - 1, *COLLECTING_FROM)
        if premium.key not in known:
            sentence = "{title}（{key}）尚未公布，{due}起应再查"
            text = say(sentence, title=premium.title, key=premium.key, due=due)
            yield Gap(GapKind.PREMIUM_UNPUBLISHED, due, text)


def documents_that_end(book: PolicyBook, _on: date) -> Iterator[Gap]:
    """Documents with a last day: their successor is looked for during their last twelve months."""
    for source in book.sources.values():
        if source.ends_on:
            keys = sorted(
                {
                    entry.key
                    for entry in book.entries
                    for citation in entry.citations
                    if citation.source == source.id
                }
            )
            text = say(
                "{title}（{number}）执行到{until}，涉及 {keys}",
                title=source.title,
                number=source.number or source.id,
                until=source.ends_on,
                keys="、".join(keys),
            )
            yield Gap(GapKind.DOCUMENT_ENDS, _moved(source.ends_on, years=-1), text)


def _moved(day: date, *, years: int) -> date:
    """The same day of another year; 28 February for the 29th."""
    leapless = day.replace(day=28) if (day.month, day.day) == (2, 29) else day
    return leapless.replace(year=day.year + years)


FINDERS = (aged_sources, keys_without_successor, unpublished_premiums, documents_that_end)


def gaps(book: PolicyBook, on: date) -> list[Gap]:
    """What is to be done now and later, the earliest first."""
    found = [gap for find in FINDERS for gap in find(book, on)]
    return sorted(found, key=lambda gap: (gap.due, gap.kind, gap.text))
