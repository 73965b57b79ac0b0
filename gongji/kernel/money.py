"""Money is a whole number of fen; no amount is ever a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

FEN_MAX = 9_999_999_999
"""The largest single amount of a request: 99,999,999.99 yuan."""


def _half_up(fen: Decimal) -> int:
    return int(fen.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in fen; may be negative (a refund), is never fractional."""

    fen: int

    @classmethod
    def yuan(cls, text: str | int | Decimal) -> Money:
        """The exact amount of a figure in yuan; raises ValueError for more than two decimals."""
        try:
            fen = Decimal(text) * 100
        except InvalidOperation as problem:
            raise ValueError(f"not an amount: {text!r}") from problem
        if not fen.is_finite() or fen != fen.to_integral_value():
            raise ValueError(f"not an amount in whole fen: {text!r}")
        return cls(int(fen))

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __bool__(self) -> bool:
        return self.fen != 0

    @classmethod
    def nearest(cls, yuan: Decimal) -> Money:
        """A figure in yuan, half-up to the fen: the only rounding of amounts (PAY-09)."""
        return cls(_half_up(yuan * 100))

    def share(self, rate: Decimal) -> Money:
        """`rate` of this amount, rounded as `nearest`."""
        return Money(_half_up(self.fen * rate))

    def at_least_zero(self) -> Money:
        return self if self.fen > 0 else ZERO

    def __str__(self) -> str:
        """Yuan with two decimals, for people and the institution interface."""
        return f"{Decimal(self.fen) / 100:.2f}"


ZERO = Money(0)


def total(*amounts: Money) -> Money:
    return Money(sum(amount.fen for amount in amounts))
