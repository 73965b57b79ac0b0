"""What is registered of people, from files: benefits, and qualifications for chronic care."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from gongji.app.runtime import Runtime
from gongji.chronic.models import Qualification, Registration
from gongji.imports.people import PEOPLE
from gongji.imports.qualifications import QUALIFICATIONS
from gongji.imports.registrations import REGISTRATIONS
from gongji.imports.report import ENGLISH
from gongji.imports.run_import import Mode
from tests.imports.desk import ADDED, CHANGED, SAME, count, refused, sheet, taken_in
from tests.imports.test_sheets import CHEN, HEADER, LI


def test_registrations_are_added_and_brought_up_to_date(runtime: Runtime, tmp_path: Path) -> None:
    taken_in(runtime, PEOPLE, sheet(tmp_path, HEADER, [CHEN]))
    header = "id_number,kind,code,name,since,until"
    rows = [
        (CHEN[1], "dual", "XN02", "药品", "2026-01-01", "2026-12-31"),
        (CHEN[1], "two_diseases", "diabetes", "糖尿病", "", "2026-12-31"),
        (CHEN[1], "two_diseases", "gout", "痛风", "", "2026-12-31"),
        (CHEN[1], "dual", "XN03", "药品", "2026-01-01", "2025-12-31"),
        (LI[1], "dual", "XN02", "药品", "", "2026-12-31"),
    ]
    path = sheet(tmp_path, header, rows)
    assert taken_in(runtime, REGISTRATIONS, path) == {
        2: ADDED,
        3: ADDED,
        4: refused("choice"),
        5: refused("order"),
        6: refused("unknown"),
    }
    longer = (*rows[0][:5], "2027-12-31")
    assert taken_in(runtime, REGISTRATIONS, sheet(tmp_path, header, [longer, rows[1]])) == {
        2: CHANGED,
        3: SAME,
    }
    found = runtime.run(lambda ctx: ctx.db.execute(select(Registration)).scalars().all())
    assert {one.code: one.until.isoformat() for one in found} == {
        "XN02": "2027-12-31",
        "diabetes": "2026-12-31",
    }


def test_qualifications_are_added_and_brought_up_to_date(runtime: Runtime, tmp_path: Path) -> None:
    taken_in(runtime, PEOPLE, sheet(tmp_path, HEADER, [CHEN]))
    today = runtime.run(lambda ctx: ctx.today)
    header = "id_number,disease,code,approved_on,valid_to,online"
    diabetes = (CHEN[1], "糖尿病", "M01600", "2024-12-31", "2025-12-31", "")
    rows = [
        diabetes,
        (CHEN[1], "器官移植抗排异", "M08300", "", "2025-12-31", ""),
        (CHEN[1], "冠心病", "M04600", "2025-01-15", "2025-01-31", ""),
        (CHEN[1], "冠心病", "M04600", str(today + timedelta(days=1)), "2029-12-31", ""),
        (CHEN[1], "高血压", "M03900", "", "2025-02-30", ""),
        (CHEN[1], "高血压", "M 03900", "", "2025-12-31", ""),
        (CHEN[1], "高血压", "M03900", "", "2025-12-31", "maybe"),
        (CHEN[1], "", "M03900", "", "2025-12-31", ""),
        (LI[1], "糖尿病", "M01600", "", "2025-12-31", ""),
        (*diabetes[:4], "2026-12-31", ""),
    ]
    codes = ["order", "future", "date", "characters", "flag", "required", "unknown", "repeated"]
    path, wrong = sheet(tmp_path, header, rows), dict(enumerate(map(refused, codes), 4))
    for mode in (Mode.DRY_RUN, Mode.STRICT):
        assert taken_in(runtime, QUALIFICATIONS, path, mode) == {2: ADDED, 3: ADDED} | wrong
        assert count(runtime, Qualification) == 0
    assert taken_in(runtime, QUALIFICATIONS, path) == {2: ADDED, 3: ADDED} | wrong
    assert set(codes) <= set(ENGLISH)
    query = select(Qualification).order_by(Qualification.code)
    held = runtime.run(lambda ctx: ctx.db.execute(query).scalars().all())
    assert [(one.code, one.online, one.begins_on) for one in held] == [
        ("M01600", True, date(2025, 1, 1)),
        ("M08300", False, None),
    ]
    assert taken_in(runtime, QUALIFICATIONS, sheet(tmp_path, header, rows[:2])) == {
        2: SAME,
        3: SAME,
    }
    corrected = (*diabetes[:3], "2025-01-01", "2026-06-30", "no")
    assert taken_in(runtime, QUALIFICATIONS, sheet(tmp_path, header, [corrected])) == {2: CHANGED}
    found = runtime.run(lambda ctx: ctx.db.get_one(Qualification, held[0].id))
    assert (found.online, found.begins_on) == (False, date(2025, 2, 1))
    assert found.valid_to == date(2026, 6, 30)
