"""Puts together what every process of gongji has: the runtime, and every table of the schema.

The HTTP application on top of it is made by `gongji.bootstrap`.
"""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import resolve_name
from typing import cast

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from gongji.adapters.sms_fallback import WithFallback
from gongji.app import idempotency as _replies  # noqa: F401  (as the models below)
from gongji.app import logs
from gongji.app.runtime import Moment, Runtime
from gongji.auth import models as _sessions  # noqa: F401  (part of the schema in every process)
from gongji.chronic import models as _qualifications  # noqa: F401
from gongji.config import BadSettings, Settings
from gongji.credential import models as _codes  # noqa: F401
from gongji.credits import models as _credits  # noqa: F401
from gongji.documents import models as _documents  # noqa: F401
from gongji.family import models as _bindings  # noqa: F401
from gongji.fsi import models as _nonces  # noqa: F401
from gongji.institutions import models as _places  # noqa: F401
from gongji.kernel import mark, privacy
from gongji.kernel.clock import real_now
from gongji.kernel.engine import engine_options, prepare
from gongji.kernel.files import keep_private
from gongji.kernel.ports import Gateways
from gongji.kernel.replica import Replica
from gongji.kernel.transaction import Transactions
from gongji.ledger import figures as _figures  # noqa: F401
from gongji.ledger import models as _books  # noqa: F401
from gongji.notices import models as _messages  # noqa: F401
from gongji.offices import models as _offices  # noqa: F401
from gongji.ops import models as _workers  # noqa: F401
from gongji.people import models as _people  # noqa: F401
from gongji.policy.loader import load_packs
from gongji.policy.rules import PolicyBook
from gongji.policy_listing import models as _editions  # noqa: F401
from gongji.premium import models as _premiums  # noqa: F401
from gongji.quota import models as _quotas  # noqa: F401
from gongji.sandbox import models as _sandbox  # noqa: F401
from gongji.sandbox.adapters import FALLBACK, SandboxRegistry, SandboxSms
from gongji.sandbox.clock import SandboxMoment
from gongji.sandbox.login_adapters import SandboxLogins
from gongji.sandbox.quota_platform import SandboxQuotaPlatform
from gongji.settlement import models as _settlements  # noqa: F401


def create_runtime(
    settings: Settings, make_engine: Callable[..., Engine] = create_engine
) -> Runtime:
    """What commands, jobs and the HTTP application work with; `make_engine` as `create_engine`.

    Raises BadSettings, PackError, ForeignDatabase.
    """
    logs.install()
    mark.look(settings.database_url, settings.owner)
    keep_private(settings.database_url, settings.data_dir)
    privacy.use(settings.keys)
    engine = make_engine(settings.database_url, **engine_options(settings.database_url))
    prepare(engine)
    transactions = mark.OwnedTransactions(engine, settings.owner, _replica(settings))
    return Runtime(
        engine=engine,
        transactions=transactions,
        moment_in=_moment(settings, load_packs()),
        gateways=_gateways(settings, transactions),
    )


def _replica(settings: Settings) -> Replica | None:
    if not settings.read_database_url:
        return None
    address = settings.read_database_url
    engine = create_engine(address, **engine_options(address))
    prepare(engine)
    return Replica(engine)


def _moment(settings: Settings, packs: PolicyBook) -> Callable[[Session], Moment]:
    if settings.sandbox:
        return SandboxMoment(packs, settings.guards)
    return lambda _session: Moment(real_now(), packs, settings.guards)


def _gateways(settings: Settings, transactions: Transactions) -> Gateways:
    if not settings.sandbox:
        return _adapters(settings.adapters)(transactions)
    sms = WithFallback(SandboxSms(transactions), SandboxSms(transactions, FALLBACK))
    registry = SandboxRegistry(transactions)
    return Gateways(
        registry,
        sms,
        logins=SandboxLogins(transactions),
        registry_writer=registry,
        quotas=SandboxQuotaPlatform(transactions),
    )


def _adapters(name: str) -> Callable[[Transactions], Gateways]:
    """What GONGJI_ADAPTERS names; a province brings its own beside this program."""
    if not name:
        raise BadSettings(
            "no production adapter of the registry and the SMS provider is set up: GONGJI_ADAPTERS"
            " names the function that makes them"
        )
    try:
        found = resolve_name(name)
    except (ImportError, AttributeError) as trouble:
        raise BadSettings(f"GONGJI_ADAPTERS: {name} cannot be imported") from trouble
    return cast("Callable[[Transactions], Gateways]", found)
