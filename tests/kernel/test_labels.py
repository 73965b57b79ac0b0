"""One word for a code: on the screens of the mini-program, and in everything the service writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pytest

from gongji.family.models import Relation
from gongji.kernel import labels
from gongji.ledger.models import EntryKind
from gongji.people.models import Subsidy
from gongji.policy.values import Scene
from gongji.premium.models import PaymentStatus, RefundReason

SOURCE = Path(__file__).parents[2] / "miniprogram_mock" / "src"
SCREENS = (SOURCE / "domain" / "words.ts").read_text("utf-8")
PAIR = re.compile(r"(\w+): '([^']*)'")
SHOWN: dict[str, tuple[type[StrEnum], Mapping[str, str]]] = {
    "RELATIONS": (Relation, labels.RELATIONS),
    "SCENES": (Scene, labels.SCENES),
    "ENTRY_KINDS": (EntryKind, labels.ENTRY_KINDS),
    "PAYMENTS": (PaymentStatus, labels.PAYMENTS),
    "SUBSIDIES": (Subsidy, labels.SUBSIDIES),
    "REFUNDS": (RefundReason, labels.REFUND_REASONS),
}


@pytest.mark.parametrize("name", SHOWN)
def test_the_screens_and_the_service_use_the_same_words(name: str) -> None:
    codes, words = SHOWN[name]
    found = re.search(rf"^const {name}: \w+ = {{\n?(.*?)}}$", SCREENS, re.MULTILINE | re.DOTALL)
    assert found, name
    screens = dict(PAIR.findall(found[1]))
    screens.pop("self", None)
    assert dict(words) == screens
    assert set(words) == set(codes) - {EntryKind.BOOK}, "the other side of a transfer is not shown"


def test_menus_are_those_of_the_mini_program() -> None:
    pages = "".join(path.read_text("utf-8") for path in SOURCE.rglob("*") if path.suffix == ".vue")
    pages += "".join(path.read_text("utf-8") for path in SOURCE.rglob("*.ts"))
    for menu in (labels.FREEZE_MENU, labels.BINDINGS_MENU, labels.APPLY_MENU):
        for step in menu.split(" → "):
            assert step in pages, menu
