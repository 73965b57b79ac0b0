"""The house's surroundings: the program on a database, what is for sale, and valid ID numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import insert

from gongji.app.context import Context
from gongji.app.runtime import Moment, Runtime
from gongji.institutions.models import CatalogueItem, Institution
from gongji.kernel import privacy
from gongji.kernel.id_number import is_id_number
from gongji.kernel.ports import Gateways
from gongji.kernel.privacy import KeyRing
from gongji.kernel.transaction import Transactions
from gongji.policy.rules import PolicyBook
from gongji.sandbox.adapters import SandboxRegistry, SandboxSms
from gongji.sandbox.login_adapters import SandboxLogins
from tests.independent.people import Place
from tests.independent.split import UNLISTED, Item
from tests.settlement.translation import item_row, place_row
from tests.support.databases import engine_on


@contextmanager
def open_runtime(database_url: str, moment: Callable[[], Moment]) -> Iterator[Runtime]:
    """The program's road on this database, at the moment that the test sets."""
    engine = engine_on(database_url)
    privacy.use(KeyRing({1: b"k" * 32}, b"i" * 32))
    transactions = Transactions(engine)
    outside = Gateways(
        SandboxRegistry(transactions), SandboxSms(transactions), logins=SandboxLogins(transactions)
    )
    try:
        yield Runtime(engine, transactions, lambda _session: moment(), outside)
    finally:
        engine.dispose()


def at(ctx: Context, moment: datetime, policy: PolicyBook) -> Context:
    """The same transaction, at another moment."""
    return replace(ctx, now=moment.astimezone(UTC), policy=policy)


def stock(ctx: Context, items: Sequence[Item], places: Sequence[Place]) -> None:
    """What every family finds there: the catalogue and the institutions."""
    ctx.db.execute(insert(CatalogueItem), [item_row(one) for one in items if one.kind != UNLISTED])
    ctx.db.execute(insert(Institution), [place_row(place) for place in places])


def id_number(serial: int) -> str:
    """A valid number of somebody born in Changsha on 12 May 1980, for serials below 1000."""
    stem = f"43019919800512{serial:03}"
    return next(number for end in "0123456789X" if is_id_number(number := stem + end))
