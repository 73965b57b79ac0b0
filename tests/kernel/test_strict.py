"""Dates, months, instants and whole numbers are read from one exact writing at every entrance."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from click import BadParameter
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from gongji.app.schemas import Day, Fen, Timestamp, Whole, WholeText
from gongji.app.web import read_json
from gongji.cli import options
from gongji.config import BadSettings, read_settings
from gongji.fsi.fields import Field, FieldKind, Unfit
from gongji.imports.fields import Rate
from gongji.kernel.clock import SHANGHAI
from gongji.kernel.problems import RequestInvalid
from gongji.kernel.strict import read_day, read_instant, read_moment, read_month, read_whole
from gongji.policy import parsers
from tests.support.cast import Cast
from tests.support.sent import PAYER

Reader = Callable[[str], object]
REFUSALS = (ValueError, ValidationError, RequestInvalid, BadParameter, BadSettings, Unfit)


def gateway(kind: FieldKind) -> Reader:
    return Field("some_field", "某项", kind, 30, 0, required=True).read


def setting(text: str) -> int:
    wanted = {"GONGJI_ENV": "sandbox", "GONGJI_SECRET": "s" * 40}
    return read_settings(wanted | {"GONGJI_PORT": text}).port


DAYS: dict[str, Reader] = {
    "pure": read_day, "citizens": Day().deserialize, "gateway": gateway(FieldKind.DAY),
    "policy": parsers.day,
}  # fmt: skip
MONTHS: dict[str, Reader] = {
    "pure": read_month, "command line": lambda text: options.MONTH.convert(text, None, None),
}  # fmt: skip
MOMENTS: dict[str, Reader] = {
    "pure": read_instant, "citizens": Timestamp().deserialize,
    "gateway": gateway(FieldKind.INSTANT),
    "pure, or Hunan time": read_moment,
    "command line": lambda text: options.MOMENT.convert(text, None, None),
}  # fmt: skip
WHOLES: dict[str, Reader] = {
    "pure": lambda text: read_whole(text, 0, 9_999), "query": WholeText(0, 9_999).deserialize,
    "command line": lambda text: options.whole(0, 9_999).convert(text, None, None),
    "setting": setting,
}  # fmt: skip
BAD_DAYS = [
    "2025-W01-1", "2025W011", "20250110", "2025-1-10", "2025-001", "２０２５-01-10", "2025-01-1０",
    "2025-01-10\n", "2025-02-29", "2025-13-01", "0000-01-01", "1899-12-31",
    "2200-01-01", "-025-01-01", "2025/01/10", "٢٠٢٥-01-10", "2025-01-10T", "",
]  # fmt: skip
BAD_MONTHS = ["2025-W1", "202501", "2025-1", "2025-13", "２０２５-01", "2025-01-01", "2025-01 "]
BAD_MOMENTS = [
    "2025-W01-1T00:00:00+08:00", "20250110T000000+0800", "2025-01-10T25:00:00+08:00",
    "２０２５-01-10T00:00:00+08:00", "2025-01-10T00:00:00+8", "1000-01-01T00:00:00+08:00",
    "2025-01-10T00+08:00", "2025-01-10T00:00:00+08:00 ", "9999-12-31T23:59:59-12:00", "2025-010",
]  # fmt: skip
BAD_WHOLES = ["1_0", "+1", " 1", "1 ", "１", "1.0", "1e2", "0x1", "٣", "01", "-0", "--1", "1\n"]


@pytest.mark.parametrize(
    ("entrances", "bad"),
    [(DAYS, BAD_DAYS), (MONTHS, BAD_MONTHS), (MOMENTS, BAD_MOMENTS), (WHOLES, BAD_WHOLES)],
    ids=["days", "months", "moments", "whole numbers"],
)
def test_only_one_writing_is_read(entrances: dict[str, Reader], bad: list[str]) -> None:
    read_all_the_same = {
        (name, text): found
        for name, read in entrances.items()
        for text in bad
        if (found := _read(read, text)) is not None
    }
    padded = {("gateway", text) for text in bad if text.strip() in GATEWAY_ALSO_READS}
    assert set(read_all_the_same) == (padded if "gateway" in entrances else set())
    for (_, text), found in read_all_the_same.items():
        assert found == GATEWAY_ALSO_READS[text.strip()]


def _read(read: Reader, text: str) -> object:
    """What it reads, None for a refusal."""
    try:
        return read(text)
    except REFUSALS:
        return None


GATEWAY_ALSO_READS = {
    "2025-01-10": date(2025, 1, 10),
    "2025-01-10T00:00:00+08:00": datetime(2025, 1, 10, tzinfo=SHANGHAI),
}
"""Institutions pad their fields: the gateway cuts what stands around a value, others refuse it."""


@pytest.mark.parametrize(
    "text",
    ["2025-06-10 08:00:00", "2025-06-10T08:00:00", "2025-06-10 08:00:00.000",
     "2025-06-10 08:00:00,0", "2025-06-10T00:00:00Z", "2025-06-10 08:00:00 +0800",
     " 2025-06-10 08:00:00 "],
)  # fmt: skip
def test_the_gateway_reads_an_instant_as_institutions_write_it(text: str) -> None:
    assert MOMENTS["gateway"](text) == datetime(2025, 6, 10, 8, tzinfo=SHANGHAI)
    assert _read(MOMENTS["pure"], text) is None or text.endswith("T00:00:00Z")


@pytest.mark.parametrize(
    "text",
    ["2025-06-10 08:00", "20250610080000", "2025-06-10T08:00:00 +8", "2025-06-10  08:00:00",
     "2025-06-10t08:00:00", "2025-06-10 08:00:00z", "2025-06-10 08:00:60", "2025-06-10 24:00:01"],
)  # fmt: skip
def test_the_gateway_reads_nothing_else(text: str) -> None:
    assert _read(MOMENTS["gateway"], text) is None


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_that_is_meant_is_read(day: date) -> None:
    assert [read(day.isoformat()) for read in DAYS.values()] == [day] * len(DAYS)


@given(st.text(alphabet="0123456789-W: T+٣１_.", max_size=10))
def test_no_text_is_read_as_another_day(text: str) -> None:
    for name, read in DAYS.items():
        found = _read(read, text)
        if found is not None:
            assert isinstance(found, date)
            assert found.isoformat() == (text.strip() if name == "gateway" else text)


@pytest.mark.parametrize("text", ["2025-06-10T08:00:00+08:00", "2025-06-10T00:00:00Z",
                                  "2025-06-10t00:00:00.000z"])  # fmt: skip
def test_an_instant_has_its_offset(text: str) -> None:
    moment = read_instant(text)
    assert moment == datetime.fromisoformat("2025-06-10T00:00:00+00:00")
    assert moment.utcoffset() in (timedelta(0), timedelta(hours=8))


@pytest.mark.parametrize(
    "content", ["1.0", "1.5", "1e0", "true", '"1"', "null", "[]", "-1", "1e400"]
)
def test_whole_numbers_of_json_are_whole(content: str) -> None:
    for field in (Whole(0, 9), Fen()):
        with pytest.raises(ValidationError):
            field.deserialize(read_json(content.encode()))
    assert Whole(0, 9).deserialize(read_json(b"1")) == 1


@pytest.mark.parametrize("text", ["0_1", "０.1", "1e-1", ".5", "+0.1", " 0.1", "0.12345", "1.1"])
def test_shares_of_files_are_plain_decimals(text: str) -> None:
    with pytest.raises(ValidationError):
        Rate().deserialize(text)


QUERIES = {
    "year": (["/account/entries", "/account/summary", "/account/statement", "/visits",
              "/premiums/products", "/premiums/payables"],
             ["2_025", "+2025", "２０２５", "2025.0"]),
    "limit": (["/account/entries", "/visits", "/messages", "/access-log", "/institutions",
               "/family/bindings", "/premiums/payments"], ["1_0", "１", "+1", "1.0"]),
    "from": (["/account/entries"], ["2025-W01-1", "20250101", "2025-1-1"]),
    "on": (["/policy"], ["2025-W01-1", "20250101"]),
    "level": (["/institutions"], ["１", "+1", "1_"]),
}  # fmt: skip


@pytest.mark.parametrize("name", QUERIES)
def test_queries_are_read_strictly(cast: Cast, name: str) -> None:
    paths, bad = QUERIES[name]
    needed = {
        "/policy": {"area": "430100"},
        "/premiums/payables": {"product": "resident"},
        "/account/statement": {"format": "csv"},
    }
    headers = cast.sign_in(PAYER)
    for path in paths:
        for text in bad:
            query = needed.get(path, {}) | {name: text.replace("+", "%2B")}
            asked = "&".join(f"{key}={value}" for key, value in query.items())
            answer = cast.call("GET", f"{path}?{asked}", **headers)
            pointers = [error["pointer"] for error in answer.body.get("errors", [])]
            assert (answer.code, pointers) == ("REQUEST_INVALID", [f"/{name}"]), (path, text)


def test_fixtures_and_events_are_read_strictly(cast: Cast) -> None:
    for fixture in ({"clock": "2025-W24-2T10:00:00+08:00"}, {"clock": "20250610T100000+0800"}):
        assert cast.call("POST", "/sandbox/reset", {"fixture": fixture | {"persons": []}}).code
    event = {"event_id": "e1", "type": "DEATH", "id_number": "430199198005120014", "data": {}}
    for day in ("2025-W24-2", "20250610", "２０２５-06-10"):
        answer = cast.call("POST", "/sandbox/events", event | {"effective_on": day})
        assert answer.body["errors"][0]["pointer"] == "/effective_on", json.dumps(answer.body)
