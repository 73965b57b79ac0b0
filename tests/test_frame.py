"""The lists that may only shrink, and the closing line of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import acceptance, tally

PENDING_MAX = 4
"""Lowered with every line struck out of acceptance_pending.txt."""


def test_pending_scenarios_only_become_fewer() -> None:
    assert len(acceptance.pending()) == PENDING_MAX


def test_a_pending_scenario_stands_once_and_has_a_reason() -> None:
    lines = [x for x in acceptance.PENDING.read_text("utf-8").splitlines() if x[0] != "#"]
    assert all(len(line.split()) > 1 for line in lines)
    assert len(set(acceptance.pending())) == len(lines)


def test_a_skipped_test_and_a_missing_report_count_as_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "tests.xml"
    report.write_text(
        "<testsuites><testsuite><testcase/><testcase><skipped/></testcase>"
        "<testcase><failure/></testcase></testsuite></testsuites>"
    )
    assert tally.main([str(report), str(tmp_path / "none.xml")]) == 1
    assert capsys.readouterr().out.endswith("\n1 passed, 3 failed\n")
