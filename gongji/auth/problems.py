"""Refusals of sign-in: codes that are wrong, expired, used or requested too often; new phones."""

from __future__ import annotations

from gongji.kernel.problems import Problem


class SmsWrong(Problem):
    code = "SMS_WRONG"
    title = "验证码不正确"
    detail = "{why}"
    remedy = "请核对最近一条短信中的验证码；没有收到的，请确认手机号后重新获取。"
    commit_on_raise = True  # the guess was counted

    @classmethod
    def with_tries(cls, left: int) -> SmsWrong:
        """A guess was counted; `left` more may follow."""
        if not left:
            return LastGuessWrong()
        why = f"验证码不正确，或所填信息与医保登记不一致；这条验证码还可以再试 {left} 次。"
        return cls(why=why)

    @classmethod
    def without_code(cls) -> SmsWrong:
        """There is no code that could be right."""
        return cls(why="验证码不正确或已经使用过，或所填信息与医保登记不一致。")


class LastGuessWrong(SmsWrong, says_more=True):
    detail = "验证码不正确，或所填信息与医保登记不一致；这条验证码已经锁定。"
    remedy = "请重新获取验证码后再试。"


class SmsExpired(Problem):
    code = "SMS_EXPIRED"
    title = "验证码已过期"
    detail = "这条验证码已于 {expired_at} 失效。"
    remedy = "请重新获取验证码，并在有效期内填写。"
    commit_on_raise = True


class SmsLocked(Problem):
    code = "SMS_LOCKED"
    title = "验证码已锁定"
    detail = "这条验证码已连续输错，不能再使用。"
    remedy = "请重新获取验证码后再试。"
    commit_on_raise = True


class SmsTooSoon(Problem):
    code, status = "SMS_TOO_SOON", 429
    title = "验证码发送过于频繁"
    detail = "刚刚已向这个手机号发送验证码，请在 {retry_s} 秒后再获取。"
    remedy = "请先查收已经发送的短信；没有收到的，稍候再重新获取。"


class LoginCodeInvalid(Problem):
    code = "LOGIN_CODE_INVALID"
    title = "小程序登录凭证无效"
    detail = "小程序给出的登录凭证不正确、已经使用过或已过期。"
    remedy = "请回到小程序重新进入，或改用短信验证码登录。"


class ChangedRecently(Problem):
    code, status = "CHANGED_RECENTLY", 409
    title = "刚更换过手机号"
    detail = (
        "登记手机更换后 24 小时内，不能新建共济关系、代缴保费、生成医保码、为亲属办理待遇延期，"
        "也不能提高限额或预留额，{opens_at} 起可以办理。"
    )
    remedy = "请到时再办理；不是您本人更换的，请用原手机号“撤销更换”，并联系参保地经办机构。"


class IdentityRequired(Problem):
    code, status = "IDENTITY_REQUIRED", 403
    title = "需要核对姓名和身份证号"
    detail = (
        "这台设备没有登录过，而这个手机号很久没有登录，或登记手机刚由经办机构变更；"
        "为防止手机号换了主人，请同时填写本人姓名和身份证号。"
    )
    remedy = "请填写与医保登记一致的姓名和身份证号，用同一条验证码登录。"


class AlreadyRegistered(Problem):
    code, status = "ALREADY_REGISTERED", 409
    title = "这个手机号已在使用"
    detail = "这个手机号已登记在另一位参保人名下，不能再登记给您。"
    remedy = "请换一个手机号；确属您本人的，请带身份证到参保地经办机构更正。"
    commit_on_raise = True
