"""The chapters of the gateway: every transaction, and what the family sees of it afterwards."""

from __future__ import annotations

import copy
from typing import Any

from tests.fsi.filed import (
    PHARMACY_QUESTION,
    disease_form,
    entitlement_question,
    file_question,
    file_upload,
    place_form,
    place_question,
    table_question,
    withdrawal,
)
from tests.recorded.callers import NOBODYS_ID, newest_code, read, verify
from tests.support.cast import FSI, Answer, Cast
from tests.support.sent import (
    AT,
    BEGUN,
    CAPPED,
    CHILD,
    CLINIC,
    DRUG,
    HOSPITAL,
    OWN_PAID,
    PAYER,
    PHARMACY,
    PHONES,
    SHARED,
    TONIC,
    WIFE,
    Line,
    card,
    charge,
    diagnosis,
    family,
    sale,
    settlement,
    visit,
)

EVERYTHING = (
    Line(DRUG, "300.00", 3),
    Line(SHARED, "200.50", 2),
    Line(OWN_PAID, "59.99"),
    Line(CAPPED, "9.50", 4),
    Line(TONIC, "88.00"),
    Line("D-UNKNOWN", "12.34"),
)
"""A bill with every class of line."""

SUSPENDED = "P43010499909"


def envelopes(cast: Cast) -> None:
    places = family()["institutions"]
    suspended = {
        "code": SUSPENDED,
        "name": "停业药房",
        "area": "430104",
        "kind": "pharmacy",
        "suspended_from": "2025-06-01",
    }
    cast.load(institutions=[*places, suspended])
    for body in (b"", b"{", b"[]", b"{}", b"\xff"):
        cast.send("POST", f"{FSI}/x", body, {})
    cast.send("GET", f"{FSI}/1101", b"", {})
    signed = {"x-tif-paasid": "AK", "x-tif-timestamp": "1", "x-tif-nonce": "n"}
    cast.transact("1101", {"data": card(WIFE)}, **signed)
    cast.transact("1101", {"data": card(WIFE)}, **signed | {"x-tif-signature": "s"})
    for infno in ("9999", "2304", "3101"):
        cast.transact(infno, {"data": card(WIFE)})
    for place in (SUSPENDED, "P00000000000"):
        cast.transact("1101", {"data": card(WIFE)}, place=place)
    cast.transact("1101", {"data": {}})
    cast.transact("1101", None)
    signed_in = cast.transact("9001", {"signIn": {"opter_no": "0001", "mac": "m", "ip": "i"}})
    number = signed_in.body["output"]["signinoutb"]["sign_no"]
    for _ in range(2):
        cast.transact("9002", {"signOut": {"sign_no": number, "opter_no": "0001"}})


def filings(cast: Cast) -> None:
    """What is looked up beforehand, and what is filed and taken back."""
    cast.load()
    for asked in (
        PHARMACY_QUESTION,
        place_question(fixmedins_name="测试"),
        place_question(fixmedins_name="社区"),
        place_question(fixmedins_code=PHARMACY),
        place_question(),
    ):
        cast.transact("1201", asked)
    for table in (table_question("gend"), table_question("gend", Vali_Flag="0")):
        cast.transact("1901", table)
    cast.transact("1901", table_question("nothing"))
    kept = cast.transact("9101", file_upload(b"rows")).body["output"]["file_qury_no"]
    for asked_for in (kept, f"fle_{NOBODYS_ID}"):
        cast.transact("9102", file_question(asked_for))
    number = cast.number_of(WIFE)
    for where, med_type in ((HOSPITAL, "11"), (HOSPITAL, "14"), (PHARMACY, "41"), ("H0", "11")):
        cast.transact("2001", entitlement_question(number, where, med_type=med_type))
    for filing, withdrawing, query, form in (
        ("2503", "2504", "5301", disease_form(number)),
        ("2505", "2506", "5302", place_form(number)),
    ):
        filed = cast.transact(filing, form, msgid=f"FILED{filing}")
        cast.transact(filing, form, msgid=f"FILED{filing}")
        cast.transact(filing, form)
        cast.transact(query, {"data": {"psn_no": number, "biz_appy_type": "03"}})
        serial = filed.body["output"]["result"]["trt_dcla_detl_sn"]
        for _ in range(2):
            cast.transact(withdrawing, withdrawal(number, serial))


