"""Who sends a message: one read tells the institution, its key, its pins and an earlier answer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import String, and_, bindparam, literal, select
from sqlalchemy.orm import Session

from gongji.app.context import Context
from gongji.app.responses import trace
from gongji.fsi.cainfo import refuse_cainfo
from gongji.fsi.envelope import Envelope
from gongji.fsi.messages import Earlier
from gongji.fsi.models import GatewayMessage, UsedNonce
from gongji.fsi.signing import (
    KEY_ENDED,
    SIGNATURE_DIFFERS,
    USER_UNKNOWN,
    GatewayRefused,
    Signature,
)
from gongji.fsi.trust import refuse_unpinned
from gongji.institutions.models import Institution, InstitutionKey, InstitutionTrust
from gongji.kernel.clock import real_now
from gongji.kernel.db import insert_ignoring
from gongji.kernel.selects import CompiledSelect, Snapshot, select_of
from gongji.kernel.turns import turn, turn_of
from gongji.settlement.problems import NotDesignated


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """Who calls, with which key, and what was answered under this msgid before."""

    institution: Institution
    key: InstitutionKey | None
    earlier: Earlier | None


ONE_ROW = select(literal(1).label("one")).subquery()
SENDER_PARTS = (
    Snapshot.of(Institution),
    Snapshot.of(InstitutionKey),
    Snapshot.of(InstitutionTrust),
    GatewayMessage.infno,
    GatewayMessage.fingerprint,
    GatewayMessage.output_box,
)

SENDERS = (
    select_of(SENDER_PARTS)
    .select_from(ONE_ROW)
    .outerjoin(Institution, Institution.code == bindparam("code"))
    .outerjoin(InstitutionKey, InstitutionKey.access_key == bindparam("access_key", type_=String))
    .outerjoin(InstitutionTrust, InstitutionTrust.institution_code == bindparam("code"))
    .outerjoin(
        GatewayMessage,
        and_(
            GatewayMessage.institution_code == bindparam("code"),
            GatewayMessage.msgid == bindparam("msgid"),
        ),
    )
)
"""One row: an institution and its pins, a key, and an earlier message of the institution."""

SENDER = CompiledSelect[
    Institution | None, InstitutionKey | None, InstitutionTrust | None, str | None, str, bytes
](SENDER_PARTS, SENDERS)
SENDER_IN_TURN = CompiledSelect[
    Institution | None, InstitutionKey | None, InstitutionTrust | None, str | None, str, bytes, None
]((*SENDER_PARTS, turn()), SENDERS.add_columns(turn()))
"""The same, once no other message with this msgid is at work."""


def find_sender(
    ctx: Context, envelope: Envelope, signature: Signature | None, *, in_turn: bool
) -> SenderFacts:
    """Who the body says calls; a signature must be made with a living key of theirs, and the call
    fit what they are pinned to.

    With `in_turn` no other message with this msgid is at work any more. Raises GatewayRefused,
    NOT_DESIGNATED.
    """
    asked: dict[str, str | int | None] = {
        "code": envelope.fixmedins_code,
        "access_key": signature.key if signature else None,
        "msgid": envelope.msgid,
    }
    if in_turn:
        asked |= turn_of(envelope.fixmedins_code, envelope.msgid)
    (row,) = (SENDER_IN_TURN if in_turn else SENDER).rows(ctx.db, asked)
    institution, key, trust, infno, fingerprint, output_box, *_ = row
    if signature is not None:
        check_key(key, signature)
        if key is None or institution is None or key.institution_code != institution.code:
            raise GatewayRefused(USER_UNKNOWN, key.institution_code if key else "")
    if institution is None:
        raise NotDesignated(name=envelope.fixmedins_name, day=ctx.today)
    if trust is not None:
        refuse_unpinned(trust, signature, ctx.origin)
        refuse_cainfo(trust, envelope)
    earlier = None if infno is None else Earlier(infno, fingerprint, output_box)
    return SenderFacts(institution, key, earlier)


def check_key(key: InstitutionKey | None, signature: Signature) -> None:
    """Raises GatewayRefused where there is no such key, it makes another signature, or it has
    ended. Who cannot sign with it is not told that it has.
    """
    if key is None:
        raise GatewayRefused(USER_UNKNOWN)
    if not signature.fits(key.secret.decode()):
        raise GatewayRefused(SIGNATURE_DIFFERS, key.institution_code)
    if not key.lives(real_now()):
        raise GatewayRefused(KEY_ENDED, key.institution_code)


def refuse_stranger(ctx: Context, signature: Signature) -> None:
    """Raises GatewayRefused for a wrong signature over a message that names no sender."""
    check_key(ctx.db.get(InstitutionKey, signature.key), signature)
    if signature.nonce is not None:
        use_nonce(ctx.db, signature, trace())


def use_nonce(db: Session, signature: Signature, request: str) -> None:
    """Raises GatewayRefused where another request has used it with this key."""
    row = {
        "access_key": signature.key,
        "digest": signature.nonce,
        "request": request,
        "used_at": real_now(),
    }
    if not insert_ignoring(db, UsedNonce, row):
        used = db.get_one(UsedNonce, (signature.key, signature.nonce))
        if used.request != request:
            raise GatewayRefused(SIGNATURE_DIFFERS)
