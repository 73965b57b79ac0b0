"""Refusals: every refusal of this system is a Problem class with its code and its Chinese words.

A feature declares its refusals in its `problems.py`. A code that only explains a decision, and that
nothing refuses with, is an Explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from gongji.kernel.wording import say


@dataclass(frozen=True, slots=True)
class FieldError:
    """One bad field: a JSON pointer, a stable code, a Chinese title."""

    pointer: str
    code: str
    title: str


class Problem(Exception):
    """A refusal; subclasses own code, title, HTTP status, detail template and remedy (RFC 9457)."""

    code: ClassVar[str] = ""
    title: ClassVar[str] = ""
    status: int = 422
    detail: ClassVar[str] = ""
    remedy: ClassVar[str] = ""
    commit_on_raise: bool = False
    """True if the refusal is itself a fact to store (a wrong code counts a guess)."""

    write_instead: Callable[[], None] | None = None
    """Writes that are committed instead of the work, which is undone first."""

    by_code: ClassVar[dict[str, type[Problem] | Explanation]] = {}
    """Every code of this system, with its words."""

    def __init_subclass__(cls, *, says_more: bool = False) -> None:
        """`says_more` marks a further case of a declared code, with words of its own."""
        assert cls.code and cls.title and cls.remedy, f"{cls.__name__} lacks code, title or remedy"
        if says_more:
            return
        assert cls.code not in Problem.by_code, f"{cls.code} is declared twice"
        Problem.by_code[cls.code] = cls

    def __init__(
        self,
        *,
        basis: Sequence[Any] = (),
        errors: Sequence[FieldError] = (),
        retry_after_s: int | None = None,
        status: int | None = None,
        **facts: object,
    ) -> None:
        """`status` is set if HTTP has a more exact one for this case of the code."""
        super().__init__(self.code)
        if status is not None:
            self.status = status
        self.basis = tuple(basis)
        self.errors = tuple(errors)
        self.retry_after_s = retry_after_s
        self.facts = facts

    def sentence(self) -> str:
        """The detail with the figures that decided, or the title if there is no detail."""
        return say(self.detail, **self.facts) if self.detail else self.title

    def brief(self) -> dict[str, str]:
        """Code, title, detail and remedy, for an answer that is not itself a refusal."""
        return {
            "code": self.code,
            "title": self.title,
            "detail": self.sentence(),
            "remedy": self.remedy,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something was decided as it was, where nothing is refused."""

    code: str
    title: str
    remedy: str
    status: ClassVar[int] = 422
    """As in the list of all codes; no answer has it."""

    def __post_init__(self) -> None:
        assert self.code not in Problem.by_code, f"{self.code} is declared twice"
        Problem.by_code[self.code] = self


# -- refusals that belong to no feature


class RequestMalformed(Problem):
    code, status = "REQUEST_MALFORMED", 400
    title = "请求无法读取"
    detail = "{why}"
    remedy = "请检查请求格式（UTF-8 的 JSON，大小与层数在限度内）后重试。"


class RequestInvalid(Problem):
    code = "REQUEST_INVALID"
    title = "填写的内容有误"
    detail = "有 {count} 处内容不符合要求：{first}"
    remedy = "请按提示修改后重新提交。"

    @classmethod
    def at(cls, pointer: str, code: str, title: str) -> RequestInvalid:
        """One bad field."""
        return cls.of([FieldError(pointer, code, title)])

    @classmethod
    def of(cls, errors: Sequence[FieldError]) -> RequestInvalid:
        first = f"{errors[0].pointer.lstrip('/')} {errors[0].title}".strip()
        return cls(errors=errors, count=len(errors), first=first)


class RequestKeyMissing(Problem):
    code, status = "REQUEST_KEY_MISSING", 400
    title = "缺少幂等键"
    detail = "此操作需要请求头 Idempotency-Key（1 至 64 个可见 ASCII 字符）。"
    remedy = "请为每次操作生成一个唯一的 Idempotency-Key，重试时沿用同一个。"


