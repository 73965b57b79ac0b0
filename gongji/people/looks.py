"""What the lines of the access log say, each sentence once; `docs/looks.md` says who gets which."""

from __future__ import annotations

REFUSED = "（未予办理）"
"""Behind a sentence, where the look revealed something though what was asked for was refused."""

# -- an institution

LOOKED_UP = "核验身份，读取参保信息和本人账户余额"
REGISTERED = "登记就诊，核对参保信息"
TRIED = "试算费用，读取参保信息和本人账户余额"
TRIED_FOR_A_RELATIVE = "为亲属试算费用，核对您的账户可用于共济的余额"
SETTLED = "结算费用，读取参保信息和本人账户余额"
SETTLED_FOR_A_RELATIVE = "为亲属结算费用，核对您的账户可用于共济的余额"
CANCELLED = "撤销结算，读取本人账户余额"
VISITS_READ = "查询在本机构的就诊记录"
SETTLEMENT_READ = "查询结算信息"
DIAGNOSES_READ = "查询在本机构就诊的诊断"
LINES_READ = "查询结算的费用明细"
DRUGS_READ = "查询慢特病用药记录"
COUNTERS_READ = "查询本年度起付线和基金支付的累计"
ENTITLEMENT_READ = "核对待遇享受情况"
DISEASE_FILED = "办理慢特病备案"
DISEASE_WITHDRAWN = "撤销慢特病备案"
DESIGNATION_FILED = "办理就医定点备案"
DESIGNATION_WITHDRAWN = "撤销就医定点备案"
DESIGNATIONS_READ = "查询就医定点备案"
DISEASES_READ = "查询慢特病待遇资格"

# -- a relative

ASKED_IN_VAIN = "申请与您建立共济关系，没有成功：{why}"
BOUND = "与您建立共济关系"
BINDING_READ = "查看与您的共济关系"
UNBOUND = "解除与您的共济关系"
TERM_MOVED = "修改与{name}的共济期限：{before} 到期改为 {after} 到期"
LIMITS_MOVED = "修改与{name}的共济限额：{before} 改为 {after}"
QUOTA_ASKED_IN_VAIN = "申请为您设定共济额度，没有成功：{why}"
QUOTA_GIVEN = "为您设定共济额度"
QUOTA_READ = "查看为您设定的共济额度"
QUOTA_MOVED_FOR_YOU = "修改为您设定的共济额度：{before} 改为 {after}"
QUOTA_TAKEN = "终止为您设定的共济额度"
EXTENSION_ASKED_IN_VAIN = "申请查看您的慢特病待遇资格并办理延期，没有成功：{why}"
QUALIFICATIONS_READ = "凭您的验证码查看您的慢特病待遇资格"
QUALIFICATION_EXTENDED = "凭您的验证码为您办理慢特病待遇延期"
PREMIUM_PRICED = "查询可以为您代缴的保费，核对您的参保、缴费和资助情况"
PREMIUM_PAID = "为您代缴 {year} 年度保费，核对您的参保、缴费和资助情况"
PREMIUM_RETURNED = "申请退回为您代缴的 {year} 年度{name}，核对您的参保登记"

# -- the holder of a paper

PAPER_VERIFIED = "查验{title}"

# -- the person, or the holder of their phone

SIGNED_IN_BY_CODE = "使用短信验证码登录本账户"
SIGNED_IN_BY_PLATFORM = "使用{platform}小程序登录本账户"
DEVICE_REMOVED = "移除已登录的设备或小程序"
SIGNED_OUT_EVERYWHERE = "退出所有设备，并解除小程序关联"
PHONE_CHANGED = "更换登记手机号：{old} 改为 {new}"
PHONE_CHANGE_UNDONE = "原手机号撤销更换登记手机号：{new} 恢复为 {old}"
THRESHOLD_MOVED = "修改共济支付的提醒起点金额：{before} 改为 {after}"
HOLD_MOVED = "修改为{name}预留的金额：{before} 改为 {after}"
QUOTA_MOVED = "修改为{name}设定的共济额度：{before} 改为 {after}"
QUOTA_DRAWN = "为{name}支取共济额度，核对您的参保状态和共济额度"
FROZEN = "冻结个人账户"
UNFROZEN = "解除个人账户的冻结"
PAPER_MADE = "下载{title}"
EXPORTED = "下载本人的全部数据"