def identities(cast: Cast) -> None:
    cast.load()
    for who in (PAYER, WIFE, CHILD):
        cast.transact("1101", {"data": card(who)})
    cast.transact("1101", {"data": card(WIFE) | {"psn_name": PAYER}})
    cast.transact("1101", {"data": card(WIFE) | {"mdtrt_cert_no": "43019919840101001X"}})
    cast.transact("1101", {"data": card(WIFE) | {"mdtrt_cert_type": "09"}})
    cast.call("POST", "/credentials/insurance-code")
    token = cast.call("POST", "/credentials/insurance-code", **cast.sign_in(WIFE)).body["token"]
    shown = {"mdtrt_cert_type": "01", "mdtrt_cert_no": token}
    for place in (PHARMACY, PHARMACY, CLINIC):
        cast.transact("1101", {"data": shown}, place=place)
    late = cast.call("POST", "/credentials/insurance-code", **cast.sign_in(WIFE)).body["token"]
    cast.at("2025-06-10T10:02:00+08:00")
    cast.transact("1101", {"data": shown | {"mdtrt_cert_no": late}})


def sales(cast: Cast) -> None:
    """Own, mutual and cash; trials, refusals, repeats and reversals."""
    cast.load(child={"limits": {"per_use_fen": 5_000}})
    wife, child = cast.number_of(WIFE), cast.number_of(CHILD)
    wanted = sale(wife, WIFE, EVERYTHING)
    cast.transact("2101", wanted)
    done = cast.transact("2102", wanted, msgid="SALE")
    cast.transact("2102", wanted, msgid="SALE")
    cast.transact("2102", sale(wife, WIFE, [Line()]), msgid="SALE")
    cast.transact("2103", {"data": {}}, msgid="SALE")
    refused_sales(cast, wanted)
    for flag in ("0", "1", "2"):
        cast.transact("2102", sale(child, CHILD, [Line(DRUG, "70.00")], flag))
    cast.call("GET", "/account", **cast.sign_in(PAYER))
    ids = {name: done.bill[name] for name in ("setl_id", "mdtrt_id", "psn_no")}
    cast.transact("2103", {"data": ids | {"setl_id": f"stl_{NOBODYS_ID}"}})
    reversed_by = cast.transact("2103", {"data": ids})
    cast.transact("2103", {"data": ids})
    cast.transact("2102", wanted, msgid="SALE")
    for settled in (done, reversed_by):
        cast.call("GET", f"/sandbox/ledger?settlement_id={settled.bill['setl_id']}")
    lost(cast, wife)
    cast.call("GET", "/sandbox/check")


def refused_sales(cast: Cast, wanted: dict[str, Any]) -> None:
    changes: list[dict[str, Any]] = [
        {"medfee_sumamt": "1.00"},
        {"med_type": "11"},
        {"med_type": "14"},
        {"med_type": "51"},
        {"med_type": "xx"},
        {"insutype": "390"},
        {"insutype": "340"},
        {"psn_name": PAYER},
        {"mdtrt_cert_no": card(PAYER)["mdtrt_cert_no"]},
        {"psn_no": f"psn_{NOBODYS_ID}"},
        {"begntime": "2025-06-11 09:30:00"},
        {"acct_used_flag": "9"},
        {"psn_no": ""},
    ]
    for change in changes:
        cast.transact("2102", wanted | {"druginfo": wanted["druginfo"] | change})
    twice = copy.deepcopy(wanted)
    twice["drugdetail"][1]["feedetl_sn"] = "1"
    dear = copy.deepcopy(wanted)
    dear["drugdetail"][0]["pric"] = "299.00"
    for content in (twice, dear, wanted | {"drugdetail": []}):
        cast.transact("2101", content)
    cast.transact("2101", wanted, place=HOSPITAL)


