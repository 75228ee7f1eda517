"""Messages of sponsors: what is kept of one, and a file of the publisher's as the narration of one."""

from __future__ import annotations

from pathlib import Path

import msgspec

from audio_cache.keys import SegmentSpec, segment_key
from audio_cache.mp3.frames import PROFILE, SAMPLE_RATE
from audio_cache.narrations import Narrations
from audio_cache.store import SegmentInfo, SegmentStore, StoredSegment
from tts_service.article.model import Piece, Script
from tts_service.article.script.message import MESSAGE, Message, decode_message, is_message
from tts_service.contracts.recordings import ENGINE, HEAD_BYTES, NAMES, format_of
from tts_service.errors import ProblemKind, Unprocessable
from tts_service.publisher.contents import content_digest
from workers.audio.chain import CHAIN_VERSION
from workers.audio.jingles import JINGLES_VERSION, UnusableSound, dressed
from workers.audio.mp3 import encode_mp3
from workers.audio.sound import as_sound
from workers.engines.base import Samples
from workers.recordings.decoding import UnreadableRecording, decoded

MOST_S = 120


def message_of(narrations: Narrations, article_id: str) -> Message | None:
    """The message to be made under this id; None for an article."""
    return decode_message(narrations.article(article_id, MESSAGE)) if is_message(article_id) else None


def in_one_piece(script: Script) -> Script:
    """All that ``script`` says as one segment: where its words are in a recording is not known."""
    segments = script.segments
    text = " ".join(segment.text for segment in segments)
    start, end = segments[0].start, max(segment.end for segment in segments)
    whole = msgspec.structs.replace(
        segments[0],
        text=text,
        start=start,
        end=end,
        pieces=(Piece(0, len(text), start, end),),
        pause_ms=0,
        phonemes=(),
        spelled=(),
    )
    return msgspec.structs.replace(script, segments=(whole,))


def stored_message(path: Path, text: str, segments: SegmentStore) -> str:
    """The key of the sound in ``path``, which is encoded and stored now unless it is already: as loud as a
    narration, its edges faded, silence around it cut off.

    Raises Unprocessable for a file that cannot be played, and says what to do.
    """
    key = _key(path)
    segments.want([key])
    if segments.sizes([key])[0] is None:
        audio = encode_mp3(_samples(path))
        segments.put(key, StoredSegment(audio, SegmentInfo(engine=ENGINE, voice=ENGINE, text=text)))
    return key


def _key(path: Path) -> str:
    try:
        digest = content_digest(path)
    except OSError as error:
        raise _unusable(f"{path.name} cannot be read: {error.strerror}.") from error
    spec = SegmentSpec(
        engine="file",
        engine_version=str(JINGLES_VERSION),
        model=digest,
        voice="message",
        parameters={},
        language="",
        text="",
        profile=f"{PROFILE}/chain{CHAIN_VERSION}",
    )
    return segment_key(spec)


def _samples(path: Path) -> Samples:
    with path.open("rb") as file:
        kind = format_of(file.read(HEAD_BYTES))
    if kind is None:
        raise _unusable(f"{path.name} is not {NAMES}.")
    try:
        samples = decoded(path, kind)
        if samples.size > MOST_S * SAMPLE_RATE:
            raise _unusable(f"{path.name} is longer than {MOST_S} s. Cut it.")
        return dressed(as_sound(samples), path.name)
    except UnreadableRecording as error:
        raise _unusable(f"{path.name} cannot be played: {error}. Save it again as {NAMES}.") from error
    except UnusableSound as error:
        raise _unusable(str(error)) from error


def _unusable(why: str) -> Unprocessable:
    return Unprocessable(f"The message cannot be heard. {why}", kind=ProblemKind.UNUSABLE_RECORDING)
