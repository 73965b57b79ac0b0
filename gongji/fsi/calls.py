"""One call of an institution: who calls, what was sent, and the readings all transactions share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from gongji.app.context import Context
from gongji.credential.problems import CredentialInvalid
from gongji.fsi.codes import APPROVALS
from gongji.fsi.envelope import Envelope
from gongji.fsi.fields import EDGES
from gongji.fsi.tables import spelled
from gongji.fsi.wire import JsonObject
from gongji.institutions.models import Institution
from gongji.kernel.clock import civil_date, wall_clock
from gongji.kernel.identity import read_id_number, same_name
from gongji.kernel.money import Money
from gongji.kernel.problems import FieldError, RequestInvalid
from gongji.kernel.writes import Write
from gongji.people.facts import find_by_id_number
from gongji.people.models import Person
from gongji.settlement.bill import Approval, ChargeInput, Credential
from gongji.settlement.problems import AmountsDisagree, CredentialNotOwn
from gongji.vocabulary import CredentialKind, Scene

CLOCK_SKEW = timedelta(minutes=10)
"""How far an institution's clock may be ahead of ours."""

FEN, HALF = Decimal("0.01"), Decimal("0.5")
QUANTITY, PRICE = Decimal("0.0001"), Decimal("0.000001")
"""The decimals that the standard grants quantities and prices."""

Output = JsonObject


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What a query answers with a file, which goes out as a stream."""

    name: str
    content: bytes = field(repr=False)


@dataclass(slots=True)
class Call:
    """A transaction whose sender is known and whose input fits its table."""

    ctx: Context
    institution: Institution
    envelope: Envelope
    input: JsonObject
    patients: list[str] = field(default_factory=list)
    payers: list[str] = field(default_factory=list)
    """Whose data this call reads and who see it nowhere else: `service.serve` notes it in their
    access logs.
    """
    writes: list[Write] = field(default_factory=list)
    """Rows that nothing in this act reads: written at its end, with its reply."""

    commit_on_raise: bool = False
    """Whether something must stay that was counted, though the transaction is refused."""


def stated(amount: Decimal | None) -> Money | None:
    """What an institution says an amount is, or None where it says nothing."""
    return None if amount is None else Money.yuan(amount)


def charge(row: JsonObject, begun_at: datetime | None = None) -> ChargeInput:
    """One line as sent; raises AMOUNTS_DISAGREE where price and quantity do not make the amount.

    A fen of difference is allowed, or what rounding the price to its last decimal may have moved. A
    price in whole yuan is exact to the fen: JSON drops the zeros behind the point.
    """
    amount, quantity, price = row["det_item_fee_sumamt"], row["cnt"], row["pric"]
    computed = price * quantity
    exponent = price.as_tuple().exponent
    assert isinstance(exponent, int), "a price is neither NaN nor infinite"
    decimals = max(0 if price % 1 else 2, -exponent)
    if abs(computed - amount) > max(FEN, quantity * HALF.scaleb(-decimals)):
        rounded = computed.quantize(FEN, rounding=ROUND_HALF_UP)
        raise AmountsDisagree(
            what=f"明细 {row['feedetl_sn']} 的金额", stated=amount, computed=rounded
        )
    return ChargeInput(
        number=row["feedetl_sn"],
        item_code=row["med_list_codg"],
        local_code=row["medins_list_codg"],
        amount=Money.yuan(amount),
        quantity=quantity.quantize(QUANTITY),
        price=price.quantize(PRICE),
        approval=APPROVALS.get(row.get("hosp_appr_flag") or "", Approval.NONE),
        occurred_at=row["fee_ocur_time"],
        begun_at=begun_at,
    )


def refuse_repeated_numbers(numbers: Sequence[str], used: set[str], pointer: str) -> None:
    if len(set(numbers)) != len(numbers) or used & set(numbers):
        raise RequestInvalid.at(pointer, "repeated", "费用明细流水号重复")


def credential_of(node: JsonObject) -> Credential:
    """What was shown; a card's number in its one form, the token of an insurance code as it is."""
    kind, number = CredentialKind(node["mdtrt_cert_type"]), node["mdtrt_cert_no"]
    is_token = kind is CredentialKind.INSURANCE_CODE
    return Credential(kind, number if is_token else read_id_number(number))


def shown_code(content: JsonObject) -> str | None:
    """The insurance code in an input, checked or raw; None where another credential is shown."""
    for node in content.values():
        if isinstance(node, dict):
            shown = spelled(node, ("mdtrt_cert_type", "mdtrt_cert_no"))
            if str(shown.get("mdtrt_cert_type")).strip(EDGES) == CredentialKind.INSURANCE_CODE:
                return str(shown.get("mdtrt_cert_no"))
    return None


def refuse_missing_disease(scene: Scene, code: str | None, pointer: str) -> None:
    """Chronic care is care of a named disease."""
    if scene is Scene.CHRONIC and code is None:
        raise RequestInvalid.at(pointer, "REQUIRED", "慢特病须填写病种编码")


def refuse_future(ctx: Context, content: JsonObject) -> None:
    """Raises REQUEST_INVALID for the dates in an input that lie more than ten minutes ahead of our
    clock, and tells what it shows.
    """
    title = f"时间不能晚于当前时间（本系统现在是 {wall_clock(ctx.now)}）"
    late = [FieldError(at, "future", title) for at in _after(ctx.now + CLOCK_SKEW, content, "")]
    if late:
        raise RequestInvalid.of(late)


def _after(limit: datetime, node: JsonObject | list[JsonObject], pointer: str) -> Iterator[str]:
    """The places in a node, or in the rows of a list, of what lies after the limit."""
    if isinstance(node, list):
        for number, row in enumerate(node):
            yield from _after(limit, row, f"{pointer}/{number}")
        return
    for name, item in node.items():
        if isinstance(item, dict | list):
            yield from _after(limit, item, f"{pointer}/{name}")
        elif isinstance(item, date) and (
            item > limit if isinstance(item, datetime) else item > civil_date(limit)
        ):
            yield f"{pointer}/{name}"


def find_by_card(ctx: Context, shown: Credential) -> Person:
    """The owner of a card with an ID number; raises CREDENTIAL_INVALID if there is none."""
    person = find_by_id_number(ctx.db, shown.number)
    if person is None:
        raise CredentialInvalid
    return person


def refuse_contradiction(node: JsonObject, person: Person) -> None:
    """Fields that only Hunan asks for may be absent, but not name somebody else."""
    number, name = node.get("certno"), node.get("psn_name")
    if number and read_id_number(number) != person.id_number.reveal():
        raise CredentialNotOwn
    if name and not same_name(name, person.name):
        raise CredentialNotOwn
