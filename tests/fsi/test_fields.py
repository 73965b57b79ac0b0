"""Every kind of field: numbers exact, times real, texts clean, codes known, refusals in Chinese."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from gongji.fsi.tables import check_input
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.problems import FieldError
from tests.fsi.inputs import POISON_AMOUNTS, refusal, visit, with_info, with_row


@pytest.mark.parametrize("blank", [None, "", " ", "　", "null", "NULL"])
def test_every_way_to_write_nothing_is_blank(blank: object) -> None:
    assert check_input("2102", with_info(dise_codg=blank))["druginfo"]["dise_codg"] is None
    error = refusal("2102", with_info(psn_no=blank))
    assert error == FieldError("/druginfo/psn_no", "REQUIRED", "人员编号不能为空")


def test_numbers_as_text_and_text_as_numbers() -> None:
    clean = check_input("2102", with_info(medfee_sumamt=" 250.00 ", insutype=310, invono=7))
    assert clean["druginfo"]["medfee_sumamt"] == Decimal("250.00")
    assert (clean["druginfo"]["insutype"], clean["druginfo"]["invono"]) == ("310", "7")


@pytest.mark.parametrize("number", ["250", "250.00", "250.0000", "2.5e2", "2.5E+2", "+250", "250."])
def test_one_amount_is_written_in_many_ways(number: str) -> None:
    amount = check_input("2102", with_info(medfee_sumamt=number))["druginfo"]["medfee_sumamt"]
    assert str(amount) == "250.00"


@pytest.mark.parametrize("amount", POISON_AMOUNTS, ids=lambda amount: repr(amount)[:24])
def test_poison_amounts_are_refused(amount: object) -> None:
    assert refusal("2102", with_info(medfee_sumamt=amount)).pointer == "/druginfo/medfee_sumamt"
    assert refusal("2102", with_row(det_item_fee_sumamt=amount)).code != "REQUIRED"


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("pric", "0.123456", "0.1234567"),
        ("cnt", "0.1234", "0.12345"),
        ("det_item_fee_sumamt", "99999999.99", "100000000.00"),
        ("prd_days", "99.99", "100"),
    ],
)
def test_decimals_and_bounds_are_those_of_the_field(name: str, good: str, bad: str) -> None:
    assert check_input("2102", with_row(**{name: good}))["drugdetail"][0][name] == Decimal(good)
    assert refusal("2102", with_row(**{name: bad})).code in {"DECIMALS", "TOO_LARGE"}


def test_an_integer_field_takes_no_fraction() -> None:
    content = visit()
    content["diseinfo"][0]["diag_srt_no"] = "1.5"
    assert refusal("2203", content).title == "诊断排序号应为整数"


@pytest.mark.parametrize(
    "moment",
    [
        "2025-02-30 10:00:00", "2025-02-30", "2025-06-10 25:00:00", "2025/06/10", "20250610100000",
        "2025-6-1", "0001-01-01 00:00:00", "9999-12-31", "2025-06-10T10:00:00+25:00", "2025-W01-1",
        "2025-06-10 10:00", "２０２５-06-10", 20250610, ["2025-06-10"], {}, True, 1e9,
        "2025-06-10+08:00", "2025-06-10 10:00:00.", "2025-06-10 10:00:60", "0001-01-01 00:00:00Z",
    ],
)  # fmt: skip
def test_impossible_times_are_refused(moment: object) -> None:
    error = refusal("2102", with_info(begntime=moment))
    assert error.pointer == "/druginfo/begntime"
    assert error.title.startswith("开始时间应为")


@pytest.mark.parametrize(
    ("text", "hour"), [("2025-06-10 10:00:00", 10), ("2025-06-10T10:00:00", 10), ("2025-06-10", 0)]
)
def test_times_are_read_in_hunan(text: str, hour: int) -> None:
    moment = check_input("2102", with_info(begntime=text))["druginfo"]["begntime"]
    assert moment == datetime(2025, 6, 10, hour, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-10T02:30:00Z", "2025-06-10 10:30:00+08:00", "2025-06-09T19:30:00-0700",
        "2025-06-10 10:30:00.000", "2025-06-10T10:30:00.123456789+08:00", "2025-06-10 10:30:00,5",
        "\t2025-06-10 10:30:00\r\n",
    ],
)  # fmt: skip
def test_fractions_and_zones_are_read(text: str) -> None:
    moment = check_input("2102", with_info(begntime=text))["druginfo"]["begntime"]
    assert moment.replace(microsecond=0) == datetime(2025, 6, 10, 10, 30, tzinfo=SHANGHAI)
    content = visit()
    content["mdtrtinfo"]["birctrl_matn_date"] = text
    assert check_input("2203", content)["mdtrtinfo"]["birctrl_matn_date"] == date(2025, 6, 10)


@pytest.mark.parametrize("edge", [" ", "\t", "\r\n", "\x00", "\u3000", "\xa0", " \x00\n"])
def test_what_readers_leave_at_the_ends_is_cut(edge: str) -> None:
    clean = check_input("2102", with_info(psn_no=f"{edge}psn_1{edge}", medfee_sumamt=f"250{edge}"))
    assert clean["druginfo"]["psn_no"] == "psn_1"
    assert clean["druginfo"]["medfee_sumamt"] == 250
    assert refusal("2102", with_info(psn_no=edge)).code == "REQUIRED"


def test_a_civil_date_comes_out_as_a_date() -> None:
    content = visit()
    content["mdtrtinfo"]["birctrl_matn_date"] = "2024-02-29"
    clean = check_input("2203", content)
    assert clean["mdtrtinfo"]["birctrl_matn_date"] == date(2024, 2, 29)
    content["mdtrtinfo"]["birctrl_matn_date"] = "2025-02-29"
    assert refusal("2203", content).title == "计划生育手术或生育日期应为有效日期（yyyy-MM-dd）"


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200b"])
def test_names_and_numbers_are_read_without_marks_that_nobody_sees(mark: str) -> None:
    node = with_info(psn_name=f"陈{mark}国", certno=f"{mark}430199198005120014")["druginfo"]
    clean = check_input("2102", with_info(**node))["druginfo"]
    assert (clean["psn_name"], clean["certno"]) == ("陈国", "430199198005120014")


@pytest.mark.parametrize("mark", ["\x00", "\n", "\x85", "\u202e", "\u2066", "\u200b", "\ud800"])
def test_marks_that_nobody_sees_are_refused(mark: str) -> None:
    assert refusal("2102", with_row(medc_way_dscr=f"口{mark}服")).title.startswith("用药途径描述")


def test_rare_characters_of_names_are_kept() -> None:
    name = "䶮𠮷·\ue000阿依古丽"
    assert check_input("2102", with_info(psn_name=name))["druginfo"]["psn_name"] == name


@pytest.mark.parametrize(
    ("name", "length"), [("psn_name", 50), ("certno", 50), ("dise_name", 500), ("psn_no", 30)]
)
def test_lengths_are_the_longer_of_table_and_dictionary(name: str, length: int) -> None:
    assert check_input("2102", with_info(**{name: "李" * length}))["druginfo"][name]
    error = refusal("2102", with_info(**{name: "李" * (length + 1)}))
    assert (error.code, str(length) in error.title) == ("TOO_LONG", True)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("mdtrt_cert_type", "04"), ("psn_type", "1101"), ("psn_type", "136019"),
        ("psn_cert_type", "990201"), ("med_type", "140104"), ("med_type", "12"),
    ],
)  # fmt: skip
def test_national_and_long_codes_are_accepted(name: str, code: str) -> None:
    assert check_input("2102", with_info(**{name: code}))["druginfo"][name] == code


@pytest.mark.parametrize(
    ("name", "code"),
    [("acct_used_flag", "3"), ("insutype", "999"), ("med_type", "xx"), ("psn_type", "7777")],
)
def test_codes_outside_the_tables_are_refused(name: str, code: str) -> None:
    error = refusal("2102", with_info(**{name: code}))
    assert error.code == "CODE"
    assert code not in error.title


def test_any_department_letters_are_accepted() -> None:
    data = {
        "psn_no": "psn_1",
        "insutype": "310",
        "begntime": "2025-06-10 10:00:00",
        "mdtrt_cert_type": "01",
        "mdtrt_cert_no": "t",
        "ipt_otp_no": "1",
        "dept_code": "A03",
        "dept_name": "内科",
        "caty": "ZZ99999999",
    }
    assert check_input("2201", {"data": data})["data"]["caty"] == "ZZ99999999"
    assert refusal("2201", {"data": data | {"caty": "ZZ999999999"}}).code == "TOO_LONG"


@pytest.mark.parametrize(
    "serial", ["1", 7, "000000000000001", "MZ20250610000000000000000000001"[:30]]
)
def test_line_serials_are_digits_or_begin_with_letters(serial: object) -> None:
    row = check_input("2102", with_row(feedetl_sn=serial))["drugdetail"][0]
    assert row["feedetl_sn"] == str(serial)


@pytest.mark.parametrize(
    "serial", ["0", "000", "1234567890123456", "-1", "1.0", "A" * 31, "１", [1]]
)
def test_other_line_serials_are_refused(serial: object) -> None:
    assert refusal("2102", with_row(feedetl_sn=serial)).pointer == "/drugdetail/0/feedetl_sn"


@pytest.mark.parametrize("data", ["aGk=", [104, 105], [-152 + 256, 105]])
def test_a_prescription_file_is_base64_or_a_list_of_bytes(data: object) -> None:
    content = visit()
    content["mdtrtinfo"]["rxIn"] = data
    assert check_input("2203A", content)["mdtrtinfo"]["rxIn"] == b"hi"


@pytest.mark.parametrize("data", ["a", "中文", [256], [True], [[1]], {}, "\ud800"])
def test_other_files_are_refused(data: object) -> None:
    content = visit()
    content["mdtrtinfo"]["rxIn"] = data
    assert refusal("2203A", content).pointer == "/mdtrtinfo/rxIn"
