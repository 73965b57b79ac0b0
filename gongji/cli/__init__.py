"""The command line: the `gongji` command and everything under it."""

from __future__ import annotations

import logging
import sys
from typing import Any, NoReturn

import click
from sqlalchemy.exc import SQLAlchemyError

from gongji.cli import announcing, importing, jobs, keys, sandbox, server
from gongji.config import BadSettings
from gongji.kernel.mark import ForeignDatabase
from gongji.kernel.problems import Problem
from gongji.policy.problems import PackError

COMMANDS = (
    server.serve,
    server.migrate,
    server.reconcile_books,
    server.openapi,
    jobs.job,
    jobs.worker,
    importing.credit,
    importing.people,
    importing.institution,
    importing.catalogue,
    announcing.notice,
    announcing.maintenance,
    keys.keys,
    sandbox.sandbox,
)


COULD_NOT = 2
"""The exit code of a command that could not do its work; click uses it for a wrong usage too."""

log = logging.getLogger(__name__)


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
            _give_up(end.code)
        except (BadSettings, ForeignDatabase, PackError) as refusal:
            _give_up(f"gongji cannot start: {refusal}")
        except Problem as problem:
            _give_up(f"{problem.code} {problem.sentence()}")
        except SQLAlchemyError as trouble:
            _give_up(f"The database could not do it: {str(trouble).splitlines()[0]}")
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception:
            log.exception("command.failed")
            sys.exit(COULD_NOT)


def _give_up(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(COULD_NOT)


@click.group(
    cls=Commands,
    help="gongji (共济): the backend of the family account.",
    epilog="Exit codes: 0 all is well, 1 something was found to be wrong, 2 it could not be done.",
)
def main() -> None:
    """Entry point of the `gongji` command."""


for command in COMMANDS:
    main.add_command(command)
