"""What sign-in refuses: codes that are wrong, late, used up or asked for too often; new phones."""

from __future__ import annotations

from gongji.kernel.problems import Problem


class SmsWrong(Problem):
    """验证码不正确"""

    code = "SMS_WRONG"
    detail = "{why}"
    remedy = "请核对最近一条短信中的验证码；没有收到的，请确认手机号后重新获取。"
    keeps_writes = True

    @classmethod
    def with_tries(cls, left: int) -> SmsWrong:
        """A guess was counted; `left` more may follow."""
        then = f"还可以再试 {left} 次" if left else "已经锁定"
        return cls(why=f"验证码不正确，这条验证码{then}。")

    @classmethod
    def without_code(cls) -> SmsWrong:
        """There is no code that could be right."""
        return cls(why="验证码不正确，或者已经使用过。")


class SmsExpired(Problem):
    """验证码已过期"""

    code = "SMS_EXPIRED"
    detail = "这条验证码已于 {expired_at} 失效。"
    remedy = "请重新获取验证码，并在有效期内填写。"


class SmsLocked(Problem):
    """验证码已锁定"""

    code = "SMS_LOCKED"
    detail = "这条验证码已连续输错，不能再使用。"
    remedy = "请重新获取验证码后再试。"


class SmsTooSoon(Problem):
    """验证码发送过于频繁"""

    code, status = "SMS_TOO_SOON", 429
    detail = "刚刚已向这个手机号发送验证码，请在 {retry_s} 秒后再获取。"
    remedy = "请先查收已经发送的短信；没有收到的，稍候再重新获取。"


class LoginCodeInvalid(Problem):
    """小程序登录凭证无效"""

    code = "LOGIN_CODE_INVALID"
    detail = "小程序给出的登录凭证不正确、已经使用过或已过期。"
    remedy = "请回到小程序重新进入，或改用短信验证码登录。"


class PhoneChanged(Problem):
    """刚更换过手机号"""

    code, status = "PHONE_CHANGED", 409
    detail = "您更换手机号后 24 小时内不能新建共济关系，{opens_at} 起可以办理。"
    remedy = "请到时再办理；如果不是您本人更换的手机号，请立即退出所有设备并联系参保地经办机构。"


class AlreadyRegistered(Problem):
    """这个手机号已在使用"""

    code, status = "ALREADY_REGISTERED", 409
    detail = "这个手机号已登记在另一位参保人名下，不能再登记给您。"
    remedy = "请换一个手机号；确属您本人的，请带身份证到参保地经办机构更正。"
    keeps_writes = True
