"""Refusals of policy: a parameter that no row decides, and a pack that breaks a rule."""

from __future__ import annotations

from gongji.kernel.problems import Problem
from gongji.labels import POLICY_MENU


class PolicyNotConfigured(Problem):
    """Its fact `key` is for programs; the sentence names the parameter by its title."""

    code = "POLICY_NOT_CONFIGURED"
    title = "当地当时没有可以依据的规定"
    detail = "{area}在{on}没有关于“{title}”的规定，系统不作推测，本次没有办理。"
    remedy = (
        f"请核对参保地和日期；当地的规定可在“{POLICY_MENU}”中查看。"
        "政策尚未公布的，请待公布后再办，或向参保地医保经办机构咨询。"
    )


class PackError(Exception):
    """A pack or overlay row that breaks the rules of packs; start-up stops here.

    `place` is the file name (or the overlay), `line` the line in it (or the row, from 1).
    """

    def __init__(self, place: str, line: int, why: str) -> None:
        super().__init__(f"{place}:{line}: {why}")
        self.place = place
        self.line = line
        self.why = why
