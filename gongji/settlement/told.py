"""What a bill and its reversal tell the people whose money moved (F-03).

Amount and place go to both sides, the balance to the account's owner alone, and to nobody what was
treated or bought.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongji.kernel.labels import RELATIONS
from gongji.kernel.money import Money, total
from gongji.kernel.privacy import mask_name
from gongji.notices.models import MessageKind
from gongji.notices.service import News
from gongji.people.models import Person
from gongji.settlement.models import Settlement
from gongji.settlement.quote import Quote
from gongji.settlement.rules import Share

SPENT_TITLE, REFUND_TITLE, LIMIT_TITLE = "共济账户支付", "结算已撤销", "共济限额已用完"
SPENT = "{who}在{place}使用您的个人账户支付 {amount} 元，账户余额 {balance} 元。"
PAID_FOR = "您在{place}的费用中，{payers}共济账户支付 {amount} 元。"
LIMIT = "{who}在{place}的费用已达到您设置的共济限额，本次由您的个人账户支付 {amount} 元。"
GIVEN_BACK = "{who}在{place}的结算已撤销，{amount} 元已退回您的个人账户，账户余额 {balance} 元。"
UNDONE = "您在{place}的结算已撤销，退回本人账户 {own} 元、共济账户 {mutual} 元。"


@dataclass(frozen=True, slots=True)
class Relative:
    """The patient as a payer is told of him: 李*英（配偶）."""

    name: str
    relation: str

    def __str__(self) -> str:
        return f"{mask_name(self.name)}（{RELATIONS[self.relation]}）"


def of_settlement(decided: Quote) -> Iterator[News]:
    """To each payer and to the patient, from the amount on that each wants to be told of; to a
    payer also that this bill used up what his limits left.

    The accounts stand as they are after booking.
    """
    patient, place = decided.patient.person, decided.request.institution.name
    authorizers = {tie.authorizer.id: tie.authorizer for tie in decided.ties}
    for share in decided.split.shares:
        payer = authorizers[share.payer.person_id]
        who = Relative(patient.name, share.payer.relation)
        told = {"who": who, "place": place, "amount": share.amount}
        if share.amount.fen >= payer.spent_threshold_fen:
            balance = Money(decided.accounts[payer.id].balance_fen)
            text = SPENT.format(balance=balance, **told)
            yield News(payer.id, MessageKind.SPENT, SPENT_TITLE, text)
        if share.amount == share.payer.cap:
            yield News(payer.id, MessageKind.LIMIT, LIMIT_TITLE, LIMIT.format(**told))
    mutual = decided.split.mutual
    if mutual and mutual.fen >= patient.spent_threshold_fen:
        text = PAID_FOR.format(place=place, payers=_payers(decided.split.shares), amount=mutual)
        yield News(patient.id, MessageKind.SPENT, SPENT_TITLE, text)


def _payers(shares: tuple[Share, ...]) -> str:
    return "、".join(mask_name(share.payer.name) for share in shares)


def of_reversal(
    original: Settlement, people: Mapping[str, Person], balances: Mapping[str, int]
) -> Iterator[News]:
    """To each payer what came back to him, to the patient what came back at all; nobody who died.

    `people` are the patient and the payers by id, `balances` those of their accounts afterwards.
    """
    patient, place = people[original.person_id], original.place
    for payer in original.payers:
        owner, amount_fen = people[payer["person_id"]], payer["amount_fen"]
        if owner.died_on is not None or amount_fen < owner.spent_threshold_fen:
            continue
        text = GIVEN_BACK.format(
            who=Relative(patient.name, payer["relation"]), place=place, amount=Money(amount_fen),
            balance=Money(balances[owner.id]),
        )  # fmt: skip
        yield News(owner.id, MessageKind.REFUND, REFUND_TITLE, text)
    own, mutual = Money(original.own_fen), Money(original.mutual_fen)
    back = total(own, mutual)
    if patient.died_on is None and back and back.fen >= patient.spent_threshold_fen:
        text = UNDONE.format(place=place, own=own, mutual=mutual)
        yield News(patient.id, MessageKind.REFUND, REFUND_TITLE, text)
