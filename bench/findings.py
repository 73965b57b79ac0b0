"""A figure beside its gate and its goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = f"{'reached':>10}{'gate':>9}{'goal':>9}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was reached; `gate` must be met, `goal` is where to go. None where there is none.

    Less is better, unless `more_is_better`.
    """

    name: str
    reached: float
    gate: float | None = None
    goal: float | None = None
    more_is_better: bool = False

    def meets(self, bound: float | None) -> bool:
        if bound is None:
            return True
        return self.reached >= bound if self.more_is_better else self.reached <= bound

    @property
    def verdict(self) -> str:
        if not self.meets(self.gate):
            return "GATE MISSED"
        return "" if self.meets(self.goal) else "goal missed"


def table(found: Sequence[Finding]) -> str:
    """One line for each figure: reached, gate, goal, and what is missed."""
    width = max((len(one.name) for one in found), default=0)
    return "\n".join([" " * width + HEAD, *(_line(one, width) for one in found)])


def _line(one: Finding, width: int) -> str:
    sign = ">=" if one.more_is_better else "<="
    bounds = ["" if bound is None else f"{sign}{bound:g}" for bound in (one.gate, one.goal)]
    figures = f"{one.reached:10.3g}{bounds[0]:>9}{bounds[1]:>9}"
    return f"{one.name:{width}}{figures} {one.verdict}".rstrip()
