"""What a person reads where a program says a code: one word each, wherever it is read.

The screens of the mini-program (`miniprogram_mock/src/domain/words.ts`), statements, receipts,
messages and texts use these words and no others. Keys are the codes of the wire.
"""

from __future__ import annotations

from collections.abc import Mapping

SIGNATURE = "【湘医保】"
"""What every text by SMS begins with; the outbox writes it."""

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
}
ENTRY_KINDS: Words = {
    "credit": "个人账户划入",
    "own_spend": "本人就医购药",
    "family_spend": "家庭共济支付",
    "premium": "个账代缴",
    "insurance": "个账代缴",
    "refund": "退回账户",
    "correction": "账户调整",
}
PAYMENTS: Words = {"paid": "已缴费", "paid_by_subsidy": "全额资助", "refunded": "已退费"}
SUBSIDIES: Words = {"none": "", "half": "半额资助", "full": "全额资助"}
REFUND_REASONS: Words = {
    "duplicate": "重复缴费",
    "joined_employee": "已参加职工医保",
    "death": "参保人身故",
    "cancelled": "本人申请取消",
}
PRIOR_YEARS, THIS_YEAR = "历年结转", "当年资金"

# -- menus, as the mini-program names its pages

FREEZE_MENU = "我的 → 冻结与解冻"
BINDINGS_MENU = "家庭共济 → 共济关系查询解绑"
APPLY_MENU = "家庭共济 → 职工共济申请"
HOTLINE = "12393"
"""医保服务热线, which answers what no page tells yet."""


# -- words


def kin_name(relation: str, sex: str) -> str:
    """What one relative is, whose sex is known: 母亲 rather than 父母."""
    return KIN.get(relation, {}).get(sex) or RELATIONS[relation]


def relation_name(relation: str | None) -> str:
    """What a relative is; None is the person himself."""
    return RELATIONS[relation] if relation else SELF


def scene_name(scene: str | None) -> str:
    """What was paid for; blank where an entry is about no scene."""
    return SCENES.get(scene or "", "")
