"""The publisher's files, for processes that reach the catalog: in the data folder, or, with TTS_STORE, in the
catalog (texts) and the bucket (sounds and pictures)."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from tts_service.contracts.publisher_version import PublisherVersion
from tts_service.errors import Conflict, ServiceError
from tts_service.publisher.files import FolderFiles, PublisherFiles
from tts_service.publisher.shared import EditableFiles, VersionBook
from tts_service.settings import Settings

if TYPE_CHECKING:
    import redis

    from tts_service.broker.notices import Notices

log = logging.getLogger(__name__)

LOOK_S = 5.0
"""Between two looks at the catalog, if no change is announced: Redis may have forgotten its copy. While Redis
is away, and nothing can be announced, there are several looks a second."""


def files_of(
    settings: Settings, book: VersionBook | None = None, client: redis.Redis | None = None
) -> PublisherFiles:
    """``book``: the catalog's; ``client``: the queue's. Default: each is made if it is needed."""
    return FolderFiles(settings) if settings.store is None else shared_files_of(settings, book, client)


def shared_files_of(
    settings: Settings, book: VersionBook | None = None, client: redis.Redis | None = None
) -> EditableFiles:
    """As ``files_of``. Raises Conflict without TTS_STORE."""
    if settings.store is None:
        raise Conflict(
            f"The publisher's files are in the data folder: edit {settings.shows_path} and "
            f"{settings.lexicon_path}. Only with TTS_STORE does the service have them."
        )
    from tts_service.ops.told_book import told_files  # commands for one machine load neither of both

    return told_files(settings, settings.store, book, client)


def keep_looking(files: PublisherFiles, notices: Notices) -> None:
    """For a process that stays: have changes by others count, without a query when they are needed."""
    if isinstance(files, EditableFiles):
        changes = notices.watch_files()
        files.keep_looking(lambda: changes.wait(LOOK_S))


def take_in_once(settings: Settings, files: PublisherFiles) -> None:
    """A service that had its files on each machine, and now has them in common, begins with those of the
    machine that starts first. What goes wrong is told in the log, and does not stop the start."""
    from tts_service.publisher.exchange import PublisherFolder, take_in

    if not isinstance(files, EditableFiles):
        return
    here = PublisherFolder(settings.shows_path, settings.lexicon_path)
    try:
        if files.version.number == 0 and here.has_texts:
            version = take_in(files, here, 0)
            log.info("the service has the publisher's files of this machine now: %s", described(version))
    except ServiceError as error:
        log.error("the publisher's files of this machine are not taken in: %s", error.detail)


def described(version: PublisherVersion) -> str:
    """In one line."""
    if version.number == 0:
        return "no files yet"
    when = version.made_at.isoformat(timespec="seconds").replace("+00:00", "Z")
    return f"version {version.number}, {when}, by {version.made_by}, {len(version.files)} sounds and pictures"


def differs_here(settings: Settings, files: EditableFiles) -> list[Path]:
    """Files on this machine that are not what the service has: whoever edits them changes nothing."""
    paths = {settings.shows_path: files.version.shows, settings.lexicon_path: files.version.lexicon}
    found = []
    for path, text in paths.items():
        with contextlib.suppress(OSError, UnicodeDecodeError):
            if path.read_text("utf-8-sig") != text:
                found.append(path)
    return found
