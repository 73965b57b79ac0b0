"""The file of a monthly clearing of quotas."""

from __future__ import annotations

from functools import partial

import click

from gongji.cli.options import MONTH
from gongji.cli.running import new_runtime
from gongji.quota.clearing import clearing_file


@click.group(help="Quotas (共济额度): the file of a monthly clearing.")
def quota() -> None:
    """Commands about quotas."""


@quota.command("clearing", help="Print the clearing of a month as CSV; the job made it.")
@click.option("--month", type=MONTH, required=True, help="Like 2025-06.")
def clearing(month: str) -> None:
    click.echo(new_runtime().run(partial(clearing_file, month=month), writes=False), nl=False)
