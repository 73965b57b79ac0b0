"""Brings a database to a version of the schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine


def upgrade(engine: Engine, revision: str = "head") -> None:
    command.upgrade(_config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Takes migrations back until this one is the newest. Raises WouldLose."""
    command.downgrade(_config(engine), revision)


def _config(engine: Engine) -> Config:
    config = Config(Path(__file__).with_name("alembic.ini"))
    config.attributes["engine"] = engine
    return config
