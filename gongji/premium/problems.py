"""What the payment of a premium and its refund are refused for (Premium)."""

from __future__ import annotations

from gongji.kernel.problems import Problem


class ProductUnknown(Problem):
    code = "PRODUCT_UNKNOWN"
    title = "没有这个缴费产品"
    detail = "{year} 年度的缴费产品目录中没有“{product}”。"
    remedy = "请在缴费产品列表中重新选择产品和参保年度。"


class WindowClosed(Problem):
    code = "WINDOW_CLOSED"
    title = "不在缴费期内"
    detail = "{year} 年度{name}的缴费期为 {opens_on} 至 {closes_on}，今天是 {today}，{instead}。"
    remedy = "请在缴费期内办理；集中缴费期外的居民医保费，请到税务渠道（湘税社保）咨询缴纳。"


class TierMissing(Problem):
    code = "TIER_MISSING"
    title = "还没有选择缴费档次"
    detail = "{year} 年度{name}分档缴费，由缴费人自选：{tiers}。本次没有选择档次，没有扣款。"
    remedy = "请为这位缴费对象选好档次后再缴费。"


class TierUnknown(Problem):
    code = "TIER_UNKNOWN"
    title = "该年度没有这个缴费档次"
    detail = "{year} 年度{name}没有“{tier}”，可以选择：{tiers}。"
    remedy = "请重新打开缴费页面，在当年列出的档次中选择。"


class NoTiers(Problem):
    code = "NO_TIERS"
    title = "该年度不分缴费档次"
    detail = "{year} 年度{name}只有一个缴费标准 {full}，不能选择“{tier}”。"
    remedy = "请重新打开缴费页面，按当年的标准缴费。"


class AlreadyPaid(Problem):
    code, status = "ALREADY_PAID", 409
    title = "该年度已经缴过费"
    detail = "{year} 年度{name}已于 {day} 缴清（{where}），同一人同一年度只缴一次。"
    remedy = "无需再次缴费；如对缴费记录有疑问，请向参保人本人或其参保地经办机构核对。"


class AlreadyRefunded(Problem):
    code, status = "ALREADY_REFUNDED", 409
    title = "这笔缴费已经退过"
    detail = "收据 {receipt_number} 已于 {refunded_at} 退费。"
    remedy = "款项已退回原缴费账户，无需再次申请；需要参保的，可在缴费期内重新缴费。"


class BenefitStarted(Problem):
    code = "BENEFIT_STARTED"
    title = "待遇享受期已经开始"
    detail = "{year} 年度的待遇享受期自 {starts_on} 开始，开始后停保不退费。"
    remedy = "本年度的医保待遇可继续享受至年底；下一年度可不再缴费。"


class ReasonNotShown(Problem):
    code = "REFUND_REASON"
    title = "退费理由不成立"
    detail = "{why}。"
    remedy = "登记尚未更新的，请先到参保地经办机构更新；居民医保缴费不能只因本人取消而退。"


class RefundLate(Problem):
    code = "REFUND_LATE"
    title = "已过申请退费的期限"
    detail = "{year} 年度{name}的退费申请截至 {until}，今天是 {today}。"
    remedy = "逾期不再办理退费；特殊情况请咨询参保地经办机构。"


class RefundAfterClearing(Problem):
    code = "REFUND_AFTER_CLEARING"
    title = "年度清算已经开始"
    detail = "{year} 年度的保费已于 {started_on} 开始清算，清算后不再退费。"
    remedy = "如属重复缴费等特殊情况，请持凭证到参保地经办机构核实处理。"
