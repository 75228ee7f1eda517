"""Where editors change the lexicon through the service: each change edits the file, one at a time."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tts_service.article.hashing import short_hash
from tts_service.article.lexicon.entry import EntryError, LexiconEntry, checked
from tts_service.errors import BadRequest, Conflict, NotFound, OutOfDate, ProblemKind
from tts_service.publisher.files import FolderFiles, PublisherFiles
from tts_service.publisher.lexicon import text as lexicon_text
from tts_service.publisher.lexicon.file import entries_with_lines, live_lexicon, parse, places_in
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
    """Every change applies to the file as it is at that moment, and nobody else changes it meanwhile, so if
    two editors save at once, both changes are kept.

    Every change raises FileError if the file has an error (which must be fixed by hand first), Unavailable if
    it cannot be written.
    """

    def __init__(self, settings: Settings, files: PublisherFiles | None = None) -> None:
        """``files``: default: those in the data folder."""
        self._files = files or FolderFiles(settings)
        self._name = self._files.name("lexicon")
        self._live = live_lexicon(self._files)

    def words(self) -> WordList:
        return WordList(tuple(map(_word, self._live.current().entries)), self._live.problem)

    def add(self, entry: LexiconEntry) -> Word:
        """Raises BadRequest ("bad-word"), and Conflict if there is an entry for the same word and
        conditions."""
        entry = _checked(entry)

        def added(text: str) -> str:
            if any(other.key == entry.key for other in self._entries(text)):
                raise _exists(entry)
            return lexicon_text.added(text, entry)

        self._change(added)
        return _word(entry)

    def replace(self, word_id: str, entry: LexiconEntry, version: str) -> Word:
        """``version`` is the one that the editor has seen, or ANY_VERSION.

        Raises BadRequest, NotFound, OutOfDate if the entry has changed since, and Conflict if it would become
        the same as another.
        """
        entry = _checked(entry)

        def replaced(text: str) -> str:
            at = self._find(text, word_id, version)
            if any(
                other.key == entry.key for number, other in enumerate(self._entries(text)) if number != at
            ):
                raise _exists(entry)
            return lexicon_text.replaced(text, list(places_in(text.split("\n")))[at], entry)

        self._change(replaced)
        return _word(entry)

    def remove(self, word_id: str, version: str) -> None:
        """Raises NotFound, and OutOfDate if the entry has changed since ``version``."""

        def removed(text: str) -> str:
            at = self._find(text, word_id, version)
            return lexicon_text.removed(text, list(places_in(text.split("\n")))[at])

        self._change(removed)

    def said_of(self, word_id: str) -> str:
        """How the entry is said now; "" if there is none."""
        return next((said(word) for word in self.words().words if word.id == word_id), "")

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
        return [entry for entry, _ in entries_with_lines(text, self._name)]

    def _change(self, edit: Callable[[str], str]) -> None:
        def edited(text: str) -> str:
            changed = edit(text)
            parse(changed, self._name)  # never write a broken file, whatever led to it
            return changed

        self._files.change("lexicon", edited)


def said(entry: LexiconEntry) -> str:
    """How it is said, in a few characters: IPA between slashes."""
    return f"/{entry.ipa}/" if entry.ipa else entry.say


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
