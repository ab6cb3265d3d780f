"""Statements: SQLAlchemy Core expressions, compiled once, run on the raw connection.

This is the one module that knows the dialect. Constants of an expression are written into its text, so that the planner can prove
that a partial index fits; what changes from call to call is a parameter, so that the text never changes and the
connection's cache of prepared statements holds it.
"""

import sqlite3
from dataclasses import replace
from functools import cached_property
from typing import Any, cast

from sqlalchemy import BindParameter, ColumnElement, Table, Text, Update, bindparam, func, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

from civic.people import Person
from storage.errors import tell
from storage.memory import Memory

__all__ = ["Row", "Session", "Statement", "adding", "among", "changing", "insert"]

Row = sqlite3.Row


class _Compiler(SQLiteCompiler):
    def visit_bindparam(self, bindparam: BindParameter[Any], **options: Any) -> Any:  # type: ignore[override]
        return super().visit_bindparam(  # type: ignore[no-untyped-call]
            bindparam, **{**options, "literal_binds": not bindparam.required}
        )

    def render_literal_value(self, value: object, type_: TypeEngine[Any]) -> str:
        # Where no column says so, SQLAlchemy does not take the word of an enumeration for a text.
        return super().render_literal_value(value, Text() if isinstance(value, str) else type_)


_DIALECT = sqlite.dialect(paramstyle="qmark")
_DIALECT.statement_compiler = _Compiler


class Statement:
    """One expression and its text."""

    def __init__(self, expression: ClauseElement) -> None:
        self.expression = expression

    @cached_property
    def text(self) -> str:
        """The text, compiled when it is first needed."""
        return str(self._compiled)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The parameters' names in the order of the text's marks: SQLite itself would look for each name anew at every run."""
        return tuple(self._compiled.positiontup or ())

    @cached_property
    def _compiled(self) -> SQLiteCompiler:
        return cast("SQLiteCompiler", self.expression.compile(dialect=_DIALECT))


class Session:
    """The writing connection as the repositories see it, with what the transaction remembers beside its rows."""

    def __init__(self, raw: sqlite3.Connection, bot_id: int) -> None:
        self.raw = raw
        self.bot_id = bot_id
        self.memory = Memory()
        self.known: dict[int, Person] = {}
        """The people whom the use case has met, by id."""

    def remember(self, **news: Any) -> None:
        """Note in the memory what has changed."""
        self.memory = replace(self.memory, **news)

    def run(self, statement: Statement, /, **params: object) -> int:
        """Run, and tell how many rows were changed."""
        return self._execute(statement, params).rowcount

    def add(self, statement: Statement, /, **params: object) -> int:
        """Insert a row, and give its new id (SQLite knows it without being asked for a result, which is quicker)."""
        row_id = self._execute(statement, params).lastrowid
        return row_id or 0

    def rows(self, statement: Statement, /, **params: object) -> list[Row]:
        """All rows."""
        return self._execute(statement, params).fetchall()

    def row(self, statement: Statement, /, **params: object) -> Row | None:
        """The first row, if there is any."""
        row: Row | None = self._execute(statement, params).fetchone()
        return row

    def value(self, statement: Statement, /, **params: object) -> Any:
        """The first column of the first row, or ``None``."""
        row = self._execute(statement, params).fetchone()
        return None if row is None else row[0]

    def _execute(self, statement: Statement, params: dict[str, object]) -> sqlite3.Cursor:
        try:
            return self.raw.execute(statement.text, [params[name] for name in statement.names])
        except sqlite3.Error as error:
            tell(error)


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the column is in the list given as JSON text (``storage.values.array``): one text for lists of any length."""
    return column.in_(select(func.json_each(bindparam(name)).table_valued("value").c.value))


def adding(table: Table, *without: str) -> Insert:
    """Insert a row with all columns as parameters of their names, but for those ``without``."""
    return insert(table).values(_parameters(table, without))


def changing(table: Table, *without: str) -> Update:
    """Set all columns of the row with the ``id``, but for those ``without``."""
    return update(table).values(_parameters(table, ("id", *without))).where(table.c.id == bindparam("id"))


def _parameters(table: Table, without: tuple[str, ...]) -> dict[str, BindParameter[Any]]:
    return {column.name: bindparam(column.name) for column in table.c if column.name not in without}
