"""Why relatives paid nothing or not all, as the patient's receipt (结算单) explains it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongji.kernel.money import Money
from gongji.kernel.wording import say
from gongji.labels import APPLY_MENU, BINDINGS_MENU, HOTLINE
from gongji.settlement.bill import Reason


@dataclass(frozen=True, slots=True)
class Explanation:
    """What happened, and what it means; the rest is what the patient paid in cash."""

    title: str
    sentence: str

    def about(self, rest: Money) -> str:
        return say(self.sentence, rest=rest)


EXPLANATIONS: Mapping[Reason, Explanation] = {
    Reason.NOT_REQUESTED: Explanation(
        "结算时没有选择使用家庭共济",
        "{rest} 由您支付。下次结算前，请告诉收费人员“使用家庭共济账户”。",
    ),
    Reason.MAINTENANCE: Explanation(
        "系统维护中，家庭共济暂停", "{rest} 由您支付；维护结束后，共济关系照常使用。"
    ),
    Reason.BENE_STATUS: Explanation(
        "您的基本医保目前不是正常参保状态", "{rest} 由您支付；恢复参保后，共济关系照常使用。"
    ),
    Reason.NO_ACTIVE_RELATION: Explanation(
        "没有生效中的共济关系",
        f"{{rest}} 由您支付；可请参加职工医保的亲属在“{APPLY_MENU}”中与您建立共济关系。",
    ),
    Reason.RELATION_NOT_STARTED: Explanation(
        "共济关系尚未生效", "{rest} 由您支付；共济关系从起始日期当天起可以使用。"
    ),
    Reason.RELATION_ENDED: Explanation("共济关系已到期", "{rest} 由您支付；可请共济人重新绑定。"),
    Reason.SCENE_DISABLED: Explanation(
        "共济人参保地未开放此场景的共济",
        f"{{rest}} 由您支付；已开放的场景可拨打医保服务热线 {HOTLINE} 咨询。",
    ),
    Reason.XPROV_NOT_OPEN: Explanation(
        "就医地与参保地尚未互通跨省共济", "{rest} 由您支付；在省内就医不受影响。"
    ),
    Reason.AUTH_STATUS: Explanation(
        "共济人的职工医保目前不是正常参保状态",
        "{rest} 由您支付；共济人恢复参保后，共济关系照常使用。",
    ),
    Reason.ACCOUNT_FROZEN: Explanation(
        "共济人的个人账户已冻结", "{rest} 由您支付；解除冻结后，共济关系照常使用。"
    ),
    Reason.RELATIVE_CAP: Explanation(
        "已达到共济人设定的限额",
        f"剩余 {{rest}} 由您支付；共济人可在“{BINDINGS_MENU}”中调整限额。",
    ),
    Reason.BALANCE_SHORT: Explanation(
        "共济人的账户余额用完了",
        "剩余 {rest} 由您支付；共济关系仍有效，医保局下次拨入后可继续使用。",
    ),
    Reason.BALANCE_EMPTY: Explanation(
        "共济人的账户没有可用余额",
        "{rest} 由您支付；共济关系仍有效，医保局下次拨入后可继续使用。",
    ),
}
