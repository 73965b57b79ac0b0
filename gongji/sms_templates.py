"""The texts that are sent by SMS: one template each, with its parameters, and the one signature.

A vendor that takes only approved templates is given the name of a template and its parameters; for
any other `render` writes the whole text. Some sentences are also shown as messages, unsigned.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from string import Formatter

SIGNATURE = "【湘医保】"
"""What every text begins with."""


class SmsTemplate(Enum):
    """Its purpose, as a code or a message has it, and its words.

    Parameters stand in braces. The outbox stores the name of a template.
    """

    def __init__(self, purpose: str, text: str) -> None:
        self.purpose, self.text = purpose, text

    LOGIN_CODE = (
        "login",
        "登录验证码 {code}，{minutes} 分钟内有效。请勿转告他人；如非本人操作，请忽略本短信。",
    )
    LINK_CODE = (
        "link",
        (
            "关联验证码 {code}，{minutes} 分钟内有效。验证后，对方的微信或支付宝可以长期登录"
            "您的医保账户；请勿转告他人，如非本人操作请忽略本短信。"
        ),
    )
    NEW_PHONE_CODE = (
        "phone",
        (
            "更换手机号验证码 {code}，{minutes} 分钟内有效，验证后本号码用于登录和接收通知。"
            "请勿转告他人；如非本人操作，请忽略本短信。"
        ),
    )
    OLD_PHONE_CODE = (
        "phone",
        (
            "有人正在更换您的登记手机号，验证码 {code}，{minutes} 分钟内有效。"
            "请勿转告他人；如非本人操作，请立即登录并退出所有设备。"
        ),
    )
    UNDO_PHONE_CODE = (
        "phone_undo",
        (
            "撤销更换手机号验证码 {code}，{minutes} 分钟内有效，验证后恢复使用本号码，"
            "所有设备退出登录。请勿转告他人。"
        ),
    )
    BINDING_CODE = (
        "bind",
        (
            "{name}申请与您建立医保个人账户家庭共济关系（申报关系：{relation}），"
            "您就医购药时可使用其个人账户资金。验证码 {code}，{minutes} 分钟内有效；"
            "告诉对方验证码即表示同意，不同意请勿告知任何人。"
        ),
    )
    YOU_BOUND = (
        "bound",
        (
            "您已授权{name}使用您的医保个人账户，{starts_on} 至 {ends_on} 有效。"
            "如非本人操作，请立即在“家庭共济”中解绑，并退出所有设备。"
        ),
    )
    BOUND = (
        "bound",
        (
            "{name}已与您建立医保个人账户家庭共济关系，{starts_on} 至 {ends_on} 有效。"
            "如非本人同意，可在“家庭共济”中随时解绑。"
        ),
    )
    UNBOUND = (
        "unbound",
        "{name}与您的医保个人账户家庭共济关系已于 {ended_at} 解除，此后不再共济支付。",
    )
    CHRONIC_CODE = (
        "bind",
        (
            "{name}申请为您办理门诊慢特病待遇网上延期，将看到您的病种和待遇有效期。"
            "验证码 {code}，{minutes} 分钟内有效；告诉对方验证码即表示同意，不同意请勿告知任何人。"
        ),
    )
    QUOTA_CODE = (
        "bind",
        (
            "{name}申请为您设定医保共济额度（申报关系：{relation}），您在参保地就医购药、"
            "缴纳保费时可使用其个人账户资金。验证码 {code}，{minutes} 分钟内有效；"
            "告诉对方验证码即表示同意，不同意请勿告知任何人。"
        ),
    )
    QUOTA_SET = (
        "bound",
        (
            "您为{name}设定的医保共济额度为 {amount}，账户中的这笔钱只留给对方使用。"
            "如非本人操作，请立即在“共济额度”中终止，并退出所有设备。"
        ),
    )
    QUOTA_RECEIVED = (
        "bound",
        (
            "{name}已为您设定医保共济额度 {amount}，您可以在参保地使用。"
            "如非本人同意，可通过参保地医保部门终止。"
        ),
    )
    QUOTA_DRAWN = (
        "spent",
        (
            "{name}通过国家医保服务平台使用共济额度 {amount}（{use}），额度还剩 {left}，"
            "账户余额 {balance}。如有疑问，请在“共济额度”中核对。"
        ),
    )
    QUOTA_ENDED = (
        "unbound",
        "您为{name}设定的医保共济额度已于 {ended_at} 终止（{why}），未使用的 {left} 已解除预留。",
    )
    QUOTA_TAKEN_BACK = (
        "unbound",
        "{name}为您设定的医保共济额度已于 {ended_at} 终止（{why}），此后不能再使用。",
    )
    PHONE_CHANGED = (
        "notice",
        (
            "您登记的手机号已由 {old} 更换为 {new}，其他设备已退出登录，"
            "{opens_at} 前不能办理绑定和支付。"
            "如非本人操作，请在此前用原手机号在登录页“撤销更换手机号”，并联系参保地经办机构。"
        ),
    )
    PHONE_CHANGE_UNDONE = (
        "notice",
        "更换登记手机号已经撤销，{old} 恢复使用，所有设备已退出登录。",
    )
    PHONE_CHANGED_BY_REGISTRY = (
        "notice",
        (
            "参保登记中您的手机号已由 {old} 变更为 {new}，原号码不能再登录。"
            "如有疑问，请联系参保地经办机构。"
        ),
    )
    LINKED = (
        "notice",
        (
            "您的医保账户已关联一个{platform}用户，今后可在{platform}小程序中直接登录。"
            "如非本人操作，请立即登录，在“登录设备”中移除，并联系参保地经办机构。"
        ),
    )
    THRESHOLD_RAISED = (
        "notice",
        (
            "共济支付的提醒起点金额已由 {before} 提高到 {after}，低于它的支付不再提醒您。"
            "如非本人操作，请立即改回，并退出所有设备。"
        ),
    )
    PREMIUM_PAID = (
        "notice",
        (
            "您的个人账户已为{whom}缴纳 {year} 年度{name}共 {count} 笔，合计 {amount}，"
            "账户余额 {balance}。如非本人操作，请立即登录并退出所有设备，联系参保地经办机构。"
        ),
    )
    AS_QUEUED = "notice", "{text}"
    """A whole text, unsigned: what releases before the templates left in the outbox."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Their names in the order of the text, each once."""
        found = (name for _, name, _, _ in Formatter().parse(self.text) if name)
        return tuple(dict.fromkeys(found))

    def fill(self, params: Mapping[str, str]) -> str:
        """The sentence, unsigned."""
        return self.text.format_map(params)


def render(template: SmsTemplate, params: Mapping[str, str]) -> str:
    """The whole text, signed."""
    return SIGNATURE + template.fill(params)
