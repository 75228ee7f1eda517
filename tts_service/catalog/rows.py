"""Rows of tables as plain values, and plain values as rows.

A text that is not known is None in a value and "" in its column, where processes of older releases look for
it.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Mapping
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec
import sqlalchemy as sa

from tts_service.article.bounds import MAX_TITLE_CHARS, cut
from tts_service.article.disclosure import recorded_of
from tts_service.article.request import ArticleRequest, decode_request, encode_request
from tts_service.catalog.entry import CatalogEntry
from tts_service.catalog.tables import ArticleRow
from tts_service.errors import DamagedCatalog, Problem

T = TypeVar("T", bound=msgspec.Struct)


def structs(connection: sa.Connection, kind: type[T], query: sa.Select[Any]) -> tuple[T, ...]:
    """One ``kind`` for each row of ``query``, whose columns are the fields of ``kind``."""
    return tuple(kind(**_fields(kind, row)) for row in connection.execute(query))


def columns(value: msgspec.Struct) -> dict[str, Any]:
    """The fields of ``value`` as its columns hold them."""
    return stored(type(value), msgspec.structs.asdict(value))


def stored(kind: type[msgspec.Struct], values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` of some fields of ``kind`` as its columns hold them."""
    texts = _optional_texts(kind)
    return {name: "" if value is None and name in texts else value for name, value in values.items()}


def _fields(kind: type[msgspec.Struct], row: sa.Row[Any]) -> dict[str, Any]:
    """The other way round."""
    texts = _optional_texts(kind)
    return {name: (value or None) if name in texts else value for name, value in row._mapping.items()}


@functools.cache
def _optional_texts(kind: type[msgspec.Struct]) -> frozenset[str]:
    """Names of the fields that are a text or None."""
    return frozenset(field.name for field in msgspec.structs.fields(kind) if _is_optional_text(field.type))


def _is_optional_text(hint: Any) -> bool:
    options = get_args(hint)
    return NoneType in options and any(option is str or get_origin(option) is Literal for option in options)


def problem_json(problem: Problem) -> str:
    return msgspec.json.encode(problem).decode()


def problem_of(text: str) -> Problem:
    return msgspec.json.decode(text, type=Problem)


def beginning(column: Any, limit: int) -> sa.ColumnElement[str]:
    """The first ``limit`` characters of a text, and one more if it is longer: the rest never leaves the
    database."""
    return sa.func.substr(column, 1, limit + 1).label(column.key)


_QUICKLY = 1
"""Level of compression: listeners of the same process wait for it, and 5 MB take long at the usual level."""
FRESH: dict[str, Any] = {"status": "queued", "settled": False, "error": None}
"""The columns of an article that has work to do."""


def requested(request: ArticleRequest, digest: str) -> dict[str, Any]:
    """The columns that say what is asked for."""
    source = zlib.compress(encode_request(request), _QUICKLY)
    return {"source": source, "digest": digest} | stated(request)


def stated(request: ArticleRequest) -> dict[str, Any]:
    """The columns that quote the request."""
    return {
        "voice_asked": request.voice or "",
        "voice": request.voice or "",
        "language": request.language or "",
        "show": request.show or "",
        "title": printable(request.title or ""),
    }


def without_blanks(values: dict[str, Any]) -> dict[str, Any]:
    """What an edit leaves out stays as it was."""
    return {name: value for name, value in values.items() if value != ""}


def printable(text: str) -> str:
    """Without NUL, which PostgreSQL cannot store in text."""
    return text.replace("\0", "")


def unpack(source: bytes) -> ArticleRequest:
    """Raises DamagedCatalog when ``source`` is not a packed request."""
    try:
        return decode_request(zlib.decompress(source))
    except (zlib.error, msgspec.DecodeError) as error:
        raise DamagedCatalog from error


SHOWN = [
    beginning(column, MAX_TITLE_CHARS) if column.name == "title" else column
    for column in ArticleRow.table.columns
    if column.name not in ("source", "kept_source", "newer_source")
]
"""All columns but those that may hold megabytes. Titles are cut: older versions stored them at any length."""


def entry_of(row: sa.Row[Any]) -> CatalogEntry:
    """``row`` has the columns ``SHOWN``."""
    fields = _fields(CatalogEntry, row)
    fields["title"] = cut(fields["title"] or "", MAX_TITLE_CHARS) or None
    error = fields.pop("error")
    editing = fields.pop("kept_digest") is not None
    recording = recorded_of(fields.pop("recording"))
    return CatalogEntry(
        **fields, editing=editing, recording=recording, error=problem_of(error) if error else None
    )
