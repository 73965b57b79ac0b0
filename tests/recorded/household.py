"""The chapters of a family: bindings, premiums, chronic care, and what everybody may read."""

from __future__ import annotations

from typing import Any

from tests.recorded.callers import (
    NOBODYS_ID,
    Headers,
    bearer,
    keyed,
    load_demo,
    newest_code,
    read,
    sign_in,
    verify,
)
from tests.support.cast import API, Cast
from tests.support.sent import CHILD, NUMBERS, PHONES, WIFE, family
from tests.support.sent import PAYER as HUSBAND

PAYER_PHONE, WIFE_PHONE, BROTHER_PHONE = "19900001001", "19900001002", "19900001006"
XIANGTAN_PAYER_PHONE, EMPTY_PAYER_PHONE = "19900001011", "19900001031"
SUSPENDED_PAYER_PHONE = "19900001033"
BROTHER = {"name": "彭志刚", "id_number": "430699198601270059", "phone": BROTHER_PHONE}
IN_LAW = {"name": "蒋兰英", "id_number": "430199195806140089", "phone": "19900001007"}
GRANDMOTHER = {"name": "何玉莲", "id_number": "430299193204050023", "phone": PAYER_PHONE}
PAYER = {"name": "彭志强", "id_number": "430199198205160010", "phone": PAYER_PHONE}
WIFE_OF_PAYER = {"name": "苏婉", "id_number": "430199198409230025", "phone": WIFE_PHONE}
NOBODY = {"name": "无人", "id_number": "43019919840101001X", "phone": "19900007777"}
FATHER_ELSEWHERE = {"name": "罗守义", "id_number": "430199195202250033", "phone": "19900001013"}
FATHER = {"name": "贺明德", "id_number": "430199196803190034", "phone": "19900001032"}


def open_to_anybody(cast: Cast) -> None:
    load_demo(cast)
    read(
        cast,
        {},
        "/notices",
        "/notices?area=430400&limit=1",
        "/notices?limit=0",
        "/service-status",
        "/institutions?limit=2",
        "/institutions?area=430100&kind=pharmacy",
        "/institutions?level=3&q=%E7%BB%BC%E5%90%88",
        "/institutions?kind=zoo",
        "/offices?area=430103",
        "/offices?area=430200&service=chronic&limit=1",
        "/offices?service=parking",
        "/chronic/commitment",
        "/chronic/diseases",
        "/verify/GJ000000000000000000",
        "/verify/x",
        "/policy",
        "/policy?area=430100&on=2025-11-05",
        "/policy?area=430400&on=2025-11-05",
        "/policy?area=999999",
        "/policy/editions/000000000000",
        "/nowhere",
    )
    version = cast.call("GET", "/policy?area=100000").body["version"]
    read(cast, {}, f"/policy/editions/{version}")
    cursor = cast.call("GET", "/institutions?limit=2").body["next"]
    read(cast, {}, f"/institutions?limit=2&cursor={cursor}", "/institutions?cursor=nonsense")
    cast.call("DELETE", "/notices")
    for path in ("/healthz", "/docs/problems", "/nowhere"):
        cast.send("GET", path, b"", {})
    for body in (b"{", b"[]", b"\xff"):
        cast.send("POST", f"{API}/auth/sms-login", body, {"Content-Type": "application/json"})


# -- bindings


