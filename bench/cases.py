"""What is measured: the requests of each case, made before they are timed where they can be."""

from __future__ import annotations

import itertools
import json
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bench.load import CLIENTS, Cost, Request, Requests, Sample, drive
from bench.world import Patient, World, place_of
from tests.support.sent import BEGUN, Line, envelope, fee_row, id_card

ACCEPTED = b'"infcode":0'
GATEWAY = "/fsi/api/rsfComIfsService/callService"
ITEM = "XN02BED001A001010109901"
CODES = {"employee": "310", "resident": "390"}
NOT_OURS = 0
"""In place of a process: nothing of ours works in this case."""


def call(infno: str, place: str, content: Mapping[str, Any]) -> Request:
    wanted = envelope(infno, content, place=place, msgid=f"B{secrets.token_hex(12)}")
    return Request("POST", GATEWAY, json.dumps(wanted).encode(), ACCEPTED)


def sale(patient: Patient, lines: int) -> dict[str, Any]:
    """The input of 2101 and 2102."""
    rows = [fee_row(number, Line(ITEM, "1.00")) for number in range(1, lines + 1)]
    info = id_card(patient.id_number, patient.name) | {
        "psn_no": patient.person_id,
        "psn_type": "11",
        "begntime": BEGUN,
        "insutype": CODES[patient.insurance],
        "medfee_sumamt": f"{lines}.00",
        "acct_used_flag": "2",
        "med_type": "41",
    }
    return {"druginfo": info, "drugdetail": [row | {"durg_trac_info": []} for row in rows]}


def sales(world: World, infno: str = "2102", lines: int = 1, patients: int = 0) -> Requests:
    """Each client goes through patients of its own; with `patients` all share these few."""

    def requests(client: int) -> Iterator[Request]:
        chosen = world.patients[:patients] if patients else world.patients[client::CLIENTS]
        for patient in itertools.cycle(chosen):
            yield call(infno, world.pharmacy, sale(patient, lines))

    return requests


def identities(world: World) -> Requests:
    def requests(client: int) -> Iterator[Request]:
        for patient in itertools.cycle(world.patients[client::CLIENTS]):
            card = id_card(patient.id_number, patient.name)
            yield call("1101", world.pharmacy, {"data": card})

    return requests


def constants(_world: World) -> Requests:
    return lambda _client: itertools.repeat(Request("GET", "/constant", b"", b"42"))


def tpc_b(world: World, seconds: float) -> Sample:
    """pgbench's own script, in its default mode."""
    cost = Cost(NOT_OURS, world.postgres.pid)
    begun = time.monotonic()
    clients = (f"--client={CLIENTS}", "--jobs=2", f"--time={max(1, round(seconds))}")
    told = world.postgres.run("pgbench", "--no-vacuum", *clients, *place_of(world.postgres), "tpcb")
    took_s = time.monotonic() - begun
    found = re.search(r"tps = ([0-9.]+)", told)
    done = re.search(r"actually processed: ([0-9]+)", told)
    assert found is not None, told
    assert done is not None, told
    sample = cost.sample(int(done[1]), took_s)
    return Sample(float(found[1]), postgres_us=sample.postgres_us, foreign=sample.foreign)


Measure = Callable[[World, float], Sample]
"""One sample of a case, which lasts so many seconds."""


def measured(requests: Callable[[World], Requests]) -> Measure:
    def of_gongji(world: World, seconds: float) -> Sample:
        return drive(world.base, requests(world), seconds, world.server, world.postgres.pid)

    return of_gongji


def constant(world: World, seconds: float) -> Sample:
    return drive(world.constant, constants(world), seconds, world.constant_server, NOT_OURS)
