"""What gunicorn itself refuses, told like every other refusal (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

from gunicorn.http import errors

from gongji.app.responses import NO_STORE, PROBLEM_JSON, document, to_json
from gongji.kernel.ids import new_id
from gongji.kernel.problems import InternalError, Problem, RequestMalformed


class TooSlow(Exception):
    """A client that began a request and did not send the rest of it in time."""


UNREADABLE = (
    errors.ParseException,
    errors.NoMoreData,
    errors.InvalidHeader,
    errors.InvalidHeaderName,
)


def problem_of(error: Exception) -> Problem:
    """The refusal that tells a client why its request was not read."""
    match error:
        case TooSlow():
            return RequestMalformed(why="请求没有在限定时间内发送完整。", status=408)
        case errors.LimitRequestLine():
            return RequestMalformed(why="请求地址过长。", status=414)
        case errors.LimitRequestHeaders():
            return RequestMalformed(why="请求头过大或过多。", status=431)
        case errors.UnsupportedTransferCoding():
            return RequestMalformed(why="不支持这种传输编码。", status=501)
        case errors.ExpectationFailed():
            return RequestMalformed(why="不支持请求头 Expect 的要求。", status=417)
        case _ if isinstance(error, UNREADABLE):
            return RequestMalformed(why="请求不符合 HTTP 格式，无法读取。")
    return InternalError()


def refusal(problem: Problem) -> bytes:
    """The whole answer, after which the connection ends."""
    trace_id = new_id("req")
    body = to_json(document(problem, trace_id))
    fields = {
        "Content-Type": PROBLEM_JSON,
        "Content-Length": str(len(body)),
        "Connection": "close",
        "X-Trace-Id": trace_id,
        **NO_STORE,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    phrase = HTTPStatus(problem.status).phrase
    return f"HTTP/1.1 {problem.status} {phrase}\r\n{head}\r\n".encode() + body
