"""What earlier versions stored is read, settled and reversed as on the day it was recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from gongji.app.runtime import Runtime
from gongji.ops.reconcile import reconcile
from tests.kernel.keeping import bring_up_to_date, restored
from tests.recorded.comparing import changes, fail_on, recorded, without_clauses
from tests.recorded.kept_bills import NAMES, ask, fill, replies_of


@pytest.mark.parametrize("name", NAMES)
def test_every_stored_bill_is_answered_as_recorded(
    name: str, database_url: str, tmp_path: Path
) -> None:
    kept = restored(name, database_url, tmp_path)
    bring_up_to_date(kept)
    runtime: Runtime = kept.extensions["gongji"]
    assert runtime.run(reconcile, writes=False).failures == []
    now = ask(kept)
    runtime.engine.dispose()
    fail_on(changes(name, recorded(replies_of(name)), now))


def test_bills_of_today_are_answered_as_those_of_the_newest_kept_version(app: Flask) -> None:
    """But for the clauses, which are those of the policy of its version."""
    fill(app)
    before, now = (without_clauses(one) for one in (recorded(replies_of(NAMES[-1])), ask(app)))
    fail_on(changes("today", before, now))