def lost(cast: Cast, wife: str) -> None:
    """2601: a settlement whose reply never came, one that never happened, and what is none."""
    cast.transact("2102", sale(wife, WIFE, [Line(DRUG, "15.00")]), msgid="LOST")
    node = {"psn_no": wife, "omsgid": "LOST", "oinfno": "2102"}
    for change in ({}, {}, {"omsgid": "NEVER"}, {"oinfno": "2201"}, {"oinfno": "2207"}):
        cast.transact("2601", {"data": node | change})
    cast.transact("2102", sale(wife, WIFE, [Line(DRUG, "15.00")]), msgid="NEVER")
    cast.transact("2601", {"data": node | {"omsgid": "OWN"}}, msgid="OWN")


def visits(cast: Cast) -> None:
    """Pool, own, mutual and cash in one bill."""
    cast.load()
    wife = cast.number_of(WIFE)
    registered = visit(wife, WIFE, 1)
    for change in ({"psn_no": f"psn_{NOBODYS_ID}"}, {"insutype": "390"}, {"psn_name": PAYER}):
        cast.transact("2201", {"data": registered | change}, place=HOSPITAL)
    found = cast.transact("2201", {"data": registered}, place=HOSPITAL)
    cast.transact("2201", {"data": registered}, place=HOSPITAL)
    ids = {"mdtrt_id": found.body["output"]["data"]["mdtrt_id"], "psn_no": wife}
    cast.transact("2203", diagnosis(ids, "51"), place=HOSPITAL)
    cast.transact("2203", diagnosis(ids | {"mdtrt_id": f"vis_{NOBODYS_ID}"}), place=HOSPITAL)
    cast.transact("2203", diagnosis(ids), place=HOSPITAL)
    cast.transact("2203A", diagnosis(ids), place=HOSPITAL)
    node = charged(cast, ids)
    cast.transact("2206", {"data": node}, place=HOSPITAL)
    others_card = {"mdtrt_cert_no": card(PAYER)["mdtrt_cert_no"]}
    for change in (
        {"medfee_sumamt": "1"},
        {"chrg_bchno": "7"},
        {"inscp_scp_amt": "0.01"},
        {"med_type": "14"},
        others_card,
    ):
        cast.transact("2207", {"data": node | change}, place=HOSPITAL)
    cast.transact("2207", {"data": node}, place=CLINIC)
    done = cast.transact("2207", {"data": node}, place=HOSPITAL, msgid="VISIT")
    cast.transact("2207", {"data": node}, place=HOSPITAL, msgid="VISIT")
    cast.transact("2207", {"data": node}, place=HOSPITAL)
    cast.transact("2203", diagnosis(ids, "13"), place=HOSPITAL)
    cast.transact("2205", {"data": ids | {"chrg_bchno": "1"}}, place=HOSPITAL)
    cast.transact("2202", {"data": ids | {"ipt_otp_no": "T1"}}, place=HOSPITAL)
    looked_up(cast, done)
    assert done.legs()[0] != "0.00"


def charged(cast: Cast, ids: dict[str, str]) -> dict[str, Any]:
    """2204 and 2205, and what 2206 and 2207 are asked with."""
    rows = [charge(ids, order, line) for order, line in enumerate(EVERYTHING, 1)]
    cast.transact("2204", {"feedetail": []}, place=HOSPITAL)
    cast.transact("2204", {"feedetail": [rows[0] | {"pric": "1.00"}]}, place=HOSPITAL)
    cast.transact("2204", {"feedetail": rows}, place=HOSPITAL)
    cast.transact("2204", {"feedetail": rows}, place=HOSPITAL)
    cast.transact("2205", {"data": ids | {"chrg_bchno": "9"}}, place=HOSPITAL)
    cast.transact("2205", {"data": ids | {"chrg_bchno": "0000"}}, place=HOSPITAL)
    refused = [row | {"hosp_appr_flag": "2"} for row in rows[:1]] + rows[1:]
    uploaded = cast.transact("2204", {"feedetail": refused}, place=HOSPITAL)
    cast.transact("2205", {"data": ids | {"chrg_bchno": "1"}}, place=HOSPITAL)
    uploaded = cast.transact("2204", {"feedetail": rows}, place=HOSPITAL)
    return settlement(ids, WIFE, uploaded.body["output"]["result"], "2", "")


