"""One at a time: who names the same matter waits until the transaction that named it first ends."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import BigInteger, BindParameter, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

NAME = "turn"


class turn(GenericFunction[None]):  # noqa: N801  (functions of SQL are classes with their names)
    """Waits within a SELECT. On SQLite nothing has to wait: it has one writer at a time.

    What the same SELECT reads may be older than the wait.
    """

    inherit_cache = True

    def __init__(self) -> None:
        key: BindParameter[int] = bindparam(NAME, type_=BigInteger)
        super().__init__(key)


@compiles(turn, "postgresql")
def _advisory(element: turn, compiler: Any, **more: Any) -> str:
    key = compiler.process(element.clauses, **more)
    return f"pg_advisory_xact_lock({key})"


@compiles(turn, "sqlite")
def _nothing(_element: turn, _compiler: Any, **_more: Any) -> str:
    return "NULL"


def turn_of(*matter: str) -> dict[str, int]:
    """The parameter of `turn` for a matter. Two that share a number merely wait for each other."""
    digest = hashlib.blake2b("\n".join(matter).encode(), digest_size=8).digest()
    return {NAME: int.from_bytes(digest, signed=True)}
