"""Backup of a running service, and restore: everything that cannot be made again, and the audio.

    <folder>/catalog.db       SQLite's own online copy; with PostgreSQL pg_dump is for that
    <folder>/audio/           the cache; of a bucket, what is finished, as a cache in a folder
    <folder>/publisher/       shows.toml, lexicon.toml
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
from audio_cache.opening import open_archive
from audio_cache.upkeep.copying import copy_cache
from audio_cache.upkeep.moving import copy_narrations
from tts_service.broker.connection import connect
from tts_service.errors import BackupError, ProblemKind, Unavailable
from tts_service.settings import Settings

VERSION = 1
RECORD = "backup.json"
AUDIO = "audio"
OURS = ("catalog.db", ".catalog.db.tmp", AUDIO, "publisher", RECORD)


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
        files = tuple(_copy_files(_publisher_files(settings), folder / "publisher"))
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
        for path in _publisher_files(settings):
            saved = folder / "publisher" / path.name
            if saved.exists() and not path.exists():
                list(_copy_files([saved], path.parent))
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


def _publisher_files(settings: Settings) -> list[Path]:
    """None with TTS_STORE: there they are in the catalog, and their sounds in the bucket."""
    return [] if settings.store else [settings.shows_path, settings.lexicon_path]


def _copy_files(paths: list[Path], folder: Path) -> Iterator[str]:
    for path in paths:
        if path.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            saved = shutil.copyfile(path, folder / path.name)
            os.utime(saved, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
            yield path.name


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except StoreFull as error:
        raise Unavailable(str(error), kind=ProblemKind(error.kind)) from error
    except OSError as error:
        raise BackupError(f"{error.filename}: {error.strerror}.") from error