def binding(cast: Cast) -> None:
    load_demo(cast)
    as_payer = bearer(sign_in(cast, PAYER_PHONE))
    read(
        cast, as_payer, "/family/eligibility", "/family/bindings?limit=2", "/family/bindings?role=x"
    )
    asked = {"beneficiary": BROTHER, "relation": "sibling"}
    cast.call("POST", "/family/sms-codes", {"beneficiary": {}, "relation": "friend"}, **as_payer)
    cast.call("POST", "/family/sms-codes", asked, **as_payer)
    cast.call("POST", "/family/sms-codes", asked, **as_payer)
    refused_wishes(cast, as_payer)
    cast.at("2025-11-05T10:02:00+08:00")
    with_a_code(cast, as_payer, BROTHER, "parent")
    with_a_code(cast, bearer(sign_in(cast, XIANGTAN_PAYER_PHONE)), FATHER_ELSEWHERE, "parent")
    cast.at("2025-11-05T10:05:00+08:00")
    cast.call("POST", "/family/sms-codes", asked, **as_payer)
    wish = wished(BROTHER, "sibling", sms_code=newest_code(cast, BROTHER_PHONE))
    cast.call("POST", "/family/bindings", wish, **as_payer)
    made = cast.call("POST", "/family/bindings", wish, **keyed(as_payer, "brother"))
    cast.call("POST", "/family/bindings", wish, **keyed(as_payer, "brother"))
    other = wish | {"ends_on": "2026-12-31"}
    cast.call("POST", "/family/bindings", other, **keyed(as_payer, "brother"))
    cast.call("POST", "/family/bindings", wish, **keyed(as_payer, "again"))
    change_and_end(cast, as_payer, made.body["id"])


def wished(relative: dict[str, str], relation: str, **changed: Any) -> dict[str, Any]:
    return {
        "beneficiary": relative,
        "relation": relation,
        "starts_on": "2025-11-05",
        "ends_on": "2026-11-04",
        "sms_code": "000000",
        "commitment": {"version": "1", "accepted": True},
    } | changed


def refused_wishes(cast: Cast, as_payer: Headers) -> None:
    unbound = wished(BROTHER, "sibling")
    wishes = [
        {},
        unbound | {"commitment": {"version": "1", "accepted": False}},
        unbound | {"commitment": {"version": "0", "accepted": True}},
        unbound | {"starts_on": "2025-11-04"},
        unbound | {"ends_on": "2025-11-01"},
        unbound | {"ends_on": "2099-01-01"},
        unbound | {"relation": "parent"},
        unbound | {"sms_code": None},
        unbound | {"sms_code": "00000000"},
        unbound | {"beneficiary": BROTHER | {"id_number": "430699198601270058"}},
        wished(PAYER, "spouse"),
        wished(IN_LAW, "parent_in_law"),
        wished(WIFE_OF_PAYER, "spouse"),
        wished(GRANDMOTHER, "paternal_grandparent"),
        wished(NOBODY, "sibling"),
    ]
    for number, wish in enumerate(wishes):
        cast.call("POST", "/family/bindings", wish, **keyed(as_payer, f"refused-{number}"))
    others = {
        XIANGTAN_PAYER_PHONE: wished(FATHER_ELSEWHERE, "parent"),
        EMPTY_PAYER_PHONE: wished(FATHER, "parent"),
        SUSPENDED_PAYER_PHONE: wished(FATHER, "parent"),
        WIFE_PHONE: wished(BROTHER, "sibling"),
    }
    for phone, wish in others.items():
        them = bearer(sign_in(cast, phone))
        cast.call("GET", "/family/eligibility", **them)
        cast.call("POST", "/family/bindings", wish, **keyed(them, "refused"))


def with_a_code(cast: Cast, headers: Headers, relative: dict[str, str], relation: str) -> None:
    asked = {"beneficiary": relative, "relation": relation}
    cast.call("POST", "/family/sms-codes", asked, **headers)
    wish = wished(relative, relation, sms_code=newest_code(cast, relative["phone"]))
    cast.call("POST", "/family/bindings", wish, **keyed(headers, f"with-a-code-{relation}"))


