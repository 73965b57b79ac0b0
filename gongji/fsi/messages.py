"""Messages that write: taken once per msgid, answered alike for ever, called off before they come.

A row is inserted before anything else is written, so each that names the same msgid waits: a
twin to give the same reply again, a reversal to undo what was booked.
"""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import bindparam, select, update

from gongji.app.context import Context
from gongji.fsi.calls import Output
from gongji.fsi.codes import REVERSIBLE
from gongji.fsi.envelope import Envelope, fingerprint
from gongji.fsi.models import GatewayMessage
from gongji.fsi.problems import MsgidReused
from gongji.fsi.reply import without_blanks
from gongji.fsi.wire import JsonObject, canonical, read_json, write_json
from gongji.kernel.db import insert_ignoring
from gongji.settlement.models import Settlement
from gongji.settlement.problems import AlreadyCancelled, VisitUnknown

NOTHING_READ = ""
"""The fingerprint where there is no content: a message that was called off before it came."""


def claim(ctx: Context, envelope: Envelope, content: JsonObject | None) -> Output | None:
    """Takes the msgid, or returns what was answered under it.

    `content` is the input as it was read, None where it does not fit its table. Raises MSGID_REUSED
    for other content, ALREADY_CANCELLED where the message was called off before it came, or where
    what it settled was reversed since.
    """
    key = (envelope.fixmedins_code, envelope.msgid)
    wanted = _fingerprint(envelope.infno, content)
    if _insert(ctx, key, envelope.infno, wanted):
        return None
    kept = ctx.db.get_one(GatewayMessage, key)
    if kept.output_box is None and envelope.infno in REVERSIBLE:
        raise AlreadyCancelled
    # Releases before this one compared the input as it was sent, and their rows keep that.
    same = kept.fingerprint in (wanted, fingerprint(envelope.infno, envelope.input))
    if kept.output is None or not same:
        raise MsgidReused(msgid=envelope.msgid)
    reversed_since = select(Settlement.id).where(
        Settlement.institution_code == key[0],
        Settlement.msgid == key[1],
        Settlement.reverses_id.is_(None),
        Settlement.reversed_by_id.is_not(None),
    )
    if envelope.infno in REVERSIBLE and ctx.db.execute(reversed_since).first() is not None:
        raise AlreadyCancelled
    output: JsonObject = without_blanks(read_json(kept.output.decode()))
    return output


KEEP = (
    update(GatewayMessage)
    .where(GatewayMessage.institution_code == bindparam("place"))
    .where(GatewayMessage.msgid == bindparam("message"))
    .values(output_box=bindparam("sealed"))
    .execution_options(synchronize_session=False)
)


def keep(ctx: Context, envelope: Envelope, output: Output) -> None:
    """Stores the reply under the msgid that this transaction took."""
    key = (envelope.fixmedins_code, envelope.msgid)
    sealed = GatewayMessage.output.seal_at(key, write_json(output).encode())
    ctx.db.execute(KEEP, {"place": key[0], "message": key[1], "sealed": sealed})


def call_off(ctx: Context, institution_code: str, infno: str, msgid: str) -> bool:
    """Takes the msgid of a message that is to be undone; whether it had been answered.

    Waits for one at work. Where none has come the row that stays refuses it for ever. Raises
    VISIT_UNKNOWN where the msgid belongs to another transaction.
    """
    key = (institution_code, msgid)
    if _insert(ctx, key, infno, NOTHING_READ):
        return False
    kept = ctx.db.get_one(GatewayMessage, key)
    if kept.output_box is None:
        return False
    if kept.infno != infno:
        raise VisitUnknown
    return True


def _insert(ctx: Context, key: tuple[str, str], infno: str, content: str) -> bool:
    row = {
        "institution_code": key[0],
        "msgid": key[1],
        "infno": infno,
        "fingerprint": content,
        "created_at": ctx.now,
    }
    return insert_ignoring(ctx.db, GatewayMessage, row)


def _fingerprint(infno: str, content: JsonObject | None) -> str:
    """Of the content as it was read, so that 80.0 is 80.00; nothing else has to be kept of what
    does not fit, since it is refused.
    """
    if content is None:
        return NOTHING_READ
    text = f"read\n{infno}\n{canonical(_stated(content))}"
    return hashlib.sha256(text.encode()).hexdigest()


def _stated(value: Any) -> Any:
    """Without what was left out, so that a field which a table gains later changes nothing."""
    match value:
        case dict():
            members = {name: _stated(item) for name, item in value.items()}
            return {name: item for name, item in members.items() if item not in (None, [])}
        case list():
            return [_stated(item) for item in value]
    return value
