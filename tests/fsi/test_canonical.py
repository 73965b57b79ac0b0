"""The text behind a fingerprint is that of earlier releases, whose messages come again."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gongji.fsi.wire import canonical, with_exact_numbers

EXACT = Context(prec=5_000, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])


def as_it_was(value: Any) -> str:
    """Value by value, as it was written first."""
    match value:
        case dict():
            members = (f"{json.dumps(key)}:{as_it_was(value[key])}" for key in sorted(value))
            return "{" + ",".join(members) + "}"
        case list():
            return "[" + ",".join(map(as_it_was, value)) + "]"
        case bool() | str() | None:
            return json.dumps(value)
        case date():
            return json.dumps(value.isoformat())
        case bytes():
            return json.dumps(hashlib.sha256(value).hexdigest())
    number = EXACT.normalize(value if isinstance(value, Decimal) else Decimal(str(value)))
    return str(number) if number else "0"


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]))
READ = TEXTS | st.decimals(allow_nan=False, allow_infinity=False) | st.datetimes() | st.dates()
SENT = TEXTS | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, width=32)


def nested(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
        max_leaves=12,
    )


@given(nested(READ | st.binary()))
def test_of_what_was_read(content: Any) -> None:
    assert canonical(content) == as_it_was(content)


@given(nested(SENT.filter(lambda one: one not in (float("inf"), float("-inf")))))
def test_of_what_was_sent(content: Any) -> None:
    assert canonical(with_exact_numbers(content)) == as_it_was(content)
