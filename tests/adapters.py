"""Ways out for a production of the tests: GONGJI_ADAPTERS names `tests.adapters:gateways`."""

from __future__ import annotations

from gongji.gateways.ports import Gateways
from gongji.gateways.sandbox import SandboxRegistry, SandboxSms
from gongji.gateways.sandbox_logins import SandboxLogins
from gongji.kernel.transaction import Transactions


def gateways(transactions: Transactions) -> Gateways:
    return Gateways(
        SandboxRegistry(transactions), SandboxSms(transactions), logins=SandboxLogins(transactions)
    )
