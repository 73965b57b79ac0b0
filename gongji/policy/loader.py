"""Reads the packs; a pack that breaks a rule stops start-up with its file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from gongji.policy import parsers
from gongji.policy.entries import Citation, PolicyEntry, Source, SourceKind, cite
from gongji.policy.overlay import shown, stray_tiers
from gongji.policy.parameters import param_of
from gongji.policy.problems import PackError
from gongji.policy.rules import PolicyBook
from gongji.policy.yaml_nodes import Spot, top

SOURCES = "sources.yaml"
PACK_NAME = re.compile(r"([1-9][0-9]{5})\.yaml")
RULE = re.compile(r"[A-Z]{1,6}-[0-9]{2}")
PROPOSED = "proposed"


def load_packs() -> PolicyBook:
    """The packs that come with the program."""
    return read_packs(files("gongji.policy") / "pack")


def read_packs(folder: Traversable) -> PolicyBook:
    """`sources.yaml` and one file per area; raises PackError."""
    sources: dict[str, Source] = {}
    words = parsers.optional(parsers.text)
    for name, body in _top(folder / SOURCES).pairs():
        fields = body.fields("kind title number url checked_on", "ends_on")
        sources[name.word()] = Source(
            id=name.word(),
            kind=fields["kind"].read(parsers.one_of(SourceKind)),
            title=fields["title"].read(parsers.text),
            number=fields["number"].read(words),
            url=fields["url"].read(words),
            checked_on=fields["checked_on"].read(parsers.day),
            ends_on=fields["ends_on"].read(parsers.day) if "ends_on" in fields else None,
        )
    rows: list[tuple[Spot, PolicyEntry]] = []
    names: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml") and file.name != SOURCES:
            area, names_area, found = _pack(_top(file), sources)
            names[area] = names_area
            rows.extend(found)
    entries = [entry for _, entry in rows]
    for row, entry in rows:
        if stray := stray_tiers(entry, entries):
            raise row.refuse(stray)
    return PolicyBook(entries, sources, names)


def _top(file: Traversable) -> Spot:
    try:
        return top(file.name, file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise PackError(file.name, 1, f"not readable: {problem}") from problem


def _pack(
    root: Spot, sources: Mapping[str, Source]
) -> tuple[str, str, list[tuple[Spot, PolicyEntry]]]:
    """The area of a file, its name, and its rows with their entries; each row of a key ends before
    the next.

    A proposed row lies beside the others and may cover their days.
    """
    fields = root.fields("area name parameters")
    area = fields["area"].word()
    named = PACK_NAME.fullmatch(root.file)
    if named is None or named[1] != area:
        raise fields["area"].refuse(f"a file of this name cannot hold area {area!r}")
    entries: list[tuple[Spot, PolicyEntry]] = []
    for key, rows in fields["parameters"].pairs():
        last: PolicyEntry | None = None
        for row in rows.items():
            entry = _entry(area, key, row, sources)
            if last and not entry.proposed and (last.until is None or last.until >= entry.since):
                raise row.refuse(f"begins on {entry.since}, before the row above has ended")
            entries.append((row, entry))
            last = last if entry.proposed else entry
    return area, fields["name"].read(parsers.text), entries


def _entry(area: str, key: Spot, row: Spot, sources: Mapping[str, Source]) -> PolicyEntry:
    param = param_of(key.word())
    if param is None:
        raise key.refuse(f"unknown key {key.word()!r}")
    fields = row.fields("since value basis rule", "until status")
    if fields["value"].plain() is None:
        raise fields["value"].refuse("no value; where there is no limit, write none")
    since = fields["since"].read(parsers.day)
    until = fields["until"].read(parsers.day) if "until" in fields else None
    if until is not None and until < since:
        raise fields["until"].refuse(f"ends on {until}, before it begins on {since}")
    rule = fields["rule"].word()
    if not RULE.fullmatch(rule):
        raise fields["rule"].refuse(f"{rule!r} is no id of a rule or conflict")
    citations: dict[str, Citation] = {}
    for spot in fields["basis"].items():
        name = spot.word()
        if name not in sources:
            raise spot.refuse(f"source {name!r} is not registered in {SOURCES}")
        if name in citations:
            raise spot.refuse(f"source {name!r} stands here twice")
        citations[name] = cite(sources[name], param.key, since, rule)
    return PolicyEntry(
        area=area,
        key=param.key,
        since=since,
        until=until,
        value=fields["value"].read(param.read),
        shown=shown(fields["value"].plain()),
        citations=tuple(citations.values()),
        proposed="status" in fields and bool(fields["status"].read(parsers.word_of(PROPOSED))),
    )
