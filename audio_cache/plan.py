"""The plan of a narration and the record of a finished one: plain values, stored as JSON."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from audio_cache.narration_id import NarrationId


class PlannedSegment(msgspec.Struct, frozen=True):
    """One segment of a narration, in order. ``pause_frames`` silent frames follow it. With ``tail_ms`` the
    plan's bed lies under it, and fades that long after the last word."""

    key: str
    engine: str
    voice: str
    pause_frames: int
    tail_ms: int = 0


class PlannedSound(msgspec.Struct, frozen=True):
    """A sound that a show plays before or after the speech: a stored segment without words. It is
    encoded before the plan is made, so its ``size`` (bytes of audio) is known. ``pause_frames`` silent
    frames follow it."""

    key: str
    size: int
    pause_frames: int = 0


class Recorded(msgspec.Struct, frozen=True):
    """A person reads, and no voice. ``upload`` is the SHA-256 of the file that it is cut from, ``text`` names
    the words of the article as they were then, ``name`` is the reader's ("" if not stated)."""

    upload: str
    text: str
    name: str = ""


class RecordedPart(msgspec.Struct, frozen=True):
    """A person reads segments ``first`` up to ``end``, and no voice. ``recording`` names the upload,
    ``upload`` is the SHA-256 of its file, ``name`` is the reader's ("" if not stated)."""

    recording: str
    upload: str
    name: str
    first: int
    end: int


class Plan(msgspec.Struct, frozen=True):
    """How a script becomes audio. Keys of stored segments never change; a fall-back to another voice
    writes a new plan in which only the others change, and says so in ``fallback``."""

    article_id: str
    revision: str
    language: str
    engine: str
    voice: str
    segments: tuple[PlannedSegment, ...]
    tag_bytes: int
    """Size of the ID3 tag in front of the frames; fixed, so that a growing body and the finished file
    agree on offsets."""
    fallback: str = ""
    intro: PlannedSound | None = None
    outro: PlannedSound | None = None
    bed: PlannedSound | None = None
    """Never heard by itself: music under the segments that ask for it."""
    artwork: str = ""
    """Address or path of the picture for the finished tag."""
    notes: tuple[str, ...] = ()
    """What an editor should know of this narration, such as a sound file that could not be used."""
    credentials_url: str = ""
    """Where the finished tag says that the signed manifest of the file is; "" if it does not."""
    recorded: Recorded | None = None
    """Its segments are pieces of a recording. They are stored before the plan is, and nobody speaks them."""
    recipe: str = ""
    """Names what decided the keys, beside the text: only workers with the same recipe give the same keys.
    "": not known."""
    parts: tuple[RecordedPart, ...] = ()
    """Segments that are pieces of recordings, where others are spoken. In order."""

    @property
    def narration(self) -> NarrationId:
        return NarrationId(self.article_id, self.revision)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of everything it is made of: segments, and the show's sounds."""
        sounds = (self.intro, self.outro, self.bed)
        return (
            *(segment.key for segment in self.segments),
            *(sound.key for sound in sounds if sound is not None),
        )

    @property
    def is_read(self) -> bool:
        """A person reads at least a part of it."""
        return self.recorded is not None or bool(self.parts)

    @property
    def is_all_read(self) -> bool:
        """People read it, and no voice."""
        return len(self.pieces_among(range(len(self.segments)))) == len(self.segments)

    def pieces_among(self, indexes: Iterable[int]) -> list[int]:
        """Those of the segments ``indexes`` that are pieces of recordings: no voice can speak them."""
        if self.recorded is not None:
            return list(indexes)
        return [index for index in indexes if any(part.first <= index < part.end for part in self.parts)]


class Cue(msgspec.Struct, frozen=True):
    """Where segment ``index`` sounds in the narration: seconds from the first frame, and its bytes after
    the tag."""

    index: int
    start_s: float
    end_s: float
    offset: int
    size: int


class SoundFlag(msgspec.Struct, frozen=True):
    """Segment ``index`` sounds odd, and why, in a sentence."""

    index: int
    reason: str


class Finished(msgspec.Struct, frozen=True):
    """A narration that is whole. ``etag`` is the SHA-256 of the file, ``size`` its bytes with the tag."""

    article_id: str
    revision: str
    language: str
    engine: str
    voice: str
    size: int
    tag_bytes: int
    duration_s: float
    etag: str
    cues: tuple[Cue, ...]
    fallback: str = ""
    flags: tuple[SoundFlag, ...] = ()

    @property
    def narration(self) -> NarrationId:
        return NarrationId(self.article_id, self.revision)


class Failure(msgspec.Struct, frozen=True):
    """Why preparing or rendering stopped, as a problem of RFC 9457: ``kind`` is stable, ``status`` the
    HTTP status."""

    kind: str
    title: str
    detail: str
    status: int


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a request: a ``revision`` that can be rendered, or a ``problem``. ``rules`` names
    the publisher's rules that affect what is said; "" if they are not known. ``outdated``: the revision is a
    recording of what the article said before it was edited, or has some: ``outdated_parts`` names those,
    as the plan does."""

    revision: str = ""
    problem: Failure | None = None
    rules: str = ""
    outdated: bool = False
    outdated_parts: tuple[str, ...] = ()
