"""What a database of an earlier version is asked: all that stands in its JSON columns.

`fill` made that database, by the program of that version: lines of every class, every leg, chronic
care under a limit, reversals, a premium, stored replies, and a batch that waits to be settled.
`ask` reads it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, func, insert, select, text, update

from gongji.sandbox.models import SandboxOverlay, SandboxState
from tests.recorded.recorder import Recorder, Step
from tests.recorded.till import EVERYTHING
from tests.support.cast import Answer, Cast, in_process
from tests.support.sent import (
    CHILD,
    DRUG,
    HOSPITAL,
    PAYER,
    TIERS,
    WIFE,
    Line,
    card,
    family,
    sale,
    settlement,
)

SALES = {
    "SALE": (WIFE, EVERYTHING, "2"),
    "GONE": (WIFE, EVERYTHING[:2], "1"),
    "LATE": (WIFE, EVERYTHING[1:4], "2"),
    "CHILD": (CHILD, [Line(DRUG, "70.00")], "2"),
    "CASH": (CHILD, [Line(DRUG, "12.00")], "0"),
}
REVERSED = {"GONE": "2025-06-11T09:00:00+08:00", "LATE": "2026-01-02T10:00:00+08:00"}
CHRONIC = "I10.x00"
LIMIT = {
    "area": "430000",
    "key": "chronic.310.limits",
    "value": {"diseases": {CHRONIC: {"name": "高血压", "month": 200}}, "second": 100},
    "since": "2025-01-01",
    "basis": ["test"],
}
PENDING = (
    "SELECT visit_id FROM charge_batch WHERE visit_id NOT IN (SELECT visit_id FROM settlement)"
)
PRODUCT = {"product": "resident", "year": 2026, "include_self": False}
BACK = "-BACK"
NAMES = ("c2ca13f-bills", "d5ec083-bills", "6cf933e-bills")


def replies_of(name: str) -> Path:
    """The file with the replies of this kept database."""
    return Path(__file__).parent / f"{name}.json"


def fill(app: Flask) -> None:
    """Makes the database, on an empty one of the version that runs."""
    made = family(payer_fen=500_000)
    made["persons"][1]["chronic"] = [
        {
            "disease": "高血压",
            "code": CHRONIC,
            "valid_to": "2026-12-31",
            "online": True,
            "approved_on": "2025-04-30",
        }
    ]
    places = [place | {"chronic": True} for place in made["institutions"]]
    recorder = Recorder(app)
    recorder.begin("kept")
    cast = Cast(recorder)
    limited = [one | {"limits": {"per_use_fen": 5_000}} for one in made["bindings"][1:]]
    cast.load(
        persons=made["persons"],
        institutions=places,
        bindings=[*made["bindings"][:1], *limited],
        policy=[*TIERS, LIMIT],
    )
    sold = {msgid: cast.transact("2102", wanted(cast, msgid), msgid=msgid) for msgid in SALES}
    for msgid, med_type in {"VISIT": "11", "VISIT-GONE": "11", "CHRONIC": "14"}.items():
        bill = cast.upload(WIFE, *EVERYTHING, med_type=med_type)
        sold[msgid] = cast.settle(bill, msgid)
    cast.upload(WIFE, *EVERYTHING)
    cast.call("GET", "/account/statement?year=2025&format=csv", **cast.sign_in(PAYER))
    cast.at(REVERSED["GONE"])
    reverse(cast, "2103", sold["GONE"], f"GONE{BACK}")
    reverse(cast, "2208", sold["VISIT-GONE"], f"VISIT-GONE{BACK}", HOSPITAL)
    cast.at("2025-11-06T10:00:00+08:00")
    pay(cast)
    cast.at(REVERSED["LATE"])
    reverse(cast, "2103", sold["LATE"], f"LATE{BACK}")
    assert cast.broken() == []


def pin_tiers(engine: Engine) -> None:
    """The tiers under which the batches that stand were settled, also for the one that waits."""
    with engine.begin() as connection:
        if not connection.execute(select(func.count()).select_from(SandboxOverlay)).scalar_one():
            rows = [
                row | {"id": str(number), "since": date.fromisoformat(row["since"])}
                for number, row in enumerate(TIERS)
            ]
            connection.execute(insert(SandboxOverlay), rows)
            connection.execute(update(SandboxState).values(generation="pinned"))


def ask(app: Flask) -> list[Step]:
    """The replies to every question, without those that signing in takes."""
    pin_tiers(app.extensions["gongji"].engine)
    recorder = Recorder(app)
    recorder.begin("kept")
    aside, cast = Cast(in_process(app)), Cast(recorder)
    aside.transact("1101", {"data": card(WIFE)}, place=HOSPITAL)
    read(cast, aside)
    for msgid in SALES:
        cast.transact("2102", wanted(aside, msgid), msgid=msgid)
    with app.extensions["gongji"].engine.connect() as connection:
        pending = connection.execute(text(PENDING)).scalar_one()
    ids = {"mdtrt_id": pending, "psn_no": aside.number_of(WIFE)}
    node = {"data": settlement(ids, WIFE, [], "2", "1499.33")}
    for infno in ("2206", "2207"):
        cast.transact(infno, node, place=HOSPITAL, msgid=f"PENDING-{infno}")
    standing = {"SALE": "2103", "CHILD": "2103", "VISIT": "2208", "CHRONIC": "2208"}
    for msgid, infno in standing.items():
        place = HOSPITAL if infno == "2208" else ""
        done = look_up(cast, aside, msgid, place)
        reverse(cast, infno, done, f"{msgid}{BACK}", place)
    read(cast, aside)
    cast.call("GET", "/sandbox/check")
    return recorder.chapters["kept"]


def wanted(cast: Cast, msgid: str) -> dict[str, Any]:
    who, lines, flag = SALES[msgid]
    return sale(cast.number_of(who), who, lines, flag)


def reverse(cast: Cast, infno: str, settled: Answer, msgid: str, place: str = "") -> Answer:
    node = {name: settled.bill[name] for name in ("setl_id", "mdtrt_id", "psn_no")}
    return cast.transact(infno, {"data": node}, msgid=msgid, **at(place))


def at(place: str) -> dict[str, str]:
    return {"place": place} if place else {}


def pay(cast: Cast) -> Answer:
    payer = cast.sign_in(PAYER)
    bindings = cast.call("GET", "/family/bindings", **payer).body["items"]
    body = PRODUCT | {"binding_ids": [one["id"] for one in bindings]}
    headers = payer | {"Idempotency-Key": "premium"}
    return cast.call("POST", "/premiums/payments", body, **headers)


def look_up(cast: Cast, aside: Cast, msgid: str, place: str) -> Answer:
    who = SALES[msgid][0] if msgid in SALES else WIFE
    node = {"psn_no": aside.number_of(who), "medins_setl_id": msgid}
    return cast.transact("5203", {"data": node}, **at(place))


def read(cast: Cast, aside: Cast) -> None:
    """What the payer and his wife see."""
    for who in (PAYER, WIFE):
        headers = aside.sign_in(who)
        visits = cast.call("GET", "/visits?limit=100", **headers).body["items"]
        paid = cast.call("GET", "/premiums/payments", **headers).body["items"]
        papers = [f"/visits/{one['settlement_id']}" for one in visits]
        papers += [f"/premiums/payments/{one['id']}" for one in paid]
        years = [f"/account/{path}" for path in ("entries?limit=100", "summary?year=2025")]
        years += [f"/account/statement?year={year}&format=csv" for year in (2025, 2026)]
        for path in (
            *papers,
            *years,
            "/account",
            "/family/bindings",
            "/messages",
            "/me/consents",
            "/access-log",
            "/me/export",
        ):
            cast.call("GET", path, **headers)
