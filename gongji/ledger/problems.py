"""Refusals and reasons about the money in a personal account."""

from __future__ import annotations

from gongji.kernel.problems import Problem


class AuthZeroBalance(Problem):
    """个人账户余额不足以办理共济"""

    code, status = "AUTH_ZERO_BALANCE", 409
    detail = "您的个人账户余额为 {balance} 元，须大于 {minimum} 元才能办理家庭共济。"
    remedy = "请在下次划账到账、余额大于零后再申请。"


class AccountFrozen(Problem):
    """个人账户已冻结"""

    code, status = "ACCOUNT_FROZEN", 409
    remedy = "本人冻结的账户可在“设置 → 冻结账户”解冻；经办机构冻结的，请联系参保地经办机构。"


class BalanceShort(Problem):
    """个人账户余额不足"""

    code, status = "BALANCE_SHORT", 409
    detail = "需要 {needed} 元，个人账户可用余额为 {available} 元。"
    remedy = "请减少金额，或在下次划账到账后再办理；就医时不足部分由本人支付。"


class BalanceEmpty(Problem):
    """授权人个人账户余额为零"""

    code = "BALANCE_EMPTY"
    remedy = "本次由本人支付；共济关系仍然有效，下次划账到账后可继续使用。"
