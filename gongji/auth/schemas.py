"""What sign-in takes and tells; `Phone` and `SmsCodeText` serve every form that asks for them."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from gongji.auth.models import CodePurpose
from gongji.gateways.ports import Platform
from gongji.kernel.identity import is_phone, read_phone
from gongji.kernel.schemas import Choice, Identifying, Name, Schema, Text, says
from gongji.people.models import InsuranceKind, InsuranceStatus
from gongji.people.schemas import IdNumber

PHONE_MAX = 20
"""Longer than any phone: what is none is told so, not cut."""

CODE = r"^[0-9]{4,8}$"
HERE = (CodePurpose.LOGIN, CodePurpose.PHONE)
"""Codes to bind a relative are asked for where the relative is named."""
TICKET_MAX = 400


def _phone(text: str) -> None:
    if not is_phone(text):
        raise ma.ValidationError(says("phone", "应为 11 位手机号"))


class Phone(Identifying):
    """A mainland mobile number in its one form: 11 ASCII digits, the first one 1."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_phone, PHONE_MAX, validate=_phone, **options)


class SmsCodeText(Text):
    """A one-time code as a person types it: ASCII digits, as many as a policy may ask for."""

    def __init__(self, **options: Any) -> None:
        form = validate.Regexp(CODE, error=says("code", "应为短信中的数字验证码"))
        super().__init__(8, validate=form, **options)


class SmsCodeRequest(Schema):
    phone = Phone(required=True)
    purpose = Choice(
        CodePurpose,
        required=True,
        validate=validate.OneOf(HERE, error=says("choice", "不在可选范围内")),
        metadata={"enum": [purpose.value for purpose in HERE]},
    )


class CodeSentView(Schema):
    expires_in_s = fields.Integer(required=True)
    resend_after_s = fields.Integer(required=True)


class SmsLoginRequest(Schema):
    phone = Phone(required=True)
    code = SmsCodeText(required=True)


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
    roles = fields.List(fields.String(), required=True)


class TokensView(Schema):
    access_token = fields.String(required=True)
    refresh_token = fields.String(required=True)
    expires_in_s = fields.Integer(required=True)


class SignedInView(TokensView):
    person = fields.Nested(MeView, required=True)


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
    link_ticket = fields.String()


class PhoneChangeRequest(Schema):
    phone = Phone(required=True)
    code = SmsCodeText(required=True)