def looked_up(cast: Cast, done: Answer) -> None:
    """5201, 5203 and 5301, then 2208 and what a cancelled visit is told."""
    ids = {name: done.bill[name] for name in ("setl_id", "mdtrt_id", "psn_no")}
    asked: list[dict[str, str]] = [
        ids,
        {"psn_no": ids["psn_no"], "mdtrt_id": ids["mdtrt_id"]},
        {"psn_no": ids["psn_no"], "medins_setl_id": "VISIT"},
        {"psn_no": ids["psn_no"]},
        ids | {"setl_id": f"stl_{NOBODYS_ID}"},
        ids | {"psn_no": f"psn_{NOBODYS_ID}"},
    ]
    for node in asked:
        cast.transact("5203", {"data": node}, place=HOSPITAL)
    cast.transact("5203", {"data": ids}, place=CLINIC)
    on_record(cast, ids)
    period = {"psn_no": ids["psn_no"], "begntime": BEGUN, "endtime": AT}
    for place in (HOSPITAL, CLINIC):
        cast.transact("5201", {"data": period}, place=place)
    cast.transact("5301", {"data": {"psn_no": ids["psn_no"]}}, place=HOSPITAL)
    cast.transact("5301", {"data": {"psn_no": ids["psn_no"]}}, place=CLINIC)


def on_record(cast: Cast, ids: dict[str, str]) -> None:
    """5202, 5204 to 5206 and 100001, each also of somebody unknown."""
    named = {"psn_No": ids["psn_no"], "setl_Id": ids["setl_id"], "mdtrt_Id": ids["mdtrt_id"]}
    for infno, node in {
        "5202": ids,
        "5204": ids,
        "5205": ids | {"begntime": BEGUN},
        "5206": ids,
        "100001": named,
    }.items():
        cast.transact(infno, {"data": node}, place=HOSPITAL)
        name = "psn_No" if infno == "100001" else "psn_no"
        cast.transact(infno, {"data": node | {name: f"psn_{NOBODYS_ID}"}}, place=HOSPITAL)
    cast.transact("5204", {"data": ids | {"setl_id": f"stl_{NOBODYS_ID}"}}, place=HOSPITAL)
    cast.transact("5205", {"data": ids | {"begntime": AT, "endtime": BEGUN}}, place=HOSPITAL)
    cast.transact("5206", {"data": ids | {"cum_ym": "2025-6"}}, place=HOSPITAL)


def afterwards(cast: Cast) -> None:
    """What the family sees of the visit, then its reversal and what they see of that."""
    as_wife, as_payer = cast.sign_in(WIFE), cast.sign_in(PAYER)
    [bill] = cast.call("GET", "/visits?year=2025", **as_wife).body["items"]
    address = f"/visits/{bill['settlement_id']}"
    read(cast, as_wife, address, f"{address}?format=x", "/visits/nonsense")
    verify(cast, cast.call("GET", f"{address}?format=pdf", **as_wife))
    read(
        cast,
        as_payer,
        address,
        "/visits",
        "/account",
        "/account/entries",
        "/account/summary?year=2025",
        "/account/entries?direction=out&year=2025",
        "/account/entries?from=2025-06-11",
        "/account/entries?scene=OUTPATIENT&limit=1",
        "/account/entries?direction=x",
        "/messages",
        "/messages?kind=spent&unread=true",
        "/access-log",
    )
    known = {"psn_no": cast.number_of(WIFE), "medins_setl_id": "VISIT"}
    done = cast.transact("5203", {"data": known}, place=HOSPITAL)
    cast.cancel(done, place=CLINIC)
    for _ in range(2):
        cast.cancel(done)
    ids = {name: done.bill[name] for name in ("mdtrt_id", "psn_no")}
    gone = {"data": ids | {"ipt_otp_no": "T1"}}
    wrong = {"data": gone["data"] | {"ipt_otp_no": "T2"}}
    for content in (wrong, gone, gone):
        cast.transact("2202", content, place=HOSPITAL)
    read(cast, as_wife, "/visits", address, "/access-log", "/messages", "/me/export")
    own_records(cast)


