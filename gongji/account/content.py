"""What a yearly statement (对账单) says, whatever it is written as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongji.account.summary import SummaryLine, YearTotals
from gongji.documents.models import Verification
from gongji.documents.service import TITLES
from gongji.kernel.money import Money
from gongji.kernel.wording import say
from gongji.labels import PRIOR_YEARS, THIS_YEAR


@dataclass(frozen=True, slots=True)
class Statement:
    """One year of an account until `until`, oldest entry first."""

    name: str
    id_number_masked: str
    since: date
    until: date
    totals: YearTotals
    lines: Sequence[SummaryLine]
    issued: Verification

    @property
    def title(self) -> str:
        return f"{self.since.year} 年{TITLES[self.issued.kind]}"

    @property
    def period(self) -> str:
        return say("{since} 至 {until}", since=self.since, until=self.until)

    @property
    def sums(self) -> list[tuple[str, int]]:
        """The totals in fen with their names, in the order of the sum that they make."""
        totals = self.totals
        return [
            ("期初余额", totals.opening_fen),
            ("划入合计", totals.credited_fen),
            ("支出合计", totals.spent_fen),
            ("退回合计", totals.refunded_fen),
            ("期末余额", totals.closing_fen),
            (f"其中{PRIOR_YEARS}", totals.prior_years_fen),
            (f"其中{THIS_YEAR}", totals.current_year_fen),
        ]


def yuan(fen: int) -> str:
    return str(Money(fen))


def yuan_or_blank(fen: int) -> str:
    return yuan(fen) if fen else ""
