"""9001, 9002: an operator's working day."""

from __future__ import annotations

from gongji.fsi.calls import Call, Output
from gongji.fsi.models import SignIn
from gongji.fsi.registry import Effect, TransactionKind, transaction
from gongji.kernel.clock import wall_clock
from gongji.kernel.ids import new_id
from gongji.kernel.problems import RequestInvalid

ANYBODY = TransactionKind(effect=Effect.WRITES, designated_only=False)


@transaction("9001", ANYBODY)
def sign_in(call: Call) -> Output:
    """9001: opens an operator's day."""
    row = SignIn(
        sign_no=new_id("sgn"),
        institution_code=call.institution.code,
        operator_no=call.input["signIn"]["opter_no"],
        signed_in_at=call.ctx.now,
        signed_out_at=None,
    )
    call.ctx.db.add(row)
    return {"signinoutb": {"sign_time": wall_clock(call.ctx.now), "sign_no": row.sign_no}}


@transaction("9002", ANYBODY)
def sign_out(call: Call) -> Output:
    """9002: closes it; both reply shapes in use are given."""
    node = call.input["signOut"]
    row = call.ctx.db.get(SignIn, node["sign_no"])
    if row is None or row.institution_code != call.institution.code or row.signed_out_at:
        raise RequestInvalid.at("/signOut/sign_no", "unknown", "没有这次签到，或已经签退")
    row.signed_out_at = call.ctx.now
    moment = wall_clock(call.ctx.now)
    return {"signoutoutb": {"sign_time": moment}, "sign_time": moment}
