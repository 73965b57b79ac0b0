"""What a citizen looks for a parameter under."""

from __future__ import annotations

from enum import StrEnum


class PolicyGroup(StrEnum):
    """In the order in which a page shows them."""

    WHO = "who"
    USE = "use"
    POOL = "pool"
    CHRONIC = "chronic"
    SPECIAL = "special"
    PREMIUM = "premium"
    ACCOUNT = "account"
    CROSSING = "crossing"


GROUPS = {
    "relation.": PolicyGroup.WHO,
    "bind.": PolicyGroup.WHO,
    "authorizer.status_to_bind": PolicyGroup.WHO,
    "authorizer.status_to_pay": PolicyGroup.USE,
    "scene.": PolicyGroup.USE,
    "settle.": PolicyGroup.USE,
    "credential.": PolicyGroup.USE,
    "pool.390.two_diseases": PolicyGroup.SPECIAL,
    "dual.": PolicyGroup.SPECIAL,
    "pool.": PolicyGroup.POOL,
    "chronic.": PolicyGroup.CHRONIC,
    "premium.": PolicyGroup.PREMIUM,
    "credit.": PolicyGroup.ACCOUNT,
    "balance.": PolicyGroup.ACCOUNT,
    "xprov.": PolicyGroup.CROSSING,
}
"""The first beginning of a key that fits; every key has one."""


def group_of(key: str) -> PolicyGroup:
    return next(group for beginning, group in GROUPS.items() if key.startswith(beginning))
