"""Reads YAML with line numbers: exact decimals, no floats, no repeated keys, no YAML 1.1 words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

import yaml

from gongji.kernel.strict import read_day
from gongji.policy.problems import PackError

T = TypeVar("T")

TAG = "tag:yaml.org,2002:"
SCALARS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "null": (r"~|null|", lambda _: None),
    "bool": (r"true|false", lambda text: text == "true"),
    "int": (r"-?(0|[1-9][0-9]*)", int),
    "float": (r"-?[0-9]+\.[0-9]+", Decimal),
    "timestamp": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", read_day),
    "str": (r".*", str),
}


class PackYaml(yaml.CSafeLoader):
    """Resolves only the scalars above: `no` is a word and `01` is a code."""

    yaml_implicit_resolvers = {}


for _name, (_pattern, _) in SCALARS.items():
    PackYaml.add_implicit_resolver(TAG + _name, re.compile(rf"^(?:{_pattern})$", re.DOTALL), None)


@dataclass(frozen=True, slots=True)
class Spot:
    """One piece of a pack and where it stands."""

    file: str
    node: yaml.Node

    def refuse(self, why: str) -> PackError:
        return PackError(self.file, self.node.start_mark.line + 1, why)

    def pairs(self) -> list[tuple[Spot, Spot]]:
        """Keys and values in order; a repeated key is refused."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.refuse("expected fields")
        seen: set[object] = set()
        found = []
        for key_node, value_node in self.node.value:
            key = Spot(self.file, key_node)
            if key.word() in seen:
                raise key.refuse(f"{key.word()!r} stands here twice")
            seen.add(key.word())
            found.append((key, Spot(self.file, value_node)))
        return found

    def fields(self, needed: str, more: str = "") -> dict[str, Spot]:
        """Exactly the needed fields and perhaps some of the others."""
        found: dict[str, Spot] = {}
        for key, value in self.pairs():
            if key.word() not in f"{needed} {more}".split():
                raise key.refuse(f"unknown field {key.word()!r}")
            found[key.word()] = value
        for name in needed.split():
            if name not in found:
                raise self.refuse(f"field {name} is missing")
        return found

    def items(self) -> list[Spot]:
        """The rows of a list, at least one."""
        if not isinstance(self.node, yaml.SequenceNode) or not self.node.value:
            raise self.refuse("expected a list with at least one row")
        return [Spot(self.file, node) for node in self.node.value]

    def word(self) -> str:
        plain = self.plain()
        if not isinstance(plain, str):
            raise self.refuse(f"expected a word, found {plain!r}")
        return plain

    def plain(self) -> Any:
        """The bare value: str, int, Decimal, bool, date, None, and lists and dicts of them."""
        if isinstance(self.node, yaml.SequenceNode):
            return [Spot(self.file, node).plain() for node in self.node.value]
        if isinstance(self.node, yaml.MappingNode):
            return {key.word(): value.plain() for key, value in self.pairs()}
        name = self.node.tag.removeprefix(TAG)
        if name not in SCALARS:
            raise self.refuse(f"a value of type {self.node.tag} has no place in a pack")
        return self._understood(SCALARS[name][1], self.node.value)

    def read(self, reader: Callable[[Any], T]) -> T:
        """What `reader` makes of this value; what it refuses is refused with its line."""
        return self._understood(reader, self.plain())

    def _understood(self, reader: Callable[[Any], T], raw: Any) -> T:
        try:
            return reader(raw)
        except ValueError as problem:
            raise self.refuse(str(problem)) from problem


def top(file: str, text: str) -> Spot:
    """The root of one file; PackError where it is no YAML or empty."""
    try:
        node = yaml.compose(text, Loader=PackYaml)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise PackError(file, line, f"not readable as YAML: {problem.problem}") from problem
    except yaml.YAMLError as problem:
        raise PackError(file, 1, f"not readable as YAML: {problem}") from problem
    if node is None:
        raise PackError(file, 1, "the file is empty")
    return Spot(file, node)
