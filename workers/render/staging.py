"""What a show adds to an article: its name, its picture, and its sounds, which become stored segments."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from audio_cache.keys import SegmentSpec, segment_key
from audio_cache.mp3.frames import PROFILE, frames_for_ms
from audio_cache.plan import PlannedSound
from audio_cache.store import SegmentInfo, SegmentStore, StoredSegment
from tts_service.article.hashing import short_hash
from tts_service.publisher.contents import content_digest
from tts_service.publisher.shows.shows import Show
from workers.audio.chain import CHAIN_VERSION
from workers.audio.jingles import JINGLES_VERSION, Bed, UnusableSound, bedded, read_sound
from workers.audio.mp3 import encode_mp3
from workers.audio.sound import as_samples, decoded_mp3
from workers.engines.base import EngineFailed, Samples

log = logging.getLogger(__name__)

AFTER_INTRO_MS = 400
OUTRO_TAIL_MS = 1200
"""How long the bed continues after an outro."""


class Jingles(msgspec.Struct, frozen=True):
    """Paths of a show's sounds; "" for none."""

    intro: str = ""
    outro: str = ""
    bed: str = ""


class Staging(msgspec.Struct, frozen=True):
    """``album`` is the show's title, ``artwork`` the path or address of its picture."""

    album: str = ""
    artwork: str = ""
    jingles: Jingles = Jingles()


def staging_of(show: Show | None, find: Callable[[str], Path]) -> Staging:
    """What ``show`` adds; ``find`` gives the paths of the files that it names."""
    if show is None:
        return Staging()

    def path(name: str) -> str:
        return str(find(name)) if name else ""

    is_address = show.artwork.startswith(("http://", "https://"))
    jingles = Jingles(path(show.intro), path(show.outro), path(show.bed))
    return Staging(show.title, show.artwork if is_address else path(show.artwork), jingles)


class Sounds(msgspec.Struct, frozen=True):
    """A show's sounds as they are stored. ``notes`` say which could not be used."""

    intro: PlannedSound | None = None
    outro: PlannedSound | None = None
    bed: PlannedSound | None = None
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Part of a narration's revision: changes with every sound; "" for none."""
        keys = [sound.key if sound else "" for sound in (self.intro, self.outro, self.bed)]
        return short_hash("\n".join(keys).encode()) if any(keys) else ""


SILENT = Sounds()


def stored_sounds(jingles: Jingles, segments: SegmentStore) -> Sounds:
    """Every sound of ``jingles``, encoded and stored unless it is already. One that cannot be used is left
    out, with a note."""
    notes: list[str] = []

    def stored(role: str, path: str, *, bed: str = "", pause_ms: int = 0) -> PlannedSound | None:
        if not path:
            return None
        try:
            return _stored(role, path, bed, segments, frames_for_ms(pause_ms))
        except UnusableSound as error:
            log.warning("the %s of a show is left out: %s", role, error)
            notes.append(f"The {role} is left out: {error}")
            return None

    bed = stored("bed", jingles.bed)
    intro = stored("intro", jingles.intro, pause_ms=AFTER_INTRO_MS)
    outro = stored("outro", jingles.outro, bed=jingles.bed if bed else "")
    return Sounds(intro, outro, bed, tuple(notes))


def _stored(role: str, path: str, bed: str, segments: SegmentStore, pause_frames: int) -> PlannedSound:
    key = _key(path, bed)
    segments.want([key])
    size = segments.sizes([key])[0]
    if size is None:
        samples = read_sound(Path(path))
        if bed:
            samples = bedded(samples, Bed(read_sound(Path(bed)), OUTRO_TAIL_MS))
        audio = encode_mp3(samples)
        segments.put(key, StoredSegment(audio, SegmentInfo(engine="file", voice=role, text="")))
        size = len(audio)
    return PlannedSound(key, size, pause_frames)


def _key(path: str, bed: str) -> str:
    """The key of a sound: of the files' bytes and all processing."""
    return segment_key(
        SegmentSpec(
            engine="file",
            engine_version=str(JINGLES_VERSION),
            model=" ".join(_digest(file) for file in (path, bed) if file),
            voice="",
            parameters={"tail_ms": OUTRO_TAIL_MS} if bed else {},
            language="",
            text="",
            profile=f"{PROFILE}/chain{CHAIN_VERSION}",
        )
    )


def _digest(path: str) -> str:
    try:
        return content_digest(Path(path))
    except OSError as error:
        raise UnusableSound(f"{Path(path).name} cannot be read: {error.strerror}.") from error


def lost(sounds: Iterable[PlannedSound | None], segments: SegmentStore) -> bool:
    """True if one of ``sounds`` is no longer as planned: pruned, or damaged and dropped."""
    return any(segments.sizes([sound.key])[0] != sound.size for sound in sounds if sound is not None)


def bed_samples(bed: PlannedSound, segments: SegmentStore) -> Samples:
    """The stored bed. Raises EngineFailed when it has just been lost."""
    stored = segments.get(bed.key)
    if stored is None:
        raise EngineFailed("The bed under the headline is no longer kept.")
    return _bed_samples(stored.audio)


@lru_cache(maxsize=4)
def _bed_samples(audio: bytes) -> Samples:
    return as_samples(decoded_mp3(audio))
