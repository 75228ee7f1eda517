"""Listeners with a feed token: who has one, for which show, and how often it is used. The token itself is
stored nowhere, only its digest: whoever reads the catalog can hear nothing by it."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping

import msgspec
import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.rows import structs
from tts_service.catalog.tables import EpisodeRow, MemberEpisodeRow, MemberRow

TOKEN_BYTES, ID_BYTES = 32, 8
TOKEN_PREFIX = "feed_"
"""By it people, and programs that look for secrets in public places, know what they have found."""


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A listener with a feed token. ``show``: "" for the feed of everything. ``name``: whatever the publisher
    calls them. ``used_on``: the last day (UTC) on which it was used, None: never."""

    id: str
    show: str
    name: str
    created_at: dt.datetime
    revoked_at: dt.datetime | None
    uses: int
    used_on: dt.date | None


_SHOWN = [getattr(MemberRow, name) for name in Member.__struct_fields__]


class MemberBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, show: str, now: dt.datetime) -> tuple[Member, str]:
        """A new member, and the token, which nobody can ask for again."""
        token = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
        member = Member(
            id=secrets.token_hex(ID_BYTES),
            show=show,
            name=name,
            created_at=now,
            revoked_at=None,
            uses=0,
            used_on=None,
        )
        row = msgspec.structs.asdict(member) | {"digest": digest(token)}
        with self._database.writing() as connection:
            connection.execute(sa.insert(MemberRow.table).values(row))
        return member, token

    def known(self, token: str) -> Member | None:
        """Who has ``token``; None when nobody has, or no longer."""
        query = sa.select(*_SHOWN).where(MemberRow.digest == digest(token), MemberRow.revoked_at.is_(None))
        with self._database.reading() as connection:
            return next(iter(structs(connection, Member, query)), None)

    def page(
        self, after: str = "", limit: int = 100, *, show: str | None = None, name: str | None = None
    ) -> tuple[Member, ...]:
        """Ordered by id, from behind the id ``after``; those of one ``show``, or called ``name``."""
        query = sa.select(*_SHOWN).where(MemberRow.id > after).order_by(MemberRow.id).limit(limit)
        if show is not None:
            query = query.where(MemberRow.show == show)
        if name is not None:
            query = query.where(MemberRow.name == name)
        with self._database.reading() as connection:
            return structs(connection, Member, query)

    def revoke(self, member_id: str, now: dt.datetime) -> bool:
        """The token is worth nothing from now on. False for an unknown id, or one that is revoked already."""
        live = (MemberRow.id == member_id, MemberRow.revoked_at.is_(None))
        with self._database.writing() as connection:
            return bool(
                connection.execute(sa.update(MemberRow.table).where(*live).values(revoked_at=now)).rowcount
            )

    def may_hear(self, show: str, article_id: str) -> bool:
        """The article is an episode of ``show``, for members or for everybody."""
        with self._database.reading() as connection:
            return any(
                connection.scalar(sa.select(row.show).where(row.show == show, row.article_id == article_id))
                is not None
                for row in (MemberEpisodeRow, EpisodeRow)
            )

    def add_uses(self, uses: Mapping[str, int], day: dt.date) -> None:
        """How often tokens were used on ``day``, by the ids of their members."""
        with self._database.writing() as connection:
            for member_id, count in sorted(uses.items()):
                values = {"uses": MemberRow.uses + count, "used_on": day}
                connection.execute(sa.update(MemberRow.table).where(MemberRow.id == member_id).values(values))


def digest(token: str) -> str:
    """Plain SHA-256: a token is 256 random bits, which no dictionary holds."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
