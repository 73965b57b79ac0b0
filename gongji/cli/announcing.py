"""Single announcements and maintenance windows."""

from __future__ import annotations

import sys
from typing import Any

import click

from gongji.cli.options import MOMENT
from gongji.cli.running import new_runtime
from gongji.imports.announce import NOTICE, WINDOW, Kind, add_one
from gongji.imports.one_row import BadRow
from gongji.notices.models import Feature

DRY_RUN = click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
AREA = click.option("--area", required=True, help="Six digits; 430000 is the whole province.")
FEATURE = click.Choice([feature.value for feature in Feature])


@click.group(help="Announcements (公告).")
def notice() -> None:
    """Commands about announcements."""


@notice.command("add", help="Announce something for an area and everything below it.")
@AREA
@click.option("--title", required=True)
@click.option("--text", required=True)
@click.option("--feature", type=FEATURE, help="What it is about, if it is about one.")
@click.option("--from", "starts_at", type=MOMENT, help="When it begins; now if not said.")
@click.option("--to", "ends_at", type=MOMENT, help="When it is over.")
@click.option("--announce", "announced_at", type=MOMENT, help="From when on it is shown.")
@DRY_RUN
def add_notice(dry_run: bool, **told: Any) -> None:
    _add(NOTICE, told, dry_run=dry_run)


@click.group(help="Maintenance windows (系统维护).")
def maintenance() -> None:
    """Commands about maintenance."""


@maintenance.command("add", help="Close features of an area from one second to another.")
@AREA
@click.option("--feature", "features", type=FEATURE, multiple=True, required=True)
@click.option("--from", "starts_at", type=MOMENT, required=True)
@click.option("--to", "ends_at", type=MOMENT, required=True)
@DRY_RUN
def add_maintenance(dry_run: bool, **told: Any) -> None:
    _add(WINDOW, told, dry_run=dry_run)


def _add(kind: Kind, told: dict[str, Any], *, dry_run: bool) -> None:
    try:
        said = add_one(new_runtime(), kind, told, dry_run=dry_run)
    except BadRow as refusal:
        sys.exit(str(refusal))
    click.echo(said if not dry_run else f"{said}\nNothing was written.")
