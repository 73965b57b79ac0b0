"""Statements that are compiled once and run by the driver itself.

What SQLAlchemy does around each execution costs more than the statements of a bill do. It still
composes them, gives their values types, tells its listeners of them, and reports their errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ClauseElement
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.sql.compiler import SQLCompiler

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Stands for the value of this name, or for the same value each time."""

    name: str
    constant: Any
    convert: Convert | None


@dataclass(frozen=True, slots=True)
class CompiledStatement:
    """The text of a statement, and what its placeholders stand for, in their order."""

    sql: str
    placeholders: tuple[Placeholder, ...]

    @classmethod
    def of(cls, statement: ClauseElement, dialect: Dialect) -> CompiledStatement:
        writes = dialect
        if dialect.name == "postgresql":  # parameters in their order, as $1, $2
            writes = cast("type[DefaultDialect]", type(dialect))(paramstyle="numeric_dollar")
        compiled = statement.compile(dialect=writes)
        assert isinstance(compiled, SQLCompiler), "no DDL"
        assert not compiled.post_compile_params, "a list of values is given as JSON"
        placeholders = []
        for name in compiled.positiontup or ():
            bound = compiled.binds[name]
            convert = bound.type.dialect_impl(dialect).bind_processor(dialect)
            constant = bound.effective_value
            if convert is not None and constant is not None:
                constant = convert(constant)
            placeholders.append(Placeholder(name, constant, convert))
        return cls(str(compiled), tuple(placeholders))

    def run(self, connection: Connection, asked: Mapping[str, Any]) -> tuple[Any, list[Any]]:
        """The cursor, which tells what its columns are until the next statement, and all rows.

        Raises the same SQLAlchemyError as `connection.execute`.
        """
        arguments: Any = [
            one.constant
            if one.name not in asked
            else asked[one.name]
            if one.convert is None
            else one.convert(asked[one.name])
            for one in self.placeholders
        ]
        driven: Any = connection.connection.dbapi_connection
        cursor = driven.numbered if connection.dialect.name == "postgresql" else driven.cursor()
        sql = self.sql
        if listeners := connection.dispatch.before_cursor_execute:
            for tell in listeners:
                sql, arguments = tell(connection, cursor, sql, arguments, None, False)
        try:
            cursor.execute(sql, arguments)
            return cursor, cursor.fetchall()  # SQLite finds a row, and what is wrong with it, here
        except connection.dialect.loaded_dbapi.Error as error:
            raise as_sqlalchemy_raises(error, connection, sql) from error


def as_sqlalchemy_raises(error: Exception, connection: Connection, sql: str) -> StatementError:
    """The driver's error as SQLAlchemy would raise it; a connection that is lost is thrown away."""
    dialect = connection.dialect
    driver = dialect.loaded_dbapi
    assert isinstance(error, driver.Error), "nothing else is an error of the driver"
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if dialect.name == "postgresql":
        from gongji.kernel.postgresql import forget_values  # noqa: PLC0415  (brings psycopg)

        forget_values(error)
    if lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        sql,
        None,
        error,
        driver.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
