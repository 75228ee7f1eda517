"""The publisher's files from a folder into the service, and out of it again.

A folder that was written out says which version it began with, so whoever brings it back is told when others
have changed something since.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from audio_cache.disk import publish
from tts_service.contracts.publisher_version import PublisherVersion
from tts_service.errors import Conflict, FileError, NotFound, ServiceError
from tts_service.publisher.lexicon.file import parse as parse_lexicon
from tts_service.publisher.shared import EditableFiles, SharedFiles
from tts_service.publisher.shows.lookup import files_named_in
from tts_service.publisher.shows.parse import parse_publisher

SHOWS, LEXICON, RECORD = "shows.toml", "lexicon.toml", "publisher.json"
MOST_BYTES = 20_000_000
"""Of a sound or picture."""


class ExportedVersion(msgspec.Struct, frozen=True):
    """The version that a folder was written from."""

    number: int


class PublisherFolder:
    """Files on this machine. Sounds and pictures are beside the file of shows."""

    def __init__(self, shows: Path, lexicon: Path) -> None:
        self.shows = shows
        self.lexicon = lexicon

    @classmethod
    def of(cls, folder: Path) -> PublisherFolder:
        return cls(folder / SHOWS, folder / LEXICON)

    @property
    def has_texts(self) -> bool:
        return self.shows.is_file() or self.lexicon.is_file()

    @property
    def began_with(self) -> int | None:
        """The number of the version that it was written from; None if it was not."""
        try:
            return msgspec.json.decode(self._record.read_bytes(), type=ExportedVersion).number
        except (OSError, msgspec.DecodeError):
            return None

    def note(self, version: PublisherVersion) -> None:
        publish(self._record, msgspec.json.encode(ExportedVersion(version.number)))

    def file(self, name: str) -> Path:
        return self.shows.parent / name

    @property
    def _record(self) -> Path:
        return self.shows.parent / RECORD


def take_in(files: EditableFiles, folder: PublisherFolder, began_with: int | None) -> PublisherVersion:
    """The service has what ``folder`` has, from now on. A text that is not in it is empty then; a sound or
    picture that is not in it stays as the service has it.

    ``began_with``: the version that the folder was made from; None: what others have changed is overwritten.
    Raises Conflict when there is a newer one, FileError for a file with a mistake, NotFound for a folder
    without texts, and FilesAway.
    """
    if not folder.has_texts:
        raise NotFound(f"There is neither {folder.shows} nor {folder.lexicon}.")
    shows, lexicon = _text(folder.shows), _text(folder.lexicon)
    publisher = parse_publisher(shows, folder.shows.name)
    parse_lexicon(lexicon, folder.lexicon.name)
    files.look()
    before = files.version
    names = files_named_in(publisher)
    digests = {name: digest for name in sorted(names) if (digest := _stored(files, folder, name, before))}
    if (shows, lexicon, digests) == (before.shows, before.lexicon, before.files):
        return before
    after = before.next(by=files.who, shows=shows, lexicon=lexicon, files=digests)
    if began_with not in (None, before.number) or not files.add(after):
        raise Conflict(
            f"The service's files have been changed since yours were written: it has version "
            f"{files.version.number}, yours began with {began_with}. Export again into another folder, and "
            "make your changes there."
        )
    return after


def write_out(files: SharedFiles, folder: Path) -> PublisherVersion:
    """The newest version, into ``folder``. Raises Conflict if that is not empty, FilesAway, OSError."""
    if folder.exists() and any(folder.iterdir()):
        raise Conflict(f"{folder} is not empty. Name a new folder.")
    files.look()
    version, target = files.version, PublisherFolder.of(folder)
    folder.mkdir(parents=True, exist_ok=True)
    publish(target.shows, version.shows.encode())
    publish(target.lexicon, version.lexicon.encode())
    for name in version.files:
        if is_inside(name):
            target.file(name).parent.mkdir(parents=True, exist_ok=True)
            publish(target.file(name), files.path(name).read_bytes())
    target.note(version)
    return version


def _stored(files: EditableFiles, folder: PublisherFolder, name: str, before: PublisherVersion) -> str:
    """The digest of the file, which is in the bucket now; "" if there is none."""
    path = folder.file(name)
    if not path.is_file():
        return before.files.get(name, "")
    if path.stat().st_size > MOST_BYTES:
        raise FileError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB. Make it smaller.")
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    files.put(digest, data)  # whatever is known: the bucket may be another one than it was
    return digest


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise FileError(f"{path.name}, line 1: this is not UTF-8. Save the file in that encoding.") from None
    except OSError as error:
        raise ServiceError(f"{path} cannot be read: {error.strerror}.") from error


def is_inside(name: str) -> bool:
    """Others stay where they are in the service, and keep their names in ``shows``."""
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts
