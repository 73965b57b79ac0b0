"""Designated institutions: one more, their gateway keys, and what they are pinned to."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import click

from gongji.app.context import Context
from gongji.cli.importing import import_institutions
from gongji.cli.options import MOMENT, NETWORK, SM2_KEY, login
from gongji.cli.running import new_runtime
from gongji.imports.one_row import BadRow, load_row
from gongji.imports.places import InstitutionRow, InstitutionRowSchema
from gongji.institutions import service
from gongji.institutions.models import InstitutionTrust, SealedTextRule
from gongji.institutions.queries import trusted_place, trusted_places
from gongji.kernel.clock import real_now, wall_clock
from gongji.vocabulary import InstitutionKind, Scheme

Result = TypeVar("Result")

CODE = click.argument("code")
BY = click.option("--by", default=login, help="Who does it, for the record; your login name.")
WHY = click.option("--why", required=True, help="The reason, for the record.")
PINS = {
    "scheme": ["scheme"],
    "addresses": ["addresses"],
    "certificate": ["certificate"],
    "cainfo": ["cainfo_key", "cainfo_text", "cainfo_required"],
}
"""What may be unpinned, and the columns that go with it."""

NOTHING = {"addresses": [], "cainfo_required": False}


@click.group(
    help="Designated institutions (定点): from files, their gateway keys, what they are pinned to."
)
def institution() -> None:
    """Commands about institutions."""


institution.add_command(import_institutions)


@institution.command(help="Add one institution, with the services that are usual for it.")
@CODE
@click.option("--name", required=True)
@click.option("--area", required=True, help="Six digits.")
@click.option("--kind", type=click.Choice([one.value for one in InstitutionKind]), required=True)
@click.option("--level", help="1 to 3; a pharmacy has none.")
@click.option("--chronic", is_flag=True, help="It settles chronic care (慢特病).")
@BY
def add(chronic: bool, by: str, **told: str | None) -> None:
    try:
        row = InstitutionRow(
            **load_row(InstitutionRowSchema(), told | {"chronic": "yes" if chronic else "no"})
        )
    except BadRow as refusal:
        sys.exit(str(refusal))
    made = _done(partial(service.add_institution, columns=row.columns(), by=by))
    click.echo(f"{made.code} {made.name} is added; it has no key yet.")


@institution.group(help="Gateway keys; an institution has two at most, so that it can change over.")
def key() -> None:
    """Commands about keys."""


@key.command("new", help="Make a key; its secret is shown this once, and kept only sealed.")
@CODE
@click.option("--expires", "expires_at", type=MOMENT, help="When it ends; never if not said.")
@BY
def new_key(code: str, expires_at: datetime | None, by: str) -> None:
    made = _done(partial(service.make_key, code=code, expires_at=expires_at, by=by))
    click.echo(f"Access key: {made.access_key}")
    click.echo(f"Secret: {made.secret}")
    click.echo("The secret is not shown again. Hand it over in a way that nobody can read.")


@key.command("retire", help="End a key at once; what was done with it stays.")
@click.argument("access_key")
@BY
def retire_key(access_key: str, by: str) -> None:
    ended = _done(partial(service.retire_key, access_key=access_key, by=by))
    used = f"last used {_moment(ended.used_at)}" if ended.used_at else "never used"
    click.echo(f"{access_key} of {ended.institution_code} is retired; it was {used}.")


@institution.command(help="Say what calls of an institution must look like; the rest stays.")
@CODE
@click.option("--scheme", type=click.Choice([one.value for one in Scheme]), help="The signature.")
@click.option(
    "--address", "addresses", type=NETWORK, multiple=True, help="Address or network; all of them."
)
@click.option("--certificate", help="Subject of its client certificate, as nginx writes it.")
@click.option("--cainfo-key", type=SM2_KEY, help="SM2 public key: 128 hex digits, 04 in front.")
@click.option(
    "--cainfo-text",
    type=click.Choice([one.value for one in SealedTextRule]),
    help="What the signature in cainfo is over.",
)
@click.option("--cainfo-required", is_flag=True, default=None, help="Refuse a call without it.")
@click.option("--unpin", type=click.Choice(list(PINS)), multiple=True, help="No longer ask for it.")
@BY
def pin(code: str, by: str, unpin: tuple[str, ...], **told: Any) -> None:
    pins = {name: value for name, value in told.items() if value}
    for column in [column for what in unpin for column in PINS[what]]:
        if column in pins:
            sys.exit("同一项不能既登记又取消 (one thing is both pinned and unpinned).")
        pins[column] = NOTHING.get(column)
    if not pins:
        sys.exit("没有要登记的内容 (there is nothing to pin; see --help).")
    if "addresses" in pins:
        pins["addresses"] = list(pins["addresses"])
    trust = _done(partial(service.pin_institution, code=code, pins=pins, by=by))
    click.echo(f"{code} is pinned: {_pinned(trust)}.")


@institution.command(help="Answer no call of an institution from now on.")
@CODE
@WHY
@BY
def suspend(code: str, why: str, by: str) -> None:
    _done(partial(service.suspend_institution, code=code, why=why, by=by))
    click.echo(f"{code} is suspended: no call of it is answered.")


@institution.command(help="Answer the calls of a suspended institution again.")
@CODE
@WHY
@BY
def resume(code: str, why: str, by: str) -> None:
    _done(partial(service.resume_institution, code=code, why=why, by=by))
    click.echo(f"{code} is answered again.")


@institution.command("list", help="Each institution with its living keys and pins.")
@click.option("--area", default="", help="Only areas that begin with these digits.")
def list_all(area: str) -> None:
    for one in new_runtime().run(partial(trusted_places, area=area), writes=False):
        place, living = one.institution, [key for key in one.keys if key.lives(real_now())]
        ends = min((key.expires_at for key in living if key.expires_at), default=None)
        until = f" (the first ends {_moment(ends)})" if ends else ""
        click.echo(f"{place.code} {place.name}: {len(living)} keys{until}, {_pinned(one.trust)}")


@institution.command(help="One institution with its keys, its pins and the latest of its record.")
@CODE
def show(code: str) -> None:
    found = new_runtime().run(partial(trusted_place, code=code), writes=False)
    if found is None:
        sys.exit(f"没有机构 {code} (there is no such institution).")
    place, now = found.institution, real_now()
    click.echo(f"{place.code} {place.name} ({place.kind}, {place.area})")
    click.echo(f"Pinned: {_pinned(found.trust)}")
    click.echo("Keys:" if found.keys else "Keys: none")
    for one in found.keys:
        ended = "retired" if one.retired_at else "expired"
        click.echo(
            f"  {one.access_key}: {'living' if one.lives(now) else ended},"
            f" made {_moment(one.made_at)}, last used {_moment(one.used_at)},"
            f" expires {_moment(one.expires_at)}"
        )
    click.echo("Record:" if found.acts else "Record: empty")
    for act in found.acts:
        click.echo(f"  {_moment(act.at)} {act.actor}: {act.act} {act.what}")


def _pinned(trust: InstitutionTrust | None) -> str:
    """In words, or that it is pinned to nothing."""
    if trust is None:
        return "to nothing"
    told = [
        f"scheme {trust.scheme}" if trust.scheme else "",
        f"addresses {', '.join(trust.addresses)}" if trust.addresses else "",
        f"certificate {trust.certificate}" if trust.certificate else "",
        f"cainfo over {trust.cainfo_text or SealedTextRule.ENVELOPE}" if trust.cainfo_key else "",
        "cainfo required" if trust.cainfo_required else "",
        f"suspended since {_moment(trust.suspended_at)}" if trust.suspended_at else "",
    ]
    return "; ".join(part for part in told if part) or "to nothing"


def _moment(moment: datetime | None) -> str:
    return wall_clock(moment) if moment else "never"


def _done(work: Callable[[Context], Result]) -> Result:
    """The result of an act, or the end of the command with the sentence of its refusal."""
    try:
        return new_runtime().run(work)
    except service.TrustRefused as refusal:
        sys.exit(str(refusal))
