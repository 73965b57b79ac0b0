"""Whatever JSON an institution sends, the check answers with clean values or REQUEST_INVALID."""

from __future__ import annotations

import copy
from contextlib import suppress
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gongji.fsi.tables import TRANSACTIONS, check_input
from gongji.fsi.wire import read_json
from gongji.kernel.problems import RequestInvalid
from tests.fsi.inputs import POISON_AMOUNTS, pharmacy, visit, with_info

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    | st.characters(categories=["Cs", "Cc", "Cf"]) | st.sampled_from(POISON_AMOUNTS)
)  # fmt: skip
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
VALID = {"2101": pharmacy("2101"), "2102": pharmacy(), "2203": visit(), "2203A": visit()}


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(found for key, child in inner for found in places(child, (*path, key)))]


def only_request_invalid(infno: str, content: Any) -> None:
    with suppress(RequestInvalid):
        check_input(infno, content)


@given(st.sampled_from(sorted(TRANSACTIONS)), ANY_JSON)
def test_no_json_breaks_the_check(infno: str, content: Any) -> None:
    only_request_invalid(infno, content)


@given(st.sampled_from(sorted(TRANSACTIONS)), st.text() | st.binary().map(bytes.hex))
def test_no_text_breaks_the_check(infno: str, content: str) -> None:
    only_request_invalid(infno, content)


@given(st.data())
def test_no_value_in_any_place_breaks_the_check(data: st.DataObject) -> None:
    infno = data.draw(st.sampled_from(sorted(VALID)))
    content: Any = copy.deepcopy(VALID[infno])
    path = data.draw(st.sampled_from(places(content)[1:]))
    parent = content
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = data.draw(ANY_JSON)
    only_request_invalid(infno, content)


@given(st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2))
def test_every_amount_comes_through_exactly(amount: Decimal) -> None:
    for written in (str(amount), read_json(str(amount)), float(amount)):
        clean = check_input("2102", with_info(medfee_sumamt=written))
        assert clean["druginfo"]["medfee_sumamt"] == amount
