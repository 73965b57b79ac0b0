"""One paid premium: its transfer, its receipt and its payment, written together."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert

from gongji.app.context import Context
from gongji.family.holds import move_hold
from gongji.kernel.ids import new_id
from gongji.kernel.money import Money
from gongji.kernel.wording import say
from gongji.kernel.writes import write_together
from gongji.ledger.books import Book, BookKind
from gongji.ledger.models import Account, EntryKind, TransferKind
from gongji.ledger.service import Posting, TransferDetails, book
from gongji.people.facts import last_event_seq
from gongji.policy.values import PremiumPrice
from gongji.policy_listing.editions import edition_rows
from gongji.premium.facts import InsuredPerson
from gongji.premium.models import PremiumPayment, ProductKind
from gongji.premium.rules import SCENES, Offer
from gongji.vocabulary import Subsidy

RECEIPT_TAIL = 12
"""Characters of the payment's random id that make a receipt of a day unique."""

ENTRY_KINDS = {
    ProductKind.RESIDENT: EntryKind.PREMIUM,
    ProductKind.INCLUSIVE: EntryKind.INSURANCE,
}


@dataclass(frozen=True, slots=True)
class Purchase:
    """An offer at one of its prices, and for whom it is bought."""

    offer: Offer
    insured: InsuredPerson
    price: PremiumPrice

    @property
    def subsidy(self) -> Subsidy:
        return self.offer.granted(self.insured.person.subsidy)

    @property
    def due(self) -> Money:
        return self.offer.due(self.price, self.subsidy)

    @property
    def name(self) -> str:
        """What is bought, as receipts and statements name it, with its tier."""
        tier = self.price.tier
        return say("{name}（{tier}）", name=self.offer.name, tier=tier) if tier else self.offer.name

    @property
    def area(self) -> str:
        """Whose policy decides: the insured person's."""
        insurance = self.insured.insurance_for(self.offer.kind)
        assert insurance, "only an insured person is paid for"
        return insurance.area


def record(
    ctx: Context, account: Account, purchase: Purchase, *, from_hold: Money
) -> PremiumPayment:
    """Books the premium on the payer's locked account; nothing is booked if nothing is due.

    `from_hold` of it comes from what is set aside for that relative, which shrinks by as much.
    A second standing payment for the same person, product and year breaks the unique index, and
    the whole use case decides again (PREM-04).
    """
    payment_id = new_id("pay")
    offer, insured, binding = purchase.offer, purchase.insured.person, purchase.insured.binding
    row = {
        "id": payment_id,
        "receipt_number": f"{ctx.today:%Y%m%d}{payment_id[-RECEIPT_TAIL:]}",
        "payer_id": account.person_id,
        "person_id": insured.id,
        "binding_id": binding.id if binding else None,
        "relation": binding.relation if binding else None,
        "product": offer.product,
        "kind": offer.kind,
        "year": offer.year,
        "name": purchase.name,
        "area": purchase.area,
        "closes_on": offer.window.closes_on,
        "tier": purchase.price.tier,
        "full_fen": purchase.price.full.fen,
        "subsidy": purchase.subsidy,
        "amount_fen": purchase.due.fen,
        "hold_fen": from_hold.fen,
        "basis": offer.cited(purchase.subsidy),
        "policy_version": ctx.policy.version,
        "channel": ctx.channel,
        "paid_at": ctx.now,
        "events_before": last_event_seq(ctx.db, insured.id),
        "counted_on": ctx.today,
        "transfer_id": _book(ctx, account, purchase, payment_id) if purchase.due else None,
        "refunded_at": None,
        "refund_reason": None,
        "refund_transfer_id": None,
    }
    write_together(ctx.db, edition_rows(ctx))
    ctx.db.execute(insert(PremiumPayment), [row])
    if from_hold:
        assert binding, "a hold is a relative's"
        move_hold(ctx, account, binding.id, -from_hold.fen)
    return PremiumPayment(**row)


def _book(ctx: Context, account: Account, purchase: Purchase, payment_id: str) -> str:
    """Under the binding: a premium for a relative counts against the relative's limits. They do not
    cut it, because it is the payer's own decision.
    """
    offer, binding = purchase.offer, purchase.insured.binding
    details = TransferDetails(
        TransferKind.PREMIUM, ctx.today, SCENES[offer.kind], purchase.name, payment_id=payment_id
    )
    taken = Posting(
        account,
        -purchase.due,
        ENTRY_KINDS[offer.kind],
        member_id=purchase.insured.person.id if binding else None,
        relation=binding.relation if binding else None,
        binding_id=binding.id if binding else None,
    )
    gathered = Book(BookKind.PREMIUM, f"{offer.product}:{offer.year}")
    return book(ctx, details, [taken, Posting(gathered, purchase.due)])
