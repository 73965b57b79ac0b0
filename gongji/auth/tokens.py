"""Access tokens: what a request sends, and how it is checked.

A token is an HS256 JWT for 15 minutes of real time. Every request asks the database whether its
session is still open, so signing out takes effect at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, request
from flask_jwt_extended import JWTManager, create_access_token, verify_jwt_in_request
from flask_jwt_extended.exceptions import JWTExtendedException, NoAuthorizationError
from jwt import ExpiredSignatureError, InvalidKeyError, PyJWTError
from sqlalchemy.orm import Session

from gongji.app.context import Actor, Role
from gongji.auth import sessions
from gongji.auth.sessions import OpenSession
from gongji.kernel.privacy import derived_key, ring
from gongji.kernel.problems import Forbidden, TokenExpired, TokenInvalid, TokenMissing

ALGORITHM = "HS256"
KEY_ID_BYTES = 8
ISSUER, AUDIENCE = "gongji", "gongji-api"
ACCESS_LIFE_S = 15 * 60
CLOCKS_APART_S = 35
"""How far the clocks of two servers may differ: half a minute, plus the time in transit."""
BEARERS = (Role.CITIZEN, Role.OFFICER)
REFRESH_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def install(app: Flask, secret: str, old_secret: str = "") -> None:
    """Signs with a key of `secret`, and accepts only this system's own short-lived tokens.

    A token names its key, so tokens signed with the old secret stay valid until they expire.
    """
    keys = {key_id(one): signing_key(one) for one in (secret, old_secret) if one}
    app.config.update(
        JWT_KEY_ID=key_id(secret),
        JWT_ALGORITHM=ALGORITHM,
        JWT_DECODE_ALGORITHMS=[ALGORITHM],
        JWT_ENCODE_ISSUER=ISSUER,
        JWT_DECODE_ISSUER=ISSUER,
        JWT_ENCODE_AUDIENCE=AUDIENCE,
        JWT_DECODE_AUDIENCE=AUDIENCE,
        JWT_DECODE_LEEWAY=CLOCKS_APART_S,
        JWT_ACCESS_TOKEN_EXPIRES=timedelta(seconds=ACCESS_LIFE_S),
        JWT_TOKEN_LOCATION=["headers"],
        JWT_COOKIE_CSRF_PROTECT=False,
    )
    manager = JWTManager(app)
    manager.token_verification_loader(is_ours)
    manager.encode_key_loader(lambda _: keys[key_id(secret)])

    @manager.decode_key_loader
    def key_of(header: Mapping[str, object], _: Mapping[str, object]) -> bytes:
        key = keys.get(str(header.get("kid")))
        if key is None:
            raise InvalidKeyError
        return key


def key_id(secret: str) -> str:
    """The `kid` of tokens that are signed with a key of this secret."""
    return derived_key(secret.encode(), "gongji token kid", KEY_ID_BYTES).hex()


def signing_key(secret: str) -> bytes:
    return derived_key(secret.encode(), "gongji tokens")


def is_ours(header: Mapping[str, Any], claims: Mapping[str, Any]) -> bool:
    """Whether a token has every claim of our tokens, and no longer life than ours."""
    names, instants = ("jti", "sub", "sid", "role"), ("iat", "exp")
    return (
        header.get("alg") == ALGORITHM
        and all(isinstance(claims.get(name), str) for name in names)
        and all(type(claims.get(name)) is int for name in instants)
        and 0 < claims["exp"] - claims["iat"] <= ACCESS_LIFE_S
        and claims["role"] in BEARERS
    )


def access_token(opened: OpenSession) -> str:
    """A token for this session, good for 15 minutes; needs the application's context.

    It depends only on the refresh token that it comes with, so a lost answer can be repeated
    exactly.
    """
    given_at = int(opened.since.timestamp())
    claims = {
        "sid": opened.actor.session_id,
        "role": opened.actor.role.value,
        "iat": given_at,
        "nbf": given_at,
        "exp": given_at + ACCESS_LIFE_S,
        "jti": ring().digest("access token", opened.refresh_token).hex(),
    }
    token: str = create_access_token(
        identity=opened.actor.id,
        additional_claims=claims,
        additional_headers={"kid": current_app.config["JWT_KEY_ID"]},
    )
    return token


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a device continues its session with."""

    access_token: str
    refresh_token: str
    expires_in_s: int

    @classmethod
    def of(cls, opened: OpenSession) -> Tokens:
        return cls(access_token(opened), opened.refresh_token, ACCESS_LIFE_S)


def read_refresh_token() -> str:
    """The refresh token sent as the request's bearer; raises TOKEN_MISSING, TOKEN_INVALID."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise TokenMissing
    if not REFRESH_TOKEN.fullmatch(token):
        raise TokenInvalid
    return token


class TokenAuthenticator:
    """Identifies callers by their access token (gongji.app.web.Authenticator)."""

    def identify(self) -> Actor:
        try:
            shown = verify_jwt_in_request()
        except NoAuthorizationError as problem:
            raise TokenMissing from problem
        except ExpiredSignatureError as problem:
            raise TokenExpired from problem
        except (PyJWTError, JWTExtendedException, ValueError, RecursionError) as problem:
            raise TokenInvalid from problem
        assert shown, "a token is never optional"
        _, claims = shown
        return Actor(Role(claims["role"]), claims["sub"], claims["sid"])

    def verify_session(self, db: Session, actor: Actor) -> None:
        if not sessions.is_open(db, actor):
            raise TokenInvalid


def signed_in_citizen(db: Session) -> Actor:
    """The caller of a route that also serves people who are not signed in.

    Raises TOKEN_*, FORBIDDEN.
    """
    authenticator = TokenAuthenticator()
    actor = authenticator.identify()
    if actor.role is not Role.CITIZEN:
        raise Forbidden
    authenticator.verify_session(db, actor)
    return actor
