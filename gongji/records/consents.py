"""The commitments that a person has made: which text, when, and through which channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import itemgetter

from sqlalchemy import and_, or_, select

from gongji.app.context import Channel, Context
from gongji.chronic.models import Extension
from gongji.commitments.letters import (
    CHRONIC_EXTENSION,
    CHRONIC_EXTENSION_FOR_RELATIVE,
    FAMILY_SHARING,
    QUOTA,
)
from gongji.family.models import Binding
from gongji.quota.models import Quota


class ConsentKind(StrEnum):
    BINDING = "binding"
    CHRONIC_EXTENSION = "chronic_extension"
    QUOTA = "quota"


@dataclass(frozen=True, slots=True)
class Consent:
    """One letter of commitment (承诺书) as it was accepted."""

    kind: ConsentKind
    version: str
    text_title: str
    at: datetime
    channel: Channel


def consents(ctx: Context) -> list[Consent]:
    """All of the caller's, the latest first: as an authorizer (BIND-07), as the giver of a
    quota (QTA-02), as a patient and as who extended for a relative (CHR-05).

    They need no paging: each takes a procedure, so there are few.
    """
    bound = select(Binding).where(Binding.authorizer_id == ctx.actor.id)
    given = select(Quota).where(Quota.giver_id == ctx.actor.id)
    by_patient = and_(Extension.person_id == ctx.actor.id, Extension.acted_by.is_(None))
    extended = select(Extension).where(or_(by_patient, Extension.acted_by == ctx.actor.id))
    found = [
        (
            one.seq,
            Consent(
                ConsentKind.BINDING,
                one.commitment_version,
                FAMILY_SHARING.title_of(one.commitment_version),
                one.created_at,
                one.channel,
            ),
        )
        for one in ctx.db.execute(bound).scalars()
    ]
    found += [
        (
            one.seq,
            Consent(
                ConsentKind.QUOTA,
                one.commitment_version,
                QUOTA.title_of(one.commitment_version),
                one.created_at,
                one.channel,
            ),
        )
        for one in ctx.db.execute(given).scalars()
    ]
    found += [
        (
            one.seq,
            Consent(
                ConsentKind.CHRONIC_EXTENSION,
                one.commitment_version,
                (CHRONIC_EXTENSION_FOR_RELATIVE if one.acted_by else CHRONIC_EXTENSION).title_of(
                    one.commitment_version
                ),
                one.at,
                one.channel,
            ),
        )
        for one in ctx.db.execute(extended).scalars()
    ]
    return [consent for _, consent in sorted(found, key=itemgetter(0), reverse=True)]
