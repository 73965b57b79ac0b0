"""What only the sandbox has: crowds of invented people, and files to try the imports with."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gongji.app.runtime import Runtime
from gongji.cli.migrating import bring_up_to_date
from gongji.cli.options import MONTH, whole
from gongji.cli.running import new_runtime, owned_settings
from gongji.sandbox import generate as crowd
from gongji.sandbox.credit_file import write_credit_file
from gongji.sandbox.reset import load_demo_if_empty


@click.group(help="What only the sandbox has.")
def sandbox() -> None:
    """Commands that invent data."""


@sandbox.command(help="Invent families and institutions, on top of what is there.")
@click.option("--people", type=whole(0, crowd.PEOPLE_MAX), default=1000, show_default=True)
@click.option(
    "--institutions", type=whole(0, crowd.INSTITUTIONS_MAX), default=10, show_default=True
)
def generate(people: int, institutions: int) -> None:
    runtime = _sandbox()
    with click.progressbar(length=people, label="People") as progress:
        for made in crowd.people(runtime, people):
            progress.update(made)
    opened = crowd.institutions(runtime, institutions)
    click.echo(f"{people} people and {opened} institutions are there.")


@sandbox.command(help="Write a credit file for the accounts that are there, month after month.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--rows", type=whole(1, 10_000_000), default=1000, show_default=True)
@click.option("--month", type=MONTH, default="2025-01", show_default=True, help="The first month.")
def credit_file(file: Path, rows: int, month: str) -> None:
    written = write_credit_file(_sandbox(), file, rows, month)
    click.echo(f"{written} rows are in {file}.")


def _sandbox() -> Runtime:
    if not owned_settings().sandbox:
        sys.exit("Invented people belong into the sandbox: set GONGJI_ENV=sandbox.")
    runtime = new_runtime()
    bring_up_to_date(runtime)
    load_demo_if_empty(runtime)
    return runtime
