"""The gateway's road: who calls, which transaction, once per message, its output, and what the
people it read about learn of it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from gongji.app.context import Context
from gongji.app.responses import trace
from gongji.credential.service import present
from gongji.fsi import transactions as _families  # noqa: F401  (each registers its own)
from gongji.fsi.calls import Call, FileAnswer, Output, refuse_future, shown_code
from gongji.fsi.envelope import Envelope
from gongji.fsi.identified import refuse_unidentified
from gongji.fsi.messages import kept_row, replay, was_answered
from gongji.fsi.problems import InfnoNotOffered, InfnoUnknown
from gongji.fsi.registry import ACTS, KIB, KINDS, Effect, TransactionKind
from gongji.fsi.reply import written
from gongji.fsi.sender import find_sender, use_nonce
from gongji.fsi.signing import Signature
from gongji.fsi.tables import NOT_OFFERED, check_input
from gongji.fsi.wire import JsonObject
from gongji.institutions.models import Institution
from gongji.kernel.problems import Problem, RequestInvalid, RequestMalformed
from gongji.kernel.transaction import Conflict
from gongji.kernel.writes import Insertion, write_together
from gongji.people.access import access_rows
from gongji.people.looks import REFUSED
from gongji.settlement.problems import NotDesignated
from gongji.vocabulary import InstitutionKind


@dataclass(frozen=True, slots=True)
class Found:
    """What a query answers, and what it leaves behind: written in an act of its own, because a
    query is a reader, and before the answer goes out.
    """

    answer: Output | FileAnswer | Problem
    leaves: Callable[[Context], None] | None


def reads(envelope: Envelope) -> bool:
    """Whether this is a query. Raises INFNO_UNKNOWN, INFNO_NOT_OFFERED."""
    return _kind(envelope).effect is Effect.READS


def look(ctx: Context, envelope: Envelope, signature: Signature | None) -> Found:
    """Answers a query; raises GatewayRefused, NOT_DESIGNATED for who may not ask.

    A refused query has shown nothing of the patient.
    """
    kind = _kind(envelope)
    institution = find_sender(ctx, envelope, signature, in_turn=False).institution
    told: dict[str, str] = {}
    answer: Output | FileAnswer | Problem
    try:
        call = _call(ctx, kind, institution, envelope, _checked(envelope))
        answer = _acted(kind, call)
        told = dict.fromkeys(call.patients, kind.patient_is_told)
    except Problem as refused:
        answer = refused
    nonce = signature if signature is not None and signature.nonce is not None else None
    if nonce is None and not told:
        return Found(answer, None)

    def leave(ctx: Context) -> None:
        if nonce is not None:
            use_nonce(ctx.db, nonce, trace())
        write_together(ctx.db, [access_rows(ctx, told, actor=institution.name)])

    return Found(answer, leave)


def serve(ctx: Context, envelope: Envelope, signature: Signature | None) -> Output:
    """The output of a transaction that may write; raises Problems, and GatewayRefused for a foreign
    key.

    A kept reply is given again even to an institution that was suspended since. What a refused
    message leaves behind: its nonce, the insurance code (医保码) that it showed, and lines in the
    access logs of those whose data it read.
    """
    kind = _kind(envelope)
    sender = find_sender(ctx, envelope, signature, in_turn=kind.is_once)
    stays = _Stays(kind)
    if signature is not None and signature.nonce is not None:
        stays.add(partial(use_nonce, ctx.db, signature, trace()))
        stays.write()
    try:
        content = _checked(envelope)
        known = None if isinstance(content, RequestInvalid) else content
        if kind.is_once and sender.earlier is not None:
            return replay(ctx, envelope, known, sender.earlier)
        call = _call(ctx, kind, sender.institution, envelope, content)
        output = _act(kind, call, stays)
    except Problem as refused:
        if kind.is_once and sender.earlier is None and was_answered(ctx, envelope):
            raise Conflict("a twin of this message was faster") from refused
        stays.after(refused)
        raise
    if kind.is_once:
        call.writes.append(kept_row(ctx, envelope, known, output))
    write_together(ctx.db, call.writes)
    return output


def _checked(envelope: Envelope) -> JsonObject | RequestInvalid:
    """The input as its table reads it, or what is wrong with it: who may not send it is told that
    first.
    """
    try:
        return check_input(envelope.infno, envelope.input)
    except RequestInvalid as bad:
        return bad


class _Stays:
    """What a message leaves behind that is refused."""

    def __init__(self, kind: TransactionKind) -> None:
        self._kind = kind
        self._writes: list[Callable[[], None]] = []

    def add(self, write: Callable[[], None]) -> None:
        self._writes.append(write)

    def write(self) -> None:
        for write in self._writes:
            write()

    def after(self, refused: Problem) -> None:
        """A message that writes is undone first, and its msgid is free again."""
        if not self._writes:
            return
        if self._kind.is_once:
            refused.write_instead = self.write
        else:
            self.write()
            refused.commit_on_raise = True


def _acted(kind: TransactionKind, call: Call) -> Output | FileAnswer:
    """The output; whoever is named must have been before the institution today."""
    if kind.patient_field:
        named = call.input["data"][kind.patient_field]
        refuse_unidentified(call, named)
        call.patients.append(named)
    answer = ACTS[call.envelope.infno](call)
    return answer if isinstance(answer, FileAnswer) else written(call.envelope.infno, answer)


def _act(kind: TransactionKind, call: Call, stays: _Stays) -> Output:
    try:
        output = _acted(kind, call)
        assert not isinstance(output, FileAnswer), "queries alone answer with a file"
    except Problem as refused:
        if shown := shown_code(call.input):

            def show() -> None:
                """Shown is shown, whatever becomes of the bill."""
                with suppress(Problem):
                    present(call.ctx, shown, call.institution.code)

            stays.add(show)
        if call.patients or call.payers:
            stays.add(lambda: write_together(call.ctx.db, [_looks(call, kind, REFUSED)]))
        if call.commit_on_raise:
            refused.commit_on_raise = True
        raise
    call.writes.append(_looks(call, kind))
    return output


def _looks(call: Call, kind: TransactionKind, outcome: str = "") -> Insertion:
    """A line for each whose data was read, once per call."""
    told = dict.fromkeys(call.payers, kind.payers_are_told + outcome)
    told |= dict.fromkeys(call.patients, kind.patient_is_told + outcome)
    return access_rows(call.ctx, told, actor=call.institution.name)


def _kind(envelope: Envelope) -> TransactionKind:
    if envelope.infno in KINDS:
        return KINDS[envelope.infno]
    if envelope.infno in NOT_OFFERED:
        raise InfnoNotOffered.named(envelope.infno, NOT_OFFERED[envelope.infno])
    raise InfnoUnknown(infno=envelope.infno)


def refuse_too_long(envelope: Envelope, length: int) -> None:
    """Raises REQUEST_MALFORMED for a body longer than its transaction may have."""
    most = _kind(envelope).bytes_max
    if length > most:
        raise RequestMalformed(why=f"报文过长：交易 {envelope.infno} 最多 {most // KIB} KiB。")


def _call(
    ctx: Context,
    kind: TransactionKind,
    institution: Institution,
    envelope: Envelope,
    content: JsonObject | RequestInvalid,
) -> Call:
    """Raises NOT_DESIGNATED, and REQUEST_INVALID for a place, an input or a date that does not fit.

    In this order: a place that may not settle learns nothing of its input.
    """
    if kind.designated_only and not institution.is_open(ctx.today):
        raise NotDesignated(name=institution.name, day=ctx.today)
    if kind.pharmacies_only and institution.kind is not InstitutionKind.PHARMACY:
        title = "药店购药交易仅供定点零售药店使用，医疗机构请用 2201 至 2207"
        raise RequestInvalid.at("/infno", "unsupported", title)
    if isinstance(content, RequestInvalid):
        raise content
    if not kind.may_look_ahead:
        refuse_future(ctx, content)
    return Call(ctx, institution, envelope, content)
