"""The command line names each of its commands once, and imports one only when it is called."""

from __future__ import annotations

from gongji.cli import COMMANDS, main

NAMES = [
    "catalogue", "credit", "fsi", "institution", "job", "keys",
    "maintenance", "migrate", "notice", "office", "openapi",
    "people", "policy", "qualification", "quota", "reconcile", "registration",
    "sandbox", "serve", "worker",
]  # fmt: skip


def test_every_command_has_one_name_and_one_sentence() -> None:
    assert sorted(main.commands) == NAMES
    for listed in COMMANDS:
        command = listed.load()
        assert (command.name, command.help) == (listed.name, listed.help)
