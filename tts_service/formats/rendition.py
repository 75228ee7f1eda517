"""A rendition: a narration with messages of sponsors between its frames. Nothing is encoded again. Pure.

Its name, which takes the place of the revision in addresses, is made of the revision and of what is heard
with it: ``<revision>-<code of a message><its revision>-…``. So it says all that its bytes follow from, and
never means others.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import msgspec

from audio_cache.mp3.frames import FRAME_BYTES, FRAME_MS, seconds
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Cue
from tts_service.article.script.message import CODE_CHARS, Message, Place, code_of, id_of

VERSION = 1
"""Increase it when the same name gives other bytes: it is part of their validator."""
PAUSE_FRAMES = 25
"""Silence behind a message: 0.6 s."""
REST_S = 60
"""So much of the article follows a message that interrupts it, in s."""
MOST_MESSAGES = 8
_TOKEN = re.compile(r"[a-z2-7]{10}[a-z0-9]{1,54}")
"""The code of a message has CODE_CHARS; its revision may be as long as any."""


class Played(msgspec.Struct, frozen=True):
    """A message, with its narration, of ``frames`` frames."""

    message: Message
    narration: NarrationId
    frames: int


class Roll(NamedTuple):
    """Message ``number`` of a rendition is heard before frame ``frame`` of the article. ``frames`` are its
    own, followed by ``pause`` silent ones."""

    frame: int
    number: int
    frames: int
    pause: int

    @property
    def length(self) -> int:
        return self.frames + self.pause


def rendition_name(revision: str, messages: Sequence[NarrationId]) -> str:
    """See above. Without ``messages``, the revision alone."""
    tokens = (f"{code_of(named.article_id)}{named.revision}" for named in messages)
    return "-".join((revision, *tokens))


def split_name(name: str) -> tuple[str, tuple[NarrationId, ...]]:
    """The revision, and the messages, that ``name`` is made of. Raises ValueError for what is no name."""
    revision, *tokens = name.split("-")
    if len(tokens) > MOST_MESSAGES or not all(map(_TOKEN.fullmatch, tokens)):
        raise ValueError(f"{name!r} names no rendition")
    return revision, tuple(NarrationId(id_of(token[:CODE_CHARS]), token[CODE_CHARS:]) for token in tokens)


def base_revision(name: str) -> str:
    """The revision in ``name``, which may be that of a rendition."""
    return name.partition("-")[0]


def placed(frames: int, breaks: Sequence[int], played: Sequence[Played]) -> tuple[Roll, ...]:
    """Where ``played`` are heard in an article of ``frames`` frames, in order: those at the beginning and at
    the end once each, those between in turn, each at the first of ``breaks`` that is late enough."""
    at: dict[Place, list[int]] = {"pre": [], "mid": [], "post": []}
    for index, one in enumerate(played):
        at[one.message.at].append(index)
    first = [Roll(0, index, played[index].frames, PAUSE_FRAMES) for index in at["pre"]]
    last = [Roll(frames, index, played[index].frames, 0) for index in at["post"]]
    return (*first, *_between(frames, breaks, played, at["mid"]), *last)


def _between(
    frames: int, breaks: Sequence[int], played: Sequence[Played], indexes: Sequence[int]
) -> list[Roll]:
    found: list[Roll] = []
    latest, before, at = frames - _frames(REST_S), 0, 0
    while indexes:
        number = indexes[len(found) % len(indexes)]
        at = bisect_left(breaks, before + _frames(played[number].message.every_s), at)
        if at == len(breaks) or breaks[at] > latest:
            break
        before = breaks[at]
        found.append(Roll(before, number, played[number].frames, PAUSE_FRAMES))
    return found


def _frames(length_s: int) -> int:
    return length_s * 1000 // FRAME_MS


class Timeline:
    """The times of an article of ``frames`` frames, once ``rolls`` are heard in it."""

    def __init__(self, frames: int, rolls: Sequence[Roll]) -> None:
        self.rolls = tuple(rolls)
        self.frames = frames + sum(roll.length for roll in rolls)
        self._at = [roll.frame for roll in rolls]
        self._added = [0, *accumulate(roll.length for roll in rolls)]

    @property
    def duration_s(self) -> float:
        return seconds(self.frames * FRAME_BYTES)

    def moved(self, frame: int) -> int:
        """Where frame ``frame`` of the article is."""
        return frame + self._added[bisect_right(self._at, frame)]

    def cue(self, cue: Cue) -> Cue:
        """``cue`` of the article, where it is now. It is never interrupted."""
        frame, rest = divmod(cue.offset, FRAME_BYTES)
        offset = self.moved(frame) * FRAME_BYTES + rest
        return Cue(cue.index, seconds(offset), seconds(offset + cue.size), offset, cue.size)

    def starts(self) -> list[int]:
        """The frame that each of ``rolls`` begins with."""
        return [frame + added for frame, added in zip(self._at, self._added, strict=False)]

    def of_article(self, frame: int) -> int:
        """The frame of the article that sounds at ``frame``; while a message does, the one behind it."""
        within = (
            min(max(frame - start, 0), roll.length)
            for start, roll in zip(self.starts(), self.rolls, strict=True)
        )
        return frame - sum(within)

    def second_of_article(self, second: int) -> int:
        """The whole second of the article that sounds in the middle of ``second``. Raises OverflowError."""
        frame = self.of_article(round((second + 0.5) * 1000 / FRAME_MS))
        return int(seconds(frame * FRAME_BYTES))

    def ended(self, frame: int) -> int:
        """Where what ends before frame ``frame`` of the article ends now."""
        return frame + self._added[bisect_left(self._at, frame)]


def etag_of(etag: str, messages: Sequence[str], tag: bytes, rolls: Sequence[Roll]) -> str:
    """Names the bytes of a rendition: all that they follow from. ``etag`` and ``messages`` are those of the
    files that it is made of, ``tag`` what is new in its tag."""
    parts = [VERSION, etag, list(messages), hashlib.sha256(tag).hexdigest(), [tuple(roll) for roll in rolls]]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
