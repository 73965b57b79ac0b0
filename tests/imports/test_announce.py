"""Announcements and maintenance windows from the command line, in force to the second."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongji.app.runtime import Runtime
from gongji.notices.models import Maintenance, Notice
from tests.imports.desk import command, count
from tests.support.cast import Cast
from tests.support.serving import environment

WINDOW = ("--area", "430400", "--feature", "binding", "--feature", "premium",
          "--from", "2025-06-12 22:00", "--to", "2025-06-13 06:00")  # fmt: skip
NOTICE = ("--area", "430100", "--title", "停机通知", "--text", "今晚停机。")


def test_a_window_is_announced_ahead(
    cast: Cast, runtime: Runtime, database_url: str, tmp_path: Path
) -> None:
    settings = environment(database_url, tmp_path)
    assert command(settings, "maintenance", "add", *WINDOW, "--dry-run").exit_code == 0
    assert count(runtime, Maintenance) == 0
    said = command(settings, "maintenance", "add", *WINDOW).stdout
    assert "binding, premium of 430400 are closed" in said
    status = cast.call("GET", "/service-status").body
    assert status["maintenance"] == [
        {
            "area": "430400",
            "features": ["binding", "premium"],
            "from": "2025-06-12T22:00:00+08:00",
            "to": "2025-06-13T06:00:00+08:00",
        }
    ]


def test_a_notice_is_shown(cast: Cast, runtime: Runtime, database_url: str, tmp_path: Path) -> None:
    settings = environment(database_url, tmp_path)
    command(settings, "notice", "add", *NOTICE, "--dry-run")
    assert count(runtime, Notice) == 0
    done = command(settings, "notice", "add", *NOTICE)
    assert done.exit_code == 0, done.stderr
    shown = cast.call("GET", "/notices").body["items"]
    assert [(one["title"], one["text"]) for one in shown] == [("停机通知", "今晚停机。")]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (("--area", "43"), "is no area code"),
        (("--to", "2025-06-12 21:00"), "ends before it begins"),
        (("--from", "soon"), "is no moment"),
    ],
)
def test_what_cannot_be_announced_is_refused(
    runtime: Runtime, database_url: str, tmp_path: Path, changed: tuple[str, str], why: str
) -> None:
    settings = environment(database_url, tmp_path)
    refused = command(settings, "maintenance", "add", *WINDOW, *changed)
    assert refused.exit_code != 0
    assert why in " ".join(refused.stderr.split())
    assert count(runtime, Maintenance) == 0
