"""Who changed what."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator

import msgspec
import sqlalchemy as sa

from tts_service import audit
from tts_service.catalog.audit_log.tables import AuditRow
from tts_service.catalog.database import Database
from tts_service.errors import ServiceError

log = logging.getLogger(__name__)

SUBJECTS = ("article", "show", "playlist", "word", "key", "member", "endpoint", "session", "site", "watch")
"""What a change may be of; the first that it names is its subject."""
MOST_CHARS = 300
"""Of a value. Longer ones are cut."""
CHUNK = 500


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One change. ``what``: the action, such as article.withdrawn. ``who``: as in ``audit.Actor``; ``name``:
    for people, "" if there is none. ``network``: where the client was, "" for none. ``subject``: such as
    article:4f2… "". ``about``: more of it, with ``before`` and ``after`` where that says something."""

    id: int
    at: dt.datetime
    what: str
    who: str
    name: str
    network: str
    subject: str
    about: dict[str, str]

    @property
    def by(self) -> str:
        """Who did it, in the words for people."""
        return self.name or self.who


class AuditFilter(msgspec.Struct, frozen=True, kw_only=True):
    """``who``: a part of the name, or the beginning of ``AuditEntry.who``. ``what``: an action, or the first
    part of some ("article"). ``subject``: all of it, or what comes after the colon."""

    who: str = ""
    what: str = ""
    subject: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


class AuditBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, what: str, by: audit.Actor, /, **about: str) -> None:
        """Record a change that has been made: the line, and then the row. It never raises: the change stands
        whether or not the catalog takes the row, and the line has it."""
        audit.note(what, by.who, by.address, **about)
        try:
            self._add(what, by, about)
        except ServiceError as error:
            log.error("the audit log has %s in its lines alone: %s", what, error.detail)

    def _add(self, what: str, by: audit.Actor, about: dict[str, str]) -> None:
        subject = next((name for name in SUBJECTS if about.get(name)), "")
        rest = {name: value for name, value in about.items() if name != subject and value}
        values = {
            "at": dt.datetime.now(dt.UTC),
            "what": what,
            "who": _tidy(by.who),
            "name": _tidy(by.name),
            "network": audit.network_of(by.address),
            "subject": f"{subject}:{_tidy(about[subject])}" if subject else "",
            "about": msgspec.json.encode({name: _tidy(value) for name, value in rest.items()}).decode(),
        }
        with self._database.writing() as connection:
            connection.execute(sa.insert(AuditRow.table).values(values))

    def page(
        self, wanted: AuditFilter, before: int | None = None, limit: int = 100
    ) -> tuple[AuditEntry, ...]:
        """Newest first, from behind the id ``before``. Raises Unavailable."""
        query = sa.select(AuditRow.table).where(*_conditions(wanted))
        query = query.order_by(AuditRow.id.desc()).limit(limit)
        if before is not None:
            query = query.where(AuditRow.id < before)
        with self._database.reading() as connection:
            return tuple(_entry_of(row) for row in connection.execute(query))

    def each(self, wanted: AuditFilter) -> Iterator[AuditEntry]:
        """All of them, newest first, in many short transactions. Raises Unavailable."""
        before = None
        while found := self.page(wanted, before, CHUNK):
            yield from found
            before = found[-1].id

    def prune(self, before: dt.datetime) -> int:
        """Remove what is older. Returns how many."""
        with self._database.writing() as connection:
            return int(connection.execute(sa.delete(AuditRow.table).where(AuditRow.at < before)).rowcount)


def _conditions(wanted: AuditFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.who:
        by_name = sa.func.lower(AuditRow.name).contains(wanted.who.lower(), autoescape=True)
        found.append(sa.or_(by_name, AuditRow.who.startswith(wanted.who, autoescape=True)))
    if wanted.what:
        of_kind = AuditRow.what.startswith(f"{wanted.what.rstrip('.')}.", autoescape=True)
        found.append(sa.or_(AuditRow.what == wanted.what, of_kind))
    if wanted.subject:
        found.append(AuditRow.subject.in_(_subjects(wanted.subject)))
    if wanted.since is not None:
        found.append(AuditRow.at >= wanted.since)
    if wanted.until is not None:
        found.append(AuditRow.at < wanted.until)
    return found


def _subjects(wanted: str) -> list[str]:
    """What rows have of the subject ``wanted``, which may be without its kind, and longer than a row has
    it."""
    kind, _, rest = wanted.partition(":")
    named = [f"{kind}:{_tidy(rest)}"] if kind in SUBJECTS else []
    return [*named, *(f"{one}:{_tidy(wanted)}" for one in SUBJECTS)]


def _entry_of(row: sa.Row[tuple[object, ...]]) -> AuditEntry:
    values = row._asdict()
    return AuditEntry(**values | {"about": msgspec.json.decode(values["about"], type=dict[str, str])})


def _tidy(value: str) -> str:
    """What every database can hold."""
    text = value.encode("utf-8", "replace").decode().replace("\0", "")
    return text if len(text) <= MOST_CHARS else f"{text[:MOST_CHARS]}…"
