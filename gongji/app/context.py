"""The first argument of every use case: database session, time, actor and gateways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from gongji.app.rate_limits import NO_GUARDS, NOWHERE, Guards, Origin
from gongji.kernel.clock import civil_date
from gongji.kernel.ports import Gateways
from gongji.policy.rules import PolicyBook


class Role(StrEnum):
    ANYBODY = "anybody"
    CITIZEN = "citizen"
    OFFICER = "officer"
    INSTITUTION = "institution"
    SYSTEM = "system"


class Channel(StrEnum):
    """Where an act comes from; stored with it (CHN-01, CHN-02)."""

    APP = "app"
    WECHAT_OA = "wechat_oa"
    WECHAT_MP = "wechat_mp"
    ALIPAY_MP = "alipay_mp"
    NHSA_APP = "nhsa_app"
    COUNTER = "counter"
    INSTITUTION = "institution"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, an officer, an institution, or the system itself."""

    role: Role
    id: str = ""
    session_id: str = ""


ANYBODY = Actor(Role.ANYBODY)
SYSTEM = Actor(Role.SYSTEM, "system")


@dataclass(frozen=True, slots=True)
class Context:
    """The first argument of every use case. `now` is read once, before the work begins."""

    db: Session
    now: datetime
    actor: Actor
    channel: Channel
    policy: PolicyBook
    gateways: Gateways
    guards: Guards = NO_GUARDS
    origin: Origin = NOWHERE

    @property
    def today(self) -> date:
        return civil_date(self.now)
