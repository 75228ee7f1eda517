"""A rendition as it is sent: bytes of several files, one after the other, as if they were one.

Nothing is copied and nothing encoded: what stands between the pieces of the narration's own file are its new
tag, the frames of messages, and silence. Light: gunicorn imports this before it forks.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, Protocol
from weakref import WeakValueDictionary

from audio_cache.mp3.frames import FRAME_BYTES, silence
from audio_cache.mp3.pieces import Span
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from tts_service.article.script.chapters import Chapter
from tts_service.articles.renditions import Hearer, Rendition, Renditions
from tts_service.formats.id3 import Retagged, retagged
from tts_service.formats.rendition import PAUSE_FRAMES, Timeline, base_revision, etag_of
from tts_service.formats.sponsored import sponsored_chapters
from tts_service.web.media.ready_audio import AudioFile, ServedFile, headers_of, open_audio
from tts_service.web.media.representation import ByteSelection, Representation
from tts_service.web.members.gate import hearer

_SILENCE = memoryview(silence(PAUSE_FRAMES))
_ZEROS = memoryview(bytes(64 * 1024))


class _Piece(NamedTuple):
    """Bytes ``start`` up to ``stop`` of a file, or of what is in memory."""

    source: AudioFile | memoryview
    start: int
    stop: int


class StitchedAudio(ServedFile):
    """A rendition, with all its files held open."""

    def __init__(
        self,
        rendition: Rendition,
        audio: AudioFile,
        messages: Sequence[AudioFile],
        count: Callable[[str], object],
    ) -> None:
        """``audio`` is the narration's own file. ``count`` is called with the id of each message that is
        sent."""
        tag_bytes = rendition.finished.tag_bytes
        tag = retagged(audio.read(0, tag_bytes), rendition_chapters(rendition))
        self._pieces = [one for one in _pieces(rendition, audio, messages, tag) if one.start < one.stop]
        self._ends = list(accumulate(one.stop - one.start for one in self._pieces))
        self._files = (audio, *messages)
        self._starts = [
            (tag_bytes + start * FRAME_BYTES, rendition.played[roll.number].narration.article_id)
            for start, roll in zip(rendition.timeline.starts(), rendition.timeline.rolls, strict=True)
        ]
        self._count = count
        self.path, self.watched, self.identity = audio.path, audio.watched, audio.identity
        self.narration = rendition.narration
        self.tag_bytes = tag_bytes
        etag = etag_of(
            rendition.finished.etag,
            [one.etag for one in rendition.messages],
            tag.new,
            rendition.timeline.rolls,
        )
        modified = max(one.representation.modified for one in self._files)
        self.representation = Representation(self._ends[-1], f'"{etag}"', modified)
        self._headers = headers_of(self.narration, self.representation)

    def read(self, start: int, size: int) -> bytes:
        return b"".join(_bytes(piece) for piece in self._within(start, start + size))

    def send(self, part: ByteSelection, client: int, wait_until_writable: Callable[[int], object]) -> None:
        for piece in self._within(part.start, part.stop):
            if isinstance(piece.source, AudioFile):
                selected = ByteSelection(part.status, piece.start, piece.stop)
                piece.source.send(selected, client, wait_until_writable)
            else:
                _write(piece.source[piece.start : piece.stop], client, wait_until_writable)

    def sent(self, part: ByteSelection) -> None:
        for start, article_id in self._starts:
            if part.start <= start < part.stop:
                self._count(article_id)

    def _within(self, start: int, stop: int) -> Iterator[_Piece]:
        """What of the pieces is in bytes ``start`` up to ``stop``."""
        for index in range(bisect_right(self._ends, start), len(self._pieces)):
            source, first, last = self._pieces[index]
            shift = first - (self._ends[index] - (last - first))
            if start + shift >= last or stop + shift <= first:
                return
            yield _Piece(source, max(first, start + shift), min(last, stop + shift))


def _bytes(piece: _Piece) -> bytes:
    if isinstance(piece.source, AudioFile):
        return piece.source.read(piece.start, piece.stop - piece.start)
    return bytes(piece.source[piece.start : piece.stop])


def _write(data: memoryview, client: int, wait_until_writable: Callable[[int], object]) -> None:
    while data:
        try:
            data = data[os.write(client, data) :]
        except BlockingIOError:
            wait_until_writable(client)


def rendition_chapters(rendition: Rendition) -> list[Chapter]:
    """Those of the article, and one for each message."""
    messages = [one.message for one in rendition.played]
    return sponsored_chapters(rendition.script, rendition.finished.cues, rendition.timeline, messages)


def _pieces(
    rendition: Rendition, audio: AudioFile, messages: Sequence[AudioFile], tag: Retagged
) -> Iterator[_Piece]:
    new = memoryview(tag.new)
    yield _Piece(new, 0, len(new))
    yield from (_Piece(audio, kept.start, kept.end) for kept in tag.kept)
    for left in range(tag.padding, 0, -len(_ZEROS)):
        yield _Piece(_ZEROS, 0, min(left, len(_ZEROS)))
    at = tag_bytes = rendition.finished.tag_bytes
    for roll in rendition.timeline.rolls:
        cut = tag_bytes + roll.frame * FRAME_BYTES
        yield _Piece(audio, at, cut)
        before = rendition.messages[roll.number].tag_bytes
        yield _Piece(messages[roll.number], before, before + roll.frames * FRAME_BYTES)
        yield _Piece(_SILENCE, 0, roll.pause * FRAME_BYTES)
        at = cut
    yield _Piece(audio, at, rendition.finished.size)


class StitchedSentences:
    """A rendition in frames, for playlists of pieces (``audio_cache.stored.StoredAudio``). ``sentences`` are
    those of the narration; each message is one."""

    whole = True

    def __init__(self, audio: StitchedAudio, timeline: Timeline, sentences: Sequence[Span]) -> None:
        self._audio = audio
        moved = [Span(timeline.moved(one.first), timeline.ended(one.end)) for one in sentences]
        rolls = zip(timeline.starts(), timeline.rolls, strict=True)
        self.sentences = sorted([*moved, *(Span(start, start + roll.length) for start, roll in rolls)])

    @property
    def narration(self) -> NarrationId:
        return self._audio.narration

    def sent(self, span: Span) -> None:
        """Somebody has asked for ``span``, and got it."""
        first = self._audio.tag_bytes + span.first * FRAME_BYTES
        self._audio.sent(ByteSelection(206, first, first + span.frames * FRAME_BYTES))

    def read(self, span: Span) -> bytes:
        return self._audio.read(self._audio.tag_bytes + span.first * FRAME_BYTES, span.frames * FRAME_BYTES)


class HeardArticles(Protocol):
    """The use cases needed here."""

    @property
    def renditions(self) -> Renditions: ...

    def heard(self, article_id: str, hearer: Hearer) -> NarrationId | None:
        """Raises NotFound for an unknown id."""


class RenditionOpener:
    """Finds the renditions that requests name, and opens them."""

    def __init__(
        self, articles: HeardArticles, narrations: Narrations, count: Callable[[str], object] = bool
    ) -> None:
        """``count``: see ``StitchedAudio``."""
        self._articles = articles
        self._narrations = narrations
        self._count = count
        self._messages: WeakValueDictionary[NarrationId, AudioFile] = WeakValueDictionary()
        """Those that are open: many articles are heard with the same few."""

    def asked(self, article_id: str, revision: str | None) -> Rendition | None:
        """What the current request hears: at a fixed address, or without a ``revision`` at the moving one.
        None if that is the narration itself, or if a part of it is not here."""
        if revision is not None:
            named: NarrationId | None = NarrationId(article_id, revision)
        else:
            named = self._articles.heard(article_id, hearer(article_id)) if self.renditions.has_any else None
        try:
            return None if named is None or _is_plain(named) else self.renditions.found(named)
        except ValueError:
            return None

    @property
    def renditions(self) -> Renditions:
        return self._articles.renditions

    def open(self, named: NarrationId) -> StitchedAudio | None:
        """None when a part of it is not here. Raises ValueError for what is no name."""
        found = self.renditions.found(named)
        return None if found is None else self.opened(found)

    def opened(self, rendition: Rendition) -> StitchedAudio | None:
        """None when a part of it has just been deleted."""
        audio = open_audio(self._narrations, rendition.base)
        messages = [self._message(one.narration) for one in rendition.played]
        known = [one for one in messages if one is not None]
        if audio is None or len(known) != len(messages):
            return None
        return StitchedAudio(rendition, audio, known, self._count)

    def _message(self, named: NarrationId) -> AudioFile | None:
        known = self._messages.get(named) or open_audio(self._narrations, named)
        if known is not None:
            self._messages[named] = known
        return known


def _is_plain(named: NarrationId) -> bool:
    return base_revision(named.revision) == named.revision
