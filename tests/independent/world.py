"""The independent split in motion: bills settled and undone, money and counters carried along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.independent.figures import Figures, NotGrantedError
from tests.independent.people import CASH_ONLY, FAMILY, OWN_ONLY, Bill, Human, Relation, Window
from tests.independent.split import (
    Cover,
    Fees,
    Paid,
    PoolPart,
    Purse,
    Used,
    fees_of,
    pay,
    pool_part,
)

TWO = "390 two"
"""The name of the year's account of the two diseases."""


@dataclass(frozen=True)
class Outcome:
    bill: Bill
    fees: Fees
    scene: str
    pool: PoolPart
    paid: Paid
    holds: tuple[tuple[str, int], ...]
    times_set: dict[str, int]


@dataclass
class World:
    figures: Figures
    people: dict[str, Human]
    relations: list[Relation]
    windows: Sequence[Window] = ()
    counters: dict[tuple[str, int, str], Used] = field(default_factory=dict)
    visits: dict[str, int] = field(default_factory=dict)
    """What visits have paid as deductible."""

    def relation(self, key: str) -> Relation:
        return next(one for one in self.relations if one.key == key)

    # -- looking

    def outcome(self, bill: Bill) -> Outcome:
        """How the bill divides now; raises NotConfiguredError, NotGrantedError."""
        day, patient = bill.at.date(), self.people[bill.patient]
        cover = patient.covers[bill.insurance]
        scene = self.scene(bill)
        fees = fees_of(bill.lines)
        used = self.counters.get((patient.key, day.year, self.counter(bill)), Used())
        on = self.figures, day
        taken = used, self.visits.get(bill.visit, 0)
        where = self.rule(bill), bill.place.level
        most = self.most_of_quarter(bill, cover) if scene == "CHRONIC" else None
        pool = pool_part(fees.in_scope, where, cover, taken, on, most=most)
        personal = fees.total - pool.paid
        payable = personal - fees.prohibited
        key = f"settle.payable_part{'.chronic' if scene == 'CHRONIC' else ''}"
        part = self.figures.value(cover.area, key, day)
        if part != "ALL_PERSONAL":
            payable = fees.in_scope - pool.paid
            payable += fees.first if part == "IN_CATALOGUE" else 0
        ties = self.ties(patient.key, day)
        purses = [self._purse(bill, scene, cover, tie) for tie in ties]
        own = 0 if bill.flag == CASH_ONLY or patient.frozen else self.free(patient.key, day)
        order = self._of_first(ties, "settle.pay_order", day, "OWN_THEN_MUTUAL")
        if not purses:
            block = self._general(bill, cover, None) or "NO_ACTIVE_RELATION"
            purses = [Purse("", block, 0, None)]
        paid = pay((personal, payable), own, purses, order)
        holds = tuple((key, min(fen, self.relation(key).hold)) for key, fen in paid.shares)
        times_set = {tie.key: tie.times_set for tie in ties}
        return Outcome(bill, fees, scene, pool, paid, holds, times_set)

    def scene(self, bill: Bill) -> str:
        human, day = self.people[bill.patient], bill.at.date()
        if bill.kind == "14" and bill.place.chronic and self.is_held(human, bill.disease, day):
            return "CHRONIC"
        if bill.kind == "18" and bill.place.level is None:
            return "PHARMACY"
        return "PHARMACY" if bill.kind == "41" else "OUTPATIENT"

    def rule(self, bill: Bill) -> str:
        """Whose rule the pool follows: drugs of both channels, chronic care, a hospital's, a
        prescription's, nobody's. Raises NotGrantedError.
        """
        scene = self.scene(bill)
        if bill.kind == "18":
            self._refuse_ungranted(bill)
            return "DUAL"
        if bill.kind == "9901":
            return self._two(bill)
        if scene != "OUTPATIENT":
            return "CHRONIC" if scene == "CHRONIC" else "NONE"
        if bill.place.level is not None:
            return "OUTPATIENT"
        return "PRESCRIPTION" if bill.place.pooled and bill.prescribed else "NONE"

    def counter(self, bill: Bill) -> str:
        """The account that the bill counts against: the year's, the quarter's of chronic care."""
        if self.scene(bill) == "CHRONIC":
            return f"{bill.insurance} q{(bill.at.month + 2) // 3}"
        return TWO if bill.kind == "9901" else bill.insurance

    def is_held(self, human: Human, disease: str, day: date) -> bool:
        """Not before the month after the approval, and not after the last day."""
        approved, last = human.approved.get(disease, date.min), human.chronic.get(disease)
        month_past = (day.year, day.month) > (approved.year, approved.month)
        return last is not None and day <= last and month_past

    def most_of_quarter(self, bill: Bill, cover: Cover) -> int | None:
        """Month by month, as far as the quarter has come: the dearest disease that was held on any
        day of the month, and more where there was another.
        """
        day, human = bill.at.date(), self.people[bill.patient]
        table = self.figures.perhaps(cover.area, f"chronic.{cover.kind}.limits", day)
        if table is None or bill.disease not in table:
            return None
        most = 0
        for month in range(day.month - (day.month - 1) % 3, day.month + 1):
            days = [date(day.year, month, 1) + timedelta(days=number) for number in range(31)]
            held = sorted(
                table[code]
                for code in table
                if any(self.is_held(human, code, one) for one in days if one.month == month)
            )
            most += held[-1] if held else 0
            most += table["second"] if len(held) > 1 else 0
        return most

    def diseases(self, human: Human, day: date) -> list[str]:
        """Which of the two are registered on that day."""
        return sorted(name for name, (first, last) in human.two.items() if first <= day <= last)

    def _two(self, bill: Bill) -> str:
        """For registered residents, at a place of the pool, at a pharmacy on prescription."""
        place = bill.place
        takes_part = place.level is not None or (place.pooled and bill.prescribed)
        names = self.diseases(self.people[bill.patient], bill.at.date())
        if bill.insurance != "390" or not takes_part or not names:
            raise NotGrantedError
        return "both" if len(names) == len(("hypertension", "diabetes")) else names[0]

    def _refuse_ungranted(self, bill: Bill) -> None:
        """Place, each item and the person's registration for it are all needed."""
        held, day = self.people[bill.patient].dual, bill.at.date()
        for line in bill.lines:
            first, last = held.get(line.item.code, (day, day - timedelta(days=1)))
            if not (bill.place.dual and line.item.dual and first <= day <= last):
                raise NotGrantedError

    def ties(self, patient: str, day: date) -> list[Relation]:
        """Those in force; else those to come; else the last, if it is its end date that passed."""
        mine = [one for one in self.relations if one.beneficiary == patient]
        live = [one for one in mine if one.is_live(day)]
        for found in ([one for one in live if one.starts <= day], live):
            if found:
                return found
        last = max(mine, key=lambda one: (one.ends, one.key), default=None)
        return [] if last is None or last.over == "unbound" else [last]

    def free(self, person: str, day: date, spared: Relation | None = None) -> int:
        """What nobody else has a hold on."""
        balance = self.people[person].balance
        if balance is None:
            return 0
        held = sum(
            one.hold
            for one in self.relations
            if one.authorizer == person and one.is_live(day) and one is not spared
        )
        return max(0, balance - held)

    def _purse(self, bill: Bill, scene: str, cover: Cover, tie: Relation) -> Purse:
        day = bill.at.date()
        block = self._general(bill, cover, tie) or self._why_not(bill, scene, tie)
        return Purse(tie.key, block, self.free(tie.authorizer, day, tie), tie.left_of_caps(day))

    def _general(self, bill: Bill, cover: Cover, tie: Relation | None) -> str | None:
        day = bill.at.date()
        if bill.flag != FAMILY and not (bill.flag == OWN_ONLY and tie and self._auto(tie, day)):
            return "NOT_REQUESTED"
        areas = [cover.area, *([self._account_area(tie)] if tie else [])]
        if any(window.closes(area, bill.at) for window in self.windows for area in areas):
            return "MAINTENANCE"
        return None if cover.status == "normal" else "BENE_STATUS"

    def _why_not(self, bill: Bill, scene: str, tie: Relation) -> str | None:
        day, area = bill.at.date(), self._account_area(tie)
        if not tie.is_live(day):
            return "RELATION_ENDED"
        if day < tie.starts:
            return "RELATION_NOT_STARTED"
        if scene not in self.figures.value(area, "scene.enabled", day):
            return "SCENE_DISABLED"
        provinces = frozenset((area[:2], bill.place.area[:2]))
        pairs = self.figures.value(area, "xprov.treatment_pairs", day)
        if len(provinces) == 2 and provinces not in pairs:
            return "XPROV_NOT_OPEN"
        status = self.people[tie.authorizer].covers["310"].status
        word = {"normal": "NORMAL", "suspended": "PAUSED"}.get(status)
        if word not in self.figures.value(area, "authorizer.status_to_pay", day):
            return "AUTH_STATUS"
        return "ACCOUNT_FROZEN" if self.people[tie.authorizer].frozen else None

    def _auto(self, tie: Relation, day: date) -> bool:
        """Every authorizer's own area says whether his account is used unasked."""
        found: str = self.figures.value(self._account_area(tie), "settle.opt_in", day)
        return found == "AUTO"

    def _account_area(self, tie: Relation) -> str:
        return self.people[tie.authorizer].covers["310"].area

    def _of_first(self, ties: Sequence[Relation], key: str, day: date, without: str) -> str:
        """A strategy follows the area of the authorizer who was bound first."""
        if not ties:
            return without
        found: str = self.figures.value(self._account_area(ties[0]), key, day)
        return found

    # -- acting

    def settle(self, bill: Bill) -> Outcome:
        done = self.outcome(bill)
        self._book(done, 1)
        for key, fen in done.paid.shares:
            self.relation(key).spent.append((bill.at.date(), fen))
        return done

    def cancel(self, done: Outcome) -> None:
        """Restores money, counters, limits, and holds that nobody has set since the bill."""
        self._book(done, -1)
        for key, fen in done.paid.shares:
            self.relation(key).spent.remove((done.bill.at.date(), fen))

    def _book(self, done: Outcome, sign: int) -> None:
        bill = done.bill
        self.credit(bill.patient, -sign * done.paid.own)
        for key, fen in done.paid.shares:
            self.credit(self.relation(key).authorizer, -sign * fen)
        for key, fen in done.holds:
            tie = self.relation(key)
            if tie.over is None and tie.times_set == done.times_set[key]:
                tie.hold -= sign * fen
        place = bill.patient, bill.at.year, self.counter(bill)
        used, pool = self.counters.get(place, Used()), done.pool
        if pool.deductible or pool.counted:
            self.counters[place] = used.and_more(pool, sign)
        if bill.visit:
            paid = self.visits.get(bill.visit, 0)
            self.visits[bill.visit] = paid + sign * pool.deductible

    def credit(self, person: str, fen: int) -> None:
        human = self.people[person]
        if fen:
            assert human.balance is not None, "no account"
            human.balance += fen

    def change(self, key: str, caps: tuple[int, int, int] | None, hold: int, day: date) -> str:
        """New limits and hold; the code of the refusal, or "" where it is done."""
        tie = self.relation(key)
        if not tie.is_live(day):
            return "ALREADY_ENDED"
        others = self.free(tie.authorizer, day, tie)
        if hold > max(others, tie.hold):
            return "BALANCE_SHORT"
        for one in self.relations:
            if one.authorizer == tie.authorizer and one.over is None and not one.is_live(day):
                one.over, one.hold = "expired", 0
        tie.caps, tie.hold = caps or (None, None, None), hold
        tie.times_set += 1
        return ""

    def unbind(self, key: str, day: date) -> str:
        tie = self.relation(key)
        if not tie.is_live(day):
            return "ALREADY_ENDED"
        tie.over, tie.hold, tie.ends = "unbound", 0, min(tie.ends, day)
        return ""

    def suspend(self, person: str, kind: str, status: str) -> None:
        covers = self.people[person].covers
        covers[kind] = replace(covers[kind], status=status)
