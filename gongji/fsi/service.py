"""The gateway's road: who calls, which transaction, once per message, and its output."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from gongji.credential.service import present
from gongji.fsi import bills, chronic, identity, visits
from gongji.fsi.calls import Call, Output, shown_code
from gongji.fsi.envelope import Envelope
from gongji.fsi.messages import claim, keep
from gongji.fsi.models import UsedNonce
from gongji.fsi.reply import without_blanks
from gongji.fsi.signing import SIGNATURE_DIFFERS, USER_UNKNOWN, GatewayRefused
from gongji.fsi.tables import check_input
from gongji.institutions.models import Institution, InstitutionKey
from gongji.kernel.clock import real_now
from gongji.kernel.context import Context
from gongji.kernel.db import insert_ignoring
from gongji.kernel.problems import RequestInvalid
from gongji.settlement.problems import NotDesignated


@dataclass(frozen=True, slots=True)
class Kind:
    """How one transaction is treated: its act, once per msgid or not, open to whom."""

    act: Callable[[Call], Output]
    once: bool = False
    designated_only: bool = True


KINDS = {
    "9001": Kind(identity.sign_in, designated_only=False),
    "9002": Kind(identity.sign_out, designated_only=False),
    "1101": Kind(identity.identify),
    "2101": Kind(bills.try_sale),
    "2102": Kind(bills.settle_sale, once=True),
    "2103": Kind(bills.cancel_bill, once=True, designated_only=False),
    "2201": Kind(visits.register, once=True),
    "2202": Kind(visits.unregister, once=True, designated_only=False),
    "2203": Kind(visits.describe, once=True),
    "2203A": Kind(visits.describe, once=True),
    "2204": Kind(visits.upload, once=True),
    "2205": Kind(visits.withdraw, once=True, designated_only=False),
    "2206": Kind(bills.try_visit),
    "2207": Kind(bills.settle_visit, once=True),
    "2208": Kind(bills.cancel_bill, once=True, designated_only=False),
    "2601": Kind(bills.undo_lost, once=True, designated_only=False),
    "5301": Kind(chronic.qualifications),
}
"""A suspended institution settles nothing more, but undoes what it settled (SCN-07)."""


def serve(ctx: Context, envelope: Envelope, access_key: str | None) -> Output:
    """The output of a transaction; raises Problems, and GatewayRefused for a foreign key.

    A kept reply is given again even to an institution that was suspended since.
    """
    kind = KINDS.get(envelope.infno)
    if kind is None:
        raise RequestInvalid.at("/infno", "unknown", "不支持的交易编号")
    institution = _institution(ctx, envelope, access_key)
    kept = claim(ctx, envelope) if kind.once else None
    if kept is not None:
        return kept
    output: Output = without_blanks(kind.act(_call(ctx, kind, institution, envelope)))
    if kind.once:
        keep(ctx, envelope, output)
    return output


def show_code(ctx: Context, envelope: Envelope, access_key: str | None) -> None:
    """Binds the insurance code (医保码) that a message shows; raises as `serve` and `present`.

    Run in a transaction of its own, before the message's: shown is shown, whatever becomes of the
    bill.
    """
    kind = KINDS[envelope.infno]
    institution = _institution(ctx, envelope, access_key)
    shown = shown_code(_call(ctx, kind, institution, envelope).input)
    if shown:
        present(ctx, shown, institution.code)


def shows_code(envelope: Envelope) -> bool:
    """Whether it is worth looking for an insurance code in a message."""
    return envelope.infno in KINDS and shown_code(envelope.input) is not None


def _call(ctx: Context, kind: Kind, institution: Institution, envelope: Envelope) -> Call:
    if kind.designated_only and not institution.is_open(ctx.today):
        raise NotDesignated(name=institution.name, day=ctx.today)
    return Call(ctx, institution, envelope, check_input(envelope.infno, envelope.input))


def secret_of(db: Session, access_key: str) -> str | None:
    """The secret of a living key."""
    query = select(InstitutionKey).where(
        InstitutionKey.access_key == access_key, InstitutionKey.active
    )
    key = db.execute(query).scalar_one_or_none()
    return key.secret.decode() if key else None


def use_nonce(db: Session, access_key: str, digest: str, request: str) -> None:
    """Raises GatewayRefused where another request has used it with this key."""
    row = {
        "access_key": access_key, "digest": digest, "request": request, "used_at": real_now(),
    }  # fmt: skip
    if not insert_ignoring(db, UsedNonce, row):
        used = db.get_one(UsedNonce, (access_key, digest))
        if used.request != request:
            raise GatewayRefused(SIGNATURE_DIFFERS)


def _institution(ctx: Context, envelope: Envelope, access_key: str | None) -> Institution:
    """The institution that the body names; a signature must be made with one of its keys."""
    query = (
        select(Institution, InstitutionKey.access_key)
        .outerjoin(
            InstitutionKey,
            and_(
                InstitutionKey.institution_code == Institution.code,
                InstitutionKey.access_key == access_key,
            ),
        )
        .where(Institution.code == envelope.fixmedins_code)
    )
    row = ctx.db.execute(query).first()
    if access_key is not None and (row is None or row[1] is None):
        raise GatewayRefused(USER_UNKNOWN)
    if row is None:
        raise NotDesignated(name=envelope.fixmedins_name, day=ctx.today)
    return row[0]
