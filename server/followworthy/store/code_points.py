"""Texts ordered by their code points, on every database alike: what one began to page, another can go on with.

SQLite compares so anyway. PostgreSQL compares by the language that its database was made for, unless it is told.
"""

from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement


class by_code_point(FunctionElement[str]):  # noqa: N801 - it reads as the functions of SQLAlchemy do
    """A text column that compares by code points."""

    inherit_cache = True
    type = String()

    def __init__(self, column: ColumnElement[str] | Any) -> None:
        super().__init__(column)


@compiles(by_code_point)
def _as_it_is(element: by_code_point, compiler: SQLCompiler, **given: Any) -> str:
    return compiler.process(element.clauses, **given)


@compiles(by_code_point, "postgresql")
def _told(element: by_code_point, compiler: SQLCompiler, **given: Any) -> str:
    return f'({compiler.process(element.clauses, **given)}) COLLATE "C"'
