"""Messages that write: done once per msgid, answered alike for ever, called off before they come.

Each takes its turn (`gongji.kernel.turns`) before anything else, so whatever names the same msgid
waits: a twin to give the same reply again, a reversal to undo what was booked. The row is inserted
last, with the reply; its key decides, should two have worked at once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, select

from gongji.app.context import Context
from gongji.fsi.calls import Output
from gongji.fsi.codes import REVERSIBLE
from gongji.fsi.envelope import Envelope, fingerprint
from gongji.fsi.models import GatewayMessage
from gongji.fsi.packing import packed, unpacked
from gongji.fsi.problems import MsgidReused
from gongji.fsi.reply import without_blanks
from gongji.fsi.wire import JsonObject, canonical, read_json, write_json
from gongji.kernel.db import insert_ignoring
from gongji.kernel.turns import turn, turn_of
from gongji.kernel.writes import Insertion
from gongji.settlement.models import Settlement
from gongji.settlement.problems import AlreadyCancelled, VisitUnknown

NOTHING_READ = ""
"""The fingerprint where there is no content: a message that was called off before it came."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was stored under a msgid; without a box it was called off before it came."""

    infno: str
    fingerprint: str
    output_box: bytes | None


def replay(ctx: Context, envelope: Envelope, content: JsonObject | None, kept: Earlier) -> Output:
    """What was answered under the msgid.

    `content` is the input as it was read, None where it does not fit its table. Raises MSGID_REUSED
    for other content, ALREADY_CANCELLED where the message was called off before it came, or where
    what it settled was reversed since.
    """
    if kept.output_box is None and envelope.infno in REVERSIBLE:
        raise AlreadyCancelled
    key = (envelope.fixmedins_code, envelope.msgid)
    wanted = _fingerprint(envelope.infno, content)
    # Releases before this one compared the input as it was sent, and their rows keep that.
    same = kept.fingerprint in (wanted, fingerprint(envelope.infno, envelope.input))
    if kept.output_box is None or not same:
        raise MsgidReused(msgid=envelope.msgid)
    reversed_since = select(Settlement.id).where(
        Settlement.institution_code == key[0],
        Settlement.msgid == key[1],
        Settlement.reverses_id.is_(None),
        Settlement.reversed_by_id.is_not(None),
    )
    if envelope.infno in REVERSIBLE and ctx.db.execute(reversed_since).first() is not None:
        raise AlreadyCancelled
    reply = GatewayMessage.output.open_at(key, kept.output_box) or b""
    output: JsonObject = without_blanks(read_json(unpacked(reply).decode()))
    return output


def was_answered(ctx: Context, envelope: Envelope) -> bool:
    """Whether a twin was answered, or called off, while this message was at work."""
    key = (envelope.fixmedins_code, envelope.msgid)
    named = select(GatewayMessage.msgid).where(
        GatewayMessage.institution_code == key[0], GatewayMessage.msgid == key[1]
    )
    return ctx.db.execute(named).first() is not None


def kept_row(
    ctx: Context, envelope: Envelope, content: JsonObject | None, output: Output
) -> Insertion:
    """The reply under the msgid. A twin that was faster makes the message run again."""
    key = (envelope.fixmedins_code, envelope.msgid)
    row = {
        "institution_code": key[0],
        "msgid": key[1],
        "infno": envelope.infno,
        "fingerprint": _fingerprint(envelope.infno, content),
        "output_box": GatewayMessage.output.seal_at(key, packed(write_json(output))),
        "created_at": ctx.now,
    }
    return Insertion(cast("Table", GatewayMessage.__table__), [row])


def call_off(ctx: Context, institution_code: str, infno: str, msgid: str) -> bool:
    """Takes the msgid of a message that is to be undone; whether it had been answered.

    Waits for one at work. Where none has come the row that stays refuses it for ever. Raises
    VISIT_UNKNOWN where the msgid belongs to another transaction.
    """
    key = (institution_code, msgid)
    row = {
        "institution_code": institution_code,
        "msgid": msgid,
        "infno": infno,
        "fingerprint": NOTHING_READ,
        "created_at": ctx.now,
    }
    ctx.db.execute(select(turn()), turn_of(*key))
    if insert_ignoring(ctx.db, GatewayMessage, row):
        return False
    kept = ctx.db.get_one(GatewayMessage, key)
    if kept.output_box is None:
        return False
    if kept.infno != infno:
        raise VisitUnknown
    return True


def _fingerprint(infno: str, content: JsonObject | None) -> str:
    """Of the content as it was read, so that 80.0 is 80.00; nothing else has to be kept of what
    does not fit, since it is refused.
    """
    if content is None:
        return NOTHING_READ
    text = f"read\n{infno}\n{canonical(_stated(content))}"
    return hashlib.sha256(text.encode()).hexdigest()


def _stated(content: JsonObject) -> JsonObject:
    """Without what was left out, so that a field which a table gains later changes nothing."""
    return {
        name: _stated(item)
        if type(item) is dict
        else [_stated(row) for row in item]
        if type(item) is list
        else item
        for name, item in content.items()
        if item is not None and item != []
    }
