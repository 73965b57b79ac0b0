"""Every rule stands once in docs/rules.md, with code and tests that exist, or as not built yet."""

from __future__ import annotations

import ast
import re
from functools import cache, reduce
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
UNBUILT_MAX = 5
"""Lowered with every rule that moves up into a table."""

RULES = """
ELIG-01 ELIG-02 ELIG-03 ELIG-04 ELIG-05 ELIG-06 ELIG-07
BENE-01 BENE-02 BENE-03 BENE-04
REL-01 REL-02 REL-03 REL-04 REL-05
LIM-01 LIM-02 LIM-03 LIM-04 LIM-05 LIM-06
BIND-01 BIND-02 BIND-03 BIND-04 BIND-05 BIND-06 BIND-07 BIND-08 BIND-09
UNB-01 UNB-02 UNB-03 UNB-04 UNB-05 UNB-06
SCN-01 SCN-02 SCN-03 SCN-04 SCN-05 SCN-06 SCN-07 SCN-08
PAY-01 PAY-02 PAY-03 PAY-04 PAY-05 PAY-06 PAY-07 PAY-08 PAY-09 PAY-10 PAY-11
PRO-01 PRO-02 PRO-03 PRO-04 PRO-05 PRO-06
BAL-01 BAL-02 BAL-03 BAL-04
XREG-01 XREG-02 XREG-03 XREG-04 XREG-05
POOL-01 POOL-02 POOL-03 POOL-04 POOL-05 POOL-06 POOL-07 POOL-08 POOL-09 POOL-10 POOL-11
CHR-01 CHR-02 CHR-03 CHR-04 CHR-05 CHR-06 CHR-07 CHR-08
PREM-01 PREM-02 PREM-03 PREM-04 PREM-05 PREM-06 PREM-07 PREM-08 PREM-09 PREM-10
INS-01 INS-02 INS-03
QTA-01 QTA-02 QTA-03 QTA-04 QTA-05 QTA-06 QTA-07 QTA-08 QTA-09 QTA-10
CHN-01 CHN-02 CHN-03
CRED-01
OPS-01 OPS-02 OPS-03
REC-01 REC-02 REC-03 REC-04 REC-05 REC-06
"""


@cache
def rows() -> list[list[str]]:
    """The cells of every row that begins with a rule id."""
    page = (ROOT / "docs" / "rules.md").read_text("utf-8")
    lines = [line for line in page.splitlines() if re.match(r"\| [A-Z]+-\d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def named(column: int) -> list[str]:
    """What built rules name in a column: 2 is code, 3 is tests."""
    cells = [row[column] for row in rows() if len(row) == 4]
    return sorted({name for cell in cells for name in re.findall(r"`([^`]+)`", cell)})


@cache
def functions_of(path: Path) -> set[str]:
    parsed = ast.parse(path.read_text("utf-8"))
    return {node.name for node in parsed.body if isinstance(node, ast.FunctionDef)}


def test_every_rule_stands_there_once() -> None:
    assert sorted(row[0] for row in rows()) == sorted(RULES.split())


def test_unbuilt_rules_have_a_reason_and_only_become_fewer() -> None:
    unbuilt = [row for row in rows() if len(row) == 2]
    assert len(unbuilt) == UNBUILT_MAX
    assert all(reason for _, reason in unbuilt)


def test_a_built_rule_names_code_and_tests() -> None:
    for row in rows():
        assert len(row) in (2, 4), row
        assert all("`" in cell for cell in row[2:]), row


@pytest.mark.parametrize("name", named(2))
def test_the_code_is_there(name: str) -> None:
    module, _, path = name.partition(":")
    assert path
    if module.endswith(".ts"):
        assert f"export const {path}" in (ROOT / module).read_text("utf-8")
        return
    assert reduce(getattr, path.split("."), import_module(module)) is not None


def named_of_seeds() -> list[str]:
    """The tests that docs/seeds.md names."""
    page = (ROOT / "docs" / "seeds.md").read_text("utf-8")
    return sorted(set(re.findall(r"`(tests/[^`]+::[^`]+)`", page)))


@pytest.mark.parametrize("name", sorted({*named(3), *named_of_seeds()}))
def test_the_test_is_there(name: str) -> None:
    path, _, function = name.partition("::")
    assert function.startswith("test_")
    assert function in functions_of(ROOT / path)
