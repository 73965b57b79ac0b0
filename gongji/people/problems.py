"""Refusals that follow from the state of an insured person."""

from __future__ import annotations

from gongji.kernel.problems import Problem


class IdInvalid(Problem):
    code = "ID_INVALID"
    title = "身份证号码有误"
    detail = "身份证号码应为 18 位，且出生日期和校验位正确；本次没有发送验证码，也没有办理业务。"
    remedy = "请对照证件核对身份证号码，末位 X 也要填写。"


class AuthNotEmployee(Problem):
    code = "AUTH_NOT_EMPLOYEE"
    title = "您没有参加湖南省职工医保"
    detail = "家庭共济的共济人须参加湖南省职工医保，目前没有查到您的职工医保参保登记。"
    remedy = "参加湖南省职工医保后即可申请；如已参保，请向单位或参保地经办机构核对登记信息。"


class AuthNoAccount(Problem):
    code = "AUTH_NO_ACCOUNT"
    title = "没有职工医保个人账户"
    detail = "单建统筹和居民医保不设个人账户，没有可以共济或操作的账户资金。"
    remedy = "参保方式变更为统账结合的职工医保后即有个人账户，可向参保地经办机构咨询。"


class AuthStatus(Problem):
    code, status = "AUTH_STATUS", 409
    title = "您的职工医保目前不是正常参保状态"
    detail = "职工医保正常参保期间，才能绑定亲属或者为亲属支付。"
    remedy = "补缴或恢复参保后即可继续；已有的共济关系保留，无需重新绑定。"


class BeneStatus(Problem):
    code = "BENE_STATUS"
    title = "使用人的基本医保目前不是正常参保状态"
    detail = "基本医保正常参保期间，才能由亲属的个人账户支付。"
    remedy = "恢复参保后即可办理，原有的共济关系照常使用。"


class NotResident(Problem):
    code = "NOT_RESIDENT"
    title = "不是湖南城乡居民医保参保人"
    detail = "只能为参加湖南省城乡居民医保的人员代缴居民医保费。"
    remedy = "请核对该亲属的参保类型；参加职工医保的，由单位或本人按职工医保缴费。"
