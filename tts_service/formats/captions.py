"""What is spoken when: WebVTT by sentence or by word, and Podcasting 2.0 chapters. Pure.

Times count from the first frame; the ID3 tag before it takes none. Cues name their place in the source text,
so that a page can highlight what is being spoken: ``7:120-164`` is segment 7, ``script.source[120:164]``;
``7.3:131-138`` its fourth word.

WebVTT: https://www.w3.org/TR/webvtt1/. Chapters: JSON Chapters 1.2.0 of the podcast namespace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from audio_cache.plan import Cue
from audio_cache.store import WordTiming
from tts_service.article.model import Piece, Script, Segment
from tts_service.article.script.chapters import Chapter, chapters
from tts_service.article.script.notice import NOTICE, shown_words


class Caption(NamedTuple):
    """``text`` is spoken from ``start_s`` to ``end_s``. ``name`` is unique in its file."""

    name: str
    start_s: float
    end_s: float
    text: str


class SourcePlace(NamedTuple):
    """``script.source[start:end]``"""

    start: int
    end: int


def sentence_captions(script: Script, cues: Iterable[Cue]) -> list[Caption]:
    """One caption for each segment of ``cues``, in the words of the source."""
    return [_sentence(script, cue) for cue in cues]


def _sentence(script: Script, cue: Cue) -> Caption:
    segment = script.segments[cue.index]
    place = SourcePlace(segment.start, segment.end)
    return Caption(_name(str(cue.index), place), cue.start_s, cue.end_s, shown_words(script, segment))


def word_captions(
    script: Script, cues: Iterable[Cue], timings: Iterable[Sequence[WordTiming]]
) -> list[Caption]:
    """One caption for each word of the source: "$5" is one, though two words are spoken for it.

    ``timings`` are the word times of each cue's segment; a segment without word times is one caption,
    and so is the service's own line.
    """
    found: list[Caption] = []
    for cue, words in zip(cues, timings, strict=True):
        found += _words(script, cue, words) or [_sentence(script, cue)]
    return found


def _words(script: Script, cue: Cue, words: Sequence[WordTiming]) -> list[Caption]:
    segment = script.segments[cue.index]
    if segment.role == NOTICE:
        return []
    captions = []
    for number, (place, start_s, end_s, spoken) in enumerate(spoken_words(script, segment, words)):
        text = _one_line(script.source[place.start : place.end]) if place else _one_line(spoken)
        name = _name(f"{cue.index}.{number}", place)
        captions.append(Caption(name, cue.start_s + start_s, cue.start_s + end_s, text))
    return [caption for caption in captions if caption.text]


def spoken_words(
    script: Script, segment: Segment, words: Sequence[WordTiming]
) -> Iterator[tuple[SourcePlace | None, float, float, str]]:
    """Place, start and end in s, and spoken text; spoken words for the same piece of the source are
    merged."""
    held: tuple[SourcePlace | None, float, float, str] | None = None
    for word in words:
        place = source_place(script, segment, word)
        spoken = segment.text[word.spoken_start : word.spoken_end]
        if held and held[0] and place and place.start < held[0].end:
            held = (
                SourcePlace(held[0].start, max(place.end, held[0].end)),
                held[1],
                word.end_s,
                f"{held[3]} {spoken}",
            )
            continue
        if held:
            yield held
        held = (place, word.start_s, word.end_s, spoken)
    if held:
        yield held


def source_place(script: Script, segment: Segment, word: WordTiming) -> SourcePlace | None:
    """The text of the source that ``word`` speaks; None if the word was added for listeners only.

    In a piece that is spoken as written, just the word; otherwise the whole piece ("$5" for "dollars").
    """
    places = [
        _within(script, segment, piece, word)
        for piece in segment.pieces
        if piece.spoken_start < word.spoken_end and word.spoken_start < piece.spoken_end
    ]
    return SourcePlace(min(p.start for p in places), max(p.end for p in places)) if places else None


def _within(script: Script, segment: Segment, piece: Piece, word: WordTiming) -> SourcePlace:
    if segment.text[piece.spoken_start : piece.spoken_end] != script.source[piece.start : piece.end]:
        return SourcePlace(piece.start, piece.end)
    shift = piece.start - piece.spoken_start
    return SourcePlace(
        max(word.spoken_start, piece.spoken_start) + shift, min(word.spoken_end, piece.spoken_end) + shift
    )


def _name(label: str, place: SourcePlace | None) -> str:
    return f"{label}:{place.start}-{place.end}" if place else label


def _one_line(text: str) -> str:
    return " ".join(text.split())


def web_vtt(captions: Iterable[Caption], *, language: str, note: str = "") -> str:
    """A WebVTT file. ``note`` becomes a comment at its top."""
    blocks = [f"WEBVTT\nLanguage: {_escaped(language)}"]
    if note := _one_line(note):
        blocks.append(f"NOTE {_escaped(note)}")
    blocks += (_cue(caption) for caption in captions)
    return "\n\n".join(blocks) + "\n"


def _cue(caption: Caption) -> str:
    start_ms = round(caption.start_s * 1000)
    end_ms = max(round(caption.end_s * 1000), start_ms + 1)  # parsers reject a cue without duration
    return f"{caption.name}\n{_timestamp(start_ms)} --> {_timestamp(end_ms)}\n{_escaped(caption.text)}"


def _timestamp(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{ms:03}"


def _escaped(text: str) -> str:
    """Also escapes ``-->``, which is allowed only between times."""
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\0", "\N{REPLACEMENT CHARACTER}")
    )


def chapters_json(script: Script, cues: Iterable[Cue]) -> bytes:
    """The chapters that ``cues`` reach, ascending."""
    return listed_chapters(script, chapters(script, [(cue.start_s, cue.end_s) for cue in cues]))


def listed_chapters(script: Script, found: Iterable[Chapter]) -> bytes:
    """As ``chapters_json``, of chapters at hand."""
    listed = [
        {"startTime": c.start_s, "endTime": c.end_s, "title": c.title} | ({"url": c.url} if c.url else {})
        for c in found
    ]
    about = {"author": script.byline} if script.byline else {}
    return msgspec.json.encode({"version": "1.2.0", "title": script.title, **about, "chapters": listed})


def transcript_json(captions: Iterable[Caption]) -> bytes:
    """A transcript for podcast apps: the JSON representation of the podcast namespace, version 1.0.0."""
    segments = [{"startTime": c.start_s, "endTime": c.end_s, "body": c.text} for c in captions]
    return msgspec.json.encode({"version": "1.0.0", "segments": segments})
