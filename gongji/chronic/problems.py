"""What an online extension (待遇延期) is refused for."""

from __future__ import annotations

from gongji.kernel.problems import Problem


class ExtensionNotOnline(Problem):
    code = "EXTENSION_NOT_ONLINE"
    title = "该病种不能网上延期"
    detail = "{disease}（{code}）的待遇资格不在网上延期范围内。"
    remedy = "请携带复审资料到参保地医保经办窗口办理延期。"


class RelationNotActive(Problem):
    code, status = "RELATION_NOT_ACTIVE", 409
    title = "共济关系目前不在有效期内"
    detail = "只能为共济关系有效的亲属办理；与这位亲属的共济关系{why}。"
    remedy = "可以请亲属本人登录办理，或携带双方身份证到参保地医保经办窗口办理。"


class RelativeWithoutPhone(Problem):
    code, status = "RELATIVE_WITHOUT_PHONE", 409
    title = "亲属没有登记手机号"
    detail = "这位亲属在医保登记中没有手机号，收不到确认同意的验证码。"
    remedy = "请亲属先到参保地医保经办窗口登记手机号，或携带双方身份证到窗口办理。"


class AgreementLapsed(Problem):
    code, status = "AGREEMENT_LAPSED", 409
    title = "亲属的同意已经失效"
    detail = "填写亲属的验证码后 {minutes} 分钟内可以办理，现在没有有效的同意。"
    remedy = "请重新获取亲属的验证码，填写后再办理。"


class ExtensionNotOpen(Problem):
    code = "EXTENSION_NOT_OPEN"
    title = "不在网上延期的办理期内"
    detail = "{disease}的待遇资格到 {valid_to} 为止，网上延期的办理期为 {window}，今天是 {today}。"
    remedy = "请在办理期内提交；已经错过的，请到参保地医保经办窗口办理。"
