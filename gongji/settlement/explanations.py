"""Codes that explain a bill and refuse nothing, and how the patient's receipt (结算单) explains why
relatives paid nothing or not all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongji.kernel.money import Money
from gongji.kernel.problems import Explanation
from gongji.kernel.wording import say
from gongji.labels import APPLY_MENU, BINDINGS_MENU, POLICY_MENU
from gongji.settlement.bill import Reason

UNREFUSED = (
    Explanation(
        "NOT_REQUESTED", "本次未要求使用家庭共济", "结算前请告诉收费人员“使用家庭共济账户”。"
    ),
    Explanation(
        "RELATION_NOT_STARTED", "共济关系尚未开始", "起始日期当天起即可使用；本次由本人支付。"
    ),
    Explanation("RELATION_ENDED", "共济关系已到期", "可请共济人重新绑定；本次由本人支付。"),
    Explanation(
        "RELATIVE_CAP",
        "达到共济人设定的限额",
        f"超出限额的部分由本人支付；共济人可在“{BINDINGS_MENU}”中调整限额。",
    ),
    Explanation(
        "BALANCE_EMPTY",
        "共济人个人账户余额为零",
        "本次由本人支付；共济关系仍然有效，医保局下次拨入后可继续使用。",
    ),
    Explanation(
        "XPROV_NOT_OPEN",
        "就医地与参保地尚未互通跨省共济",
        "本次由本人支付；两省互通后即可使用，省内就医不受影响。",
    ),
    Explanation(
        "ITEM_PROHIBITED",
        "个人账户不能支付的项目",
        "公共卫生、体育健身、养生保健类费用请用现金支付。",
    ),
    Explanation(
        "ITEM_UNKNOWN",
        "医保目录中没有的项目",
        "目录外的编码由现金支付；如编码有误，请收费人员更正后重新结算。",
    ),
    Explanation(
        "OUT_OF_RANGE",
        "不在政策范围内的费用",
        "慢特病结算时，丙类项目和超过限价的部分不在政策范围内，个人账户和家庭共济都不支付，请用现金支付。",
    ),
    Explanation(
        "ITEM_REFUSED",
        "医院审批不通过的项目",
        "这一项全部自费；如对审批有疑问，请咨询就诊医院的医保办。",
    ),
    Explanation(
        "ITEM_RESTRICTED",
        "限制使用的项目，医院没有审批通过",
        "这一项全部自费；符合限定条件的，请医院医保办审批后重新上传费用。",
    ),
)
"""Why a mutual leg (共济支付) is zero or reduced, or why a line is not covered."""


@dataclass(frozen=True, slots=True)
class ReceiptWords:
    """What happened, and what it means; the rest is what the patient paid in cash."""

    title: str
    sentence: str

    def about(self, rest: Money) -> str:
        return say(self.sentence, rest=rest)


EXPLANATIONS: Mapping[Reason, ReceiptWords] = {
    Reason.NOT_REQUESTED: ReceiptWords(
        "结算时没有选择使用家庭共济",
        "{rest} 由您支付。下次结算前，请告诉收费人员“使用家庭共济账户”。",
    ),
    Reason.MAINTENANCE: ReceiptWords(
        "系统维护中，家庭共济暂停", "{rest} 由您支付；维护结束后，共济关系照常使用。"
    ),
    Reason.BENE_STATUS: ReceiptWords(
        "您的基本医保目前不是正常参保状态", "{rest} 由您支付；恢复参保后，共济关系照常使用。"
    ),
    Reason.NO_ACTIVE_RELATION: ReceiptWords(
        "没有生效中的共济关系",
        f"{{rest}} 由您支付；可请参加职工医保的亲属在“{APPLY_MENU}”中与您建立共济关系。",
    ),
    Reason.RELATION_NOT_STARTED: ReceiptWords(
        "共济关系尚未生效", "{rest} 由您支付；共济关系从起始日期当天起可以使用。"
    ),
    Reason.RELATION_ENDED: ReceiptWords("共济关系已到期", "{rest} 由您支付；可请共济人重新绑定。"),
    Reason.SCENE_DISABLED: ReceiptWords(
        "共济人参保地未开放此场景的共济",
        f"{{rest}} 由您支付；已开放的场景可在“{POLICY_MENU}”中查看。",
    ),
    Reason.XPROV_NOT_OPEN: ReceiptWords(
        "就医地与参保地尚未互通跨省共济", "{rest} 由您支付；在省内就医不受影响。"
    ),
    Reason.AUTH_STATUS: ReceiptWords(
        "共济人的职工医保目前不是正常参保状态",
        "{rest} 由您支付；共济人恢复参保后，共济关系照常使用。",
    ),
    Reason.ACCOUNT_FROZEN: ReceiptWords(
        "共济人的个人账户已冻结", "{rest} 由您支付；解除冻结后，共济关系照常使用。"
    ),
    Reason.RELATIVE_CAP: ReceiptWords(
        "已达到共济人设定的限额",
        f"剩余 {{rest}} 由您支付；共济人可在“{BINDINGS_MENU}”中调整限额。",
    ),
    Reason.BALANCE_SHORT: ReceiptWords(
        "共济人的账户余额用完了",
        "剩余 {rest} 由您支付；共济关系仍有效，医保局下次拨入后可继续使用。",
    ),
    Reason.BALANCE_EMPTY: ReceiptWords(
        "共济人的账户没有可用余额",
        "{rest} 由您支付；共济关系仍有效，医保局下次拨入后可继续使用。",
    ),
}
