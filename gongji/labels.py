"""What a person reads where a program says a code: one word each, wherever it is read.

Screens, statements, receipts, messages and texts use these words and no others. Keys are the codes
of the wire. `python -m gongji.labels` prints those that the mini-program keeps.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from gongji.area_names import AREAS, CITIES, PROVINCES

Words = Mapping[str, str]

SELF = "本人"
RELATIONS: Words = {
    "spouse": "配偶",
    "parent": "父母",
    "child": "子女",
    "sibling": "兄弟姐妹",
    "paternal_grandparent": "祖父母",
    "maternal_grandparent": "外祖父母",
    "paternal_grandchild": "孙子女",
    "maternal_grandchild": "外孙子女",
    "parent_in_law": "配偶的父母",
    "other": "其他亲属",
}
KIN: Mapping[str, Mapping[str, str]] = {
    "parent": {"M": "父亲", "F": "母亲"},
    "child": {"M": "儿子", "F": "女儿"},
    "sibling": {"M": "兄弟", "F": "姐妹"},
    "paternal_grandparent": {"M": "祖父", "F": "祖母"},
    "maternal_grandparent": {"M": "外祖父", "F": "外祖母"},
    "paternal_grandchild": {"M": "孙子", "F": "孙女"},
    "maternal_grandchild": {"M": "外孙", "F": "外孙女"},
}
"""A relation to one person, by sex."""

SCENES: Words = {
    "OUTPATIENT": "门诊",
    "PHARMACY": "药店购药",
    "CHRONIC": "门诊慢特病",
    "INPATIENT": "住院",
    "PREMIUM": "居民医保代缴",
    "COMMERCIAL_INS": "惠民保代缴",
    "LTC_PREMIUM": "长期护理保险代缴",
}
ENTRY_KINDS: Words = {
    "credit": "个人账户划入",
    "own_spend": "本人就医购药",
    "family_spend": "家庭共济支付",
    "quota_spend": "共济额度支付",
    "premium": "个账代缴",
    "insurance": "个账代缴",
    "refund": "退回账户",
    "correction": "账户调整",
}
PAYMENTS: Words = {"paid": "已缴费", "paid_by_subsidy": "全额资助", "refunded": "已退费"}
SUBSIDIES: Words = {
    "none": "",
    "half": "半额资助",
    "full": "全额资助",
    "newborn": "新生儿资助",
}
REFUND_REASONS: Words = {
    "duplicate": "重复缴费",
    "joined_employee": "已参加职工医保",
    "death": "参保人身故",
    "cancelled": "本人申请取消",
}
BINDING_STATES: Words = {
    "pending": "待生效",
    "active": "共济中",
    "ended": "已结束",
}
END_REASONS: Words = {
    "unbound_by_authorizer": "共济人解绑",
    "unbound_by_beneficiary": "使用人解绑",
    "unbound_by_counter": "经办窗口解绑",
    "expired": "有效期已满",
    "death": "身故",
    "transfer_out": "医保关系转出",
    "insurance_ended": "停止参保",
    "corrected": "更正",
}
CHANNELS: Words = {
    "app": "湘医保网页",
    "wechat_oa": "微信公众号",
    "wechat_mp": "微信小程序",
    "alipay_mp": "支付宝小程序",
    "nhsa_app": "国家医保服务平台",
    "counter": "经办窗口",
    "institution": "定点医药机构",
    "system": "系统",
}
DEVICES: Words = {
    "wechat": "微信",
    "alipay": "支付宝",
}
INSURANCES: Words = {
    "employee": "职工医保",
    "resident": "居民医保",
}
CATEGORIES: Words = {
    "active": "在职",
    "retired": "退休",
    "flexible": "灵活就业",
    "pool_only": "单建统筹",
}
"""How an employee is insured."""
INSURANCE_STATES: Words = {
    "normal": "正常参保",
    "suspended": "暂停参保",
    "ended": "停止参保",
}
CREDENTIALS: Words = {
    "01": "医保码",
    "02": "身份证",
    "03": "社保卡",
    "04": "刷脸",
}
"""What a patient shows, by its national code."""
INSTITUTIONS: Words = {
    "hospital": "医院",
    "pharmacy": "药店",
    "community": "社区卫生",
}
LEVELS: Words = {
    "1": "一级",
    "2": "二级",
    "3": "三级",
}
ITEM_LEVELS: Words = {
    "01": "甲类",
    "02": "乙类",
    "03": "丙类",
}
"""Classes of the catalogue by their code."""
OFFICE_SERVICES: Words = {
    "enrolment": "参保登记",
    "account": "个人账户查询",
    "family": "家庭共济办理",
    "premium": "缴费与退费",
    "chronic": "门诊慢特病办理",
    "elsewhere": "异地就医备案",
    "reimbursement": "医药费手工报销",
    "transfer": "医保关系转移",
}
"""What is done at an office (经办机构)."""
MESSAGES: Words = {
    "bound": "共济开通",
    "unbound": "共济解绑",
    "spent": "账户支出",
    "reminder": "到期提醒",
    "refund": "退款到账",
    "limit": "限额提醒",
    "notice": "服务通知",
}
FEATURES: Words = {
    "binding": "共济办理",
    "settlement": "共济支付",
    "premium": "个账代缴",
}
"""What may be closed for maintenance."""
QUOTA_STATES: Words = {"live": "使用中", "ended": "已终止"}
QUOTA_ENDS: Words = {
    "by_giver": "共济人终止",
    "by_taker": "使用人终止",
    "death": "身故",
    "transfer_out": "医保关系转出",
    "insurance_ended": "停止参保",
    "insurance_suspended": "暂停参保",
}
QUOTA_USES: Words = {
    "care": "门诊就医",
    "drugs": "药店购药",
    "resident_premium": "居民医保缴费",
    "ltc_premium": "长期护理保险缴费",
}
METERS: Words = {
    "deductible": "门诊起付线",
    "deductible_level_1": "一级及以下机构起付线",
    "deductible_level_2": "二级机构起付线",
    "deductible_level_3": "三级机构起付线",
    "pool": "普通门诊统筹支付",
    "two_diseases": "门诊两病用药",
    "chronic": "门诊慢特病",
    "dual": "双通道药品",
}
"""What was used of a limit, and what is left."""
ESTIMATE_PLACES: Words = {
    "level_1": "社区卫生服务中心等一级机构",
    "level_2": "二级医院",
    "level_3": "三级医院",
    "pharmacy_prescription": "门诊统筹药店（凭处方）",
    "pharmacy": "药店（没有处方）",
    "two_diseases": "门诊两病用药",
}
"""Where a sum is estimated."""
SOURCE_KINDS: Words = {
    "official": "官方文件",
    "press": "公开报道",
    "seed": "项目文本",
    "design": "本系统约定",
}
"""Who says so, beside every source that is cited."""
PROPOSED = "待核实"
"""The mark of a policy row that rests on weak pages alone and decides nothing."""
REASONS: Words = {
    "NOT_REQUESTED": "结算时没有选择使用家庭共济",
    "NO_ACTIVE_RELATION": "没有生效中的共济关系",
    "RELATION_NOT_STARTED": "共济关系尚未生效",
    "RELATION_ENDED": "共济关系已到期",
    "RELATION_PAUSED": "共济关系已暂停",
    "BALANCE_EMPTY": "共济人的账户没有可用余额",
    "BALANCE_SHORT": "共济人的账户余额用完了，其余由您支付",
    "ACCOUNT_FROZEN": "共济人账户已冻结",
    "SCENE_DISABLED": "这一场景暂不支持家庭共济",
    "ITEM_PROHIBITED": "含有个人账户不能支付的项目",
    "ITEM_UNKNOWN": "医保目录中没有的项目，账户不能支付",
    "ITEM_REFUSED": "医院审批不通过，全部自费",
    "ITEM_RESTRICTED": "限制使用的项目，医院没有审批通过，全部自费",
    "OUT_OF_RANGE": "不在政策范围内的部分，账户不能支付",
    "XPROV_NOT_OPEN": "跨省共济尚未开通",
    "RELATIVE_CAP": "已到共济人设定的限额",
    "BENE_STATUS": "使用人参保状态不正常",
    "AUTH_STATUS": "共济人参保状态不正常",
    "MAINTENANCE": "系统维护中，家庭共济暂停",
}
"""Why relatives paid nothing or not all, beside the drawing of a bill."""
PRIOR_YEARS, THIS_YEAR = "历年结转", "当年资金"

POLICY_GROUPS: Words = {
    "who": "谁能共济",
    "use": "能用在哪里",
    "pool": "统筹怎么报",
    "chronic": "门诊慢特病",
    "special": "两病与双通道",
    "premium": "居民医保缴费",
    "account": "个人账户",
    "crossing": "跨省与共济额度",
}
"""What a parameter of policy is looked for under, in the order of the page."""

# -- menus, as the mini-program names its pages

FREEZE_MENU = "我的 → 冻结与解冻"
BINDINGS_MENU = "家庭共济 → 共济关系查询解绑"
APPLY_MENU = "家庭共济 → 职工共济申请"
QUOTA_MENU = "家庭共济 → 共济额度"
POLICY_MENU = "查询服务 → 参保地政策"
PLACES_MENU = "查询服务 → 定点机构"
PHONE_MENU = "我的 → 更换手机号"
HOTLINE = "12393"
"""医保服务热线, which answers what no page says yet."""


# -- questions that refusals leave open

QUESTIONS: Words = {
    "为什么绑不上家人？": (
        "常见的原因：您没有职工医保个人账户（居民医保和单建统筹都没有），参保状态不正常，或者"
        "账户里没有余额；家人不在可以共济的亲属之内，参保地超出范围，或者已经有了共济人；人数"
        "到了上限。办理页面会说明是哪一种；各地的条件见“谁能共济”。"
    ),
    "为什么收不到验证码？": (
        "验证码发到使用人在医保登记的手机上，不一定是现在用的号码。号码换了的，请使用人登录后"
        f"在“{PHONE_MENU}”中更换；没有手机的，请到经办窗口办理。"
    ),
    "药店为什么刷不了？": (
        f"先看药店是不是定点、有没有暂停结算，可以在“{PLACES_MENU}”中查。再看买的东西：公共"
        "卫生、体育健身、养生保健类的，医保目录里没有的，个人账户都不能付。用家人的账户，要告"
        "诉收费员用家庭共济；家人的账户要有余额、没有冻结，也没有超过为您设的限额。"
    ),
    "为什么这次没有用家庭共济？": (
        "结算时没有说要用家庭共济，共济关系还没有开始、已经到期或者暂停，共济人的账户没有余额"
        "或者被冻结，都用不上。原因写在这次的结算单上，没有付的部分由您自己支付。"
    ),
    "为什么没有统筹支付？": (
        "普通门诊先付起付线，超过的部分按比例由统筹基金支付，全年有限额；丙类和自己先付的部分"
        "不算在内。在药店买药一般没有统筹，当地开通了门诊统筹药店并且凭处方购药的除外。各级机"
        "构付多少，见“统筹怎么报”；这一笔怎么算的，写在结算单上。"
    ),
    "亲情账户和家庭共济有什么区别？": (
        "亲情账户只是替家人出示医保码，花的还是家人自己的钱；家庭共济是让家人使用您个人账户里"
        f"的资金，要在“{APPLY_MENU}”中另行办理。"
    ),
    "退费的钱退到哪里？": (
        "从哪里付的，退回哪里：谁的个人账户付的，退回谁的账户；现金付的，由医院或药店退给您。"
        "居民医保费退回付款人的个人账户。到账后有消息通知。"
    ),
    "来源前面的几个字是什么意思？": (
        "“官方文件”是政府和医保部门发布的；“公开报道”是新闻和公开网页说的；“项目文本”是"
        "建设本系统时收到的说明；“本系统约定”是没有查到规定、由本系统定下来的。标着“待核实"
        "”的，还没有查到可靠的出处，不作为办理的依据。拿不准的，可以拨打医保服务热线 "
        f"{HOTLINE}。"
    ),
}
"""Each with its answer, on the page of the area's policy."""

