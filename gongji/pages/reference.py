"""Turns the OpenAPI document into what the reference page shows: groups, calls, fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
DEPTH_MAX = 6
TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "是/否",
    "object": "对象",
    "array": "列表",
    "null": "空",
}
PLACES = {"path": "路径", "query": "查询", "header": "请求头"}
FORMATS = {"date": "日期", "date-time": "时间", "decimal": "数字"}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a body, by its full path: `beneficiary.name`, `items[].id`."""

    path: str
    type: str
    required: bool
    note: str


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str
    type: str
    required: bool


@dataclass(frozen=True, slots=True)
class DocumentedCall:
    """One method of one path."""

    anchor: str
    method: str
    path: str
    summary: str
    text: str
    signed_in: bool
    parameters: list[Parameter]
    request: list[FieldLine]
    status: str
    response: list[FieldLine]


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    title: str
    calls: list[DocumentedCall]


def groups(document: Json) -> list[Group]:
    """The calls by their first tag, in the order of the document's tags."""
    titles = {tag["name"]: tag.get("description") or tag["name"] for tag in document["tags"]}
    by_tag: dict[str, list[DocumentedCall]] = {name: [] for name in titles}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                tag = (item[method].get("tags") or ["其他"])[0]
                shared = item.get("parameters", [])
                call = _call(document, path, method, item[method], shared)
                by_tag.setdefault(tag, []).append(call)
    return [Group(name, titles.get(name, name), calls) for name, calls in by_tag.items() if calls]


def _call(document: Json, path: str, method: str, about: Json, shared: list[Any]) -> DocumentedCall:
    status, response = next(
        ((code, answer) for code, answer in about["responses"].items() if code.startswith("2")),
        ("", {}),
    )
    body = _resolved(document, about.get("requestBody", {}))
    return DocumentedCall(
        anchor=f"{method}{path}".replace("/", "-").replace("{", "").replace("}", ""),
        method=method.upper(),
        path=path,
        summary=about.get("summary", ""),
        text=about.get("description", ""),
        signed_in=bool(about.get("security")),
        parameters=[
            Parameter(
                one["name"],
                PLACES.get(one["in"], ""),
                _type(one.get("schema", {})),
                one.get("required", False),
            )
            for named in (*shared, *about.get("parameters", []))
            for one in [_resolved(document, named)]
        ],
        request=list(_fields(document, _schema_of(body))),
        status=status,
        response=list(_fields(document, _schema_of(_resolved(document, response)))),
    )


def _schema_of(carrier: Json) -> Json:
    media: Json = next(iter(carrier.get("content", {}).values()), {})
    schema: Json = media.get("schema", {})
    return schema


def _resolved(document: Json, node: Json) -> Json:
    """The node itself, or what its `$ref` (alone or inside allOf/anyOf) points to."""
    for choice in ("allOf", "anyOf", "oneOf"):
        if choice in node:
            named = [one for one in node[choice] if one.get("type") != "null"]
            return _resolved(document, named[0]) if named else node
    while "$ref" in node:
        found: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


def _fields(document: Json, schema: Json, path: str = "", depth: int = 0) -> Iterator[FieldLine]:
    schema = _resolved(document, schema)
    if depth > DEPTH_MAX:
        return
    if "items" in schema:
        yield from _fields(document, schema["items"], f"{path}[]", depth)
    required = schema.get("required", [])
    for name, inner in schema.get("properties", {}).items():
        where = f"{path}.{name}" if path else name
        facts = _resolved(document, inner)
        yield FieldLine(where, _type(facts), name in required, _note(facts))
        yield from _fields(document, inner, where, depth + 1)


def _type(schema: Json) -> str:
    kind = schema.get("type", "object" if "properties" in schema else "")
    kinds = kind if isinstance(kind, list) else [kind]
    named = FORMATS.get(schema.get("format", ""))
    words = [TYPES.get(str(one), str(one)) for one in kinds if one]
    if named:
        words = [named, *(word for word in words if word == TYPES["null"])]
    return "或".join(words) or "任意"


def _note(schema: Json) -> str:
    notes = []
    if "enum" in schema:
        notes.append("可选：" + "、".join(str(one) for one in schema["enum"] if one is not None))
    if "maxLength" in schema:
        notes.append(f"最多 {schema['maxLength']} 字")
    if "minimum" in schema or "maximum" in schema:
        notes.append(f"{schema.get('minimum', '')} 至 {schema.get('maximum', '')}")
    if schema.get("description"):
        notes.append(schema["description"])
    return "；".join(notes)
