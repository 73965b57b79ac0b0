"""What outlives a refusal or a suspension: the kept reply, and a code that was shown."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from gongji.app.runtime import Runtime
from gongji.fsi.envelope import fingerprint
from gongji.fsi.models import GatewayMessage
from gongji.fsi.packing import packed, unpacked
from gongji.fsi.wire import write_json
from tests.support.cast import Cast
from tests.support.sent import CHILD, CLINIC, PHARMACY, WIFE, Line, family, sale

KEPT = bytes.fromhex("58a41d3c7abfc3d33c077aacb61600beb80b33")
LAST_DAY, NEXT_DAY = "2025-06-10T10:00:00+08:00", "2025-06-11T10:00:00+08:00"


def suspended_tomorrow(cast: Cast) -> Cast:
    places = family()["institutions"]
    places[0] |= {"suspended_from": NEXT_DAY[:10]}
    return cast.load(institutions=places)


def test_a_suspended_institution_still_gets_the_reply_it_lost(cast: Cast) -> None:
    suspended_tomorrow(cast)
    bought = sale(cast.number_of(WIFE), WIFE, [Line()])
    first = cast.transact("2102", bought, msgid="LOST")
    assert first.code == ""
    cast.at(NEXT_DAY)
    again = cast.transact("2102", bought, msgid="LOST")
    assert again.body["output"] == first.body["output"]
    assert cast.transact("2102", bought, msgid="NEW").code == "NOT_DESIGNATED"
    cast.at(LAST_DAY)
    other = sale(bought["druginfo"]["psn_no"], WIFE, [Line(price="11.00")])
    assert cast.transact("2102", other, msgid="NEW").code == ""
    assert cast.broken() == []


@pytest.mark.parametrize("made_small", [bytes, zlib.compress])
def test_messages_of_earlier_releases_are_compared_and_answered_as_they_were(
    cast: Cast, runtime: Runtime, made_small: Callable[[bytes], bytes]
) -> None:
    """They kept the input as it was sent, and the reply plain, later deflated by itself."""
    bought = sale(cast.number_of(WIFE), WIFE, [Line()])
    first = cast.transact("2102", bought, msgid="OLD")
    reply = made_small(write_json(first.body["output"]))
    with runtime.engine.begin() as connection:
        kept = {
            "old": fingerprint("2102", bought),
            "reply": GatewayMessage.output.seal_at((PHARMACY, "OLD"), reply),
            "msgid": "OLD",
        }
        renamed = text(
            "UPDATE fsi_message SET fingerprint = :old, output = :reply WHERE msgid = :msgid"
        )
        assert connection.execute(renamed, kept).rowcount == 1
    assert cast.transact("2102", bought, msgid="OLD").body["output"] == first.body["output"]
    bought["druginfo"]["medfee_sumamt"] = "10.000"
    assert cast.transact("2102", bought, msgid="OLD").code == "MSGID_REUSED"


def test_a_reply_of_this_release_is_small_and_opens_in_later_ones(cast: Cast) -> None:
    """The words that it was packed with are part of what is kept."""
    reply = write_json(
        cast.transact("2102", sale(cast.number_of(WIFE), WIFE, [Line()])).body["output"]
    )
    assert len(reply) > 2_000
    assert len(packed(reply)) < 400
    assert unpacked(KEPT) == b'{"setlinfo":{"psn_no":"psn_01"}}'


def token_of(cast: Cast, who: str) -> str:
    issued = cast.call("POST", "/credentials/insurance-code", {}, **cast.sign_in(who))
    return str(issued.body["token"])


def by_code(cast: Cast, who: str, token: str) -> dict[str, Any]:
    content = sale(cast.number_of(who), who, [Line()])
    content["druginfo"] |= {"mdtrt_cert_type": "01", "mdtrt_cert_no": token}
    return content


def shown_at(cast: Cast, token: str, place: str) -> str:
    data = {"mdtrt_cert_type": "01", "mdtrt_cert_no": token}
    return cast.transact("1101", {"data": data}, place=place).code


def test_a_code_stays_bound_where_the_bill_is_refused_and_the_msgid_is_free(cast: Cast) -> None:
    token = token_of(cast, WIFE)
    right = by_code(cast, WIFE, token)
    wrong = right | {"druginfo": right["druginfo"] | {"medfee_sumamt": "10.01"}}
    assert cast.transact("2102", wrong, msgid="M").code == "AMOUNTS_DISAGREE"
    assert shown_at(cast, token, CLINIC) == "CREDENTIAL_INVALID"
    cast.at("2025-06-10T10:05:00+08:00")
    settled = cast.transact("2102", right, msgid="M")
    assert settled.legs() == ("0.00", "10.00", "0.00", "0.00")
    assert shown_at(cast, token, PHARMACY) == "CREDENTIAL_INVALID"
    assert cast.transact("2102", right, msgid="M").body["output"] == settled.body["output"]


def test_a_code_shown_for_somebody_else_stays_bound_too(cast: Cast) -> None:
    token = token_of(cast, WIFE)
    assert cast.transact("2101", by_code(cast, CHILD, token)).code == "CREDENTIAL_NOT_OWN"
    assert shown_at(cast, token, CLINIC) == "CREDENTIAL_INVALID"
    assert shown_at(cast, token, PHARMACY) == ""


def test_an_institution_that_may_not_settle_binds_no_code(cast: Cast) -> None:
    suspended_tomorrow(cast)
    bought = by_code(cast, WIFE, "")
    token = token_of(cast.at(NEXT_DAY), WIFE)
    bought["druginfo"]["mdtrt_cert_no"] = token
    assert cast.transact("2102", bought).code == "NOT_DESIGNATED"
    assert shown_at(cast, token, CLINIC) == ""
