"""Trials decide a bill and book nothing: somebody who pays meanwhile does not keep them waiting."""

from __future__ import annotations

from collections.abc import Iterator

import requests
from sqlalchemy import create_engine, select

from bench.cases import call, sale
from bench.findings import Finding
from bench.load import Request
from bench.visits import bill, stated_classes, upload
from bench.world import World
from gongji.family.models import Binding
from gongji.ledger.models import Account
from gongji.settlement.models import ChargeBatch, Visit

SHORT_S, LONG_S = 2, 60


def trials(world: World) -> Iterator[Finding]:
    """Asks 2101 and 2206 while another transaction locks the accounts, the visit and its batch."""
    patient = world.patients[-1]
    _answers(world, upload(world, patient), LONG_S)
    tried = [
        call("2101", world.pharmacy, sale(patient, 1)),
        call("2206", world.hospital, {"data": bill(patient, stated_classes(world, patient))}),
    ]
    payers = select(Binding.authorizer_id).where(Binding.beneficiary_id == patient.person_id)
    engine = create_engine(world.postgres.url.set(database="gongji"))
    with engine.begin() as connection:
        for locked in (
            select(Account.id).where(Account.person_id.in_(payers)),
            select(Account.id).where(Account.person_id == patient.person_id),
            select(Visit.id).where(Visit.id == patient.visit_id),
            select(ChargeBatch.number).where(ChargeBatch.visit_id == patient.visit_id),
        ):
            connection.execute(locked.with_for_update())
        waiting = [one for one in tried if not _answers(world, one, SHORT_S)]
    engine.dispose()
    assert all(_answers(world, one, LONG_S) for one in waiting)
    yield Finding("trials (2101, 2206) that wait for a lock", len(waiting), gate=0)


def _answers(world: World, wanted: Request, within_s: float) -> bool:
    headers = {"Content-Type": "application/json"}
    try:
        answer = requests.post(
            f"{world.base}{wanted.path}", wanted.body, headers=headers, timeout=within_s
        )
    except requests.Timeout:
        return False
    return wanted.expects in answer.content
