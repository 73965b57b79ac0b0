"""The field tables of every transaction, read once from package data, and the check by them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from gongji.fsi.fields import Field, Kind, is_blank, read_field
from gongji.fsi.wire import read_json
from gongji.kernel.problems import RequestInvalid, RequestMalformed

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

    @property
    def is_required(self) -> bool:
        return any(field.required for field in self.fields)


@dataclass(frozen=True, slots=True)
class Transaction:
    """One 交易 of the standard: its code, its name, its nodes both ways."""

    infno: str
    name: str
    inputs: tuple[Node, ...]
    outputs: tuple[Node, ...]


def check_input(infno: str, content: Any) -> dict[str, Any]:
    """The cleaned `input` of a transaction by node.

    Every field of the table is present, a blank one as None; unknown keys are gone (protocol §10).
    Raises REQUEST_INVALID, its pointer relative to `input`, for any input that does not fit.
    """
    transaction = TRANSACTIONS.get(infno)
    if transaction is None:
        raise RequestInvalid.at("/infno", "UNKNOWN", "交易编号不存在或尚未开通")
    given = as_object(content)
    return {
        node.name: _read_node(node, given.get(node.name), f"/{node.name}")
        for node in transaction.inputs
    }


def as_object(content: Any) -> dict[str, Any]:
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


def _read_node(node: Node, raw: Any, pointer: str) -> dict[str, Any] | list[dict[str, Any]]:
    if is_blank(raw) and node.is_required:
        raise RequestInvalid.at(pointer, "REQUIRED", f"缺少输入节点 {node.name}")
    if not node.is_list:
        return _read_row(node, {} if is_blank(raw) else raw, pointer)
    return _read_rows(node, [] if is_blank(raw) else raw, pointer)


def _read_rows(node: Node, raw: Any, pointer: str) -> list[dict[str, Any]]:
    if not isinstance(raw, list):
        raise RequestInvalid.at(pointer, "TYPE", f"输入节点 {node.name} 应为列表")
    if node.is_required and not raw:
        raise RequestInvalid.at(pointer, "REQUIRED", f"输入节点 {node.name} 至少要有一行")
    if len(raw) > ROWS_MAX:
        raise RequestInvalid.at(pointer, "TOO_MANY", f"输入节点 {node.name} 最多 {ROWS_MAX} 行")
    return [_read_row(node, row, f"{pointer}/{number}") for number, row in enumerate(raw)]


def _read_row(node: Node, raw: Any, pointer: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise RequestInvalid.at(pointer, "TYPE", f"输入节点 {node.name} 的内容应为 JSON 对象")
    return {
        field.name: _read_child(node, field, raw.get(field.name), f"{pointer}/{field.name}")
        for field in node.fields
    }


def _read_child(node: Node, field: Field, raw: Any, pointer: str) -> Any:
    if field.kind is not Kind.ROWS:
        return read_field(field, raw, pointer)
    rows = [] if is_blank(raw) else raw
    return _read_rows(node.children[field.name], rows, pointer) if rows != [] else []


# -- the data, compiled


def _load(file: str) -> Any:
    return json.loads((resources.files("gongji.fsi") / "data" / file).read_text("utf-8"))


def _code_tables() -> dict[str, dict[str, str]]:
    """Each table's codes and their names; national values beside Hunan's own (protocol §7)."""
    tables = _load("dicts.json")
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
        return Field(**facts | {"kind": Kind(facts["kind"]), "length": max(lengths)}, codes=codes)

    def inputs(self, infno: str, tables: dict[str, Any]) -> tuple[Node, ...]:
        blank = {*self.may_be_blank[EVERYWHERE], *self.may_be_blank.get(infno, ())}
        return self._nodes(tables, blank)

    def outputs(self, tables: dict[str, Any]) -> tuple[Node, ...]:
        return self._nodes(tables, set())

    def _nodes(self, tables: dict[str, Any], blank: set[str]) -> tuple[Node, ...]:
        nodes = {name: self._node(name, table, blank) for name, table in tables.items()}
        inner = {name: table["inside"] for name, table in tables.items() if "inside" in table}
        return tuple(
            replace(node, children={child: nodes[child] for child in inner if inner[child] == name})
            for name, node in nodes.items()
            if name not in inner
        )

    def _node(self, name: str, table: dict[str, Any], blank: set[str]) -> Node:
        fields = map(self.field, table["fields"])
        relaxed = tuple(replace(f, required=f.required and f.name not in blank) for f in fields)
        return Node(name, table.get("rows", False), relaxed, {})


def _compile() -> tuple[dict[str, Transaction], tuple[Field, ...]]:
    data = _load("fields.json")
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

TRANSACTIONS, ENVELOPE_FIELDS = _compile()
