"""A piece of the source → what the engine is given, and the mapping back. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from tts_service.article.extract.html.formulas import NOTE, VARIABLE
from tts_service.article.model import Phonemes, Piece, Skipped, Spelled
from tts_service.article.normalize import SpokenRun

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufff9-\ufffb"
)
_EMOJI = (
    "\u231a\u231b\u2328\u23cf\u23e9-\u23fa\u25fb-\u25fe\u2600-\u266c\u2670-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
_SPECIAL = re.compile(
    rf"(?P<variable>{VARIABLE})"
    rf"|(?P<emoji>[{_EMOJI}](?:[\ufe0f\u200d{_EMOJI}])*|[0-9#*]\ufe0f?\u20e3)"
    rf"|(?P<invisible>[{_INVISIBLE}]+|(?<![\u0600-\u0dff])[\u200c\u200d])"
    r"|(?P<note>\[(?:\d{1,3}|(?!(?<=\w\[)[dnrsty])[a-z]|citation needed)\](?!\w))"
    r"|(?P<short>\b(?:https?://)?(?:pic\.twitter\.com|t\.co)/\w{1,40})"
    r"|(?P<url>\b(?:https?://|www\.)[^\s<>\"“”«»]{0,1999}[^\s<>\"“”«».,;:!?')\]}…])"
    r"|(?P<spaces>\s{2,})"
    r"|(?P<rule>(?:[-_=~*#|<>^\\/]\s?){3,})"
)
SPACES = {
    ord(space): " "
    for space in (
        "\n\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    )
}
"""For ``str.translate``: turns every kind of white space into a plain space, one for one."""

_TWO_SPACES = re.compile(r" {2,}")
_WORD = re.compile(r"[^\W_]")
_ENDING = re.compile(r"[.!?…:;,。！？；：，、।॥؟؛،۔·][\"'”’“‘»«›‹」』）)\]}]*$")
_HANGING = " \t-–—―•*_|/\\([{<=+~#"
_DROPPED = {
    "emoji": "a pictograph",
    "note": NOTE,
    "short": "a shortened link, which says nothing",
    "rule": "marks without words",
}


class Said(NamedTuple):
    """``text`` is spoken for ``source[start:end]``; if ``start == end``, it is spoken there without being in
    the source."""

    text: str
    start: int
    end: int


class Utterance(NamedTuple):
    """What is spoken, how it maps to the source, and which words are pronounced differently or spelled: see
    ``Piece``, ``Phonemes``, ``Spelled``."""

    text: str
    pieces: tuple[Piece, ...]
    phonemes: tuple[Phonemes, ...] = ()
    spelled: tuple[Spelled, ...] = ()


def has_words(text: str) -> bool:
    """True if there is a letter or a digit, in any script."""
    return _WORD.search(text) is not None


def utter(source: str, start: int, end: int, edits: Iterable[Said] = ()) -> tuple[Utterance, list[Skipped]]:
    """What is spoken for ``source[start:end]``, and what is visible there but not spoken.

    ``edits`` (in order, not overlapping) are applied; invisible characters, pictographs and reference marks
    are removed, white space is single, and web addresses are spoken as their host.
    """
    dropped: list[Skipped] = []
    return _join(_runs(source, start, end, edits, dropped)), dropped


def part(utterance: Utterance, start: int, end: int) -> Utterance:
    """The utterance of ``utterance.text[start:end]``. A piece that is not spoken letter for letter keeps its
    whole source; a phrase that is cut in two is spoken as written."""
    first = bisect_right(utterance.pieces, start, key=lambda piece: piece.spoken_end)
    last = bisect_left(utterance.pieces, end, key=lambda piece: piece.spoken_start)
    clipped = (_clipped(piece, start, end) for piece in utterance.pieces[first:last])
    pieces = [
        Piece(piece.spoken_start - start, piece.spoken_end - start, piece.start, piece.end)
        for piece in clipped
    ]
    whole = [sound for sound in utterance.phonemes if start <= sound.start and sound.end <= end]
    phonemes = tuple(Phonemes(sound.start - start, sound.end - start, sound.ipa) for sound in whole)
    return Utterance(
        utterance.text[start:end], tuple(pieces), phonemes, tuple(_spelled_in(utterance, start, end))
    )


def _spelled_in(utterance: Utterance, start: int, end: int) -> Iterator[Spelled]:
    for word in utterance.spelled:
        if start < word.end and word.start < end:
            yield Spelled(max(word.start, start) - start, min(word.end, end) - start)


def reworded(utterance: Utterance, runs: Sequence[SpokenRun]) -> Utterance:
    """``utterance`` with ``runs`` of its text (in order, covering it) spoken instead."""
    if len(runs) == 1 and runs[0].spoken == utterance.text and not (runs[0].ipa or runs[0].spelled):
        return utterance
    said = _join(Said(run.spoken, run.start, run.end) for run in runs)
    sounds = {run.start: run.ipa for run in runs if run.ipa}
    letters = {run.start: run for run in runs if run.spelled}
    return Utterance(
        said.text,
        tuple(_at_source(said, utterance)),
        tuple(
            Phonemes(run.spoken_start, run.spoken_end, sounds[run.start])
            for run in said.pieces
            if run.start in sounds
        ),
        tuple(
            word
            for piece in said.pieces
            if piece.start in letters
            for word in _spelled_at(piece.spoken_start, letters[piece.start], said.text)
        ),
    )


def _spelled_at(at: int, run: SpokenRun, text: str) -> Iterator[Spelled]:
    """``run.spelled`` in ``text``, where the run is at ``at``: perhaps without the space in front of it."""
    if run.spoken.startswith(" ") and text[at] != " ":
        at -= 1
    for start, end in run.spelled:
        yield Spelled(at + start, at + end)


def said_length(runs: Iterable[SpokenRun]) -> int:
    """Characters of what ``reworded`` makes of ``runs``, which is far more work."""
    return len(_TWO_SPACES.sub(" ", "".join(run.spoken for run in runs)).strip(" "))


def _at_source(said: Utterance, utterance: Utterance) -> Iterator[Piece]:
    """The pieces of ``said``, whose places are in ``utterance``: a run that changes nothing keeps its pieces,
    any other becomes one piece for all of its source."""
    pieces, first = utterance.pieces, 0
    for run in said.pieces:
        while first < len(pieces) and pieces[first].spoken_end <= run.start:
            first += 1
        at = first
        source = []
        while at < len(pieces) and pieces[at].spoken_start < run.end:
            source.append(_clipped(pieces[at], run.start, run.end))
            at += 1
        if utterance.text[run.start : run.end] == said.text[run.spoken_start : run.spoken_end]:
            by = run.spoken_start - run.start
            for piece in source:
                yield Piece(piece.spoken_start + by, piece.spoken_end + by, piece.start, piece.end)
        elif source:
            yield Piece(run.spoken_start, run.spoken_end, source[0].start, source[-1].end)


def _clipped(piece: Piece, start: int, end: int) -> Piece:
    """The part of ``piece`` that is spoken from ``start`` to ``end``; with its whole source if it is not
    spoken letter for letter."""
    before, over = max(start - piece.spoken_start, 0), max(piece.spoken_end - end, 0)
    if not before and not over:
        return piece
    literal = piece.spoken_end - piece.spoken_start == piece.end - piece.start
    source = (piece.start + before, piece.end - over) if literal else (piece.start, piece.end)
    return Piece(piece.spoken_start + before, piece.spoken_end - over, *source)


def without_hanging_marks(utterance: Utterance) -> Utterance:
    """``utterance`` without dashes, open brackets and the like at its end."""
    return part(utterance, 0, len(utterance.text.rstrip(_HANGING)))


def ended(utterance: Utterance, mark: str) -> Utterance:
    """``utterance`` followed by ``mark`` unless it ends in punctuation of its own. The mark has no place in
    the source."""
    return utterance if _ENDING.search(utterance.text) else utterance._replace(text=utterance.text + mark)


def _runs(source: str, start: int, end: int, edits: Iterable[Said], dropped: list[Skipped]) -> Iterator[Said]:
    at = start
    for edit in edits:
        yield from _cleaned(source, at, edit.start, dropped)
        yield edit
        at = edit.end
    yield from _cleaned(source, at, end, dropped)


def _cleaned(source: str, start: int, end: int, dropped: list[Skipped]) -> Iterator[Said]:
    at = start
    for match in _SPECIAL.finditer(source, start, end):
        if match.start() > at:
            yield Said(source[at : match.start()].translate(SPACES), at, match.start())
        yield Said(_replacement(match), *match.span())
        if match.lastgroup in _DROPPED:
            dropped.append(Skipped(match.group(), *match.span(), _DROPPED[match.lastgroup]))
        at = match.end()
    if end > at:
        yield Said(source[at:end].translate(SPACES), at, end)


def _replacement(match: re.Match[str]) -> str:
    if match.lastgroup == "url":
        return _host(match.group())
    if match.lastgroup == "variable":
        return match.group().strip("$")
    return " " if match.lastgroup in ("spaces", "rule", "emoji") else ""


def _host(url: str) -> str:
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname or ""
    except ValueError:
        host = ""
    return host.removeprefix("www.")


def _join(runs: Iterable[Said]) -> Utterance:
    """The runs joined to one text, with no double spaces and none at either end; what is silent, or not in
    the source, has no piece."""
    texts: list[str] = []
    pieces: list[Piece] = []
    length, after_space = 0, True
    for said, start, end in runs:
        if after_space and said.startswith(" "):
            bare = said.lstrip(" ")
            start += len(said) - len(bare) if len(said) == end - start else 0
            said = bare
        if said:
            if start < end:
                pieces.append(Piece(length, length + len(said), start, end))
            texts.append(said)
            length, after_space = length + len(said), said.endswith(" ")
    text = "".join(texts)
    return part(Utterance(text, tuple(pieces)), 0, len(text.rstrip(" ")))
