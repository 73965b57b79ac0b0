"""The field tables of every transaction, read once from package data, and the check by them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import Any

from gongji.fsi.fields import Field, FieldKind, Unfit, fault, is_blank
from gongji.fsi.wire import JsonObject, read_json
from gongji.kernel.problems import FieldError, RequestInvalid, RequestMalformed

ROWS_MAX = 1_000
"""Rows of one list node; a longer bill is sent in several batches."""

EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Node:
    """A node of an input or output: one object, or a list of rows; `children` hang inside a row."""

    name: str
    is_list: bool
    fields: tuple[Field, ...]
    children: Mapping[str, Node]
    names: tuple[str, ...] = field(init=False, repr=False)
    required: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(one.name for one in self.fields))
        needed = frozenset(one.name for one in self.fields if one.required)
        object.__setattr__(self, "required", needed)

    @property
    def is_required(self) -> bool:
        return bool(self.required)


@dataclass(frozen=True, slots=True)
class Transaction:
    """One 交易 of the standard: its code, its name, its nodes both ways."""

    infno: str
    name: str
    inputs: tuple[Node, ...]
    outputs: tuple[Node, ...]


def check_input(infno: str, content: Any) -> JsonObject:
    """The cleaned `input` of a transaction by node.

    Every field of the table is present, a blank one as None; unknown keys are gone.
    Raises REQUEST_INVALID with every fault, pointers relative to `input`, for any input that does
    not fit.
    """
    transaction = TRANSACTIONS.get(infno)
    if transaction is None:
        raise RequestInvalid.at("/infno", "UNKNOWN", "交易编号不存在或尚未开通")
    given = spelled(as_object(content), [node.name for node in transaction.inputs])
    reading = _Reading([])
    clean = {
        node.name: reading.node(node, given.get(node.name), f"/{node.name}")
        for node in transaction.inputs
    }
    if reading.faults:
        raise RequestInvalid.of(reading.faults)
    return clean


def spelled(raw: Mapping[str, Any], names: Iterable[str]) -> JsonObject:
    """What was sent under these names: as they are spelled, else without regard to case."""
    wanted = tuple(names)
    found = {name: raw[name] for name in wanted if name in raw}
    if len(found) == len(raw):
        return found
    others: JsonObject = {}
    for key in raw:
        if key not in found:
            others.setdefault(key.lower(), raw[key])
    return {name: others[name.lower()] for name in wanted if name.lower() in others} | found


def as_object(content: Any) -> JsonObject:
    """`input` as an object, also where it came as a JSON text; raises REQUEST_INVALID."""
    if isinstance(content, str) and not is_blank(content):
        try:
            content = read_json(content)
        except RequestMalformed as trouble:
            raise RequestInvalid.at("/input", "JSON", "交易输入不是有效的 JSON") from trouble
    if is_blank(content):
        raise RequestInvalid.at("/input", "REQUIRED", "交易输入不能为空")
    if not isinstance(content, dict):
        raise RequestInvalid.at("/input", "TYPE", "交易输入应为 JSON 对象")
    return content


@dataclass(frozen=True, slots=True)
class _Reading:
    """One input on its way through its table; faults are gathered, so that all can be told."""

    faults: list[FieldError]

    def node(self, node: Node, raw: Any, pointer: str) -> JsonObject | list[JsonObject]:
        if is_blank(raw) and node.is_required:
            self._fault(pointer, "REQUIRED", f"缺少输入节点 {node.name}")
            return {}
        if not node.is_list:
            return self._row(node, {} if is_blank(raw) else raw, pointer)
        return self._rows(node, [] if is_blank(raw) else raw, pointer)

    def _rows(self, node: Node, raw: Any, pointer: str) -> list[JsonObject]:
        """One object stands for a list of one."""
        if isinstance(raw, dict):
            return [self._row(node, raw, pointer)]
        if not isinstance(raw, list):
            self._fault(pointer, "TYPE", f"输入节点 {node.name} 应为列表")
            return []
        if node.is_required and not raw:
            self._fault(pointer, "REQUIRED", f"输入节点 {node.name} 至少要有一行")
        if len(raw) > ROWS_MAX:
            self._fault(pointer, "TOO_MANY", f"输入节点 {node.name} 最多 {ROWS_MAX} 行")
            return []
        return [self._row(node, row, f"{pointer}/{number}") for number, row in enumerate(raw)]

    def _row(self, node: Node, raw: Any, pointer: str) -> JsonObject:
        if not isinstance(raw, dict):
            self._fault(pointer, "TYPE", f"输入节点 {node.name} 的内容应为 JSON 对象")
            return {}
        given = spelled(raw, node.names)
        clean: JsonObject = {}
        for one in node.fields:
            name = one.name
            value = given.get(name)
            try:
                clean[name] = (
                    self._inner(node.children[name], value, f"{pointer}/{name}")
                    if one.kind is FieldKind.ROWS
                    else one.read(value)
                )
            except Unfit as unfit:
                self.faults.append(fault(one, f"{pointer}/{name}", unfit))
                clean[name] = None
        return clean

    def _inner(self, node: Node, raw: Any, pointer: str) -> list[JsonObject]:
        """Rows inside a row, which may be left out."""
        return [] if is_blank(raw) or raw == [] else self._rows(node, raw, pointer)

    def _fault(self, pointer: str, code: str, title: str) -> None:
        self.faults.append(FieldError(pointer, code, title))


# -- the data, compiled


def load(file: str) -> Any:
    """One of the data files of this package."""
    return json.loads((resources.files("gongji.fsi") / "data" / file).read_text("utf-8"))


def _code_tables() -> dict[str, dict[str, str]]:
    """Each table's codes and their names; national values beside Hunan's own."""
    tables = load("dicts.json")
    return {name: table["codes"] | table.get("national", {}) for name, table in tables.items()}


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Turns the rows of the data file into fields, with what institutions in the field need."""

    columns: list[str]
    may_be_blank: dict[str, list[str]]
    longest: dict[str, int]

    def field(self, row: list[Any]) -> Field:
        facts = dict(zip(self.columns, row, strict=True))
        table = facts.pop("table")
        codes = frozenset(CODES[table]) if table else None
        lengths = (facts["length"], self.longest.get(facts["name"], 0), *map(len, codes or ()))
        return Field(
            **facts | {"kind": FieldKind(facts["kind"]), "length": max(lengths)}, codes=codes
        )

    def inputs(self, infno: str, tables: JsonObject) -> tuple[Node, ...]:
        blank = {*self.may_be_blank[EVERYWHERE], *self.may_be_blank.get(infno, ())}
        return self._nodes(tables, blank)

    def outputs(self, tables: JsonObject) -> tuple[Node, ...]:
        return self._nodes(tables, set())

    def _nodes(self, tables: JsonObject, blank: set[str]) -> tuple[Node, ...]:
        nodes = {name: self._node(name, table, blank) for name, table in tables.items()}
        inner = {name: table["inside"] for name, table in tables.items() if "inside" in table}
        return tuple(
            replace(node, children={child: nodes[child] for child in inner if inner[child] == name})
            for name, node in nodes.items()
            if name not in inner
        )

    def _node(self, name: str, table: JsonObject, blank: set[str]) -> Node:
        fields = map(self.field, table["fields"])
        relaxed = tuple(replace(f, required=f.required and f.name not in blank) for f in fields)
        return Node(name, table.get("rows", False), relaxed, {})


def _compile(data: JsonObject) -> tuple[dict[str, Transaction], tuple[Field, ...]]:
    compiler = _Compiler(data["columns"], **data["tolerance"])
    transactions = {
        infno: Transaction(
            infno,
            table["name"],
            compiler.inputs(infno, table["in"]),
            compiler.outputs(table["out"]),
        )
        for infno, table in data["transactions"].items()
    }
    return transactions, tuple(map(compiler.field, data["envelope"]))


CODES = _code_tables()
"""Code table by name: code to Chinese name."""

_DATA = load("fields.json")

NOT_OFFERED: Mapping[str, str] = _DATA["not_offered"]
"""Transactions of the standard that have no place here yet: code to Chinese name."""

TRANSACTIONS, ENVELOPE_FIELDS = _compile(_DATA)


def names_of(infno: str, name: str) -> frozenset[str]:
    """The fields of a node of an output."""
    (found,) = (node for node in TRANSACTIONS[infno].outputs if node.name == name)
    return frozenset(found.names)
