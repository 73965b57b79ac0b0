"""The command line names each of its commands once."""

from __future__ import annotations

from gongji.cli import main


def test_every_command_has_one_name() -> None:
    assert sorted(main.commands) == ["migrate", "reconcile", "sandbox", "serve"]
