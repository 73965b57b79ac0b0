"""Refusals and reasons about the money in a personal account."""

from __future__ import annotations

from gongji.kernel.problems import Problem
from gongji.labels import FREEZE_MENU


class AuthZeroBalance(Problem):
    code, status = "AUTH_ZERO_BALANCE", 409
    title = "个人账户余额不足以办理共济"
    detail = "您的个人账户余额为 {balance}，须大于 {minimum} 才能办理家庭共济。"
    remedy = "请在医保局下次拨入、余额大于零后再申请。"


class AccountFrozen(Problem):
    code, status = "ACCOUNT_FROZEN", 409
    title = "个人账户已冻结"
    detail = "冻结期间，本人和亲属都不能使用个人账户；拨入和退回不受影响。"
    remedy = f"本人冻结的，可在“{FREEZE_MENU}”中解除；经办机构冻结的，请联系参保地经办机构。"


class BalanceShort(Problem):
    code, status = "BALANCE_SHORT", 409
    title = "个人账户余额不足"
    detail = "需要 {needed}，个人账户可用余额为 {available}。"
    remedy = "请减少金额，或在医保局下次拨入后再办理。"
