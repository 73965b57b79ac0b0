"""Files go up as a part of a body or inside the input, and come down as they were."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from gongji.app.runtime import Runtime
from gongji.fsi.models import ExchangedFile
from tests.fsi.filed import file_question, file_upload
from tests.fsi.gateway import CALL, Gateway
from tests.fsi.test_looks import nothing_missing
from tests.support.cast import Cast
from tests.support.sent import HOSPITAL, PHARMACY, envelope

ROWS = b"PK\x03\x04\x00\xff rows"


def fetched(gateway: Gateway, question: dict[str, Any], place: str = PHARMACY) -> requests.Response:
    asked = json.dumps(envelope("9102", question, place=place))
    return requests.post(gateway.base + CALL, data=asked, timeout=30)


@pytest.mark.parametrize("part", ["file", "in"])
def test_a_file_goes_up_in_a_part_and_comes_down_as_a_stream(gateway: Gateway, part: str) -> None:
    """The text part may be declared anything: Java declares ISO-8859-1."""
    content = file_upload(b"")
    del content["fsUploadIn"]["in"]
    text = json.dumps(envelope("9101", content))
    parts: Any = {"jsonStr": (None, text, "text/plain; charset=ISO-8859-1"), part: ("r.zip", ROWS)}
    sent = requests.post(f"{gateway.base}/fsi/api/fileupload/upload", files=parts, timeout=30)
    reply = sent.json()
    assert (sent.status_code, reply["infcode"]) == (200, 0), reply
    nothing_missing("9101", reply["output"])
    number = reply["output"]["file_qury_no"]
    came = fetched(gateway, file_question(number))
    assert (came.headers["Content-Type"], came.content) == ("application/octet-stream", ROWS)
    assert "rows.zip" in came.headers["Content-Disposition"]
    for question, place in (
        (file_question(number, HOSPITAL), HOSPITAL),
        (file_question(number, name="other.zip"), PHARMACY),
        (file_question("fle_1"), PHARMACY),
    ):
        refused = fetched(gateway, question, place).json()
        assert (refused["infcode"], "没有这个文件" in refused["err_msg"]) == (-1, True)


@pytest.mark.parametrize("field", ["jsonStr", "file"])
def test_a_body_in_parts_that_lacks_one_is_refused(gateway: Gateway, field: str) -> None:
    content = file_upload(b"")
    del content["fsUploadIn"]["in"]
    parts: Any = {"jsonStr": (None, json.dumps(envelope("9101", content))), "file": ("r.zip", ROWS)}
    del parts[field]
    reply = requests.post(gateway.base + CALL, files=parts, timeout=30).json()
    assert reply["infcode"] == -1
    assert reply["err_msg"].split(" ")[0] in ("REQUEST_MALFORMED", "REQUEST_INVALID")


def test_a_file_in_the_input_is_kept_sealed_for_its_institution(
    cast: Cast, runtime: Runtime
) -> None:
    kept = cast.transact("9101", file_upload(ROWS))
    number = kept.body["output"]["file_qury_no"]
    row = runtime.run(lambda ctx: ctx.db.get_one(ExchangedFile, number), writes=False)
    assert (row.content, ROWS in row.content_box) == (ROWS, False)
    foreign = cast.transact("9101", file_upload(ROWS, HOSPITAL))
    assert "只能上传本机构的文件" in foreign.body["err_msg"]
