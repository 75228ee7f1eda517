"""Backup of a running service, and restore: everything that cannot be made again, and the audio.

    <folder>/catalog.db       SQLite's own online copy; with PostgreSQL pg_dump is for that
    <folder>/audio/           the cache; of a bucket, what is finished, as a cache in a folder
    <folder>/publisher/       shows.toml, lexicon.toml, and the sounds and pictures that shows name
    <folder>/sounds/          with TTS_STORE, where the texts are in the catalog: all sounds and pictures of
                              the bucket, each under its SHA-256
    <folder>/backup.json      written last

The catalog is copied first: what is accepted afterwards is in the next backup. Audio that the copied catalog
does not know is harmless.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import sqlalchemy as sa

from audio_cache.disk import publish
from audio_cache.errors import StoreFull
from audio_cache.opening import copy_publisher_files, open_archive
from audio_cache.upkeep.copying import copy_cache
from audio_cache.upkeep.moving import copy_narrations
from tts_service.broker.connection import connect
from tts_service.errors import BackupError, ProblemKind, Unavailable
from tts_service.publisher.exchange import is_inside
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.lookup import files_named_in
from tts_service.settings import Settings

VERSION = 1
RECORD = "backup.json"
AUDIO = "audio"
PUBLISHER, SOUNDS = "publisher", "sounds"
OURS = ("catalog.db", ".catalog.db.tmp", AUDIO, PUBLISHER, SOUNDS, RECORD)


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """``catalog`` is False when it is in PostgreSQL, which has its own tools for backups."""

    version: int = VERSION
    made_at: str
    catalog: bool
    segments: int
    narrations: int
    files: tuple[str, ...]


def back_up(settings: Settings, folder: Path) -> Backup:
    """Save to ``folder``: a new one, or one with an earlier backup (complete or not), which is brought up to
    date.

    Raises BackupError, Unavailable.
    """
    if folder.exists() and any(path.name not in OURS for path in folder.iterdir()):
        raise BackupError(f"{folder} contains something other than a backup. Name a new folder.")
    with _room():
        folder.mkdir(parents=True, exist_ok=True)
        database = _sqlite_path(settings)
        if database is not None:
            _copy_database(database, folder / "catalog.db")
        segments, narrations = _save_audio(settings, folder / AUDIO)
        files = tuple(_save_publisher_files(settings, folder))
        made = Backup(
            made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            catalog=database is not None,
            segments=segments,
            narrations=narrations,
            files=files,
        )
        publish(folder / RECORD, msgspec.json.encode(made))
    return made


def restore(settings: Settings, folder: Path) -> Backup:
    """Restore what ``back_up`` saved, to a data folder without a catalog. Raises BackupError, Unavailable.

    The catalog comes last: after an interruption, call it again.
    """
    made = _record(folder)
    database = _sqlite_path(settings)
    if database is not None and database.exists():
        raise BackupError(
            f"There is a catalog already: {database}. Stop the service, and give TTS_DATA_DIR another folder."
        )
    if made.catalog != (database is not None):
        kind = "SQLite" if made.catalog else "PostgreSQL"
        raise BackupError(f"The backup was made of a catalog in {kind}: TTS_DATABASE_URL names another kind.")
    with _room():
        _restore_audio(settings, folder / AUDIO)
        _restore_publisher_files(settings, folder)
        if database is not None:
            database.parent.mkdir(parents=True, exist_ok=True)
            _copy_database(folder / "catalog.db", database)
    return made


def _save_audio(settings: Settings, folder: Path) -> tuple[int, int]:
    """Returns how many segments and narrations it then holds."""
    if settings.store is None:
        return copy_cache(settings.cache_dir, folder)
    done = copy_narrations(open_archive(settings.store), open_archive(folder), exact=True)
    return 0, done.copied + done.there


def _restore_audio(settings: Settings, folder: Path) -> None:
    """To the folder or the bucket of ``settings``. A bucket may have some of it already."""
    if settings.store is None:
        copy_cache(folder, settings.cache_dir)
        return
    copy_narrations(open_archive(folder), open_archive(settings.store, connect(settings)))


def _record(folder: Path) -> Backup:
    try:
        made = msgspec.json.decode((folder / RECORD).read_bytes(), type=Backup)
    except (OSError, msgspec.DecodeError):
        raise BackupError(
            f"{folder} holds no complete backup: {RECORD} is not there or cannot be read."
        ) from None
    if made.version != VERSION:
        raise BackupError(
            f"The backup in {folder} was made by another version of this service (layout {made.version})."
        )
    return made


def _sqlite_path(settings: Settings) -> Path | None:
    url = sa.make_url(settings.catalog_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _copy_database(source: Path, target: Path) -> None:
    """SQLite's online backup: a snapshot of a database that others write to. It is checked before it gets
    its name."""
    if not source.exists():
        raise BackupError(f"There is no catalog at {source}. Is TTS_DATA_DIR right?")
    draft = target.with_name(f".{target.name}.tmp")
    draft.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(draft)) as copy,
        ):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        draft.unlink(missing_ok=True)
        raise BackupError(f"{source} could not be copied: {error}.") from error
    if verdict != "ok":
        draft.unlink(missing_ok=True)
        raise BackupError(f"{source} is damaged: {verdict}.")
    draft.replace(target)


def _save_publisher_files(settings: Settings, folder: Path) -> Iterator[str]:
    """Returns the names of those that ``folder`` then holds, and no others."""
    if settings.store is not None:
        copy_publisher_files(settings.store, folder / SOUNDS)
        return
    saved = folder / PUBLISHER
    named = {path.name: path for path in (settings.shows_path, settings.lexicon_path)}
    named |= {name: settings.shows_path.parent / name for name in _named_beside(settings)}
    present = {name: path for name, path in named.items() if path.is_file()}
    for path in saved.rglob("*"):
        if path.is_file() and str(path.relative_to(saved)) not in present:
            path.unlink()
    for name, path in present.items():
        _copy_file(path, saved / name)
        yield name


def _named_beside(settings: Settings) -> list[str]:
    """The sounds and pictures that the shows in force name, in the folder of their file or below it. Others
    are no more the service's than voices are."""
    named = files_named_in(PublisherRules(settings).publisher)
    return sorted(str(Path(name)) for name in named if is_inside(name))


def _restore_publisher_files(settings: Settings, folder: Path) -> None:
    """Those that are not there yet."""
    if settings.store is not None:
        copy_publisher_files(folder / SOUNDS, settings.store)
        return
    texts = {path.name: path for path in (settings.shows_path, settings.lexicon_path)}
    saved = folder / PUBLISHER
    for path in sorted(saved.rglob("*")):
        name = str(path.relative_to(saved))
        target = texts.get(name, settings.shows_path.parent / name)
        if path.is_file() and not target.exists():
            _copy_file(path, target)


def _copy_file(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    seen = source.stat()
    os.utime(target, ns=(seen.st_atime_ns, seen.st_mtime_ns))


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except StoreFull as error:
        raise Unavailable(str(error), kind=ProblemKind(error.kind)) from error
    except OSError as error:
        raise BackupError(f"{error.filename}: {error.strerror}.") from error