class RequestKeyReused(Problem):
    code = "REQUEST_KEY_REUSED"
    title = "同一幂等键已用于另一份内容"
    detail = "这个幂等键先前提交的内容与本次不同，本次没有办理。"
    remedy = "内容有变化时请换一个新的 Idempotency-Key。"


class RequestKeyInUse(Problem):
    code, status = "REQUEST_KEY_IN_USE", 409
    title = "同一请求正在处理中"
    detail = "先前提交的同一请求还没有处理完。"
    remedy = "请稍候，用同一个 Idempotency-Key 再试。"


class NotFound(Problem):
    code, status = "NOT_FOUND", 404
    title = "没有找到，或者不属于您"
    detail = "您要查看或办理的内容不存在、已被移除，或者是他人的。"
    remedy = "请返回列表重新选择。"


class Forbidden(Problem):
    code, status = "FORBIDDEN", 403
    title = "您没有办理此项业务的权限"
    detail = "当前登录的账号不能办理这项业务。"
    remedy = "请使用有相应权限的账号登录。"


class MethodNotAllowed(Problem):
    code, status = "METHOD_NOT_ALLOWED", 405
    title = "不支持的请求方法"
    detail = "这个地址不接受本次使用的请求方法。"
    remedy = "请按接口文档使用正确的请求方法。"


class TokenMissing(Problem):
    code, status = "TOKEN_MISSING", 401
    title = "请先登录"
    detail = "办理和查看个人信息须先登录。"
    remedy = "请登录后再试。"


class TokenInvalid(Problem):
    """Keeps its writes: the session that a stolen refresh token ended must stay ended."""

    code, status, commit_on_raise = "TOKEN_INVALID", 401, True
    title = "登录状态无效"
    detail = "您已退出登录，或者在别处结束了这台设备的登录。"
    remedy = "请重新登录。"


class TokenExpired(Problem):
    code, status = "TOKEN_EXPIRED", 401
    title = "登录已过期"
    detail = "为保护您的账户，登录一段时间后会自动失效。"
    remedy = "请刷新登录状态，或重新登录。"


class TooManyRequests(Problem):
    code, status = "TOO_MANY_REQUESTS", 429
    title = "操作过于频繁"
    detail = "操作过于频繁，请在 {retry_s} 秒后再试。"
    remedy = "请稍候再试。"


class OutsideUnavailable(Problem):
    """Raised only if the work is certainly undone; otherwise see OutcomeUnknown."""

    code, status = "OUTSIDE_UNAVAILABLE", 503
    title = "外部系统暂时没有响应"
    detail = "{what}暂时没有响应，本次没有办理任何业务。"
    remedy = "请几分钟后再试；多次失败请联系经办机构。"


class OutcomeUnknown(OutsideUnavailable, says_more=True):
    """For a request without a number of its own: if repeated, it might be done twice."""

    title = "系统暂时没有响应，办理结果未知"
    detail = "{what}暂时没有响应，本次办理的结果未知。"
    remedy = "请先查询是否已经办成，再决定是否重新办理。"


class SendAgain(OutsideUnavailable, says_more=True):
    """For a request under the caller's own number.

    The same number returns the same result, whatever happened to this request or an earlier one.
    """

    title = "系统暂时没有响应，办理结果未知"
    detail = "{what}暂时没有响应，结果未知，请用同一编号重发，不会重复办理。"
    remedy = "请稍候用同一编号（Idempotency-Key 或 msgid）、同样的内容重发。"

    @classmethod
    def instead_of(cls, silence: OutsideUnavailable) -> SendAgain:
        """The same outage for a caller whose earlier request may have been done."""
        return cls(retry_after_s=silence.retry_after_s, what=silence.facts["what"])


class InternalError(Problem):
    """It does not say what was done: an error may come after the books were written."""

    code, status = "INTERNAL_ERROR", 500
    title = "系统出现意外错误"
    detail = "系统出现意外错误，未能确认本次办理的结果。"
    remedy = "请先查询是否已经办成；需要帮助时，请把追踪号告诉经办机构。"
