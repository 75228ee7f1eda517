"""What an author says of how a paragraph is spoken, on its way into the script: where segments end, who
speaks them, what is read otherwise, and the pauses between. Pure.

An article without mark-up never gets here: its script is the same as before there was any.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from tts_service.article.language.foreign_text import BlockLanguages
from tts_service.article.markup.marks import MarkedPause, MarkedReading, MarkedVoice, Markup
from tts_service.article.markup.say_as import said_as
from tts_service.article.model import Block, Segment
from tts_service.article.normalize import said_within
from tts_service.article.normalize.cleanup import clean
from tts_service.article.normalize.rules import Edit
from tts_service.article.script.sentences import MAX_CHARS, SentenceSpan
from tts_service.article.script.spoken import SPACES, Said, Utterance, has_words, part

HEARD_BESIDES_MS = 120
"""Of silence between two segments that is no part of a pause: see ``PAUSE_AFTER_MS``."""

_MARKS_BEHIND = re.compile(r"[,.;:!?…)\]”»]{0,4}")
"""They stay with what stands before them."""
_SENTENCE_END = re.compile(r"[.!?…।。！？][\"'”’»)\]]{0,4}$")

Settle = Callable[[str], Sequence[Edit]]
"""Edits of a cleaned sentence that no rule may change: see ``normalize``."""


class Speaker(NamedTuple):
    """Who speaks some text. ``tag``: the language whose rules it is read by (BCP 47); ``voice`` and
    ``language`` are as in ``Segment``."""

    tag: str
    voice: str = ""
    language: str = ""


class BlockMarkup:
    """The part of ``markup`` that is within ``block``. ``around``: who speaks what is not marked."""

    def __init__(self, markup: Markup, block: Block, languages: BlockLanguages, around: Speaker) -> None:
        markup = markup.within(block.start, block.end)
        self.readings = markup.readings
        self._around = around
        self._speakers = [
            _Part(one.start, one.end, _speaker(one, languages, around)) for one in markup.voices
        ]
        self._sentences = {*markup.sentences}
        ends = {one.at for one in markup.pauses if one.ms} | self._sentences | {*self._changes(block)}
        self._ends = sorted(at for at in ends if block.start < at < block.end)

    def spans(self, utterance: Utterance, found: Sequence[SentenceSpan]) -> list[SentenceSpan]:
        """``found`` in the text of ``utterance``, such that each is spoken in one go: by one speaker, with no
        pause in it."""
        if self.readings:
            found = _unbroken(found, [places_of(utterance, one.start, one.end) for one in self.readings])
        if not self._ends:
            return list(found)
        ends = {place_of(utterance, at): at in self._sentences for at in self._ends}
        places = sorted(ends)
        return [
            one
            for span in found
            for one in _cut(
                utterance.text,
                span,
                [
                    (at, ends[at])
                    for at in places[bisect_right(places, span.start) : bisect_left(places, span.end)]
                ],
            )
        ]

    def speaker(self, utterance: Utterance, span: SentenceSpan) -> Speaker:
        """Who speaks ``span``."""
        if not self._speakers:
            return self._around
        at = _source_of_first_word(utterance, span)
        index = bisect_right(self._speakers, at, key=lambda one: one.end)
        if index == len(self._speakers) or self._speakers[index].start > at:
            return self._around
        return self._speakers[index].speaker

    def _changes(self, block: Block) -> Iterator[int]:
        """Where somebody else begins to speak."""
        at, last = block.start, self._around
        for one in self._speakers:
            if one.start > at:
                if _other(last, self._around):
                    yield at
                last = self._around
            if _other(last, one.speaker):
                yield one.start
            at, last = one.end, one.speaker
        if _other(last, self._around):
            yield at


class _Part(NamedTuple):
    start: int
    end: int
    speaker: Speaker


def _speaker(mark: MarkedVoice, languages: BlockLanguages, around: Speaker) -> Speaker:
    spoken_in = languages.of_phrase(mark) if mark.language else None
    if spoken_in is None or not (spoken_in.voice_of or mark.voice):
        return around._replace(voice=mark.voice)
    return Speaker(mark.language, mark.voice, spoken_in.voice_of)


def _other(one: Speaker, other: Speaker) -> bool:
    return (one.voice, one.language) != (other.voice, other.language)


def settled(settle: Settle, bare: Utterance, readings: Sequence[MarkedReading], language: str) -> Settle:
    """``settle``, and before it what the author says of the words of ``bare``, read by the rules of
    ``language``."""
    if not bare.pieces:
        return settle
    first = bisect_left(readings, bare.pieces[0].start, key=lambda one: one.start)
    last = bisect_right(readings, bare.pieces[-1].end, key=lambda one: one.end)
    places = [(one, places_of(bare, one.start, one.end)) for one in readings[first:last]]
    wanted = [(one, (start, end)) for one, (start, end) in places if start < end]
    if not wanted:
        return settle
    cleaned = clean(bare.text)

    def both(text: str) -> Sequence[Edit]:
        if text != cleaned.text:  # longer than what is read at once
            return settle(text)
        own = [_edit(one, *_cleaned(cleaned.origin, *place), text, language) for one, place in wanted]
        rest = [
            edit
            for edit in settle(text)
            if all(edit.end <= one.start or one.end <= edit.start for one in own)
        ]
        return sorted([*own, *rest])

    return both


def as_written(source: str, readings: Iterable[MarkedReading]) -> Iterator[Said]:
    """What is read in a way of its own, protected from the clean-up of what is around it."""
    for one in readings:
        yield Said(source[one.start : one.end].translate(SPACES), one.start, one.end)


def paused(segments: Sequence[Segment], pauses: Sequence[MarkedPause], source: str) -> list[Segment]:
    """``segments`` with ``pauses`` behind those that they follow, in place of their own. One before the first
    word is left out, and so is one of no length within what is spoken in one go."""
    begins, places = _begins(segments)
    wanted: dict[int, int] = {}
    for pause in pauses:
        index = bisect_left(begins, pause.at) - 1
        rest = source[pause.at : segments[places[index]].end] if index >= 0 and not pause.ms else ""
        if index >= 0 and not has_words(rest):
            wanted[places[index]] = wanted.get(places[index], 0) + pause.ms
    return [
        msgspec.structs.replace(segment, pause_ms=max(wanted[i] - HEARD_BESIDES_MS, 0))
        if i in wanted
        else segment
        for i, segment in enumerate(segments)
    ]


def _begins(segments: Sequence[Segment]) -> tuple[list[int], list[int]]:
    """Where the segments begin, in order, and which they are. A title that has no place stands before all."""
    begins: list[int] = []
    places: list[int] = []
    for index, segment in enumerate(segments):
        start = segment.start if segment.pieces or segment.start < segment.end else -1
        if not begins or start >= begins[-1]:
            begins.append(start)
            places.append(index)
    return begins, places


def place_of(utterance: Utterance, at: int) -> int:
    """Where in the text of ``utterance`` the source at ``at`` is said."""
    index = bisect_right(utterance.pieces, at, key=lambda piece: piece.end)
    if index == len(utterance.pieces):
        return len(utterance.text)
    piece = utterance.pieces[index]
    literal = piece.spoken_end - piece.spoken_start == piece.end - piece.start
    return piece.spoken_start + (max(at - piece.start, 0) if literal else 0)


def places_of(utterance: Utterance, start: int, end: int) -> tuple[int, int]:
    return place_of(utterance, start), place_of(utterance, end)


def _cleaned(origin: list[int] | None, start: int, end: int) -> tuple[int, int]:
    return (start, end) if origin is None else (bisect_left(origin, start), bisect_left(origin, end))


def _edit(reading: MarkedReading, start: int, end: int, text: str, language: str) -> Edit:
    written = text[start:end]
    if reading.say_as:
        return Edit(start, end, said_as(reading.say_as, written, reading.form, language))
    return Edit(start, end, said_within(written, language) or written, reading.ipa)


def _unbroken(found: Sequence[SentenceSpan], kept: Sequence[tuple[int, int]]) -> list[SentenceSpan]:
    """``found``, joined where one would end within what is read as a whole."""
    spans: list[SentenceSpan] = []
    for span in found:
        last = spans[-1] if spans else None
        index = bisect_left(kept, span.start, key=lambda place: place[0]) - 1
        if (
            last is not None
            and span.end - last.start <= MAX_CHARS
            and index >= 0
            and last.end < kept[index][1]
        ):
            spans[-1] = SentenceSpan(last.start, span.end, span.whole)
        else:
            spans.append(span)
    return spans


def _cut(text: str, span: SentenceSpan, ends: Sequence[tuple[int, bool]]) -> Iterator[SentenceSpan]:
    """``span`` in pieces with words, cut at ``ends``; True: a sentence ends there."""
    start = span.start
    for at, whole in ends:
        behind = _MARKS_BEHIND.match(text, at)
        at = behind.end() if behind else at
        if has_words(text[start:at]) and has_words(text[at : span.end]):
            first, last = _bare(text, start, at)
            yield SentenceSpan(first, last, whole or _SENTENCE_END.search(text, first, last) is not None)
            start = at
    yield SentenceSpan(*_bare(text, start, span.end), whole=span.whole)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return start, end


def _source_of_first_word(utterance: Utterance, span: SentenceSpan) -> int:
    said = part(utterance, span.start, span.end)
    word = next((at for at, char in enumerate(said.text) if has_words(char)), 0)
    piece = next((piece for piece in said.pieces if word < piece.spoken_end), None)
    if piece is None:
        return -1
    literal = piece.spoken_end - piece.spoken_start == piece.end - piece.start
    return piece.start + (max(word - piece.spoken_start, 0) if literal else 0)