FOR_SCREENS: Mapping[str, Mapping[str, object]] = {
    "relations": RELATIONS,
    "kin": KIN,
    "scenes": SCENES,
    "entry_kinds": ENTRY_KINDS,
    "payments": PAYMENTS,
    "subsidies": SUBSIDIES,
    "refund_reasons": REFUND_REASONS,
    "binding_states": BINDING_STATES,
    "end_reasons": END_REASONS,
    "channels": CHANNELS,
    "devices": DEVICES,
    "insurances": INSURANCES,
    "insurance_states": INSURANCE_STATES,
    "institutions": INSTITUTIONS,
    "levels": LEVELS,
    "item_levels": ITEM_LEVELS,
    "office_services": OFFICE_SERVICES,
    "messages": MESSAGES,
    "features": FEATURES,
    "areas": AREAS,
    "provinces": PROVINCES,
    "cities": CITIES,
    "quota_states": QUOTA_STATES,
    "quota_ends": QUOTA_ENDS,
    "quota_uses": QUOTA_USES,
    "estimate_places": ESTIMATE_PLACES,
    "source_kinds": SOURCE_KINDS,
    "reasons": REASONS,
    "policy_groups": POLICY_GROUPS,
    "questions": QUESTIONS,
}
"""What the mini-program reads from `src/domain/labels.json`."""

# -- words


def kin_name(relation: str, sex: str) -> str:
    """What one relative is, whose sex is known: 母亲 rather than 父母."""
    return KIN.get(relation, {}).get(sex) or RELATIONS[relation]


def area_name(area: str) -> str:
    """The prefecture of an area, with its province outside Hunan; its digits where it has no name
    here.
    """
    if area[:4] in AREAS:
        return AREAS[area[:4]]
    return PROVINCES.get(area[:2], "") + CITIES.get(area[:4], area)


def relation_name(relation: str | None) -> str:
    """What a relative is; None is the account holder."""
    return RELATIONS[relation] if relation else SELF


def scene_name(scene: str | None) -> str:
    """What was paid for; blank where an entry is about no scene."""
    return SCENES.get(scene or "", "")


if __name__ == "__main__":
    print(json.dumps(FOR_SCREENS, ensure_ascii=False, indent=2))  # noqa: T201 (its purpose)
