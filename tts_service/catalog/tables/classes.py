"""How tables are written down: as classes, whose annotations are their columns."""

from __future__ import annotations

import datetime as dt
from types import NoneType
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class UtcDateTime(sa.types.TypeDecorator[dt.datetime]):
    """An aware datetime, kept in UTC. SQLite keeps no zone, so none is stored there."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


METADATA = sa.MetaData()
Column = sa.ColumnClause
"""As annotations have it: of an ``sa.Column``, type checkers say that no class has it for itself."""
TYPES: dict[type, type[sa.types.TypeEngine[Any]]] = {
    str: sa.String,
    bytes: sa.LargeBinary,
    bool: sa.Boolean,
    int: sa.Integer,
    float: sa.Double,
    dt.date: sa.Date,
    dt.datetime: UtcDateTime,
}


def column(**options: Any) -> Any:
    """What the annotation of a column does not say, in words of ``sa.Column``; or ``goes_with``: the column
    of another table that has its values, and whose rows take along those of this table when they are
    deleted."""
    return options


class CatalogRow:
    """A table, and its columns as attributes: ``ArticleRow.url`` is a column of ``ArticleRow.table``.

    Each annotation is a column, which may be NULL if its type may be None. A class without ``__tablename__``
    has columns for others. SQLAlchemy's own classes look the same, but belong to its ORM: each process would
    load it, and nothing else of it is wanted.
    """

    table: ClassVar[sa.Table]
    __tablename__: ClassVar[str]
    __table_args__: ClassVar[tuple[sa.Index, ...]] = ()

    def __init_subclass__(cls) -> None:
        if "__tablename__" in vars(cls):
            columns = [
                _made(name, get_args(hint)[0], **getattr(cls, name, {}))
                for name, hint in get_type_hints(cls).items()
                if get_origin(hint) is Column
            ]
            cls.table = sa.Table(cls.__tablename__, METADATA, *columns, *cls.__table_args__)
            for one in columns:
                setattr(cls, one.name, one)


def _made(name: str, hint: Any, *, goes_with: str = "", **options: Any) -> sa.Column[Any]:
    kinds = get_args(hint) or (hint,)
    references = [sa.ForeignKey(goes_with, ondelete="CASCADE")] if goes_with else []
    told: dict[str, Any] = {"type_": TYPES[kinds[0]], "nullable": NoneType in kinds}
    return sa.Column(name, *references, **told | options)


class Bytewise(FunctionElement[str]):
    """A text that is compared by the order of its code points, in every database."""

    inherit_cache = True
    type = sa.String()


@compiles(Bytewise)
def _as_it_is(element: Bytewise, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(Bytewise, "postgresql")
def _collated(element: Bytewise, compiler: Any, **options: Any) -> str:
    return f'{_as_it_is(element, compiler, **options)} COLLATE "C"'
