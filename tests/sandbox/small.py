"""A small fixture that is right, for tests that then make one thing of it different."""

from __future__ import annotations

from typing import Any

FATHER, MOTHER, SON = "430199198005120014", "430199198203080025", "440199200304180051"


def person(key: str, name: str, sex: str, id_number: str, **more: Any) -> dict[str, Any]:
    resident = {"kind": "resident", "status": "normal", "area": "430100"}
    plain = {"phone": None, "insurances": [resident], "account": None}
    return {"key": key, "name": name, "sex": sex, "id_number": id_number} | plain | more


def small_fixture(**more: Any) -> dict[str, Any]:
    """A father with 3000.00 who shares with his wife; a son; a pharmacy and a hospital."""
    employee = {"kind": "employee", "category": "active", "status": "normal", "area": "430100"}
    account = {"balance_fen": 300000, "monthly_base_fen": 600000}
    father = {"phone": "19900000001", "insurances": [employee], "account": account}
    return {
        "clock": "2025-06-10T10:00:00+08:00",
        "persons": [
            person("P01", "陈建国", "M", FATHER, **father),
            person("P02", "李秀英", "F", MOTHER, phone="19900000002"),
            person("P03", "陈志远", "M", SON),
        ],
        "institutions": [
            {"code": "P43010499901", "name": "测试·药房", "area": "430104", "kind": "pharmacy"},
            {
                "code": "H43010599902",
                "name": "测试·医院",
                "area": "430105",
                "kind": "hospital",
                "level": 2,
            },
        ],
        "catalogue": [
            {
                "code": "XN05BAD020A001010100001",
                "name": "甲类药品",
                "kind": "drug",
                "level": "01",
                "self_rate": "0.00",
            },
        ],
        "kinship": [
            {"of": "P01", "is": "P02", "relation": "spouse"},
            {"of": "P01", "is": "P03", "relation": "child"},
        ],
        "bindings": [binding("P01", "P02", "spouse")],
    } | more


def binding(authorizer: str, beneficiary: str, relation: str, **more: Any) -> dict[str, Any]:
    return {
        "authorizer": authorizer,
        "beneficiary": beneficiary,
        "relation": relation,
        "starts_on": "2025-01-01",
        "ends_on": "2026-12-31",
        "status": "active",
    } | more
