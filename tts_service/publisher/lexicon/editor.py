"""Where editors change the lexicon through the service: each change edits the file, one at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tts_service.article.lexicon.entry import EntryError, LexiconEntry, checked
from tts_service.article.request import short_hash
from tts_service.errors import BadRequest, Conflict, NotFound, OutOfDate, ProblemKind, Unavailable
from tts_service.publisher.lexicon import text as lexicon_text
from tts_service.publisher.lexicon.file import entries_with_lines, lexicon_file, parse, places_in
from tts_service.publisher.live import publish
from tts_service.settings import Settings

ANY_VERSION = "*"


class Word(LexiconEntry, frozen=True, kw_only=True):
    """An entry as listed. ``id`` names word and conditions; ``version`` changes with the pronunciation."""

    id: str
    version: str


class WordList(msgspec.Struct, frozen=True):
    """The entries in force, in the order of the file. ``problem``: why the file in its present state is not
    used; ``""`` if it is."""

    words: tuple[Word, ...]
    problem: str


class LexiconEditor:
    """Every change applies to the file as it is at that moment, under a lock shared by all processes of this
    machine, so if two editors save at once, both changes are kept.

    Every change raises FileError if the file has an error (which must be fixed by hand first), Unavailable if
    it cannot be written.
    """

    def __init__(self, settings: Settings) -> None:
        self._path = settings.lexicon_path
        self._lock = settings.data_dir / "kept" / "lexicon.lock"
        self._live = lexicon_file(settings)

    def words(self) -> WordList:
        return WordList(tuple(map(_word, self._live.current().entries)), self._live.problem)

    def add(self, entry: LexiconEntry) -> Word:
        """Raises BadRequest ("bad-word"), and Conflict if there is an entry for the same word and
        conditions."""
        entry = _checked(entry)
        with self._changing() as text:
            entries = self._entries(text)
            if any(other.key == entry.key for other in entries):
                raise _exists(entry)
            self._write(lexicon_text.added(text, entry))
        return _word(entry)

    def replace(self, word_id: str, entry: LexiconEntry, version: str) -> Word:
        """``version`` is the one that the editor has seen, or ANY_VERSION.

        Raises BadRequest, NotFound, OutOfDate if the entry has changed since, and Conflict if it would become
        the same as another.
        """
        entry = _checked(entry)
        with self._changing() as text:
            at = self._find(text, word_id, version)
            if any(
                other.key == entry.key for number, other in enumerate(self._entries(text)) if number != at
            ):
                raise _exists(entry)
            self._write(lexicon_text.replaced(text, list(places_in(text.split("\n")))[at], entry))
        return _word(entry)

    def remove(self, word_id: str, version: str) -> None:
        """Raises NotFound, and OutOfDate if the entry has changed since ``version``."""
        with self._changing() as text:
            at = self._find(text, word_id, version)
            self._write(lexicon_text.removed(text, list(places_in(text.split("\n")))[at]))

    def _find(self, text: str, word_id: str, version: str) -> int:
        """The index of the entry, from 0."""
        for number, entry in enumerate(self._entries(text)):
            if entry.key == word_id:
                if version not in (ANY_VERSION, _word(entry).version):
                    raise OutOfDate(
                        f"{entry.write!r} has been changed in the meantime. Check it again before you save."
                    )
                return number
        raise NotFound(
            "The lexicon has no entry with this id. It may have been removed.", kind=ProblemKind.NO_SUCH_WORD
        )

    def _entries(self, text: str) -> list[LexiconEntry]:
        return [entry for entry, _ in entries_with_lines(text, self._path.name)]

    def _write(self, text: str) -> None:
        parse(text, self._path.name)  # never write a broken file, whatever led to it
        publish(self._path, text)

    @contextmanager
    def _changing(self) -> Iterator[str]:
        """The text of the file, which nobody else changes meanwhile."""
        with _translated(self._path), _locked(self._lock):
            yield _text_of(self._path)


def _checked(entry: LexiconEntry) -> LexiconEntry:
    try:
        return checked(entry)
    except EntryError as error:
        raise BadRequest(str(error), kind=ProblemKind.BAD_WORD) from None


def _word(entry: LexiconEntry) -> Word:
    values = msgspec.structs.asdict(entry)
    return Word(**values, id=entry.key, version=short_hash(msgspec.json.encode(entry), length=12))


def _exists(entry: LexiconEntry) -> Conflict:
    return Conflict(
        f"The lexicon has {entry.write!r} already, for the same articles. Change that entry (its id is "
        f"{entry.key}), "
        "or say when this one counts.",
        kind=ProblemKind.WORD_EXISTS,
    )


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8").removeprefix("\ufeff")
    except FileNotFoundError:
        return ""


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """The kernel releases it when its holder dies. Other greenlets of this process wait like other
    processes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable(
            f"{path.name} cannot be read or written: {error}.", kind=ProblemKind.STORAGE_UNAVAILABLE
        ) from error
