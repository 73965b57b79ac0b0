"""What somebody does about chronic care for a relative, for the test of the page of looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.sent import NUMBERS, PAYER, PHONES, WIFE

if TYPE_CHECKING:
    from tests.records.test_looks import House


def chronic_acts(house: House, tie: str) -> None:
    """The payer extends for his wife, with the code that she read out."""
    hers, relatives = {"id_number": NUMBERS[WIFE]}, "POST /chronic/relatives/<binding_id>/"
    send, look, extend = (relatives + act for act in ("sms-codes", "qualifications", "extensions"))
    house.leaves(send, house.ask(send, PAYER, hers, binding_id=tie))
    wrong = hers | {"sms_code": "0000"}
    assert house.ask(look, PAYER, wrong, binding_id=tie).code == "SMS_WRONG"
    [(name, _, what)] = house.logs.new()
    assert (name, "没有成功" in what) == (WIFE, True)
    code = hers | {"sms_code": house.last_code(PHONES[WIFE])}
    seen = house.ask(look, PAYER, code, binding_id=tie)
    house.leaves(look, seen, relative=[WIFE])
    letter = {"version": "1", "accepted": True}
    wanted = {"qualification_id": seen.body["items"][0]["id"], "commitment": letter}
    done = house.ask(extend, PAYER, wanted, binding_id=tie)
    house.leaves(extend, done, relative=[WIFE])
