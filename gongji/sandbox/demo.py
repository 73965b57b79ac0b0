"""The demo family 一家人: invented people with everything that is worth trying."""

from __future__ import annotations

import json
from decimal import Decimal
from importlib.resources import files
from typing import cast

from gongji.sandbox.fixture import Fixture
from gongji.sandbox.fixture_schemas import FixtureSchema


def demo_fixture() -> Fixture:
    text = (files("gongji.sandbox") / "demo.json").read_text("utf-8")
    return cast("Fixture", FixtureSchema().load(json.loads(text, parse_float=Decimal)))
