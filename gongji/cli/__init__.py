"""The command line: the `gongji` command and everything under it.

Nothing heavier than click is imported here: a command brings what it needs when it is called.
"""

from __future__ import annotations

import gc
import sys
from pkgutil import resolve_name
from typing import Any, cast

import click

COULD_NOT = 2
"""The exit code of a command that could not do its work; click uses it for a wrong usage too."""


class Listed(click.Command):
    """A command by its name and its sentence; its module is imported when it is called."""

    def __init__(self, name: str, place: str, sentence: str) -> None:
        """`place` is `module:name`, below this package."""
        super().__init__(name, help=sentence)
        self.place = place

    def load(self) -> click.Command:
        """What is imported stays until the process ends, so nothing is gained by collecting it."""
        gc.disable()
        try:
            return cast("click.Command", resolve_name(f"{__name__}.{self.place}"))
        finally:
            gc.freeze()
            gc.enable()

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """The context of the command itself, which click then runs."""
        return self.load().make_context(info_name, args, parent, **extra)


class Commands(click.Group):
    """Ends with 0 where all is well, 1 where something was found to be wrong (broken books, bad
    rows), and COULD_NOT where nothing can be said: a sentence on the error stream says why.
    """

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SystemExit as end:
            if not isinstance(end.code, str):
                raise
            click.echo(end.code, err=True)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001  (a command always ends with an exit code)
            from gongji.cli import failures  # noqa: PLC0415  (knows the database and the settings)

            failures.tell(error)
        sys.exit(COULD_NOT)


COMMANDS = [
    Listed("catalogue", "importing:catalogue", "The item catalogue (目录) from files."),
    Listed("credit", "importing:credit", "Monthly credits (划账) from files."),
    Listed("fsi", "gateway:fsi", "The institution gateway (定点接口): what was called."),
    Listed(
        "institution",
        "institutions:institution",
        "Designated institutions (定点): from files, their gateway keys, what they are pinned to.",
    ),
    Listed("job", "jobs:job", "Jobs (定时任务), one at a time."),
    Listed("keys", "keys:keys", "The keys that seal personal data (GONGJI_DATA_KEYS)."),
    Listed("maintenance", "announcing:maintenance", "Maintenance windows (系统维护)."),
    Listed("migrate", "migrating:migrate", "Bring the database up to date."),
    Listed("notice", "announcing:notice", "Announcements (公告)."),
    Listed("office", "importing:office", "Offices (经办机构) from files."),
    Listed("openapi", "server:openapi", "Print the OpenAPI document as JSON."),
    Listed("people", "importing:people", "Insured persons (参保人) from files."),
    Listed("policy", "policies:policy", "The policy packs (政策参数)."),
    Listed(
        "qualification",
        "importing:qualification",
        "Qualifications for chronic care (慢特病待遇资格) from files.",
    ),
    Listed("quota", "clearing:quota", "Quotas (共济额度): the file of a monthly clearing."),
    Listed(
        "reconcile",
        "reconciling:reconcile",
        "Recompute every invariant; exit 1: one is broken, 2: not checked.",
    ),
    Listed("registration", "importing:registration", "Registered benefits (待遇登记) from files."),
    Listed("sandbox", "sandbox:sandbox", "What only the sandbox has."),
    Listed(
        "serve",
        "server:serve",
        "Serve through gunicorn; the sandbox migrates and loads its demo family first.",
    ),
    Listed(
        "worker",
        "working:worker",
        "Do every job in its time; of many workers one leads, the others stand by.",
    ),
]


@click.group(
    cls=Commands,
    commands=COMMANDS,
    help="gongji (共济): the backend of the family account.",
    epilog="Exit codes: 0 all is well, 1 something was found to be wrong, 2 it could not be done.",
)
def main() -> None:
    """Entry point of the `gongji` command."""
