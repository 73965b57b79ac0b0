"""What a command says when it could not do its work."""

from __future__ import annotations

import logging

import click
from sqlalchemy.exc import SQLAlchemyError

from gongji.config import BadSettings
from gongji.kernel.mark import ForeignDatabase
from gongji.kernel.problems import Problem
from gongji.policy.problems import PackError

log = logging.getLogger(__name__)


def tell(error: Exception) -> None:
    """One sentence on the error stream; an unexpected error is logged instead."""
    match error:
        case BadSettings() | ForeignDatabase() | PackError():
            click.echo(f"gongji cannot start: {error}", err=True)
        case Problem():
            click.echo(f"{error.code} {error.sentence()}", err=True)
        case SQLAlchemyError():
            first_line = str(error).splitlines()[0]
            click.echo(f"The database could not do it: {first_line}", err=True)
        case _:
            log.error("command.failed", exc_info=error)
