"""The command line: the `gongji` command and everything under it."""

from __future__ import annotations

import click

from gongji.cli import announcing, importing, jobs, sandbox, server

COMMANDS = (
    server.serve, server.migrate, server.reconcile_books, server.openapi,
    jobs.job, jobs.worker,
    importing.credit, importing.people, importing.institution, importing.catalogue,
    announcing.notice, announcing.maintenance,
    sandbox.sandbox,
)  # fmt: skip


@click.group(help="gongji (共济): the backend of the family account.")
def main() -> None:
    """Entry point of the `gongji` command."""


for command in COMMANDS:
    main.add_command(command)
