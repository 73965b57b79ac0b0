"""What stands in the database about the household."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.family.models import Binding
from gongji.ledger.models import Account
from gongji.people.facts import find_by_id_number
from gongji.people.models import Insurance, Person
from gongji.settlement.models import Settlement
from gongji.vocabulary import InsuranceKind
from tests.registry_events.household import NAMES, NUMBERS


class Records:
    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def _read(self, query: Any) -> Any:
        return self._runtime.run(lambda ctx: ctx.db.execute(query).all(), writes=False)

    def person(self, who: str) -> Person:
        def find(ctx: Context) -> Person:
            found = find_by_id_number(ctx.db, NUMBERS[who])
            assert found, who
            return found

        return self._runtime.run(find, writes=False)

    def account(self, who: str) -> Account:
        query = select(Account).where(Account.person_id == self.person(who).id)
        account: Account = self._read(query)[0][0]
        return account

    def insurances(self, who: str) -> dict[InsuranceKind, tuple[str, str | None, str]]:
        query = select(Insurance).where(Insurance.person_id == self.person(who).id)
        return {row.kind: (row.status, row.category, row.area) for (row,) in self._read(query)}

    def status(self, who: str) -> set[str]:
        return {state[0] for state in self.insurances(who).values()}

    def ended(self) -> dict[str, str]:
        """End reasons by the two keys."""
        keys = {self.person(key).id: key for key in NAMES}
        rows = self._read(select(Binding).where(Binding.ended_at.is_not(None)))
        return {
            f"{keys[row.authorizer_id]}-{keys[row.beneficiary_id]}": row.end_reason
            for (row,) in rows
        }

    def flags(self) -> dict[str, str | None]:
        return dict(self._read(select(Settlement.id, Settlement.flagged)))

    def count(self, table: type[Any]) -> int:
        return int(self._read(select(func.count()).select_from(table))[0][0])
