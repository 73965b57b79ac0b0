"""Registered benefits (待遇登记) other than for a chronic disease: which hold for a bill."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from gongji.chronic.models import Registration
from gongji.institutions.models import CatalogueItem
from gongji.vocabulary import RegistrationKind, TwoDiseases


def registered_diseases(db: Session, person_id: str, day: date) -> frozenset[TwoDiseases]:
    """Which of the two diseases (两病) the person is registered for on that day."""
    query = select(Registration.code).where(
        Registration.person_id == person_id,
        Registration.kind == RegistrationKind.TWO_DISEASES,
        *_in_force(day),
    )
    return frozenset(map(TwoDiseases, db.execute(query).scalars()))


def _in_force(day: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    begun = or_(Registration.since.is_(None), Registration.since <= day)
    return begun, Registration.until >= day


def dual_items(
    db: Session, person_id: str, codes: Collection[str], day: date
) -> Mapping[str, bool]:
    """The items of both channels (双通道) among these, and whether the person is registered for
    each on that day.
    """
    held = and_(
        Registration.person_id == person_id,
        Registration.kind == RegistrationKind.DUAL,
        Registration.code == CatalogueItem.code,
        *_in_force(day),
    )
    query = (
        select(CatalogueItem.code, Registration.id)
        .outerjoin(Registration, held)
        .where(CatalogueItem.code.in_(codes), CatalogueItem.dual)
    )
    return {code: found is not None for code, found in db.execute(query)}
