"""What the packs need, and what one version of them changes against another."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from gongji.app.runtime import Runtime
from gongji.cli.options import DAY
from gongji.cli.running import new_runtime
from gongji.kernel.clock import civil_date
from gongji.policy.editions import Edition
from gongji.policy.loader import read_packs
from gongji.policy_listing.differences import printed
from gongji.policy_listing.editions import EditionNotKept, kept_edition
from gongji.policy_listing.gaps import gaps


@click.group(help="The policy packs (政策参数).")
def policy() -> None:
    """Commands about policy."""


@policy.command("gaps", help="List what the packs need; exit 1: some of it is due.")
@click.option("--on", type=DAY, help="As seen on this day; today if not said.")
def list_gaps(on: date | None) -> None:
    moment = new_runtime().moment()
    today = on or civil_date(moment.now)
    found = gaps(moment.policy, today)
    due = [gap for gap in found if gap.due <= today]
    for title, some in (("现在要办", due), ("以后要办", [gap for gap in found if gap not in due])):
        click.echo(f"{title}：{len(some)} 项")
        for gap in some:
            click.echo(f"  {gap.due}　{gap.kind}　{gap.text}")
    sys.exit(1 if due else 0)


@policy.command("diff", help="What B changes against A: folders of packs, or versions once used.")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
def print_differences(before: str, after: str) -> None:
    runtime = new_runtime()
    click.echo(printed(_edition(runtime, before), _edition(runtime, after)))


def _edition(runtime: Runtime, named: str) -> Edition:
    """Raises PackError for a folder that is no pack."""
    if Path(named).is_dir():
        return read_packs(Path(named)).edition
    try:
        return runtime.run(lambda ctx: kept_edition(ctx, named), writes=False)
    except EditionNotKept:
        sys.exit(f"{named} is neither a folder of packs nor a version that was ever used.")
