"""What a bill and its reversal tell the people whose money moved.

Amount and place go to both sides, the balance to the account's owner alone, and to nobody what was
treated or bought.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongji.kernel.money import Money, total
from gongji.kernel.privacy import mask_name
from gongji.kernel.wording import say
from gongji.labels import ENTRY_KINDS, kin_name
from gongji.notices.models import MessageKind
from gongji.notices.service import News
from gongji.people.models import Person
from gongji.settlement.models import Settlement
from gongji.settlement.quote import Quote
from gongji.settlement.rules import Share

SPENT_TITLE, REFUND_TITLE, LIMIT_TITLE = ENTRY_KINDS["family_spend"], "结算已撤销", "共济限额已用完"
SPENT = "{who}在{place}使用您的个人账户支付 {amount}，账户余额 {balance}。"
PAID_FOR = "{payers}的个人账户为您支付了 {amount}（{place}）。"
LIMIT = "{who}在{place}的费用已达到您设置的共济限额，本次由您的个人账户支付 {amount}。"
GIVEN_BACK = "{who}在{place}的结算已撤销，{amount} 已退回您的个人账户，账户余额 {balance}。"
UNDONE = "您在{place}的结算已撤销，退回本人账户 {own}、共济人账户 {mutual}。"


@dataclass(frozen=True, slots=True)
class Relative:
    """The patient as a payer is told of him: 李*英（配偶）."""

    person: Person
    relation: str

    def __str__(self) -> str:
        return f"{mask_name(self.person.name)}（{kin_name(self.relation, self.person.sex)}）"


def of_settlement(decided: Quote) -> Iterator[News]:
    """To each payer and to the patient, from the amount on that each wants to be told of; to a
    payer also that this bill used up what his limits left.

    The accounts stand as they are after booking.
    """
    patient, place = decided.patient.person, decided.request.institution.name
    authorizers = {tie.authorizer.id: tie.authorizer for tie in decided.ties}
    for share in decided.split.shares:
        payer = authorizers[share.payer.person_id]
        who = Relative(patient, share.payer.relation)
        told = {"who": who, "place": place, "amount": share.amount}
        if share.amount.fen >= payer.spent_threshold_fen:
            balance = Money(decided.accounts[payer.id].balance_fen)
            text = say(SPENT, balance=balance, **told)
            yield News(payer.id, MessageKind.SPENT, SPENT_TITLE, text)
        if share.amount == share.payer.cap:
            yield News(payer.id, MessageKind.LIMIT, LIMIT_TITLE, say(LIMIT, **told))
    mutual = decided.split.mutual
    if mutual and mutual.fen >= patient.spent_threshold_fen:
        text = say(PAID_FOR, place=place, payers=_payers(decided.split.shares), amount=mutual)
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
        text = say(
            GIVEN_BACK,
            who=Relative(patient, payer["relation"]),
            place=place,
            amount=Money(amount_fen),
            balance=Money(balances[owner.id]),
        )
        yield News(owner.id, MessageKind.REFUND, REFUND_TITLE, text)
    own, mutual = Money(original.own_fen), Money(original.mutual_fen)
    back = total(own, mutual)
    if patient.died_on is None and back and back.fen >= patient.spent_threshold_fen:
        text = say(UNDONE, place=place, own=own, mutual=mutual)
        yield News(patient.id, MessageKind.REFUND, REFUND_TITLE, text)
