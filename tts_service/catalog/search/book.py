"""The index by which articles are searched, on each database: see migration 0016, which makes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from tts_service.catalog.cursor import CursorPosition
from tts_service.catalog.entry import HIDDEN
from tts_service.catalog.search.wanted import Wanted
from tts_service.catalog.tables import ArticleRow
from tts_service.catalog.upsert import slices

FILLED_AT_ONCE = 100
"""Articles: meanwhile, in SQLite, other writers wait, and listeners of the same process."""
LOOKED_THROUGH = 2_000
"""The newest articles, in PostgreSQL, before its index of words is asked."""
_SHORT = 2
"""Words of fewer characters are looked for as they are: too many others begin with them."""

_FIND_IN_SQLITE = """
SELECT found.article_id FROM article_words JOIN article_search found ON found.number = article_words.rowid
WHERE article_words MATCH :terms AND article_words.rowid >= :since
    AND article_words.rowid < min(
        :until, coalesce((SELECT number FROM article_search WHERE article_id = :after), :after_moment)
    )
ORDER BY article_words.rowid DESC LIMIT :limit
"""
_FIND_IN_POSTGRESQL = """
SELECT article_id FROM (
    SELECT article_id, created_at, terms FROM article_search
    WHERE created_at >= :since AND created_at < :until AND (created_at, article_id) < (:after_moment, :after)
    ORDER BY created_at DESC, article_id DESC LIMIT :newest
) newest
WHERE terms @@ (lower(:words) || :tags)::tsquery ORDER BY created_at DESC, article_id DESC LIMIT :limit
"""
"""What many articles have is found among the newest: an index of words would give them all."""
_FIND_ALL_IN_POSTGRESQL = """
WITH found AS MATERIALIZED (
    SELECT article_id, created_at FROM article_search
    WHERE terms @@ (lower(:words) || :tags)::tsquery AND created_at >= :since AND created_at < :until
        AND (created_at, article_id) < (:after_moment, :after)
)
SELECT article_id FROM found ORDER BY created_at DESC, article_id DESC LIMIT :limit
"""
_FILL_IN_SQLITE = """
INSERT OR IGNORE INTO article_search (number, article_id, words, tags)
SELECT coalesce(
    (SELECT max(number) + 1 FROM article_search WHERE number BETWEEN moment AND moment + 999), moment
), id, words, tags FROM article_terms WHERE id = :id
"""
_FILL_IN_POSTGRESQL = """
INSERT INTO article_search (article_id, created_at, terms)
SELECT id, created_at, article_terms(title, url, status, show, language, access, hold)
FROM articles WHERE id = ANY(:ids) ON CONFLICT DO NOTHING
"""
_KNOWN = "SELECT article_id FROM article_search WHERE article_id IN :ids"
_OLDEST = """
SELECT EXISTS (SELECT 1 FROM article_search WHERE article_id = oldest.id) FROM (
    SELECT id FROM articles WHERE origin NOT IN ('demo', 'speech') ORDER BY created_at, id LIMIT 1
) oldest
"""
_EVER, _NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
NEWEST = CursorPosition(_NEVER, "")


class Query(NamedTuple):
    """SQL, and its values."""

    statement: sa.TextClause
    values: dict[str, Any]


def find(connection: sa.Connection, wanted: Wanted, after: CursorPosition, limit: int) -> tuple[str, ...]:
    """Ids of the newest articles that are ``wanted``, behind ``after``."""
    found: tuple[str, ...] = ()
    for query in queries(connection.dialect.name, wanted, after, limit):
        found = tuple(connection.scalars(query.statement, query.values))
        if len(found) == limit:
            break
    return found


def queries(dialect: str, wanted: Wanted, after: CursorPosition, limit: int) -> tuple[Query, ...]:
    """To be asked one after the other, until one gives ``limit``. None if nothing can be found by these
    words."""
    if wanted.words.strip() and not wanted.terms and not wanted.is_address:
        return ()
    since, until = wanted.moments
    moments = {"since": since or _EVER, "until": until or _NEVER, "after_moment": after.created_at}
    values: dict[str, Any] = {"after": after.id, "limit": limit}
    if dialect == "sqlite":
        values |= {name: _number(moment) for name, moment in moments.items()}
        return (Query(sa.text(_FIND_IN_SQLITE), values | {"terms": _in_sqlite(wanted)}),)
    values |= moments | _in_postgresql(wanted)
    newest = Query(sa.text(_FIND_IN_POSTGRESQL), values | {"newest": LOOKED_THROUGH})
    return newest, Query(sa.text(_FIND_ALL_IN_POSTGRESQL), values)


def fill(connection: sa.Connection, after: CursorPosition) -> CursorPosition | None:
    """Take the next articles into the index, of those that were accepted before it was there, newest first.
    Returns where to go on; None at the end."""
    place = sa.tuple_(ArticleRow.created_at, ArticleRow.id)
    query = (
        sa.select(ArticleRow.created_at, ArticleRow.id, ArticleRow.origin)
        .where(place < (after.created_at, after.id))
        .order_by(ArticleRow.created_at.desc(), ArticleRow.id.desc())
        .limit(FILLED_AT_ONCE)
    )
    rows = connection.execute(query).all()
    for some in slices([row.id for row in rows if row.origin not in HIDDEN]):
        known = set(connection.scalars(_known(some)))
        if missing := [name for name in some if name not in known]:
            _take_in(connection, missing)
    return CursorPosition(rows[-1].created_at, rows[-1].id) if rows else None


def _take_in(connection: sa.Connection, ids: list[str]) -> None:
    if connection.dialect.name == "sqlite":  # one by one: each number has to see those before it
        connection.execute(sa.text(_FILL_IN_SQLITE), [{"id": name} for name in ids])
    else:
        connection.execute(sa.text(_FILL_IN_POSTGRESQL), {"ids": ids})


def is_filled(connection: sa.Connection) -> bool:
    """The oldest comes last."""
    return connection.scalar(sa.text(_OLDEST)) in (None, True, 1)


def _known(ids: Sequence[str]) -> sa.TextClause:
    return sa.text(_KNOWN).bindparams(sa.bindparam("ids", ids, expanding=True))


def _number(moment: dt.datetime) -> int:
    """As articles are numbered in SQLite: microseconds since 1970."""
    return (moment - _EVER) // dt.timedelta(microseconds=1)


def _in_sqlite(wanted: Wanted) -> str:
    """As FTS5 is asked. Each tag is one token there."""
    words = [f'words : "{word}"{"*" if len(word) >= _SHORT else ""}' for word in wanted.terms]
    return " AND ".join([*words, *(f"tags : x{tag.encode().hex()}" for tag in wanted.tags)])


def _in_postgresql(wanted: Wanted) -> dict[str, str]:
    """As a tsquery in two parts, of which the second is not folded."""
    words = [f"'{word}'{':*' if len(word) >= _SHORT else ''}" for word in wanted.terms]
    tags = [f"'={_escaped(tag)}'" for tag in wanted.tags]
    return {"words": " & ".join(words), "tags": (" & " if words and tags else "") + " & ".join(tags)}


def _escaped(tag: str) -> str:
    return tag.replace("\\", "\\\\").replace("'", "''")
