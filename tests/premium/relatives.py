"""The family before the office window: who they are, how insured, bound, subsidised."""

from __future__ import annotations

from typing import Any

from gongji.kernel.id_number import CHECK_CHARACTERS, WEIGHTS, sex_of

NOW = "2025-11-05T10:00:00+08:00"
PAYER, WIFE, HALF, FULL, RETIRED, NEPHEW, SISTER, POOLED = (
    "陈建国", "李秀英", "陈小雨", "陈建华", "陈大山", "何苗苗", "李秀兰", "王守业",
)  # fmt: skip
BORN = {
    PAYER: ("19800512", 1), WIFE: ("19820308", 2), HALF: ("20100601", 4), FULL: ("19830911", 3),
    RETIRED: ("19520130", 5), NEPHEW: ("20080505", 7), SISTER: ("19850717", 6),
    POOLED: ("19700101", 9),
}  # fmt: skip
PHONES = {PAYER: "19900000001", WIFE: "19900000002", SISTER: "19900000006"}
PRODUCT = "inclusive_t1"


def id_number(who: str) -> str:
    born, order = BORN[who]
    stem = f"430199{born}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS, strict=True))
    return stem + CHECK_CHARACTERS[total % 11]


def person(who: str, *insurances: dict[str, Any], **more: Any) -> dict[str, Any]:
    number = id_number(who)
    plain = {"phone": PHONES.get(who), "account": None}
    return (
        {
            "key": who,
            "name": who,
            "sex": sex_of(number),
            "id_number": number,
            "insurances": list(insurances or [resident()]),
        }
        | plain
        | more
    )


def resident(area: str = "430100", status: str = "normal") -> dict[str, Any]:
    return {"kind": "resident", "status": status, "area": area}


def employee(
    area: str = "430100", status: str = "normal", category: str = "active"
) -> dict[str, Any]:
    return {"kind": "employee", "category": category, "status": status, "area": area}


def binding(authorizer: str, beneficiary: str, relation: str, **more: Any) -> dict[str, Any]:
    return {
        "authorizer": authorizer,
        "beneficiary": beneficiary,
        "relation": relation,
        "starts_on": "2025-01-01",
        "ends_on": "2027-12-31",
        "status": "active",
    } | more


def row(key: str, value: Any, area: str = "430000", since: str = "2025-01-01") -> dict[str, Any]:
    """A policy row laid over the packs."""
    return {"area": area, "key": key, "value": value, "since": since, "basis": ["test"]}


def elsewhere(who: str, paid_on: str = "2025-10-08", product: str = "resident") -> dict[str, Any]:
    return {
        "person": who,
        "product": product,
        "year": 2026,
        "amount_fen": 40000,
        "channel": "tax",
        "paid_on": paid_on,
    }


def family(*, payer: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The payer with 3000.00, his relatives of every kind, his wife's sister who has an account."""
    rich = {"balance_fen": 300000, "monthly_base_fen": None}
    return {
        "clock": NOW,
        "persons": [
            person(PAYER, employee(), **({"account": rich} | (payer or {}))),
            person(WIFE),
            person(HALF, subsidy="half"),
            person(FULL, subsidy="full"),
            person(RETIRED, employee("430200", category="retired"), account={"balance_fen": 15000}),
            person(NEPHEW, resident("430400")),
            person(SISTER, employee(), account={"balance_fen": 100000}),
            person(POOLED, employee(category="pool_only")),
        ],
        "bindings": [
            binding(PAYER, WIFE, "spouse"),
            binding(PAYER, HALF, "child"),
            binding(PAYER, FULL, "sibling"),
            binding(PAYER, RETIRED, "parent"),
            binding(PAYER, NEPHEW, "sibling"),
            binding(SISTER, WIFE, "sibling"),
        ],
        "products": [
            {
                "product": PRODUCT,
                "kind": "inclusive",
                "year": 2026,
                "name": "测试·惠民保",
                "full_fen": 6900,
                "window": {"opens_on": "2025-10-01", "closes_on": "2025-12-31"},
                "basis": ["test"],
            },
        ],
        "policy": [TWO_AUTHORIZERS],
    } | more


TIERS = row(
    "premium.390.2026",
    {
        "tiers": [{"name": "一档", "full": 400}, {"name": "二档", "full": "650.01"}],
        "gov": 700,
        "window": ["2025-09-01", "2026-01-31"],
    },
    area="430100",
    since="2025-09-01",
)
"""Two price tiers in Changsha alone: the rest of Hunan has one price."""
TWO_AUTHORIZERS = row("bind.max_authorizers_per_beneficiary", 2)
