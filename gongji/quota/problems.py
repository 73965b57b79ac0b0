"""What a quota (共济额度) is refused for: to its giver, and to the national platform."""

from __future__ import annotations

from gongji.kernel.problems import Problem
from gongji.labels import POLICY_MENU, QUOTA_MENU

# -- giving


class QuotaNotOpen(Problem):
    code = "QUOTA_NOT_OPEN"
    title = "跨省共济额度尚未开通"
    detail = "{where}尚未开通跨省共济额度。"
    remedy = f"已开通的地方可在“{POLICY_MENU}”中查看；省内亲属可办理家庭共济。"


class QuotaAreaNotOpen(Problem):
    """Says where the relative is insured, so it comes only after the relative's code."""

    code = "QUOTA_AREA_NOT_OPEN"
    title = "与亲属的参保地尚未互相开通共济额度"
    detail = "您的参保地与这位亲属的参保地尚未互相开通共济额度。"
    remedy = f"开通后即可办理；已开通的地方可在“{POLICY_MENU}”中查看。"
    commit_on_raise = True


class QuotaExists(Problem):
    code, status = "QUOTA_EXISTS", 409
    title = "已经为这位亲属设定共济额度"
    detail = "您为这位亲属设定的共济额度正在使用，还剩 {left}。"
    remedy = f"如需增加或减少，请在“{QUOTA_MENU}”中修改额度。"


class QuotaBelowDrawn(Problem):
    code, status = "QUOTA_BELOW_DRAWN", 409
    title = "额度不能低于已经使用的金额"
    detail = "这笔额度已经使用 {drawn}，不能改为 {amount}。"
    remedy = "请填写不低于已使用金额的额度；不再共济的，请终止这笔额度。"


class QuotaEnded(Problem):
    code, status = "QUOTA_ENDED", 409
    title = "共济额度已经终止"
    detail = "这笔共济额度已于 {ended_at} 终止。"
    remedy = f"如要继续共济，请由共济人在“{QUOTA_MENU}”中重新设定。"


# -- drawing, through the national platform


class QuotaUnknown(Problem):
    code, status = "QUOTA_UNKNOWN", 404
    title = "没有这笔共济额度"
    detail = "没有查到属于这位参保人的这笔共济额度。"
    remedy = "请核对额度编号和使用人的身份证号。"


class QuotaOtherArea(Problem):
    code = "QUOTA_OTHER_AREA"
    title = "不是使用人的参保地"
    detail = "这笔共济额度由使用人的参保地支取，{area} 不是。"
    remedy = "请由使用人的参保地支取；参保地有变化的，请共济人重新设定额度。"


class QuotaShort(Problem):
    code, status = "QUOTA_SHORT", 409
    title = "共济额度不足"
    detail = "需要 {needed}，这笔共济额度还剩 {left}。"
    remedy = "请由使用人支付，或者请共济人增加额度后再支取。"


class QuotaGiverStatus(Problem):
    code, status = "QUOTA_GIVER_STATUS", 409
    title = "共济人的参保状态不能支付"
    detail = "共济人的职工医保目前不是可以支付的参保状态。"
    remedy = "请由使用人支付；共济人参保恢复后可再支取。"


class QuotaSerialReused(Problem):
    code, status = "QUOTA_SERIAL_REUSED", 409
    title = "同一流水号已用于另一笔业务"
    detail = "流水号 {serial_number} 先前提交的内容与本次不同，本次没有办理。"
    remedy = "请为每笔业务使用新的流水号；重发时内容须与原来一致。"


class QuotaDrawUnknown(Problem):
    code, status = "QUOTA_DRAW_UNKNOWN", 404
    title = "没有这笔支取"
    detail = "没有流水号为 {serial_number} 的支取。"
    remedy = "请核对原支取的流水号。"


class QuotaDrawReversed(Problem):
    code, status = "QUOTA_DRAW_REVERSED", 409
    title = "这笔支取已经撤销"
    detail = "流水号为 {serial_number} 的支取已于 {reversed_at} 撤销。"
    remedy = "一笔支取只能全额撤销一次，无需再次操作。"
