"""The gateway of the served program, and the bodies that tests throw at it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import create_engine, inspect, text

from gongji.fsi.models import GatewayCall
from tests.support.cast import Answer, Cast
from tests.support.sent import PHARMACY, WIFE, card, envelope

CALL = "/fsi/api/rsfComIfsService/callService"


@dataclass(frozen=True, slots=True)
class Gateway:
    """A served program with a loaded family, its address, and a look into its database."""

    base: str
    url: str
    cast: Cast
    keys: dict[str, dict[str, str]]
    psn_no: str

    def post(self, body: bytes, path: str = CALL, **headers: str) -> Answer:
        return self.cast.send("POST", path, body, headers)

    def tables(self) -> dict[str, int]:
        """Rows of every table but the journal, which is written some seconds later."""
        engine = create_engine(self.url)
        with engine.connect() as connection:
            names = inspect(connection).get_table_names()
            counts = {
                name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
                for name in names
                if name != GatewayCall.__tablename__
            }
        engine.dispose()
        return counts


def who(place: str = PHARMACY, msgid: str = "M-1101") -> bytes:
    """An 1101, which any signature may be tried with."""
    return json.dumps(envelope("1101", {"data": card(WIFE)}, place=place, msgid=msgid)).encode()


def odd(**changed: Any) -> bytes:
    return json.dumps(envelope("1101", {"data": card(WIFE)}) | changed).encode()