def change_and_end(cast: Cast, as_payer: Headers, made: str) -> None:
    address = f"/family/bindings/{made}"
    changes: list[dict[str, Any]] = [
        {},
        {"limits": {"month_fen": -1}},
        {"hold_fen": 99_999_999},
        {"ends_on": "2025-11-01"},
        {
            "ends_on": "2027-06-30",
            "limits": {"per_use_fen": 20_000, "month_fen": 50_000, "year_fen": None},
            "hold_fen": 12_345,
        },
    ]
    for change in changes:
        cast.call("PATCH", address, change, **as_payer)
    read(cast, as_payer, address, "/family/bindings/nonsense", f"/family/bindings/bnd_{NOBODYS_ID}")
    brother = bearer(sign_in(cast, BROTHER_PHONE))
    read(cast, brother, address, "/family/bindings?role=beneficiary", "/messages", "/access-log")
    cast.call("PATCH", address, {"hold_fen": 1}, **brother)
    cast.call("POST", f"{address}/unbind", **brother)
    cast.call("POST", f"{address}/unbind", **as_payer)
    cast.call("PATCH", address, {"hold_fen": 1}, **as_payer)
    cursor = read(cast, as_payer, "/family/bindings?role=authorizer&limit=3")[0]["next"]
    read(
        cast,
        as_payer,
        f"/family/bindings?role=authorizer&limit=3&cursor={cursor}",
        "/family/bindings?status=ended",
        "/me/consents",
        "/messages",
        "/account",
    )
    for phone in (PAYER_PHONE, BROTHER_PHONE):
        newest_code(cast, phone)


# -- premiums


def premiums(cast: Cast) -> None:
    load_demo(cast)
    as_payer = bearer(sign_in(cast, PAYER_PHONE))
    payables = "/premiums/payables?product={}&year=2026"
    found = read(
        cast,
        as_payer,
        "/premiums/products",
        "/premiums/products?year=2026",
        payables.format("resident"),
        payables.format("inclusive_demo"),
        payables.format("none"),
        "/premiums/payables",
        "/premiums/payments",
        "/family/bindings",
    )
    bindings = {item["beneficiary"]["name"]: item["id"] for item in found[-1]["items"]}
    everybody = {
        "product": "resident",
        "year": 2026,
        "binding_ids": list(bindings.values()),
        "include_self": False,
    }
    wrong: list[dict[str, Any]] = [
        {"year": 2020},
        {"product": "none"},
        {"binding_ids": []},
        {"binding_ids": [f"bnd_{NOBODYS_ID}"]},
    ]
    for number, change in enumerate(wrong):
        headers = keyed(as_payer, f"wrong-{number}")
        cast.call("POST", "/premiums/payments", everybody | change, **headers)
    cast.call("POST", "/premiums/payments", everybody, **as_payer)
    paid = cast.call("POST", "/premiums/payments", everybody, **keyed(as_payer, "all"))
    cast.call("POST", "/premiums/payments", everybody, **keyed(as_payer, "all"))
    cast.call("POST", "/premiums/payments", everybody | {"year": 2025}, **keyed(as_payer, "all"))
    cast.call("POST", "/premiums/payments", everybody, **keyed(as_payer, "twice"))
    inclusive = everybody | {"product": "inclusive_demo", "include_self": True}
    bought = cast.call("POST", "/premiums/payments", inclusive, **keyed(as_payer, "inclusive"))
    payments = [item["payment_id"] for item in paid.body["items"] if item["payment_id"]]
    refunds(cast, as_payer, payments, list(bindings.values()))
    given_back(cast, as_payer, [item["payment_id"] for item in bought.body["items"]])
    read(
        cast,
        as_payer,
        payables.format("resident"),
        "/account",
        "/account/entries?scene=PREMIUM",
        "/account/summary",
        "/account/statement?year=2025&format=csv",
        "/messages",
        "/access-log",
        "/me/export",
    )
    wife = bearer(sign_in(cast, WIFE_PHONE))
    read(cast, wife, f"/premiums/payments/{payments[0]}", "/messages", "/premiums/payments")


