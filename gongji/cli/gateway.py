"""The institution gateway."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import click

from gongji.cli.options import MOMENT, whole
from gongji.cli.running import new_runtime
from gongji.fsi.journal import calls
from gongji.kernel.clock import SHANGHAI, real_now

DAY = timedelta(days=1)


@click.group(help="The institution gateway (定点接口): what was called.")
def fsi() -> None:
    """Commands about the gateway."""


@fsi.command(help="Print the calls of an institution, oldest first: what came of each.")
@click.option("--institution", required=True, help="Its code, like H43010500001.")
@click.option("--since", type=MOMENT, help="Real time; a day ago if not said.")
@click.option("--infno", help="Only this transaction, like 2102.")
@click.option("--most", type=whole(1, 10_000), default=200, show_default=True)
def journal(institution: str, since: datetime | None, infno: str | None, most: int) -> None:
    asked = partial(
        calls,
        institution_code=institution,
        since=since or real_now() - DAY,
        infno=infno,
        most=most,
    )
    found = new_runtime().run(asked, writes=False)
    for call in found:
        parts = (
            f"{call.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
            f"{call.infno:<6}",
            f"{call.msgid:<30}",
            f"{call.code or 'OK':<22}",
            f"{call.ms:>6} ms",
            f"operator {call.operator_no or '-'}",
            f"terminal {call.terminal or '-'}",
        )
        click.echo("  ".join(parts))
    cut = f", the latest {most}; --most shows more" if len(found) == most else ""
    click.echo(f"{len(found)} calls{cut}")
