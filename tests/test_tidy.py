"""How the code is written: short files, short functions, one commit, no mocks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILE_LINES_MAX, FUNCTION_LINES_MAX = 400, 60
MIGRATIONS = ROOT / "gongji" / "migrations" / "versions"

FILES = [
    path
    for folder in ("gongji", "tests", "bench")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if MIGRATIONS not in path.parents
]
OURS = [path for path in FILES if path.is_relative_to(ROOT / "gongji")]
TREES = {path: ast.parse(path.read_text("utf-8")) for path in FILES}
WAITS = re.compile(r"# noqa: PLC0415  \(.+\)$")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, FUNCTIONS))


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of what it does: neither its parameters nor its docstring make it hard to read."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def at(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def test_no_file_is_long() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert [str(path) for path, lines in lengths.items() if lines > FILE_LINES_MAX] == []


def test_no_function_is_long() -> None:
    long = [
        at(path, node)
        for path, tree in TREES.items()
        for node in functions(tree)
        if body_lines(node) > FUNCTION_LINES_MAX
    ]
    assert long == []


def test_transactions_end_in_one_place() -> None:
    """The engine rolls back what a ping began, which is no work."""
    ends = {
        (path.relative_to(ROOT / "gongji").as_posix(), node.attr)
        for path in OURS
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Attribute) and node.attr in ("commit", "rollback")
    }
    assert ends == {
        ("kernel/transaction.py", "commit"),
        ("kernel/transaction.py", "rollback"),
        ("kernel/postgresql.py", "rollback"),
    }


def test_imports_stand_at_the_top_or_say_why_they_wait() -> None:
    """A library that few processes need is imported where it is used."""
    unexplained = [
        at(path, node)
        for path, tree in TREES.items()
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and not WAITS.search(path.read_text("utf-8").splitlines()[node.lineno - 1])
    ]
    assert unexplained == []


def test_every_module_says_in_a_sentence_what_it_promises() -> None:
    assert [at(path, tree) for path, tree in TREES.items() if not ast.get_docstring(tree)] == []


def names(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every name that is used, called or imported."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield node, name
            case ast.ImportFrom(module=str(name)) | ast.alias(name=name):
                yield node, name


@pytest.mark.parametrize("forbidden", ["monkeypatch", "mock", "Mock", "MagicMock", "patch", "skip",
                                       "skipif", "xfail", "importorskip"])  # fmt: skip
def test_tests_act_on_the_real_thing(forbidden: str) -> None:
    """`blueprint.patch` declares a route; nothing else is ever patched."""
    used = [
        at(path, node)
        for path, tree in TREES.items()
        for node, name in names(tree)
        if forbidden in name.split(".") and not _declares_a_route(node)
    ]
    assert used == []


def _declares_a_route(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="blueprint"), attr="patch"):
            return True
    return False


def test_no_test_sleeps() -> None:
    asleep = [
        at(path, node)
        for path, tree in TREES.items()
        if path not in OURS
        for node, name in names(tree)
        if name == "sleep"
    ]
    assert asleep == []


@pytest.mark.parametrize("word", ["with_for_update", "populate_existing"])
def test_rows_are_locked_and_read_anew_in_one_place(word: str) -> None:
    """By `locked` and `fresh`, which never lock a row without reading it anew."""
    users = [
        path.relative_to(ROOT / "gongji").as_posix()
        for path in OURS
        for node in ast.walk(TREES[path])
        if (isinstance(node, ast.Attribute) and node.attr == word)
        or (isinstance(node, ast.keyword) and node.arg == word)
    ]
    assert set(users) == {"kernel/db.py"}
