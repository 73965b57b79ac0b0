"""A request is whole exactly with its last byte, however it arrives."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongji.server.incoming import Incoming, Stage

BODY_MAX = 250


def gathered(*parts: bytes) -> Incoming:
    incoming = Incoming(lambda _: BODY_MAX)
    for part in parts:
        incoming.feed(part)
    return incoming


def chunk(content: bytes, extension: bytes) -> bytes:
    return b"%x%s\r\n%s\r\n" % (len(content), extension, content)


BODIES = st.binary(max_size=60)
CHUNKED = st.builds(
    lambda chunks, extension, trailer: b"POST /a HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n"
    + b"".join(chunk(part, extension) for part in chunks if part) + b"0\r\n" + trailer + b"\r\n",
    st.lists(BODIES, max_size=3), st.sampled_from([b"", b";x=1"]),
    st.sampled_from([b"", b"X-T: 1\r\n"]),
)  # fmt: skip
PLAIN = st.builds(
    lambda body: (
        b"PUT /b?c HTTP/1.1\r\nHost: x\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)
    ),
    BODIES,
)
BARE = st.just(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")


@given(
    requests=st.lists(st.one_of(CHUNKED, PLAIN, BARE), min_size=1, max_size=4),
    cuts=st.lists(st.integers(0, 1000), max_size=8),
)
def test_requests_come_out_one_by_one_as_they_were_sent(
    requests: list[bytes], cuts: list[int]
) -> None:
    stream = b"".join(requests)
    places = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts)})
    incoming, taken = Incoming(lambda _: BODY_MAX), []
    for begin, end in itertools.pairwise(places):
        incoming.feed(stream[begin:end])
        while incoming.stage is Stage.WHOLE:
            taken.append(incoming.take())
            incoming.next()
        assert incoming.stage in (Stage.HEAD, Stage.BODY)
    assert taken == requests
    assert not incoming.data


@given(request=st.one_of(CHUNKED, PLAIN, BARE))
def test_a_request_that_lacks_its_last_byte_is_not_whole(request: bytes) -> None:
    assert gathered(request[:-1]).stage in (Stage.HEAD, Stage.BODY)


HEAD = b"POST /x HTTP/1.1\r\n"


@pytest.mark.parametrize(
    ("sent", "stage"),
    [
        (b"GET /" + b"a" * 5000, Stage.CUT),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000, Stage.HEAD_TOO_LARGE),
        (HEAD + b"Content-Length: 251\r\n\r\n", Stage.CUT),
        (HEAD + b"Content-Length: +5\r\n\r\n", Stage.CUT),
        (HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n", Stage.CUT),
        (HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", Stage.CUT),
        (HEAD + b"Transfer-Encoding: gzip\r\n\r\n", Stage.CUT),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", Stage.BROKEN),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffff\r\n", Stage.CUT),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"a" * 2000, Stage.BROKEN),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(b"a" * 90, b"") * 3, Stage.CUT),
    ],
)
def test_what_is_too_large_or_makes_no_sense_is_not_waited_for(sent: bytes, stage: Stage) -> None:
    assert gathered(sent).stage is stage
