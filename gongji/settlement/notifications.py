"""Notifications of a bill and its reversal to the people whose money moved.

Both sides read the amount and the place. The balance goes to the account's owner alone. What was
treated or bought is never said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gongji.kernel.money import Money, total
from gongji.kernel.privacy import mask_name
from gongji.kernel.wording import say
from gongji.labels import ENTRY_KINDS, kin_name
from gongji.notices.models import MessageKind
from gongji.notices.service import Notification
from gongji.people.models import Person
from gongji.settlement.bill import DecidedBill
from gongji.settlement.quote import Quote
from gongji.vocabulary import Relation

SPENT_TITLE, REFUND_TITLE, LIMIT_TITLE = ENTRY_KINDS["family_spend"], "结算已撤销", "共济限额已用完"
SPENT = "{who}在{place}使用您的个人账户支付 {amount}，账户余额 {balance}。"
PAID_FOR = "{payers}的个人账户为您支付了 {amount}（{place}）。"
LIMIT = "{who}在{place}的费用已达到您设置的共济限额，本次由您的个人账户支付 {amount}。"
GIVEN_BACK = "{who}在{place}的结算已撤销，{amount} 已退回您的个人账户，账户余额 {balance}。"
UNDONE = "您在{place}的结算已撤销，退回本人账户 {own}、共济人账户 {mutual}。"


def patient_as_relative(patient: Person, relation: Relation) -> str:
    """The patient as a payer knows them: 李*英（配偶）."""
    return f"{mask_name(patient.name)}（{kin_name(relation, patient.sex)}）"


def of_settlement(decided: Quote) -> Iterator[Notification]:
    """To each payer and to the patient, from the amount on that each wants to be notified; to a
    payer also that this bill used up what their limits left.

    The accounts stand as they are after booking.
    """
    bill, patient = decided.bill, decided.patient.person
    authorizers = {shared.authorizer.id: shared.authorizer for shared in decided.bindings}
    caps = {payer.binding_id: payer.cap for payer in decided.shared.payers}
    for share in bill.payers:
        payer = authorizers[share.person_id]
        who = patient_as_relative(patient, share.relation)
        spent = {"who": who, "place": bill.place, "amount": share.amount}
        if share.amount.fen >= payer.spent_threshold_fen:
            balance = Money(decided.accounts[payer.id].balance_fen)
            text = say(SPENT, balance=balance, **spent)
            yield Notification(payer.id, MessageKind.SPENT, SPENT_TITLE, text)
        if share.amount == caps[share.binding_id]:
            yield Notification(payer.id, MessageKind.LIMIT, LIMIT_TITLE, say(LIMIT, **spent))
    mutual = bill.amounts.mutual
    if mutual and mutual.fen >= patient.spent_threshold_fen:
        payers = "、".join(mask_name(share.name) for share in bill.payers)
        text = say(PAID_FOR, place=bill.place, payers=payers, amount=mutual)
        yield Notification(patient.id, MessageKind.SPENT, SPENT_TITLE, text)


def of_reversal(
    bill: DecidedBill, people: Mapping[str, Person], balances: Mapping[str, Money]
) -> Iterator[Notification]:
    """To each payer what came back to them, to the patient what came back at all; not to the dead.

    `people` are the patient and the payers by id, `balances` those of their accounts afterwards.
    """
    patient = people[bill.person_id]
    for payer in bill.payers:
        owner = people[payer.person_id]
        if owner.died_on is not None or payer.amount.fen < owner.spent_threshold_fen:
            continue
        text = say(
            GIVEN_BACK,
            who=patient_as_relative(patient, payer.relation),
            place=bill.place,
            amount=payer.amount,
            balance=balances[owner.id],
        )
        yield Notification(owner.id, MessageKind.REFUND, REFUND_TITLE, text)
    own, mutual = bill.amounts.own, bill.amounts.mutual
    back = total(own, mutual)
    if patient.died_on is None and back and back.fen >= patient.spent_threshold_fen:
        text = say(UNDONE, place=bill.place, own=own, mutual=mutual)
        yield Notification(patient.id, MessageKind.REFUND, REFUND_TITLE, text)