def own_records(cast: Cast) -> None:
    as_payer = cast.sign_in(PAYER)
    listed = cast.call("GET", "/messages?limit=1", **as_payer).body
    read(cast, as_payer, f"/messages?limit=1&cursor={listed['next']}", "/messages/settings")
    for id_ in (listed["items"][0]["id"], listed["items"][0]["id"], "nonsense"):
        cast.call("POST", f"/messages/{id_}/read", **as_payer)
    for amount in (-1, 10_000):
        cast.call("PUT", "/messages/settings", {"spent_threshold_fen": amount}, **as_payer)
    for form in ("xlsx", "doc"):
        cast.call("GET", f"/account/statement?year=2025&format={form}", **as_payer)
    verify(cast, cast.call("GET", "/account/statement?year=2025&format=csv", **as_payer))
    cast.call("GET", "/account/statement?year=2024&format=csv", **as_payer)
    for act in ("freeze", "freeze", "unfreeze", "unfreeze"):
        cast.call("POST", f"/account/{act}", **as_payer)
    cast.call("POST", "/account/freeze", **as_payer)
    cast.buy(CHILD, Line(DRUG, "10.00"))
    cast.call("POST", "/account/unfreeze", **as_payer)
    read(
        cast, as_payer, "/account/entries?limit=2", "/account/summary", "/me/consents", "/me/export"
    )
    for phone in PHONES.values():
        newest_code(cast, phone)
    cast.call("GET", "/sandbox/check")


def reasons(cast: Cast) -> None:
    """Why a mutual leg is short: a reason for each, in the reply and on the receipt."""
    over = {"status": "ended", "ends_on": "2025-05-31"}
    ahead = {"starts_on": "2025-07-01"}
    fixtures: list[dict[str, Any]] = [
        {"bindings": []},
        {"child": over},
        {"child": ahead},
        {"payer_fen": 0},
        {"child": {"limits": {"month_fen": 100}}},
        {"child": {"hold_fen": 30_000}},
        {"wife": {"hold_fen": 29_900}},
    ]
    for changes in (*fixtures, *closed()):
        cast.load(**changes)
        cast.buy(CHILD, Line(DRUG, "25.00"))
    cast.buy(CHILD, Line(TONIC, "25.00"))
    read(cast, {}, "/service-status", "/notices")


def closed() -> list[dict[str, Any]]:
    """Fixtures in which nobody may pay: by rule, by status, by place, and during maintenance."""
    rule = {
        "area": "430000",
        "key": "scene.enabled",
        "value": ["OUTPATIENT"],
        "since": "2025-01-01",
        "basis": ["test"],
    }
    suspended = []
    for number in (0, 2):
        persons = copy.deepcopy(family()["persons"])
        persons[number]["insurances"][0]["status"] = "suspended"
        suspended.append({"persons": persons})
    places = [one | {"area": "440100"} for one in family()["institutions"]]
    window = {
        "area": "430000",
        "features": ["settlement"],
        "from": "2025-06-10T09:00:00+08:00",
        "to": "2025-06-10T12:00:00+08:00",
    }
    return [
        {"policy": [rule]},
        *suspended,
        {"institutions": places},
        {"maintenance": [window]},
    ]
