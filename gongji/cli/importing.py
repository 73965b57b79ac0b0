"""Data from files: every row answered for in a report."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from gongji.cli.options import whole
from gongji.cli.running import new_runtime
from gongji.credits import book_file, file_rows
from gongji.imports.csv_file import BadSheet, Columns, Line, read
from gongji.imports.people import PEOPLE
from gongji.imports.places import CATALOGUE, INSTITUTIONS, OFFICES
from gongji.imports.qualifications import QUALIFICATIONS
from gongji.imports.registrations import REGISTRATIONS
from gongji.imports.report import Outcome, Result, counted, write_report
from gongji.imports.run_import import CsvImport, Mode, any_bad, run_import

Item = TypeVar("Item")

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
DRY_RUN = click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
STRICT = click.option("--strict", is_flag=True, help="All rows or none.")
REPORT = click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the answer to every row goes; FILE.report.csv if not said.",
)


@click.group(help="Monthly credits (划账) from files.")
def credit() -> None:
    """Commands about book_file."""


@credit.command("import", help="Book a file of id_number,month,amount_yuan; each row once, ever.")
@FILE
@DRY_RUN
@REPORT
@click.option(
    "--at-once",
    type=whole(1, 10_000),
    default=book_file.ROWS_AT_ONCE,
    show_default=True,
    help="Rows of one transaction.",
)
def import_credits(file: Path, dry_run: bool, report: Path | None, at_once: int) -> None:
    lines = _lines(file, file_rows.COLUMNS)
    runtime = new_runtime()
    if dry_run:
        outcomes = _all(len(lines), book_file.try_file(runtime, lines))
        _tell(file, report, outcomes, wrote=False)
        return
    digest = book_file.fingerprint(file)
    with click.progressbar(length=len(lines), label="Credits") as progress:
        for done in book_file.book_file(runtime, digest, lines, at_once=at_once):
            progress.update(done - progress.pos)
    total = runtime.run(lambda ctx: book_file.totals(ctx.db, digest), writes=False)
    answers = runtime.run(lambda ctx: list(book_file.answers(ctx.db, digest, lines)), writes=False)
    click.echo(f"Booked {total.booked} credits of {total.amount} yuan, refused {total.refused}.")
    _tell(file, report, answers, wrote=True)


@click.group(help="Insured persons (参保人) from files.")
def people() -> None:
    """Commands about people."""


@people.command("import", help="Add people with their insurance and account.")
@FILE
@DRY_RUN
@STRICT
@REPORT
def import_people(file: Path, dry_run: bool, strict: bool, report: Path | None) -> None:
    _take_in(PEOPLE, file, _mode(dry_run, strict), report)


@click.command("import", help="Add institutions, bring known ones up to date.")
@FILE
@DRY_RUN
@STRICT
@REPORT
def import_institutions(file: Path, dry_run: bool, strict: bool, report: Path | None) -> None:
    _take_in(INSTITUTIONS, file, _mode(dry_run, strict), report)


@click.group(help="The item catalogue (目录) from files.")
def catalogue() -> None:
    """Commands about items."""


@catalogue.command("import", help="Add items, bring known ones up to date.")
@FILE
@DRY_RUN
@STRICT
@REPORT
def import_catalogue(file: Path, dry_run: bool, strict: bool, report: Path | None) -> None:
    _take_in(CATALOGUE, file, _mode(dry_run, strict), report)


@click.group(help="Offices (经办机构) from files.")
def office() -> None:
    """Commands about offices."""


@office.command("import", help="Add offices, bring known ones up to date.")
@FILE
@DRY_RUN
@STRICT
@REPORT
def import_offices(file: Path, dry_run: bool, strict: bool, report: Path | None) -> None:
    _take_in(OFFICES, file, _mode(dry_run, strict), report)


@click.group(help="Registered benefits (待遇登记) from files.")
def registration() -> None:
    """Commands about registrations."""


@registration.command("import", help="Add registered benefits, bring known ones up to date.")
@FILE
@DRY_RUN
@STRICT
@REPORT
def import_registrations(file: Path, dry_run: bool, strict: bool, report: Path | None) -> None:
    _take_in(REGISTRATIONS, file, _mode(dry_run, strict), report)


@click.group(help="Qualifications for chronic care (慢特病待遇资格) from files.")
def qualification() -> None:
    """Commands about qualifications."""


@qualification.command("import", help="Add qualifications, bring known ones up to date.")
@FILE
@DRY_RUN
@STRICT
@REPORT
def import_qualifications(file: Path, dry_run: bool, strict: bool, report: Path | None) -> None:
    _take_in(QUALIFICATIONS, file, _mode(dry_run, strict), report)


def _mode(dry_run: bool, strict: bool) -> Mode:
    if dry_run:
        return Mode.DRY_RUN
    return Mode.STRICT if strict else Mode.CHUNKS


def _take_in(kind: CsvImport[Item], file: Path, mode: Mode, report: Path | None) -> None:
    lines = _lines(file, kind.columns)
    outcomes = _all(len(lines), run_import(new_runtime(), kind, lines, mode))
    undone = mode is Mode.STRICT and any_bad(outcomes)
    _tell(file, report, outcomes, wrote=mode is not Mode.DRY_RUN and not undone)


def _lines(file: Path, columns: Columns) -> list[Line]:
    try:
        return list(read(file, columns))
    except BadSheet as trouble:
        sys.exit(str(trouble))


def _all(rows: int, steps: Iterable[list[Outcome]]) -> list[Outcome]:
    """Every row's answer in the order of the file, with a bar while they come."""
    outcomes: list[Outcome] = []
    with click.progressbar(length=rows, label="Rows") as progress:
        for some in steps:
            outcomes += some
            progress.update(len(some))
    return sorted(outcomes, key=lambda outcome: outcome.line)


def _tell(file: Path, report: Path | None, outcomes: Sequence[Outcome], *, wrote: bool) -> None:
    """Counts on the screen, every row in the report; exit 1 where a row is bad."""
    target = report or file.with_name(f"{file.name}.report.csv")
    write_report(target, outcomes)
    counts = counted(outcomes)
    click.echo(", ".join(f"{count} {result}" for result, count in counts.items()))
    if not wrote:
        click.echo("Nothing was written.")
    click.echo(f"Every row is answered in {target}.")
    sys.exit(1 if counts[Result.BAD] else 0)
