"""Routes of `/auth` and `/me`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongji.app.addresses import API
from gongji.app.context import Context, Role
from gongji.app.paging import Page
from gongji.app.schemas import listing
from gongji.app.web import Blueprint, endpoint
from gongji.auth import devices, phone, platforms, service, sessions, tokens
from gongji.auth.models import CodePurpose
from gongji.auth.schemas import (
    CodeSentView,
    DeviceView,
    LinkRequest,
    MeView,
    MiniProgramLoginRequest,
    MiniProgramView,
    PhoneChangeRequest,
    PhoneUndoRequest,
    SignedInView,
    SmsCodeRequest,
    SmsLoginRequest,
    TokensView,
)

blueprint = Blueprint("auth", __name__, url_prefix=f"{API}/auth", description="登录")
me_blueprint = Blueprint("me", __name__, url_prefix=f"{API}/me", description="本人")


@dataclass(frozen=True, slots=True)
class SignedInAnswer:
    """The tokens of a new session, its person, and the mark that the device keeps."""

    access_token: str
    refresh_token: str
    expires_in_s: int
    person: service.Me
    device_mark: str

    @classmethod
    def of(cls, found: service.SignedIn) -> SignedInAnswer:
        issued = tokens.Tokens.of(found.session)
        return cls(
            issued.access_token,
            issued.refresh_token,
            issued.expires_in_s,
            found.me,
            found.device_mark,
        )


@blueprint.post("/sms-codes")
@endpoint(allow=Role.ANYBODY, body=SmsCodeRequest, returns=CodeSentView, status=202)
def send_code(ctx: Context, **wanted: Any) -> service.CodeSent:
    """获取验证码：手机号是否登记过，回答都一样；更换手机号（phone）的须先登录，
    发到新手机，或现在登记的手机（不填 phone 即是）。
    """
    match wanted["purpose"]:
        case CodePurpose.PHONE:
            return phone.send_code(ctx, tokens.signed_in_citizen(ctx.db), wanted.get("phone"))
        case CodePurpose.PHONE_UNDO:
            return phone.send_undo_code(ctx, wanted["phone"])
    return service.send_code(ctx, **wanted)


@blueprint.post("/sms-login")
@endpoint(allow=Role.ANYBODY, body=SmsLoginRequest, returns=SignedInView)
def sms_login(ctx: Context, **shown: Any) -> SignedInAnswer:
    """用短信验证码登录；很久没有登录或登记手机刚变更的，新设备还须填写姓名和身份证号。"""
    return SignedInAnswer.of(service.sms_login(ctx, **shown))


@blueprint.post("/mini-program-login")
@endpoint(allow=Role.ANYBODY, body=MiniProgramLoginRequest, returns=MiniProgramView)
def mini_program_login(ctx: Context, **shown: Any) -> SignedInAnswer | platforms.NotLinked:
    """从微信或支付宝小程序登录；首次使用的，得到一张实名关联凭证。"""
    found = platforms.mini_program_login(ctx, **shown)
    return found if isinstance(found, platforms.NotLinked) else SignedInAnswer.of(found)


@blueprint.post("/link")
@endpoint(allow=Role.ANYBODY, body=LinkRequest, returns=SignedInView)
def link(ctx: Context, **shown: Any) -> SignedInAnswer:
    """实名关联：登记手机的关联验证码（link），加上本人姓名和身份证号；本人会收到消息和短信。"""
    return SignedInAnswer.of(platforms.link(ctx, **shown))


@blueprint.post("/refresh")
@endpoint(allow=Role.ANYBODY, returns=TokensView)
def refresh(ctx: Context) -> tokens.Tokens:
    """以刷新令牌（放在 Authorization 请求头）换取一对新令牌；没有收到回答的，30 秒内可用旧的再换
    一次，得到同一对；此外旧的再用一次，本设备即退出登录。
    """
    return tokens.Tokens.of(sessions.rotate(ctx, tokens.read_refresh_token()))


@blueprint.post("/logout")
@endpoint(allow=Role.CITIZEN, status=204)
def logout(ctx: Context) -> None:
    """退出本设备。"""
    sessions.end(ctx)


@blueprint.post("/logout-all")
@endpoint(allow=Role.CITIZEN, status=204)
def logout_all(ctx: Context) -> None:
    """退出所有设备，并解除微信、支付宝小程序的关联。"""
    devices.sign_out_everywhere(ctx)


@blueprint.get("/devices")
@endpoint(allow=Role.CITIZEN, returns=listing(DeviceView))
def my_devices(ctx: Context) -> Page[devices.Device]:
    """登录着的设备和关联了的小程序，最近使用的在前"""
    return Page(devices.devices(ctx))


@blueprint.delete("/devices/<device_id>")
@endpoint(allow=Role.CITIZEN, status=204)
def remove_device(ctx: Context, device_id: str) -> None:
    """让一个设备退出登录，或解除一个小程序的关联"""
    devices.remove(ctx, device_id)


@blueprint.post("/phone")
@endpoint(allow=Role.CITIZEN, body=PhoneChangeRequest, returns=MeView)
def change_phone(ctx: Context, **shown: Any) -> service.Me:
    """更换手机号：须证明是本人；其他设备退出登录，24 小时内不能绑定和支付，原手机号可以撤销。"""
    return phone.change(ctx, **shown)


@blueprint.post("/phone/undo")
@endpoint(allow=Role.ANYBODY, body=PhoneUndoRequest, status=204)
def undo_phone(ctx: Context, **shown: Any) -> None:
    """用原手机号撤销 24 小时内的更换；所有设备退出登录。"""
    phone.undo(ctx, **shown)


@me_blueprint.get("")
@endpoint(allow=Role.CITIZEN, returns=MeView)
def me(ctx: Context) -> service.Me:
    """本人信息：姓名、参保情况和身份。"""
    return service.me(ctx)
