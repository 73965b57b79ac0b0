"""One word for a code: on the screens of the mini-program, and in everything the service writes."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

import pytest

from gongji import labels
from gongji.app.context import Channel
from gongji.bootstrap import create_app  # noqa: F401 (declares every refusal)
from gongji.family.models import BindingStatus, EndReason
from gongji.kernel import wording
from gongji.kernel.money import Money
from gongji.kernel.problems import Explanation, Problem
from gongji.ledger.models import EntryKind
from gongji.notices.models import MessageKind
from gongji.offices.models import OfficeService
from gongji.policy.entries import SourceKind
from gongji.policy.groups import PolicyGroup
from gongji.premium.models import PaymentStatus, RefundReason
from gongji.settlement.bill import Reason
from gongji.settlement.explanations import EXPLANATIONS
from gongji.settlement.problems import AmountsDisagree
from gongji.vocabulary import (
    InstitutionKind,
    InsuranceKind,
    InsuranceStatus,
    Relation,
    Scene,
    Subsidy,
)

SOURCE = Path(__file__).parents[2] / "miniprogram_mock" / "src"
NAMED: Sequence[tuple[type[StrEnum], Mapping[str, str]]] = (
    (Relation, labels.RELATIONS),
    (Scene, labels.SCENES),
    (EntryKind, labels.ENTRY_KINDS),
    (PaymentStatus, labels.PAYMENTS),
    (Subsidy, labels.SUBSIDIES),
    (RefundReason, labels.REFUND_REASONS),
    (BindingStatus, labels.BINDING_STATES),
    (EndReason, labels.END_REASONS),
    (Channel, labels.CHANNELS),
    (InsuranceKind, labels.INSURANCES),
    (InsuranceStatus, labels.INSURANCE_STATES),
    (InstitutionKind, labels.INSTITUTIONS),
    (OfficeService, labels.OFFICE_SERVICES),
    (MessageKind, labels.MESSAGES),
    (SourceKind, labels.SOURCE_KINDS),
    (PolicyGroup, labels.POLICY_GROUPS),
)


@pytest.mark.parametrize(("codes", "words"), NAMED)
def test_every_code_has_its_word(codes: type[StrEnum], words: Mapping[str, str]) -> None:
    assert set(words) == set(codes) - {EntryKind.BOOK}, "the other side of a transfer is not shown"


def test_every_reason_has_its_word() -> None:
    assert set(Reason) <= set(labels.REASONS), "a line's reasons stand there too"


def test_the_screens_have_the_words_of_the_service() -> None:
    kept = json.loads((SOURCE / "domain" / "labels.json").read_text("utf-8"))
    assert kept == labels.FOR_SCREENS, "the words have changed: npm run types"


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (Money(123_400), "¥1,234.00"), (Money(5), "¥0.05"), (Money(-100), "-¥1.00"),
        (date(2025, 1, 9), "2025年1月9日"),
        (datetime(2025, 11, 6, 2, 4, 39, tzinfo=UTC), "11月6日 10:04"), ("陈*国", "陈*国"),
    ],
)  # fmt: skip
def test_a_fact_is_written_in_one_form(fact: object, words: str) -> None:
    assert wording.say("{fact}", fact=fact) == words


def test_nothing_opens_before_the_minute_that_is_told() -> None:
    at = datetime(2025, 11, 6, 2, 3, 39, tzinfo=UTC)
    assert wording.opening(at) == "11月6日 10:04"
    assert wording.opening(at.replace(second=0)) == "11月6日 10:03"


def test_every_refusal_says_more_than_its_title() -> None:
    silent = [
        problem.code
        for problem in Problem.by_code.values()
        if not isinstance(problem, Explanation)
        and problem.__module__.startswith("gongji.")
        and problem.detail in ("", problem.title)
        and problem.code not in set(Reason)
    ]
    assert silent == []


def test_every_reason_of_a_bill_has_a_sentence_for_the_patient() -> None:
    assert set(EXPLANATIONS) == set(Reason)
    for one in EXPLANATIONS.values():
        assert "¥240.00 由您支付" in one.about(Money(24_000))


def test_texts_are_signed_in_one_place() -> None:
    ours = Path(labels.__file__).parent
    signed = [path.name for path in ours.rglob("*.py") if "【" in path.read_text("utf-8")]
    assert signed == ["sms_templates.py"]


def test_nobody_is_sent_to_a_place_that_does_not_exist() -> None:
    told = "".join(
        f"{one.title}{'' if isinstance(one, Explanation) else one.detail}{one.remedy}"
        for one in Problem.by_code.values()
        if one is not AmountsDisagree
    )
    told += "".join(one.title + one.sentence for one in EXPLANATIONS.values())
    told += "".join(labels.QUESTIONS.values())
    assert not re.findall("设置 →|授权人|被共济人|统筹区|划账|[0-9}] 元", told)
    pages = "".join(
        path.read_text("utf-8") for path in SOURCE.rglob("*") if path.suffix in (".vue", ".ts")
    )
    for menu in re.findall(r"在“([^”]+ → [^”]+)”", told):
        assert all(step in pages for step in menu.split(" → ")), menu


NOT_FOR_PEOPLE = ("migrations", "ops", "ledger/immutable.py")
"""Statements for databases, and what operators read."""


FORMATTING = {"kernel/wording.py", "policy/parameter.py"}
"""Sentences, and the keys and titles of parameters, which have words in them and no facts."""

TOLD_IN_YUAN = {"settlement/problems.py", "premium/rules.py"}
"""What institutions are told, and the late premium, which reads as the notice of it prints it."""


def test_every_sentence_has_its_facts_from_say() -> None:
    """So an amount, a day and a moment have one form each wherever a citizen reads them."""
    ours = Path(labels.__file__).parent
    formatted, amounts = set(), set()
    for path in sorted(ours.rglob("*.py")):
        where = str(path.relative_to(ours))
        text = path.read_text("utf-8")
        calls = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
        if any(isinstance(one, ast.Attribute) and one.attr == "format" for one in calls):
            formatted.add(where)
        if re.search("[0-9}] 元", text):
            amounts.add(where)
    assert {one for one in formatted if not one.startswith(NOT_FOR_PEOPLE)} == FORMATTING
    assert amounts == TOLD_IN_YUAN
