"""The command line names each of its commands once."""

from __future__ import annotations

from gongji.cli import main

COMMANDS = [
    "catalogue", "credit", "institution", "job", "keys",
    "maintenance", "migrate", "notice", "openapi",
    "people", "reconcile", "sandbox", "serve", "worker",
]  # fmt: skip


def test_every_command_has_one_name() -> None:
    assert sorted(main.commands) == COMMANDS
