"""The gateway's road: who calls, which transaction, once per message, and its output."""

from __future__ import annotations

from functools import partial

from sqlalchemy import String, and_, bindparam, select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.credential.service import present
from gongji.fsi import bills, identity, queries, visits
from gongji.fsi.calls import KIB, Call, Output, TransactionKind, refuse_future, shown_code
from gongji.fsi.envelope import Envelope
from gongji.fsi.messages import claim, keep
from gongji.fsi.models import UsedNonce
from gongji.fsi.problems import InfnoNotOffered, InfnoUnknown
from gongji.fsi.reply import without_blanks
from gongji.fsi.signing import SIGNATURE_DIFFERS, USER_UNKNOWN, GatewayRefused
from gongji.fsi.tables import NOT_OFFERED, check_input
from gongji.fsi.wire import JsonObject
from gongji.institutions.models import Institution, InstitutionKey
from gongji.kernel.clock import real_now
from gongji.kernel.db import insert_ignoring
from gongji.kernel.problems import Problem, RequestInvalid, RequestMalformed
from gongji.people.access import note_each
from gongji.people.looks import REFUSED
from gongji.settlement.problems import NotDesignated
from gongji.vocabulary import InstitutionKind

KINDS = identity.KINDS | visits.KINDS | bills.KINDS | queries.KINDS
"""Every transaction that is served; each module lists its own.

A suspended institution settles nothing more, but undoes what it settled and looks it up (SCN-07).
"""


def serve(ctx: Context, envelope: Envelope, access_key: str | None) -> Output:
    """The output of a transaction; raises Problems, and GatewayRefused for a foreign key.

    A kept reply is given again even to an institution that was suspended since.
    """
    kind = _kind(envelope)
    institution = _institution(ctx, envelope, access_key)
    content = _read(envelope)
    if kind.idempotent:
        kept = claim(ctx, envelope, content if isinstance(content, dict) else None)
        if kept is not None:
            return kept
    call = _call(ctx, kind, institution, envelope, content)
    try:
        output: Output = without_blanks(kind.act(call))
    except Problem as refused:
        note = partial(_note_looks, call, kind, REFUSED)
        if not kind.idempotent:
            note()
            refused.commit_on_raise = call.commit_on_raise or bool(call.patients)
        elif call.patients:
            refused.write_instead = note  # nothing else stays, and its msgid is free again
        raise
    _note_looks(call, kind)
    if kind.idempotent:
        keep(ctx, envelope, output)
    return output


def _note_looks(call: Call, kind: TransactionKind, outcome: str = "") -> None:
    """A line for each whose data was read, once per call."""
    told = dict.fromkeys(call.payers, kind.payers_are_told + outcome)
    told |= dict.fromkeys(call.patients, kind.patient_is_told + outcome)
    if told:
        note_each(call.ctx, told, actor=call.institution.name)


def _kind(envelope: Envelope) -> TransactionKind:
    if envelope.infno in KINDS:
        return KINDS[envelope.infno]
    if envelope.infno in NOT_OFFERED:
        raise InfnoNotOffered.named(envelope.infno, NOT_OFFERED[envelope.infno])
    raise InfnoUnknown(infno=envelope.infno)


def refuse_too_long(envelope: Envelope, length: int) -> None:
    """Raises REQUEST_MALFORMED for a body longer than its transaction may have."""
    most = _kind(envelope).bytes_max
    if length > most:
        raise RequestMalformed(why=f"报文过长：交易 {envelope.infno} 最多 {most // KIB} KiB。")


def show_code(ctx: Context, envelope: Envelope, access_key: str | None) -> None:
    """Binds the insurance code (医保码) that a message shows; raises as `serve` and `present`.

    Run in a transaction of its own, before the message's: shown is shown, whatever becomes of the
    bill.
    """
    kind = KINDS[envelope.infno]
    institution = _institution(ctx, envelope, access_key)
    shown = shown_code(_call(ctx, kind, institution, envelope, _read(envelope)).input)
    if shown:
        present(ctx, shown, institution.code)


def shows_code(envelope: Envelope) -> bool:
    """Whether it is worth looking for an insurance code in a message."""
    return envelope.infno in KINDS and shown_code(envelope.input) is not None


def _read(envelope: Envelope) -> JsonObject | RequestInvalid:
    """The input as its table reads it, or what is wrong with it."""
    try:
        return check_input(envelope.infno, envelope.input)
    except RequestInvalid as bad:
        return bad


def _call(
    ctx: Context,
    kind: TransactionKind,
    institution: Institution,
    envelope: Envelope,
    content: JsonObject | RequestInvalid,
) -> Call:
    """Raises NOT_DESIGNATED, and REQUEST_INVALID for a place, an input or a date that does not fit.

    In this order: a place that may not settle learns nothing of its input.
    """
    if kind.designated_only and not institution.is_open(ctx.today):
        raise NotDesignated(name=institution.name, day=ctx.today)
    if kind.pharmacies_only and institution.kind is not InstitutionKind.PHARMACY:
        title = "药店购药交易仅供定点零售药店使用，医疗机构请用 2201 至 2207"
        raise RequestInvalid.at("/infno", "unsupported", title)
    if isinstance(content, RequestInvalid):
        raise content
    refuse_future(ctx, content)
    return Call(ctx, institution, envelope, content)


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
        "access_key": access_key,
        "digest": digest,
        "request": request,
        "used_at": real_now(),
    }
    if not insert_ignoring(db, UsedNonce, row):
        used = db.get_one(UsedNonce, (access_key, digest))
        if used.request != request:
            raise GatewayRefused(SIGNATURE_DIFFERS)


SENDER = (
    select(Institution, InstitutionKey.access_key)
    .outerjoin(
        InstitutionKey,
        and_(
            InstitutionKey.institution_code == Institution.code,
            InstitutionKey.access_key == bindparam("access_key", type_=String),
        ),
    )
    .where(Institution.code == bindparam("code"))
)
"""An institution, and the key if it is one of its own; composed once, since each message asks."""


def _institution(ctx: Context, envelope: Envelope, access_key: str | None) -> Institution:
    """The institution that the body names; a signature must be made with one of its keys."""
    asked = {"code": envelope.fixmedins_code, "access_key": access_key}
    row = ctx.db.execute(SENDER, asked).first()
    if access_key is not None and (row is None or row[1] is None):
        raise GatewayRefused(USER_UNKNOWN)
    if row is None:
        raise NotDesignated(name=envelope.fixmedins_name, day=ctx.today)
    return row[0]
