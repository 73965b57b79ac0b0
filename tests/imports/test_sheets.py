"""People, institutions and items from files: good rows in, bad ones named, nothing half-written."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from gongji.app.runtime import Runtime
from gongji.imports.csv_file import BadSheet, Columns, read
from gongji.imports.people import PEOPLE
from gongji.imports.places import CATALOGUE, INSTITUTIONS, OFFICES
from gongji.imports.report import ENGLISH, Outcome, Result, bad, write_report
from gongji.imports.run_import import ROWS_AT_ONCE, Mode
from gongji.institutions.models import CatalogueItem, Institution
from gongji.ledger.models import Account
from gongji.offices.models import Office, OfficeService
from gongji.ops.reconcile import reconcile
from gongji.people.facts import find_by_id_number
from gongji.people.models import Person
from gongji.sandbox.invent import family
from gongji.vocabulary import Service
from tests.imports.desk import ADDED, CHANGED, SAME, count, gongji, refused, sheet, taken_in
from tests.registry_events.household import BROTHER, NUMBERS
from tests.sandbox.test_generate import TODAY
from tests.support.serving import environment

HEADER = "name,id_number,phone,kind,category,status,area,balance_yuan,monthly_base_yuan,subsidy"
CHEN = ("陈建国", "430199198005120014", "19900000001", "employee", "active", "normal", "430100",
        "300.50", "6000", "")  # fmt: skip
LI = ("李秀英", "430199198203080025", "", "resident", "", "", "430200", "", "", "half")


def changed(row: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    names = HEADER.split(",")
    return tuple(cells.get(name, text) for name, text in zip(names, row, strict=True))


@pytest.mark.parametrize("bom", [False, True])
def test_people_come_with_insurance_account_and_registry(
    runtime: Runtime, tmp_path: Path, *, bom: bool
) -> None:
    path = sheet(tmp_path, HEADER, [CHEN, LI], bom=bom)
    assert taken_in(runtime, PEOPLE, path) == {2: ADDED, 3: ADDED}
    assert taken_in(runtime, PEOPLE, path) == {2: SAME, 3: SAME}
    accounts = runtime.run(lambda ctx: ctx.db.execute(select(Account)).scalars().all())
    assert [(one.opening_fen, one.balance_fen) for one in accounts] == [(30_050, 30_050)]
    person = runtime.run(lambda ctx: find_by_id_number(ctx.db, CHEN[1]))
    assert person
    assert (person.name, person.sex, str(person.phone)) == ("陈建国", "M", "199****0001")
    registry = runtime.gateways.registry
    told = registry.insured_state(LI[1], "李秀英")
    assert told
    assert [(one.kind, one.area) for one in told.insurances] == [("resident", "430200")]
    assert registry.registered_phone(CHEN[1], "陈建国") == "19900000001"
    assert runtime.run(reconcile, writes=False).ok


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": ""}, "required"),
        ({"name": "陈\ue000建国"}, "characters"),
        ({"id_number": "430199198005120015"}, "id_number"),
        ({"phone": "1990000000"}, "phone"),
        ({"kind": "职工"}, "choice"),
        ({"category": ""}, "category"),
        ({"area": "4301"}, "area"),
        ({"balance_yuan": "1.005"}, "amount"),
        ({"balance_yuan": "-1"}, "amount"),
        ({"balance_yuan": "1e3"}, "amount"),
        ({"kind": "resident", "category": ""}, "account"),
        ({"category": "pool_only"}, "account"),
        ({"subsidy": "some"}, "choice"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_written(
    runtime: Runtime, tmp_path: Path, cells: dict[str, str], code: str
) -> None:
    path = sheet(tmp_path, HEADER, [LI, changed(CHEN, **cells)])
    assert taken_in(runtime, PEOPLE, path) == {2: ADDED, 3: refused(code)}
    assert code in ENGLISH
    assert count(runtime, Person) == 1


def test_rows_that_repeat_or_contradict_are_refused(runtime: Runtime, tmp_path: Path) -> None:
    taken_in(runtime, PEOPLE, sheet(tmp_path, HEADER, [CHEN]))
    rows = [
        changed(CHEN, name="陈建民"),
        LI,
        LI,
        changed(LI, id_number=NUMBERS[BROTHER], phone="19900000001"),
        (),
        LI[:3],
    ]
    assert taken_in(runtime, PEOPLE, sheet(tmp_path, HEADER, rows)) == {
        2: refused("other_name"),
        3: ADDED,
        4: refused("repeated"),
        5: refused("taken"),
        7: refused("ragged"),
    }


@pytest.mark.parametrize("mode", [Mode.DRY_RUN, Mode.STRICT])
def test_a_dry_run_and_a_strict_run_with_a_bad_row_write_nothing(
    runtime: Runtime, tmp_path: Path, mode: Mode
) -> None:
    path = sheet(tmp_path, HEADER, [CHEN, changed(LI, area="x")])
    assert taken_in(runtime, PEOPLE, path, mode) == {2: ADDED, 3: refused("area")}
    assert count(runtime, Person) == 0
    good = sheet(tmp_path, HEADER, [CHEN])
    taken_in(runtime, PEOPLE, good, mode)
    assert count(runtime, Person) == (mode is Mode.STRICT)


def test_more_rows_than_a_chunk(runtime: Runtime, tmp_path: Path) -> None:
    members = [one for number in range(ROWS_AT_ONCE // 4 + 30) for one in family(number, TODAY)]
    rows = [
        (one.name, one.id_number, one.phone, "resident", "", "", "430100", "", "", "")
        for one in members
    ]
    results = taken_in(runtime, PEOPLE, sheet(tmp_path, HEADER, rows))
    assert set(results.values()) == {ADDED}
    assert count(runtime, Person) == len(rows) > ROWS_AT_ONCE


PLACES = "code,name,area,kind,level,designated,suspended_from,chronic"
ITEMS = "code,name,kind,level,self_rate,price_cap_yuan,restricted"
EDGES = [
    date(2023, 5, 21), date(2023, 5, 22), date(2025, 12, 31), date(2026, 1, 1),
    date(2026, 12, 31), date(2027, 1, 1),
]  # fmt: skip


def test_institutions_are_added_and_brought_up_to_date(runtime: Runtime, tmp_path: Path) -> None:
    kind = INSTITUTIONS
    rows = [
        ("H43010599901", "一医院", "430105", "hospital", "3", "是", "", "yes"),
        ("P43010599902", "药房", "430105", "pharmacy", "", "", "2025-07-01", ""),
        ("H43010599903", "二医院", "430105", "hospital", "", "", "", ""),
        ("P43010599904", "药房", "430105", "pharmacy", "1", "", "", ""),
        ("P43010599905", "药房", "430105", "pharmacy", "", "maybe", "", ""),
    ]
    path = sheet(tmp_path, PLACES, rows)
    assert taken_in(runtime, kind, path) == {
        2: ADDED,
        3: ADDED,
        4: refused("level"),
        5: refused("level"),
        6: refused("flag"),
    }
    again = [rows[0], ("P43010599902", "新药房", "430105", "pharmacy", "", "否", "", "")]
    assert taken_in(runtime, kind, sheet(tmp_path, PLACES, again)) == {2: SAME, 3: CHANGED}
    found = runtime.run(lambda ctx: ctx.db.get_one(Institution, "P43010599902"))
    assert (found.name, found.designated, found.suspended_from) == ("新药房", False, None)


def test_services_of_an_institution_come_with_their_days(runtime: Runtime, tmp_path: Path) -> None:
    kind = INSTITUTIONS
    header = "code,name,area,kind,level,chronic,services"

    def row(code: str, services: str) -> tuple[str, ...]:
        return (code, "药房", "430205", "pharmacy", "", "yes", services)

    rows = [
        row("P1", "pool 2023-05-22; dual 2026-01-01 2026-12-31"),
        row("P2", "chronic - 2025-12-31"),
        row("P3", "pool 2023-05-22 2023-05-21"),
        row("P4", "pool 2023-05-22;"),
        row("P5", "inpatient"),
    ]
    wrong = refused("services")
    expected = {2: ADDED, 3: ADDED, 4: wrong, 5: wrong, 6: wrong}
    assert taken_in(runtime, kind, sheet(tmp_path, header, rows)) == expected
    places = runtime.run(lambda ctx: ctx.db.execute(select(Institution)).scalars().all())
    opened = {
        (place.code, service): [day.isoformat() for day in EDGES if place.offers(service, day)]
        for place in places
        for service in Service
    }
    always = [day.isoformat() for day in EDGES]
    assert opened == {
        ("P1", "account"): always,
        ("P1", "pool"): always[1:],
        ("P1", "chronic"): always,
        ("P1", "dual"): always[3:5],
        ("P2", "account"): always,
        ("P2", "pool"): [],
        ("P2", "chronic"): always[:3],
        ("P2", "dual"): [],
    }
    again = [row("P2", "chronic 2025-01-01")]
    assert taken_in(runtime, kind, sheet(tmp_path, header, again)) == {2: CHANGED}
    assert taken_in(runtime, kind, sheet(tmp_path, header, again)) == {2: SAME}


def test_offices_are_added_and_brought_up_to_date(runtime: Runtime, tmp_path: Path) -> None:
    kind = OFFICES
    header = "code,name,area,address,hours,phone,services"
    good = (
        "A1",
        "天心区窗口",
        "430103",
        "测试路 1 号",
        "周一至周五",
        "0731-12393",
        "chronic;family",
    )
    rows = [
        good,
        ("A2", "长沙市大厅", "430100", "测试路 2 号", "", "12393", ""),
        ("A3", "大厅", "4301", "测试路", "", "12393", ""),
        ("A4", "大厅", "430100", "", "", "12393", ""),
        ("A5", "大厅", "430100", "测试路", "", "12393 转张三", ""),
        ("A6", "大厅", "430100", "测试路", "", "12393", "chronic;parking"),
        ("A7", "大厅", "430100", "测试路", "朝九晚五" * 51, "12393", ""),
        good,
    ]
    codes = ("area", "required", "telephone", "words", "too_long", "repeated")
    path, wrong = sheet(tmp_path, header, rows), dict(enumerate(map(refused, codes), 4))
    for mode in (Mode.DRY_RUN, Mode.STRICT):
        assert taken_in(runtime, kind, path, mode) == {2: ADDED, 3: ADDED} | wrong
        assert count(runtime, Office) == 0
    assert taken_in(runtime, kind, path) == {2: ADDED, 3: ADDED} | wrong
    assert set(codes) <= set(ENGLISH)
    moved = (*good[:3], "测试路 9 号", "", *good[5:])
    assert taken_in(runtime, kind, sheet(tmp_path, header, [moved, rows[1]])) == {
        2: CHANGED,
        3: SAME,
    }
    found = runtime.run(lambda ctx: ctx.db.get_one(Office, "A1"))
    assert (found.address, found.hours) == ("测试路 9 号", None)
    assert found.services == (OfficeService.FAMILY, OfficeService.CHRONIC)


def test_items_are_added_and_brought_up_to_date(runtime: Runtime, tmp_path: Path) -> None:
    kind = CATALOGUE
    rows = [
        ("XN02", "药品", "drug", "02", "0.1", "0.0543", ""),
        ("XN03", "药品", "drug", "04", "0.1", "", ""),
        ("XN04", "药品", "drug", "03", "1.1", "", ""),
        ("XN05", "药品", "drug", "02", "0.1", "0.0543001", ""),
        ("XN06", "药品", "drug", "02", "0.1", "", "maybe"),
    ]
    expected = {
        2: ADDED,
        3: refused("choice"),
        4: refused("share"),
        5: refused("amount"),
        6: refused("flag"),
    }
    assert taken_in(runtime, kind, sheet(tmp_path, ITEMS, rows)) == expected
    assert taken_in(runtime, kind, sheet(tmp_path, ITEMS, rows[:1])) == {2: SAME}
    cheaper = [("XN02", "药品", "drug", "02", "0.10", "0.054299", "是")]
    assert taken_in(runtime, kind, sheet(tmp_path, ITEMS, cheaper)) == {2: CHANGED}
    item = runtime.run(lambda ctx: ctx.db.get_one(CatalogueItem, "XN02"))
    assert (item.price_cap, item.restricted) == (Decimal("0.054299"), True)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "lacks"),
        (b"a,b\n", "unknown"),
        (b"a,a\n1,2\n", "twice"),
        (b"a\n\xff\n", "UTF-8"),
        (b'a\n"open\n', "cannot be read"),
    ],
)
def test_a_file_that_is_none_is_refused_before_anything(
    tmp_path: Path, content: bytes, why: str
) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    with pytest.raises(BadSheet, match=why):
        list(read(path, Columns(required=("a",))))


def test_lines_are_numbered_as_an_editor_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text('a,b\r\n1,"two\nlines"\r\n\r\n2,x\r\n', "utf-8")
    assert [line.number for line in read(path, Columns(("a", "b")))] == [2, 5]


def test_the_report_answers_every_row_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    write_report(path, [Outcome(2, Result.ADDED), bad(3, "/area", "area", "应为六位参保地代码")])
    with path.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    assert rows[1:] == [
        ["2", "added", "", "", "", ""],
        [
            "3",
            "bad",
            "area",
            "area",
            "area 应为六位参保地代码",
            "area is no area code of six digits",
        ],
    ]


def test_the_command_reports_and_ends_with_one_where_a_row_is_bad(
    database_url: str, runtime: Runtime, tmp_path: Path
) -> None:
    settings = environment(database_url, tmp_path)
    path = sheet(tmp_path, HEADER, [CHEN, changed(LI, phone="1")])
    dry = gongji(settings, "people", "import", "--dry-run", str(path))
    assert (dry.returncode, count(runtime, Person)) == (1, 0), dry.stderr
    assert "Nothing was written." in dry.stdout
    done = gongji(settings, "people", "import", str(path))
    assert (done.returncode, count(runtime, Person)) == (1, 1)
    assert "1 added, 0 changed, 0 same, 1 bad" in done.stdout
    report = (tmp_path / "rows.csv.report.csv").read_text("utf-8-sig").splitlines()
    assert report[2].startswith("3,bad,phone,phone,")
    assert CHEN[1] not in done.stdout + done.stderr + "".join(report)
