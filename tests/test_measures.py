"""What may only get better: how the code is cut, named and typed, counted from its own syntax."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
GONGJI = ROOT / "gongji"
MIGRATIONS = GONGJI / "migrations" / "versions"
SOURCES = {
    path: path.read_text("utf-8")
    for path in sorted(GONGJI.rglob("*.py"))
    if MIGRATIONS not in path.parents
}
TREES = {path: ast.parse(text) for path, text in SOURCES.items()}

ONE_CALL_HELPERS_MAX = 126
SUPPORT_LINES_MAX = 1_500
PLAIN_DICTS_MAX = 11
HEX = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}\b")
RULE_ID = re.compile(r"\b[A-Z]{2,6}-\d{2}\b|\b[CFIT]-\d{2}\b")


def docstrings(tree: ast.AST) -> Iterator[str]:
    """Docstrings of modules, classes and functions, and texts under assignments."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield text


def one_call_helpers() -> list[str]:
    """Private functions of a module that are used from exactly one place."""
    found = []
    for path, tree in TREES.items():
        private = {
            node.name: node
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("_")
        }
        uses = Counter(
            node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in private
        )
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno} {name}"
            for name, node in private.items()
            if uses[name] == 1 and not node.decorator_list
        ]
    return found


def classes_of_one_name() -> dict[str, list[str]]:
    where: dict[str, list[str]] = defaultdict(list)
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                where[node.name].append(path.relative_to(GONGJI).as_posix())
    return {name: paths for name, paths in where.items() if len(paths) > 1}


def test_few_helpers_are_called_from_one_place_alone() -> None:
    assert len(one_call_helpers()) <= ONE_CALL_HELPERS_MAX


def test_dicts_stay_at_the_edge() -> None:
    """JSON of the wire has its own name, which only the gateway uses."""
    wire = {
        path.relative_to(GONGJI).parts[0] for path, text in SOURCES.items() if "JsonObject" in text
    }
    assert wire == {"fsi"}
    assert sum(text.count("dict[str, Any]") for text in SOURCES.values()) <= PLAIN_DICTS_MAX


def test_a_class_name_means_one_thing() -> None:
    assert classes_of_one_name() == {}


def test_what_all_tests_stand_on_stays_small() -> None:
    support = (ROOT / "tests" / "support").glob("*.py")
    assert sum(len(path.read_text("utf-8").splitlines()) for path in support) <= SUPPORT_LINES_MAX


def test_the_formatter_rules() -> None:
    kept_out = [path for path, text in SOURCES.items() if "# fmt:" in text]
    assert kept_out == []


def test_only_matrices_of_test_data_are_laid_out_by_hand() -> None:
    """Outside functions; the rows of the crowd are matrices that a function yields."""
    by_hand = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if path.parent.name != "scale" and path != Path(__file__)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "# fmt:" in line and node.body[0].lineno <= number <= (node.end_lineno or 0)
    ]
    assert by_hand == []


def test_references_stand_in_this_repository() -> None:
    """A rule is named by its id in docs/rules.md; sections of other texts are not cited."""
    rules = set(RULE_ID.findall((ROOT / "docs" / "rules.md").read_text("utf-8")))
    foreign = [
        f"{path.relative_to(ROOT)}: {cited}"
        for path, tree in TREES.items()
        for text in docstrings(tree)
        for cited in (*re.findall(r"\S*\s?§\S*", text), *RULE_ID.findall(text))
        if cited not in rules
    ]
    assert foreign == []


def test_a_colour_has_its_value_in_one_place() -> None:
    """Styles name colours by variables; icons, which are images, keep the same values."""
    front = ROOT / "miniprogram_mock" / "src"
    spelt = {
        path.relative_to(front).as_posix()
        for path in front.rglob("*")
        if path.suffix in {".vue", ".scss", ".ts"} and HEX.search(path.read_text("utf-8"))
    }
    assert spelt == {"styles/base.scss", "domain/icons.ts"}
    styles = (front / "styles" / "base.scss").read_text("utf-8")
    defined = set(re.findall(r"^  --([\w-]+):", styles, re.MULTILINE))
    used = {
        name
        for path in front.rglob("*.*")
        if path.suffix in {".vue", ".scss"}
        for name in re.findall(r"var\(--([\w-]+)\)", path.read_text("utf-8"))
    }
    assert used <= defined, used - defined
    icons = (front / "domain" / "icons.ts").read_text("utf-8")
    colours = re.findall(r"^  '?([\w-]+)'?: '(#\w{6})',$", icons, re.MULTILINE)
    assert colours
    for name, value in colours:
        assert re.search(rf"--{name}: ({value}|{shortened(value)});", styles), name


def shortened(value: str) -> str:
    """`#ffffff` as `#fff`."""
    return f"#{value[1::2]}"
