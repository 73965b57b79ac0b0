"""A family of the independent split in a real database, and the program's use cases done to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select, update

from gongji.account.service import freeze, unfreeze
from gongji.app.context import Actor, Channel, Context, Role
from gongji.chronic.models import Qualification, Registration
from gongji.family.change import change
from gongji.family.models import Binding
from gongji.family.unbind import unbind
from gongji.fsi.codes import APPROVALS, settled
from gongji.institutions.models import Institution
from gongji.kernel.ids import new_id
from gongji.kernel.money import Money
from gongji.kernel.privacy import Sealed, blind_index
from gongji.kernel.problems import Problem
from gongji.kernel.writes import write_together
from gongji.ledger.books import Book, BookKind
from gongji.ledger.models import Account, EntryKind, TransferKind
from gongji.ledger.service import Posting, TransferDetails, book, lock_accounts_of
from gongji.notices.models import Maintenance
from gongji.people.models import Insurance, Person
from gongji.settlement.bill import Approval, ChargeInput, Credential
from gongji.settlement.facts import classified
from gongji.settlement.models import ChargeBatch, Settlement, Visit, YearCounter
from gongji.settlement.quote import BillRequest, quote
from gongji.settlement.reverse import Sender, cancel
from gongji.settlement.settle import settle
from gongji.vocabulary import CredentialKind, InsuranceStatus
from tests.independent import people as their
from tests.independent.split import Line, Used
from tests.independent.world import TWO, World
from tests.settlement.premises import id_number
from tests.settlement.translation import (
    KINDS,
    USES,
    account_row,
    binding_row,
    insurance_row,
    person_row,
    share,
    window_row,
)

KINDS_OF_POOLS = {"310": "employee", "390": "resident"}
POOLS = {TWO: "resident_two_diseases"} | {
    name: pool
    for kind, word in KINDS_OF_POOLS.items()
    for name, pool in (
        (kind, f"{word}_outpatient"),
        *((f"{kind} q{quarter}", f"{word}_chronic_q{quarter}") for quarter in range(1, 5)),
    )
}


@dataclass
class House:
    """One family; every act takes the context of its moment and leaves nothing unread."""

    made: World
    ids: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    bindings: dict[str, str] = field(default_factory=dict)
    insurances: dict[tuple[str, str], str] = field(default_factory=dict)
    visits: dict[str, list[str]] = field(default_factory=dict)
    """By their names: the visit's id, and the numbers of its batches."""

    # -- moving in

    def move_in(self, ctx: Context, serial: int) -> None:
        for number, human in enumerate(self.made.people.values(), serial * 10):
            self._add_human(ctx, human, id_number(number))
        ctx.db.flush()
        for slot, one in enumerate(self.made.relations, start=1):
            self.bindings[one.key] = new_id("bnd")
            row = binding_row(one, slot) | {"id": self.bindings[one.key]}
            sides = self.ids[one.authorizer], self.ids[one.beneficiary]
            ctx.db.add(Binding(authorizer_id=sides[0], beneficiary_id=sides[1], **row))
        for (key, year, kind), used in self.made.counters.items():
            ctx.db.add(_counter(self.ids[key], year, kind, used))
        for window in self.made.windows:
            ctx.db.add(Maintenance(id=new_id("mtn"), **window_row(window)))
        ctx.db.flush()

    def _add_human(self, ctx: Context, human: their.Human, number: str) -> None:
        person_id = self.ids[human.key] = new_id("psn")
        self.numbers[human.key] = number
        row = person_row(human.key) | {"id_number": Sealed("id_number", number)}
        index = blind_index("id_number", number)
        ctx.db.add(Person(id=person_id, id_number_index=index, **row))
        ctx.db.flush()
        for kind, cover in human.covers.items():
            insurance_id = self.insurances[human.key, kind] = new_id("ins")
            ctx.db.add(Insurance(id=insurance_id, person_id=person_id, **insurance_row(cover)))
        if human.balance is not None:
            row = account_row(self.made, human)
            ctx.db.add(Account(id=new_id("acc"), person_id=person_id, **row))
        for code, valid_to in human.chronic.items():
            ctx.db.add(
                Qualification(
                    id=new_id("chr"),
                    person_id=person_id,
                    disease=code,
                    code=code,
                    valid_to=valid_to,
                    online=True,
                    approved_on=human.approved.get(code),
                )
            )

        for what, registered in (("dual", human.dual), ("two_diseases", human.two)):
            for code, (since, until) in registered.items():
                row = {"code": code, "name": code, "since": since, "until": until}
                held = {"id": new_id("reg"), "person_id": person_id, "kind": what}
                ctx.db.add(Registration(**held, **row))

    # -- acts

    def settle(self, ctx: Context, bill: their.Bill, msgid: str) -> Settlement:
        """Through a visit with its uploaded lines, or as a sale; raises as the program does."""
        ctx.db.expire_all()
        charges = [_charge(number, line) for number, line in enumerate(bill.lines)]
        total = sum(line.amount for line in bill.lines)
        place = ctx.db.get_one(Institution, bill.place.code)
        category = settled(bill.kind, place, "")
        request = BillRequest(
            institution=place,
            infno="2102",
            msgid=msgid,
            person_id=self.ids[bill.patient],
            insurance=KINDS[bill.insurance],
            med_type=bill.kind,
            scene=category.scene,
            benefit=category.benefit,
            credential=Credential(CredentialKind.ID_CARD, self.numbers[bill.patient]),
            use=USES[bill.flag],
            stated_total=Money(total),
            charges=charges,
            disease_code=bill.disease,
        )
        if bill.kind != "41":
            visit_id, *batches = self.visits.get(bill.visit, [self._visit(ctx, bill)])
            number = str(len(batches) + 1)
            self._upload(ctx, visit_id, number, charges, prescribed=bill.prescribed)
            if bill.visit:
                self.visits[bill.visit] = [visit_id, *batches, number]
            request = replace(
                request, infno="2207", visit_id=visit_id, batch_number=number, charges=()
            )
        done = settle(ctx, quote(ctx, request))
        write_together(ctx.db, done.writes)
        return ctx.db.get_one(Settlement, done.id)

    def _visit(self, ctx: Context, bill: their.Bill) -> str:
        visit_id = new_id("vis")
        ctx.db.add(
            Visit(
                id=visit_id,
                institution_code=bill.place.code,
                ipt_otp_no=visit_id,
                person_id=self.ids[bill.patient],
                med_type=bill.kind,
                diagnoses=(),
                insurance_id=self.insurances[bill.patient, bill.insurance],
                begun_at=ctx.now,
                disease_code=bill.disease,
                prescriber_code="H1" if bill.prescribed else None,
                cancelled_at=None,
            )
        )
        ctx.db.flush()
        return visit_id

    def _upload(
        self,
        ctx: Context,
        visit_id: str,
        number: str,
        charges: Sequence[ChargeInput],
        *,
        prescribed: bool,
    ) -> None:
        lines = classified(ctx, charges)
        total = sum(line.amount.fen for line in lines)
        ctx.db.add(
            ChargeBatch(
                visit_id=visit_id,
                number=number,
                disease_code=None,
                prescribed=prescribed,
                lines=lines,
                total_fen=total,
                uploaded_at=ctx.now,
            )
        )
        ctx.db.flush()

    def cancel(self, ctx: Context, done: Settlement, msgid: str) -> Settlement:
        ctx.db.expire_all()
        infno = {"2102": "2103", "2207": "2208"}[done.infno]
        reversal = cancel(
            ctx,
            Sender(done.institution_code, infno, msgid),
            settlement_id=done.id,
            settled_by=done.infno,
            visit_id=done.visit_id,
            person_id=done.person_id,
        )
        return ctx.db.get_one(Settlement, reversal.id)

    def change(self, ctx: Context, key: str, caps: tuple[int, int, int] | None, hold: int) -> str:
        names = "per_use_fen", "month_fen", "year_fen"
        limits = dict(zip(names, caps or (None, None, None), strict=True))
        acting = self._as(ctx, self.made.relation(key).authorizer)
        binding_id = self.bindings[key]
        return _refusal(acting, lambda: change(acting, binding_id, limits=limits, hold_fen=hold))

    def unbind(self, ctx: Context, key: str) -> str:
        acting = self._as(ctx, self.made.relation(key).authorizer)
        return _refusal(acting, lambda: unbind(acting, self.bindings[key]))

    def freeze(self, ctx: Context, key: str, frozen: bool) -> None:
        (freeze if frozen else unfreeze)(self._as(ctx, key))

    def suspend(self, ctx: Context, key: str, kind: str, status: str) -> None:
        ctx.db.execute(
            update(Insurance)
            .where(Insurance.id == self.insurances[key, kind])
            .values(status=InsuranceStatus(status))
        )
        ctx.db.expire_all()

    def credit(self, ctx: Context, key: str, fen: int) -> None:
        ctx.db.expire_all()
        account = lock_accounts_of(ctx.db, [self.ids[key]])[self.ids[key]]
        details = TransferDetails(TransferKind.TRANSFER_OUT, ctx.today)
        given = [
            Posting(account, Money(fen), EntryKind.CORRECTION),
            Posting(Book(BookKind.ELSEWHERE, "430100"), Money(-fen)),
        ]
        book(ctx, details, given)

    def _as(self, ctx: Context, key: str) -> Context:
        ctx.db.expire_all()
        return replace(ctx, actor=Actor(Role.CITIZEN, self.ids[key]), channel=Channel.APP)

    # -- what stands

    def balances(self, ctx: Context) -> dict[str, int]:
        keys = {person_id: key for key, person_id in self.ids.items()}
        query = select(Account.person_id, Account.balance_fen).where(Account.person_id.in_(keys))
        return {keys[row[0]]: row[1] for row in ctx.db.execute(query)}

    def held(self, ctx: Context) -> dict[str, int]:
        keys = {binding_id: key for key, binding_id in self.bindings.items()}
        query = select(Binding.id, Binding.hold_fen).where(Binding.id.in_(keys))
        return {keys[row[0]]: row[1] for row in ctx.db.execute(query)}

    def counters(self, ctx: Context) -> dict[tuple[str, int, str], Used]:
        """By person, year and insurance; those that never moved are left out."""
        keys = {person_id: key for key, person_id in self.ids.items()}
        pools = {pool: code for code, pool in POOLS.items()}
        query = select(YearCounter).where(YearCounter.person_id.in_(keys))
        found = {
            (keys[row.person_id], row.year, pools[row.pool]): Used(
                row.deductible_fen,
                row.paid_fen,
                (row.deductible_1_fen, row.deductible_2_fen, row.deductible_3_fen),
            )
            for row in ctx.db.execute(query.execution_options(populate_existing=True)).scalars()
        }
        return {place: used for place, used in found.items() if used != Used()}


def _charge(number: int, line: Line) -> ChargeInput:
    price = share(10_000)
    quantity = share(line.quantity)
    approval = APPROVALS.get(line.approved, Approval.NONE)
    return ChargeInput(str(number), line.item.code, Money(line.amount), quantity, price, approval)


def _counter(person_id: str, year: int, kind: str, used: Used) -> YearCounter:
    return YearCounter(
        person_id=person_id,
        year=year,
        pool=POOLS[kind],
        version=0,
        deductible_fen=used.deductible,
        paid_fen=used.paid,
        opening_deductible_fen=used.deductible,
        opening_paid_fen=used.paid,
    )


def _refusal(ctx: Context, act: Callable[[], Any]) -> str:
    """What a refusal leaves undone is undone here too, inside the one transaction."""
    point = ctx.db.begin_nested()
    try:
        act()
    except Problem as problem:
        point.rollback()
        ctx.db.expire_all()
        return problem.code
    point.commit()
    return ""
