"""Table of the policy editions that have decided something."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from gongji.kernel.db import Base
from gongji.kernel.json_columns import JsonValue
from gongji.kernel.order import arrival
from gongji.policy.editions import VERSION_CHARS, Edition, edition_from_json, edition_to_json


class KeptEdition(Base):
    """A policy version as it was, from the first act that it decided on `first_used_on`.

    A row is never changed or deleted.
    """

    __tablename__ = "policy_edition"

    version: Mapped[str] = mapped_column(String(VERSION_CHARS), primary_key=True)
    seq: Mapped[int] = arrival("policy_edition")
    first_used_on: Mapped[date]
    edition: Mapped[Edition] = mapped_column(JsonValue(edition_to_json, edition_from_json))