def refunds(cast: Cast, as_payer: Headers, payments: list[str], bindings: list[str]) -> None:
    one = f"/premiums/payments/{payments[0]}"
    cast.call("GET", one, **as_payer)
    paper = cast.call("GET", f"{one}?format=pdf", **as_payer)
    verify(cast, paper)
    cast.call("GET", "/premiums/payments/nonsense", **as_payer)
    reasons = [{}, {"reason": "duplicate"}, {"reason": "death"}, {"reason": "joined_employee"}]
    for number, reason in enumerate(reasons):
        cast.call("POST", f"{one}/refund", reason, **keyed(as_payer, f"refused-{number}"))
    cast.call("POST", f"{one}/refund", {"reason": "cancelled"}, **as_payer)
    cast.call("POST", f"{one}/refund", {"reason": "cancelled"}, **keyed(as_payer, "unwanted"))
    cursor = read(cast, as_payer, "/premiums/payments?limit=2")[0]["next"]
    read(cast, as_payer, f"/premiums/payments?limit=2&cursor={cursor}")
    verify(cast, paper)
    cast.at("2026-02-02T10:00:00+08:00")
    last = f"/premiums/payments/{payments[-1]}/refund"
    later = bearer(sign_in(cast, PAYER_PHONE))
    cast.call("POST", last, {"reason": "cancelled"}, **keyed(later, "late"))
    wanted = {"product": "resident", "year": 2026, "binding_ids": bindings, "include_self": False}
    cast.call("POST", "/premiums/payments", wanted, **keyed(later, "after the window"))
    cast.at("2025-11-05T11:00:00+08:00")


def given_back(cast: Cast, as_payer: Headers, bought: list[str]) -> None:
    one = f"/premiums/payments/{bought[0]}"
    for key in ("refund", "refund", "another"):
        cast.call("POST", f"{one}/refund", {"reason": "cancelled"}, **keyed(as_payer, key))
    read(cast, as_payer, one, "/sandbox/check")


# -- chronic care


def chronic_care(cast: Cast) -> None:
    persons = family()["persons"]
    persons[1]["chronic"] = [
        {"disease": "糖尿病", "code": "M01600", "valid_to": "2025-06-30", "online": True},
        {
            "disease": "恶性肿瘤门诊治疗",
            "code": "M00500",
            "valid_to": "2025-06-30",
            "online": False,
        },
    ]
    cast.load(persons=persons)
    as_wife = cast.sign_in(WIFE)
    listed = cast.call("GET", "/chronic/qualifications?limit=5", **as_wife).body["items"]
    ids = [item["id"] for item in listed]
    for accepted in (None, False, True, True):
        body = {"commitment": {"accepted": accepted}}
        for id_ in (*ids, "nonsense"):
            cast.call("POST", f"/chronic/qualifications/{id_}/extension", body, **as_wife)
    read(cast, as_wife, "/chronic/qualifications", "/messages", "/me/consents")
    chronic_care_of_a_relative(cast)
    number = cast.number_of(WIFE)
    cast.transact("5301", {"data": {"psn_no": number}})


def chronic_care_of_a_relative(cast: Cast) -> None:
    """The wife's tumour stays offline, her diabetes is extended: her husband sees both."""
    cast.at("2026-06-10T10:00:00+08:00")
    as_payer = cast.sign_in(HUSBAND)
    ties = cast.call("GET", "/family/bindings", **as_payer).body["items"]
    tie = next(one["id"] for one in ties if one["relation"] == "spouse")
    her, of_her = NUMBERS[WIFE], f"/chronic/relatives/{tie}"
    for number in ("430199198203080026", her, her):
        cast.call("POST", f"{of_her}/sms-codes", {"id_number": number}, **as_payer)
    code = newest_code(cast, PHONES[WIFE])
    for number, typed in ((NUMBERS[CHILD], code), (her, "x"), (her, code), (her, code)):
        body = {"id_number": number, "sms_code": typed}
        seen = cast.call("POST", f"{of_her}/qualifications", body, **as_payer)
        items = seen.body.get("items") or []
        for item in items:
            wanted = {"qualification_id": item["id"]}
            for accepted in (False, True, True):
                letter = {"commitment": {"version": "1", "accepted": accepted}}
                cast.call("POST", f"{of_her}/extensions", wanted | letter, **as_payer)
    nobodys = f"/chronic/relatives/bnd_{NOBODYS_ID}/sms-codes"
    cast.call("POST", nobodys, {"id_number": her}, **as_payer)
    read(cast, as_payer, "/messages?kind=notice", "/me/consents")
    read(cast, cast.sign_in(WIFE), "/messages?kind=notice", "/access-log")
    cast.call("POST", f"/family/bindings/{tie}/unbind", {}, **as_payer)
    cast.call("POST", f"{of_her}/sms-codes", {"id_number": her}, **as_payer)
