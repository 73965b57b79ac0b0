"""What the packs need, what one version of them changes against another, and what it would cost."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from gongji.app.runtime import Runtime
from gongji.cli.options import DAY
from gongji.cli.running import new_runtime
from gongji.kernel.clock import civil_date
from gongji.kernel.deadline import within
from gongji.kernel.progress import watched
from gongji.policy.editions import Edition
from gongji.policy.loader import read_packs
from gongji.policy_listing.differences import printed
from gongji.policy_listing.editions import EditionNotKept, kept_edition
from gongji.policy_listing.gaps import gaps
from gongji.settlement.whatif import bills_to_read, what_if
from gongji.settlement.whatif_report import printed as printed_whatif

WHATIF_S = 4 * 3600.0


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


@policy.command("whatif", help="What the pool would have paid under a draft; nothing is booked.")
@click.option("--pack", type=click.Path(path_type=Path), required=True, help="The draft's folder.")
@click.option("--from", "first", type=DAY, required=True, help="The first day of the bills.")
@click.option("--to", "last", type=DAY, required=True, help="The last day of the bills.")
def try_draft(pack: Path, first: date, last: date) -> None:
    if last < first:
        raise click.BadParameter(f"{last} is before {first}.", param_hint="--to")
    runtime, draft = new_runtime(), read_packs(pack)
    current = runtime.moment().policy
    with within(WHATIF_S):
        rows = runtime.run(lambda ctx: bills_to_read(ctx, first, last), writes=False)
        bar = click.progressbar(length=rows, label="Bills", file=sys.stderr)
        with bar, watched(bar.update):
            found = runtime.run(lambda ctx: what_if(ctx, draft, first, last), writes=False)
    click.echo(printed_whatif(found, current.edition, draft.edition))


def _edition(runtime: Runtime, named: str) -> Edition:
    """Raises PackError for a folder that is no pack."""
    if Path(named).is_dir():
        return read_packs(Path(named)).edition
    try:
        return runtime.run(lambda ctx: kept_edition(ctx, named), writes=False)
    except EditionNotKept:
        sys.exit(f"{named} is neither a folder of packs nor a version that was ever used.")
