"""Which API keys there are. A key itself is stored nowhere, only its digest: whoever reads the catalog can do
nothing with it."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from tts_service.catalog.database import Database
from tts_service.catalog.keys.tables import KeyRow
from tts_service.errors import BadRequest
from tts_service.limits import parse_age
from tts_service.scopes import Scope, in_order, scopes_of

KEY_BYTES, ID_BYTES = 32, 8
KEY_PREFIX = "ttskey_"
"""By it people, and programs that look for secrets in public places, know what they have found."""
MOST_NAME_CHARS = 100


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """``created_by``: as in the audit log. ``used_on``: the last day (UTC) on which it was used, None:
    never."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    created_at: dt.datetime
    created_by: str
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None
    used_on: dt.date | None

    def is_valid(self, now: dt.datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class NewKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked for. ``expires``: after how long, such as 90d; "" for never."""

    name: str
    scopes: tuple[str, ...]
    expires: str = ""


_SHOWN = [getattr(KeyRow, name) for name in ApiKey.__struct_fields__]


class KeyBook:
    """Every method raises Unavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, wanted: NewKey, by: str, now: dt.datetime) -> tuple[ApiKey, str]:
        """A new key, and its text, which nobody can ask for again. Raises BadRequest for what cannot be
        one."""
        text = KEY_PREFIX + secrets.token_urlsafe(KEY_BYTES)
        key = ApiKey(
            id=secrets.token_hex(ID_BYTES),
            name=_checked_name(wanted.name),
            scopes=_checked_scopes(wanted.scopes),
            created_at=now,
            created_by=by,
            expires_at=_expiry(wanted.expires, now),
            revoked_at=None,
            used_on=None,
        )
        row = msgspec.structs.asdict(key) | {"scopes": " ".join(key.scopes), "digest": digest(text)}
        with self._database.writing() as connection:
            connection.execute(sa.insert(KeyRow.table).values(row))
        return key, text

    def known(self, text: str) -> ApiKey | None:
        """The key that is written ``text``, also one that has expired; None for one that is none, or is
        revoked."""
        query = sa.select(*_SHOWN).where(KeyRow.digest == digest(text), KeyRow.revoked_at.is_(None))
        return next(iter(self._many(query)), None)

    def of(self, key_id: str) -> ApiKey | None:
        """Also one that is revoked. ``key_id`` may be anything that somebody has put into an address."""
        if not (key_id.isascii() and key_id.isalnum()):
            return None
        return next(iter(self._many(sa.select(*_SHOWN).where(KeyRow.id == key_id))), None)

    def all(self) -> tuple[ApiKey, ...]:
        """Newest first, with those that are revoked."""
        return self._many(sa.select(*_SHOWN).order_by(KeyRow.created_at.desc(), KeyRow.id))

    def revoke(self, key_id: str, now: dt.datetime) -> bool:
        """False for an unknown id, or one that is revoked already."""
        live = (KeyRow.id == key_id, KeyRow.revoked_at.is_(None))
        with self._database.writing() as connection:
            return bool(
                connection.execute(sa.update(KeyRow.table).where(*live).values(revoked_at=now)).rowcount
            )

    def note_use(self, key_id: str, day: dt.date) -> None:
        earlier = sa.or_(KeyRow.used_on.is_(None), KeyRow.used_on < day)
        with self._database.writing() as connection:
            connection.execute(
                sa.update(KeyRow.table).where(KeyRow.id == key_id, earlier).values(used_on=day)
            )

    def _many(self, query: sa.Select[tuple[object, ...]]) -> tuple[ApiKey, ...]:
        with self._database.reading() as connection:
            return tuple(_key_of(row) for row in connection.execute(query))


def digest(text: str) -> str:
    """Plain SHA-256: a key is 256 random bits, which no dictionary holds."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _key_of(row: sa.Row[tuple[object, ...]]) -> ApiKey:
    values = row._asdict()
    return ApiKey(**values | {"scopes": in_order(values["scopes"].split())})


def _checked_name(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy or not tidy.isprintable() or len(tidy) > MOST_NAME_CHARS:
        raise BadRequest(
            f"name must be one line of at most {MOST_NAME_CHARS} characters: say who or what uses the key."
        )
    return tidy


def _checked_scopes(names: Iterable[str]) -> tuple[Scope, ...]:
    try:
        return in_order(scopes_of(names))
    except ValueError as error:
        raise BadRequest(f"Give the key scopes: {error}") from None


def _expiry(lasts: str, now: dt.datetime) -> dt.datetime | None:
    if not lasts.strip():
        return None
    try:
        seconds = parse_age(lasts.strip())
        return now + dt.timedelta(seconds=seconds) if seconds else None
    except (ValueError, OverflowError):
        raise BadRequest(
            "A key expires after some time, such as 90d or 12h. Leave it out for never."
        ) from None
