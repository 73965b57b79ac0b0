"""Ways out for a production of the tests: `tests.support.adapters:gateways`."""

from __future__ import annotations

from gongji.kernel.ports import Gateways
from gongji.kernel.transaction import Transactions
from gongji.sandbox.adapters import SandboxRegistry, SandboxSms
from gongji.sandbox.login_adapters import SandboxLogins


def gateways(transactions: Transactions) -> Gateways:
    registry = SandboxRegistry(transactions)
    return Gateways(
        registry,
        SandboxSms(transactions),
        logins=SandboxLogins(transactions),
        registry_writer=registry,
    )
