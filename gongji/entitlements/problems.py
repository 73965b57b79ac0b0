"""Why there is nothing to show or to estimate."""

from __future__ import annotations

from gongji.kernel.problems import Problem
from gongji.labels import HOTLINE


class NotInsured(Problem):
    code = "NOT_INSURED"
    title = "没有查到您的基本医保参保登记"
    detail = "没有查到您在湖南参加职工医保或居民医保的登记，暂时没有待遇可以显示。"
    remedy = "参保登记后即可查看；已经参保的，请向参保地经办机构核对登记信息。"


class CoverNotNormal(Problem):
    code, status = "COVER_NOT_NORMAL", 409
    title = "目前不是正常参保状态"
    detail = "您的{insurance}目前是{state}状态，统筹基金暂不支付；今年已经累计的金额仍然保留。"
    remedy = "补缴或恢复参保后，按剩余额度继续享受；有疑问请向参保地经办机构咨询。"


class AreaPolicyUnknown(Problem):
    code = "AREA_POLICY_UNKNOWN"
    title = "参保地的门诊待遇政策还没有收录"
    detail = "没有收录您参保地{area}在{on}执行的门诊待遇政策，系统不作推测。"
    remedy = f"可拨打医保服务热线 {HOTLINE}，或向参保地经办机构咨询。"
