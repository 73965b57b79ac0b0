"""What one process has seen of the keys in use: when, and whether one signature serves for much."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from threading import Lock

from sqlalchemy import update

from gongji.app.runtime import Runtime
from gongji.fsi.alarms import Alarm, raise_alarm
from gongji.fsi.envelope import Envelope
from gongji.fsi.signing import Signature
from gongji.institutions.models import InstitutionKey
from gongji.kernel.clock import real_now
from gongji.kernel.problems import OutsideUnavailable
from gongji.vocabulary import Scheme

USED_AGAIN = timedelta(hours=1)
"""How old the last use of a key may be before it is written anew."""

MESSAGES_MAX = 30
"""Different messages under one csb signature that are still taken for tills of one second."""

SIGNATURES_MAX = 5_000
"""How many of the latest csb signatures are remembered."""


class KeyWatch:
    """What it writes is written apart from what a key was used for, so that no message waits for
    another at its key's row; a database that fails then is told another time.
    """

    def __init__(self) -> None:
        self._written: dict[str, datetime] = {}
        self._messages: OrderedDict[str, set[str]] = OrderedDict()
        self._lock = Lock()

    def note(self, runtime: Runtime, signature: Signature, envelope: Envelope) -> None:
        """Of a message that was answered."""
        now = real_now()
        written = self._written.get(signature.key)
        with suppress(OutsideUnavailable):
            if written is None or now - written >= USED_AGAIN:
                used = update(InstitutionKey).where(InstitutionKey.access_key == signature.key)
                runtime.run(
                    lambda ctx: ctx.db.execute(used.values(used_at=now)).close(),
                    asks_outside=False,
                )
                self._written[signature.key] = now
            if signature.scheme is Scheme.CSB and self._is_copied(signature, envelope.msgid):
                tell = partial(
                    raise_alarm,
                    institution=envelope.fixmedins_code,
                    alarm=Alarm.COPIED,
                    now=now,
                    messages=MESSAGES_MAX,
                )
                runtime.run(tell, asks_outside=False)

    def _is_copied(self, signature: Signature, msgid: str) -> bool:
        """True once for a signature, with the message that is one too many.

        csb signs no body and has no nonce, and honest clients sign with whole seconds: a few
        messages may share a signature, but not as many as one who has copied the headers sends.
        """
        with self._lock:
            messages = self._messages.setdefault(signature.stated, set())
            is_more = len(messages) <= MESSAGES_MAX and msgid not in messages
            if is_more:
                messages.add(msgid)
            if len(self._messages) > SIGNATURES_MAX:
                self._messages.popitem(last=False)
            return is_more and len(messages) > MESSAGES_MAX
