"""The keys that seal personal data: which are in use, and a newer one for everything."""

from __future__ import annotations

import click

from gongji.cli.running import new_runtime
from gongji.kernel.privacy import ring
from gongji.keys import reseal

AT_ONCE = click.option(
    "--at-once",
    type=click.IntRange(1, 10_000),
    default=reseal.ROWS_AT_ONCE,
    show_default=True,
    help="Rows of one transaction.",
)


@click.group(help="The keys that seal personal data (GONGJI_DATA_KEYS).")
def keys() -> None:
    """Commands about keys."""


@keys.command(help="Count the sealed values of each key; changes nothing.")
@AT_ONCE
def show(at_once: int) -> None:
    _tell(reseal.census(new_runtime().transactions, at_once))


@keys.command(help="Seal with the newest key what an older one sealed, while others work.")
@AT_ONCE
def rotate(at_once: int) -> None:
    count = reseal.Count()
    for count in reseal.rotate(new_runtime().transactions, at_once):
        click.echo(f"{count.changed} rows were sealed again.")
    _tell(count)


def _tell(count: reseal.Count) -> None:
    for version, boxes in sorted(count.versions.items()):
        click.echo(f"Key {version}: {boxes} values.")
    needed = ", ".join(map(str, count.older))
    unneeded = ", ".join(str(one) for one in sorted(ring().keys) if one not in count.versions)
    click.echo(f"Still needed beside key {ring().newest}: {needed or 'none'}.")
    click.echo(f"Needed by older backups alone: {unneeded or 'none'}.")
