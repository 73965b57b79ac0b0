"""Books with a little of everything: an own leg, a shared leg, and a bill that was undone."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from gongji.app.context import Context
from gongji.app.runtime import Runtime
from gongji.institutions.models import Institution
from gongji.kernel.money import Money
from gongji.kernel.writes import write_together
from gongji.people.models import Person
from gongji.sandbox.reset import reset
from gongji.settlement.bill import ChargeInput, Credential
from gongji.settlement.models import Settlement
from gongji.settlement.quote import BillRequest, quote
from gongji.settlement.reverse import Sender, cancel
from gongji.settlement.settle import settle
from gongji.vocabulary import AccountUse, Benefit, CredentialKind, InsuranceKind, Scene

PHARMACY = "P43010599951"


def keep_books(runtime: Runtime) -> None:
    """The demo family; the father pays himself and his son the rest, the mother's son pays hers."""
    runtime.run(lambda ctx: reset(ctx, name="demo"))
    runtime.run(lambda ctx: buy(ctx, "彭国梁", "M1", 10_000))
    undone = runtime.run(lambda ctx: buy(ctx, "段秋菊", "M2", 3_000))
    runtime.run(lambda ctx: buy(ctx, "段秋菊", "M3", 5_000))
    runtime.run(lambda ctx: undo(ctx, undone))


def buy(ctx: Context, name: str, msgid: str, fen: int) -> Settlement:
    person = ctx.db.execute(select(Person).where(Person.name == name)).scalar_one()
    employee = name == "彭国梁"
    amount = Money(fen)
    charge = ChargeInput("1", "XN02BED001A001010109901", amount, Decimal(1), Decimal(fen) / 100)
    request = BillRequest(
        institution=ctx.db.get_one(Institution, PHARMACY),
        infno="2102",
        msgid=msgid,
        person_id=person.id,
        insurance=InsuranceKind.EMPLOYEE if employee else InsuranceKind.RESIDENT,
        med_type="41",
        scene=Scene.PHARMACY,
        benefit=Benefit.NONE,
        use=AccountUse.FAMILY,
        credential=Credential(CredentialKind.ID_CARD, person.id_number.reveal()),
        stated_total=amount,
        charges=[charge],
    )
    settled = settle(ctx, quote(ctx, request))
    write_together(ctx.db, settled.writes)
    return ctx.db.get_one(Settlement, settled.id)


def undo(ctx: Context, settled: Settlement) -> None:
    sender = Sender(PHARMACY, "2103", f"{settled.msgid}-back")
    cancel(
        ctx,
        sender,
        settlement_id=settled.id,
        settled_by=settled.infno,
        visit_id=settled.visit_id,
        person_id=settled.person_id,
    )
