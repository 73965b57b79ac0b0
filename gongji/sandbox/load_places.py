"""Writes a fixture's institutions with their keys, catalogue, offices, and what is announced."""

from __future__ import annotations

from dataclasses import asdict, fields

from sqlalchemy.orm import Session

from gongji.institutions.models import CatalogueItem, Institution, InstitutionKey
from gongji.institutions.services import agreed
from gongji.kernel.clock import real_now
from gongji.kernel.ids import new_id
from gongji.kernel.privacy import ring
from gongji.kernel.sealing import insert_rows
from gongji.notices.models import Maintenance, Notice
from gongji.offices.models import Office
from gongji.sandbox.fixture import Fixture
from gongji.sandbox.models import SandboxOverlay


def load(db: Session, fixture: Fixture) -> None:
    institutions = [
        {one.name: getattr(row, one.name) for one in fields(row) if one.name != "chronic"}
        | {"services": agreed(row.kind, row.level, chronic=row.chronic, stated=row.services)}
        for row in fixture.institutions
    ]
    insert_rows(db, Institution, institutions)
    keys = [
        {
            "access_key": access_key(row.code),
            "institution_code": row.code,
            "secret": secret(row.code).encode(),
            "made_at": real_now(),
        }
        for row in fixture.institutions
    ]
    insert_rows(db, InstitutionKey, keys)
    insert_rows(db, CatalogueItem, [asdict(row) for row in fixture.catalogue])
    insert_rows(db, Office, [asdict(row) for row in fixture.offices])
    windows = [asdict(row) | {"id": new_id("mtn")} for row in fixture.maintenance]
    insert_rows(db, Maintenance, windows)
    shown = {"feature": None, "starts_at": fixture.now, "announced_at": fixture.now}
    notices = [asdict(row) | shown | {"id": new_id("ntc")} for row in fixture.notices]
    insert_rows(db, Notice, notices)
    insert_rows(db, SandboxOverlay, [asdict(row) | {"id": new_id("pol")} for row in fixture.policy])


def access_key(institution_code: str) -> str:
    return f"AK{institution_code}"


def secret(institution_code: str) -> str:
    """The same for the same institution after every reset, so that a tester's tools keep it."""
    return ring().digest("sandbox:institution", institution_code).hex()
