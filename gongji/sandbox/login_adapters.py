"""The sandbox's WeChat and Alipay: a code names its user, so that testers can sign in as any user.

| code | what happens |
|---|---|
| `wx-<user>`, `wx-<user>-<any>` | WeChat knows `<user>`: letters, digits; `<any>` is a new code |
| `ali-<user>`, `ali-<user>-<any>` | the same for Alipay |
| `wx-busy-<any>`, `ali-busy-<any>` | the platform does not answer |
| anything else, another platform's code, a code used in the last ten minutes | not valid |
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from gongji.kernel.clock import real_now
from gongji.kernel.db import Base, Instant, insert_ignoring
from gongji.kernel.ports import Platform
from gongji.kernel.privacy import ring
from gongji.kernel.problems import OutsideUnavailable
from gongji.kernel.transaction import Transactions

CODE = re.compile(r"(wx|ali)-([A-Za-z0-9]{1,40})(?:-[A-Za-z0-9]{1,40})?")
PREFIXES = {Platform.WECHAT: "wx", Platform.ALIPAY: "ali"}
BUSY = "busy"
FORGOTTEN_AFTER = timedelta(minutes=10)


class LoginCodeRow(Base):
    """A code that was exchanged and cannot be exchanged again until it is forgotten."""

    __tablename__ = "sandbox_login_code"

    digest: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(Instant)


class SandboxLogins:
    """Decides by the code alone, as in the table above; uses real time."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def exchange(self, platform: Platform, code: str) -> str | None:
        found = CODE.fullmatch(code)
        if found is None or found[1] != PREFIXES[platform]:
            return None
        if found[2] == BUSY:
            raise OutsideUnavailable(what="登录平台", retry_after_s=5)
        fresh = self._transactions.run(lambda db: self._use(db, code))
        return f"{platform}-user-{found[2]}" if fresh else None

    def _use(self, db: Session, code: str) -> bool:
        """Marks the code as used; False if it was used within the last ten minutes."""
        digest, now = ring().digest("sandbox login code", code), real_now()
        if insert_ignoring(db, LoginCodeRow, {"digest": digest, "used_at": now}):
            return True
        again = (
            update(LoginCodeRow)
            .where(LoginCodeRow.digest == digest, LoginCodeRow.used_at <= now - FORGOTTEN_AFTER)
            .values(used_at=now)
            .returning(LoginCodeRow.digest)
            .execution_options(synchronize_session=False)
        )
        return db.execute(again).first() is not None
