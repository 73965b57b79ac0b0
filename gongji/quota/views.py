"""A quota as its giver sees it, and a draw on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongji.family.views import BindingPerson
from gongji.people.models import Person
from gongji.quota.models import Quota


@dataclass(frozen=True, slots=True)
class QuotaDetails:
    """A quota with its relative; the name is masked."""

    quota: Quota
    taker: BindingPerson


def present_quotas(
    quotas: Sequence[Quota], viewer_id: str, people: Mapping[str, Person]
) -> list[QuotaDetails]:
    return [
        QuotaDetails(one, BindingPerson.seen_by(viewer_id, people[one.taker_id])) for one in quotas
    ]
