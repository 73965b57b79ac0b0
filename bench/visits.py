"""Batches of visits that were registered before: 2204 uploads them, 2207 settles those that wait.

Each visit has one batch. What a sample begins with is read from the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Select, select

from bench.cases import CODES, ITEM, call
from bench.load import CLIENTS, Request, Requests
from bench.rows import connected
from bench.world import Patient, World
from gongji.fsi.outputs import explained
from gongji.settlement.models import ChargeBatch, Settlement
from tests.support.sent import Line, charge, id_card, sums

LINES = 3
UPLOADED = select(ChargeBatch.visit_id)
SETTLED = select(Settlement.visit_id).where(Settlement.infno == "2207")


def uploads(world: World) -> Requests:
    """2204 of three lines for visits without a batch; each client has its own."""
    uploaded = _ids(world, UPLOADED)
    waiting = [one for one in world.patients if one.visit_id not in uploaded]

    def requests(client: int) -> Iterator[Request]:
        for patient in waiting[client::CLIENTS]:
            yield upload(world, patient)

    return requests


def settlements(world: World) -> Requests:
    """2207 of batches that wait; each client has its own."""
    ids = _ids(world, UPLOADED) - _ids(world, SETTLED)
    waiting = [one for one in world.patients if one.visit_id in ids]
    stated = stated_classes(world, waiting[0])

    def requests(client: int) -> Iterator[Request]:
        for patient in waiting[client::CLIENTS]:
            yield call("2207", world.hospital, {"data": bill(patient, stated)})

    return requests


def upload(world: World, patient: Patient) -> Request:
    """2204 of the visit's only batch."""
    orders = range(1, LINES + 1)
    rows = [charge(_visit(patient), order, Line(ITEM, "1.00")) for order in orders]
    return call("2204", world.hospital, {"feedetail": rows})


def bill(patient: Patient, stated: Mapping[str, Any]) -> dict[str, Any]:
    """The input of 2206 and 2207."""
    whose = id_card(patient.id_number, patient.name) | _visit(patient)
    return {**whose, **stated, "insutype": CODES[patient.insurance]}


def _visit(patient: Patient) -> dict[str, str]:
    return {"mdtrt_id": patient.visit_id, "psn_no": patient.person_id}


def stated_classes(world: World, patient: Patient) -> dict[str, Any]:
    """What a till repeats of the answer to 2204, the same for all batches."""
    with connected(world, "gongji") as connection:
        uploaded = select(ChargeBatch.lines).where(ChargeBatch.visit_id == patient.visit_id)
        lines = connection.execute(uploaded).scalar_one()
    return sums([explained(line) for line in lines]) | {
        "med_type": "11",
        "medfee_sumamt": f"{LINES}.00",
        "psn_setlway": "01",
        "chrg_bchno": "1",
        "acct_used_flag": "2",
    }


def _ids(world: World, query: Select[str]) -> frozenset[str]:
    with connected(world, "gongji") as connection:
        return frozenset(connection.execute(query).scalars())
