"""Bodies and answers of sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from gongji.app.context import Channel
from gongji.app.fields import IdNumber, Phone, SmsCodeText
from gongji.app.schemas import COMMON, Choice, Name, Schema, Text, Timestamp, says
from gongji.auth.devices import DeviceKind
from gongji.auth.identity import Identity
from gongji.auth.models import CodePurpose
from gongji.auth.phone import OldCode, Proof
from gongji.kernel.ports import Platform
from gongji.vocabulary import InsuranceKind, InsuranceStatus

HERE = (CodePurpose.LOGIN, CodePurpose.LINK, CodePurpose.PHONE, CodePurpose.PHONE_UNDO)
"""The others, for binding a relative, are requested where the relative is named."""
TICKET_MAX = 400


class SmsCodeRequest(Schema):
    """只有更换手机号可以不填手机号：发到现在登记的手机。"""

    phone = Phone()
    purpose = Choice(
        CodePurpose,
        required=True,
        validate=validate.OneOf(HERE, error=says("choice", "不在可选范围内")),
        metadata={"enum": [purpose.value for purpose in HERE]},
    )

    @ma.validates_schema(skip_on_field_errors=True)
    def names_a_phone(self, data: Mapping[str, Any], **_: Any) -> None:
        if "phone" not in data and data["purpose"] is not CodePurpose.PHONE:
            raise ma.ValidationError(says("required", "必须填写"), "phone")


class CodeSentView(Schema):
    expires_in_s = fields.Integer(required=True)
    resend_after_s = fields.Integer(required=True)


class SmsLoginRequest(Schema):
    """姓名和身份证号在要求核对身份时一并填写。"""

    phone = Phone(required=True)
    code = SmsCodeText(required=True)
    name = Name()
    id_number = IdNumber()

    @ma.validates_schema(skip_on_field_errors=True)
    def states_both_or_none(self, data: Mapping[str, Any], **_: Any) -> None:
        for one, other in (("name", "id_number"), ("id_number", "name")):
            if one in data and other not in data:
                raise ma.ValidationError(says("required", "必须填写"), other)


class InsuranceView(Schema):
    kind = Choice(InsuranceKind, required=True)
    status = Choice(InsuranceStatus, required=True)
    area = fields.String(required=True)


class MeView(Schema):
    id = fields.String(required=True, attribute="person.id")
    name = fields.String(required=True, attribute="person.name")
    id_number_masked = fields.String(required=True, attribute="person.id_number")
    phone_masked = fields.String(required=True, allow_none=True, attribute="person.phone")
    area = fields.String(required=True, allow_none=True)
    insurances = fields.List(fields.Nested(InsuranceView), required=True)
    quota_open = fields.Boolean(required=True)
    roles = fields.List(fields.String(), required=True)


class TokensView(Schema):
    access_token = fields.String(required=True)
    refresh_token = fields.String(required=True)
    expires_in_s = fields.Integer(required=True)


class SignedInView(TokensView):
    """`device_mark` 由设备保存，以后在请求头 X-Device-Mark 中出示；不能用来登录。"""

    person = fields.Nested(MeView, required=True)
    device_mark = fields.String(required=True)


class MiniProgramLoginRequest(Schema):
    provider = Choice(Platform, required=True)
    code = Text(200, required=True)


class LinkRequest(Schema):
    link_ticket = Text(TICKET_MAX, required=True)
    phone = Phone(required=True)
    code = SmsCodeText(required=True)
    name = Name(required=True)
    id_number = IdNumber(required=True)


class MiniProgramView(Schema):
    """Tokens as after any other way of signing in, or a ticket for `/auth/link`."""

    access_token = fields.String()
    refresh_token = fields.String()
    expires_in_s = fields.Integer()
    person = fields.Nested(MeView)
    device_mark = fields.String()
    link_ticket = fields.String()


class ProofSchema(Schema):
    """原手机号收到的验证码，或本人姓名和身份证号"""

    old_code = SmsCodeText()
    name = Name()
    id_number = IdNumber()

    @ma.validates_schema(skip_on_field_errors=True)
    def is_one_of_both(self, data: Mapping[str, Any], **_: Any) -> None:
        if set(data) not in ({"old_code"}, {"name", "id_number"}):
            raise ma.ValidationError(says("proof", "请填写原手机验证码，或本人姓名和身份证号"))

    @ma.post_load
    def freeze(self, data: Mapping[str, Any], **_: Any) -> Proof:
        return OldCode(data["old_code"]) if "old_code" in data else Identity(**data)


class PhoneChangeRequest(Schema):
    phone = Phone(required=True)
    code = SmsCodeText(required=True)
    proof = fields.Nested(ProofSchema, required=True, error_messages={**COMMON})


class PhoneUndoRequest(Schema):
    phone = Phone(required=True)
    code = SmsCodeText(required=True)


class DeviceView(Schema):
    """一个登录着的设备，或一个关联了的小程序用户"""

    id = fields.String(required=True)
    kind = Choice(DeviceKind, required=True)
    channel = Choice(Channel, required=True)
    created_at = Timestamp(required=True)
    last_used_at = Timestamp(required=True)
    current = fields.Boolean(required=True)
