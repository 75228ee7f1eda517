"""Articles are found by words and by what they are: ``article_search``, one row for each article, which the
database itself keeps up to date, whichever release writes. It is filled by ``catalog.search.book``, bit by
bit and after the start, as there may be many articles.

SQLite indexes it with FTS5, by ``number``: when the article was accepted, in microseconds, so that the newest
come first without sorting. PostgreSQL has a GIN index.

The layout stays what it is: release 0.1.0 works with the tables as they are, and knows nothing of this one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tts_service.catalog.search.wanted import SEPARATORS

revision = "0016"
down_revision = "0015"

_QUOTED, _SPACES = SEPARATORS.replace("'", "''"), " " * len(SEPARATORS)

SQLITE: tuple[str, ...] = (
    """
    CREATE TABLE article_search (
        number INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE, words TEXT NOT NULL, tags TEXT NOT NULL
    )
    """,
    """
    CREATE VIRTUAL TABLE article_words USING fts5(
        words, tags, content='article_search', content_rowid='number', prefix='2 3',
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
    )
    """,
    """
    CREATE TRIGGER article_search_added AFTER INSERT ON article_search BEGIN
        INSERT INTO article_words (rowid, words, tags) VALUES (new.number, new.words, new.tags);
    END
    """,
    """
    CREATE TRIGGER article_search_changed AFTER UPDATE ON article_search BEGIN
        INSERT INTO article_words (article_words, rowid, words, tags)
        VALUES ('delete', old.number, old.words, old.tags);
        INSERT INTO article_words (rowid, words, tags) VALUES (new.number, new.words, new.tags);
    END
    """,
    """
    CREATE TRIGGER article_search_removed AFTER DELETE ON article_search BEGIN
        INSERT INTO article_words (article_words, rowid, words, tags)
        VALUES ('delete', old.number, old.words, old.tags);
    END
    """,
    # Tags are in hex, so that each is one token, whatever is in it. A site is found by its domain, too.
    """
    CREATE VIEW article_terms AS
    SELECT id, moment,
        substr(title, 1, 500) || ' ' || substr(url, 1, 1000) AS words,
        'x' || hex('state=' || status) || ' x' || hex('show=' || show)
        || ' x' || hex('language=' || lower(substr(language, 1, instr(language || '-', '-') - 1)))
        || ' x' || hex('access=' || CASE access WHEN '' THEN 'open' ELSE access END)
        || ' x' || hex('publication='
            || CASE hold WHEN '' THEN 'published' WHEN 'ruled' THEN 'never' ELSE hold END)
        || ' x' || hex('site=' || host) || ' x' || hex('site=' || domain)
        || ' x' || hex('site=' || substr(domain, instr(domain, '.') + 1)) AS tags
    FROM (SELECT *, substr(host, instr(host, '.') + 1) AS domain FROM (
        SELECT *, substr(beyond, 1, instr(beyond || '/', '/') - 1) AS host FROM (
            SELECT id, title, url, status, show, language, access, hold,
                CAST(strftime('%s', created_at) AS INTEGER) * 1000000
                + CAST(substr(created_at, 21, 6) AS INTEGER) AS moment,
                lower(substr(url, instr(url, '://') + 3)) AS beyond
            FROM articles
        )
    ))
    """,
    """
    CREATE TRIGGER articles_searched_when_added AFTER INSERT ON articles
    WHEN new.origin NOT IN ('demo', 'speech') BEGIN
        INSERT OR IGNORE INTO article_search (number, article_id, words, tags)
        SELECT coalesce(
            (SELECT max(number) + 1 FROM article_search WHERE number BETWEEN moment AND moment + 999), moment
        ), id, words, tags FROM article_terms WHERE id = new.id;
    END
    """,
    """
    CREATE TRIGGER articles_searched_when_changed
    AFTER UPDATE OF title, url, status, show, language, access, hold ON articles
    WHEN (old.title, old.url, old.status, old.show, old.language, old.access, old.hold)
        IS NOT (new.title, new.url, new.status, new.show, new.language, new.access, new.hold) BEGIN
        UPDATE article_search SET (words, tags) = (SELECT words, tags FROM article_terms WHERE id = new.id)
        WHERE article_id = new.id;
    END
    """,
    """
    CREATE TRIGGER articles_searched_when_removed AFTER DELETE ON articles BEGIN
        DELETE FROM article_search WHERE article_id = old.id;
    END
    """,
)

POSTGRESQL: tuple[str, ...] = (
    """
    CREATE TABLE article_search (
        article_id VARCHAR PRIMARY KEY, created_at TIMESTAMP WITH TIME ZONE NOT NULL, terms TSVECTOR NOT NULL
    )
    """,
    "CREATE INDEX article_search_by_age ON article_search (created_at, article_id)",
    "CREATE INDEX article_search_by_term ON article_search USING gin (terms) WITH (fastupdate = off)",
    # No parser of PostgreSQL's: it takes addresses apart in ways of its own, by the server's locale.
    f"""
    CREATE FUNCTION article_terms(
        title text, url text, status text, show text, language text, access text, hold text
    ) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $body$
        SELECT array_to_tsvector(
            array_remove(string_to_array(
                translate(lower(left(title, 500) || ' ' || left(url, 1000)), '{_QUOTED}', '{_SPACES}'), ' '
            ), '') || ARRAY[
                '=state=' || status, '=show=' || show, '=language=' || lower(split_part(language, '-', 1)),
                '=access=' || CASE access WHEN '' THEN 'open' ELSE access END,
                '=publication=' || CASE hold WHEN '' THEN 'published' WHEN 'ruled' THEN 'never' ELSE hold END,
                '=site=' || host, '=site=' || regexp_replace(host, '^[^.]*[.]', ''),
                '=site=' || regexp_replace(host, '^[^.]*[.][^.]*[.]', '')
            ]
        ) FROM (SELECT left(lower(split_part(url, '/', 3)), 300) AS host) AS of
    $body$
    """,
    """
    CREATE FUNCTION article_search_follows() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            DELETE FROM article_search WHERE article_id = OLD.id;
        ELSIF NEW.origin NOT IN ('demo', 'speech') THEN
            INSERT INTO article_search (article_id, created_at, terms) VALUES (NEW.id, NEW.created_at,
                article_terms(NEW.title, NEW.url, NEW.status, NEW.show, NEW.language, NEW.access, NEW.hold))
            ON CONFLICT (article_id) DO UPDATE SET terms = excluded.terms;
        END IF;
        RETURN NULL;
    END
    $body$
    """,
    """
    CREATE TRIGGER articles_searched AFTER INSERT OR DELETE ON articles
    FOR EACH ROW EXECUTE FUNCTION article_search_follows()
    """,
    """
    CREATE TRIGGER articles_searched_when_changed
    AFTER UPDATE OF title, url, status, show, language, access, hold ON articles FOR EACH ROW
    WHEN ((OLD.title, OLD.url, OLD.status, OLD.show, OLD.language, OLD.access, OLD.hold) IS DISTINCT FROM
        (NEW.title, NEW.url, NEW.status, NEW.show, NEW.language, NEW.access, NEW.hold))
    EXECUTE FUNCTION article_search_follows()
    """,
)


def upgrade() -> None:
    is_sqlite = op.get_context().dialect.name == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.execute(sa.text(statement.replace(":", r"\:")))  # no place of a parameter
