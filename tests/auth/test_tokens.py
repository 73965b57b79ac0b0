"""The door: only our own, fresh access tokens of living sessions pass."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import jwt
import pytest

from gongji.app.context import Actor, Role
from gongji.auth import sessions, tokens
from gongji.auth.sessions import OpenSession
from gongji.auth.tokens import (
    AUDIENCE,
    ISSUER,
    TokenAuthenticator,
    access_token,
    key_id,
    signing_key,
)
from gongji.kernel.clock import real_now
from gongji.kernel.problems import Problem
from tests.auth.desk import SECRET, Desk, open_desk

KEY, KEY_ID = signing_key(SECRET), key_id(SECRET)
OTHER_SECRET = "another secret of at least thirty-two characters"
ACTOR = Actor(Role.CITIZEN, "psn_00000000000000000000000000", "ses_00000000000000000000000000")


@pytest.fixture
def door() -> Iterator[Door]:
    with open_desk("sqlite://") as desk:
        yield Door(desk)


@dataclass(frozen=True)
class Door:
    """Looks at tokens alone; nobody asks the database."""

    desk: Desk

    def token(self, actor: Actor = ACTOR) -> str:
        """A good one."""
        with self.desk.app.app_context():
            return access_token(OpenSession(actor, "r" * 43, real_now()))

    def claims(self, actor: Actor = ACTOR) -> dict[str, Any]:
        """Those of a good token."""
        claims: dict[str, Any] = jwt.decode(
            self.token(actor), KEY, algorithms=["HS256"], audience=AUDIENCE, issuer=ISSUER
        )
        return claims

    def refusal(self, authorization: str | None) -> tuple[int, str]:
        """Status and code, (200, "") for a token that passes."""
        headers = {} if authorization is None else {"Authorization": authorization}
        with self.desk.app.test_request_context(headers=headers):
            try:
                TokenAuthenticator().identify()
            except Problem as problem:
                return problem.status, problem.code
        return 200, ""


def compact(*parts: str) -> str:
    """The compact form of a token that nobody signed."""
    coded = (base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)
    return ".".join([*coded, "x"])


def signed(
    claims: dict[str, Any],
    key: bytes | str = KEY,
    algorithm: str = "HS256",
    kid: str | None = KEY_ID,
) -> str:
    return jwt.encode(claims, key, algorithm, headers={} if kid is None else {"kid": kid})


FORGED: dict[str, tuple[dict[str, Any], bytes | str, str]] = {
    "unsigned": ({}, "", "none"),
    "signed with another key": ({}, b"another key of at least thirty-two characters", "HS256"),
    "signed with another algorithm": ({}, KEY * 2, "HS512"),
    "our key under another algorithm": ({}, KEY + b"x" * 32, "HS384"),
    "of another issuer": ({"iss": "somebody"}, KEY, "HS256"),
    "without issuer": ({"iss": None}, KEY, "HS256"),
    "for another audience": ({"aud": "somebody"}, KEY, "HS256"),
    "without audience": ({"aud": None}, KEY, "HS256"),
    "without an end": ({"exp": None}, KEY, "HS256"),
    "without a beginning": ({"iat": None}, KEY, "HS256"),
    "with a life of a year": ({"exp": int(time.time()) + 31_536_000}, KEY, "HS256"),
    "that ends in words": ({"exp": "tomorrow"}, KEY, "HS256"),
    "not yet begun": ({"iat": int(time.time()) + 600}, KEY, "HS256"),
    "without an id": ({"jti": None}, KEY, "HS256"),
    "without a session": ({"sid": None}, KEY, "HS256"),
    "of a number": ({"sub": 1}, KEY, "HS256"),
    "of a role that nobody has": ({"role": "system"}, KEY, "HS256"),
    "to refresh with": ({"type": "refresh"}, KEY, "HS256"),
}


@pytest.mark.parametrize("kind", FORGED)
def test_no_forged_token_passes(door: Door, kind: str) -> None:
    changes, key, algorithm = FORGED[kind]
    changed = {**door.claims(), **changes}
    claims = {name: value for name, value in changed.items() if value is not None}
    token = signed(claims, key, algorithm)
    assert door.refusal(f"Bearer {token}") == (401, "TOKEN_INVALID")


def test_the_same_claims_properly_signed_do_pass(door: Door) -> None:
    token = signed(door.claims())
    assert door.refusal(f"Bearer {token}") == (200, "")


def test_a_token_names_the_key_that_signed_it(door: Door) -> None:
    claims = door.claims()
    for kid in (None, "", "another", key_id("x" * 40)):
        assert door.refusal(f"Bearer {signed(claims, kid=kid)}") == (401, "TOKEN_INVALID"), kid
    tokens.install(door.desk.app, OTHER_SECRET, SECRET)
    for token in (signed(claims), door.token()):
        assert door.refusal(f"Bearer {token}") == (200, "")
    assert jwt.get_unverified_header(door.token())["kid"] == key_id(OTHER_SECRET)
    tokens.install(door.desk.app, OTHER_SECRET)
    assert door.refusal(f"Bearer {signed(claims)}") == (401, "TOKEN_INVALID")


def test_an_old_token_is_expired(door: Door) -> None:
    past = int(time.time()) - 1000
    claims = {**door.claims(), "iat": past, "nbf": past, "exp": past + 900}
    token = signed(claims)
    assert door.refusal(f"Bearer {token}") == (401, "TOKEN_EXPIRED")


@pytest.mark.parametrize(
    "token",
    [
        "not-a-token",
        "a.b.c",
        "..",
        compact("[", "{}"),
        compact("[]", "{}"),
        compact("[" * 5000, "{}"),
        compact('{"alg":[]}', "{}"),
        compact('{"alg":"HS256","kid":{}}', "[]"),
        compact('{"alg":"HS256","crit":["x"]}', "{}"),
        compact('{"alg":"HS256"}', '{"exp":1e999}'),
        compact('{"alg":"HS256"}', "[" * 5000),
        "ÿÿ.ÿÿ.ÿÿ",
        "",
        "a b",
    ],
)
def test_what_is_no_token_at_all_is_invalid(door: Door, token: str) -> None:
    assert door.refusal(f"Bearer {token}") == (401, "TOKEN_INVALID")


@pytest.mark.parametrize("header", [None, "", "Basic YTpi", "bearer", "Token x"])
def test_without_a_bearer_token_one_must_sign_in(door: Door, header: str | None) -> None:
    assert door.refusal(header) == (401, "TOKEN_MISSING")


def test_a_refresh_token_is_no_access_token(desk: Desk) -> None:
    desk.person()
    answer = desk.call("GET", "/me", token=desk.sign_in()["refresh_token"])
    assert (answer.status_code, answer.json["code"]) == (401, "TOKEN_INVALID")


def test_a_token_passes_only_with_its_own_session(desk: Desk) -> None:
    citizen, other = desk.person(), desk.person("19900000002", "李秀英")
    mine = desk.run(sessions.begin, Role.CITIZEN, citizen.id).actor
    borrowed = [
        replace(mine, session_id=ACTOR.session_id),
        replace(mine, id=other.id),
        replace(mine, role=Role.OFFICER),
    ]
    confirm = TokenAuthenticator().verify_session
    assert desk.refusal(lambda ctx: confirm(ctx.db, mine)) == ""
    for actor in borrowed:
        assert desk.refusal(lambda ctx, actor=actor: confirm(ctx.db, actor)) == "TOKEN_INVALID"


def test_an_officer_is_no_citizen(desk: Desk) -> None:
    officer = desk.run(sessions.begin, Role.OFFICER, "ofc_00000000000000000000000000")
    with desk.app.app_context():
        token = access_token(officer)
    answer = desk.call("GET", "/me", token=token)
    assert (answer.status_code, answer.json["code"]) == (403, "FORBIDDEN")


def test_a_token_of_a_server_half_a_minute_ahead_passes(door: Door) -> None:
    for ahead, expected in ((30, (200, "")), (90, (401, "TOKEN_INVALID"))):
        begun = int(time.time()) + ahead
        claims = door.claims() | {"iat": begun, "nbf": begun, "exp": begun + 900}
        token = signed(claims)
        assert door.refusal(f"Bearer {token}") == expected
