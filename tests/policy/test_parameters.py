"""Every parameter is followed by some code; a value that no code follows is refused at load."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

import gongji
from gongji.policy import parameters
from gongji.policy.entries import OverlayRow
from gongji.policy.loader import load_packs
from gongji.policy.parameter import KeyedParam
from gongji.policy.parameters import FIXED, KEYED, PARAMS, PLAIN
from gongji.policy.problems import PackError

CODE = Path(gongji.__file__).parent
DECLARED = CODE / "policy" / "parameters.py"


def names_read() -> set[str]:
    """Every name that the code reads, except where parameters are declared."""
    trees = [ast.parse(path.read_text("utf-8")) for path in CODE.rglob("*.py") if path != DECLARED]
    found: set[str] = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        match node:
            case ast.Attribute(attr=name) | ast.Name(id=name):
                found.add(name)
    return found


def test_every_parameter_is_read() -> None:
    keyed = {name for name, found in vars(parameters).items() if isinstance(found, KeyedParam)}
    by_function = {"EMPLOYEE_POOL_CAP"}  # by `pool_cap_param`, beside its declaration
    assert {*PLAIN, *keyed, "pool_cap_param"} - names_read() == by_function
    assert len(keyed) == len(KEYED)


def test_every_parameter_has_a_key_and_a_title_of_its_own() -> None:
    every = [*PLAIN.values(), *(param for keyed in KEYED for param in keyed), *FIXED]
    assert len({param.key for param in every}) == len(every)
    assert len({param.title for param in every}) == len(every)
    assert len(PARAMS) == len(every) + 1, "the cap of residents has no arguments"


def laid_over(key: str, value: object) -> None:
    load_packs().with_overlay([OverlayRow("430000", key, value, date(2025, 6, 10), ("test",))])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("bind.evidence", "REQUIRED"),
        ("scene.inpatient", True),
        ("scene.inpatient", 0),
        ("chronic.pool_cap", "350.50"),
        ("balance.interest", "0.01"),
    ],
)
def test_a_value_that_no_code_follows_is_refused(key: str, value: object) -> None:
    with pytest.raises(PackError, match="the only value that is implemented"):
        laid_over(key, value)


def test_the_value_that_is_followed_may_be_written() -> None:
    laid_over("chronic.pool_cap", "none")
    laid_over("chronic.pool_cap", None)
