"""A recording as the segments of a narration: one MP3, cut where sentences begin. Pure.

The cuts are between frames of one and the same file, so joined they are that file again; nothing of it is
lost, or encoded twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from audio_cache.keys import SegmentSpec, segment_key
from audio_cache.mp3.frames import FRAME_BYTES, FRAME_SAMPLES, PROFILE, SAMPLE_RATE
from audio_cache.store import SegmentInfo, StoredSegment, WordTiming
from tts_service.article.model import Script, Skipped
from tts_service.contracts.recordings import ENGINE
from workers.audio.chain import CHAIN_VERSION
from workers.audio.mp3 import DELAY
from workers.recordings.aligning import AlignedSentence

RECORDINGS_VERSION = 1
"""Increase it when another cut, level or time follows from the same recording."""
UNREAD = "not read in the recording"
_LEAD_S = 0.12
"""So much silence before a sentence belongs to it, if there is so much."""


def read_script(script: Script, sentences: Sequence[AlignedSentence | None]) -> Script:
    """``script`` without the sentences that are not read: they are listed as skipped."""
    pairs = list(zip(script.segments, sentences, strict=True))
    left_out = [
        Skipped(script.source[segment.start : segment.end], segment.start, segment.end, UNREAD)
        for segment, sentence in pairs
        if sentence is None and segment.end > segment.start
    ]
    return msgspec.structs.replace(
        script,
        segments=tuple(segment for segment, sentence in pairs if sentence is not None),
        skipped=tuple(sorted((*script.skipped, *left_out), key=lambda piece: (piece.start, piece.end))),
    )


def pieces(frames: bytes, script: Script, sentences: Sequence[AlignedSentence]) -> tuple[StoredSegment, ...]:
    """``frames`` (of the whole recording), cut into the segments of ``script``, with their words."""
    cuts = _cuts(len(frames) // FRAME_BYTES, sentences)
    return tuple(
        StoredSegment(
            frames[begin * FRAME_BYTES : end * FRAME_BYTES],
            SegmentInfo(
                engine=ENGINE,
                voice=ENGINE,
                text=segment.text,
                words=_words(sentence.words, begin, end),
                timing="aligned",
            ),
        )
        for segment, sentence, begin, end in zip(script.segments, sentences, cuts, cuts[1:], strict=False)
    )


def _cuts(total: int, sentences: Sequence[AlignedSentence]) -> list[int]:
    """Frame numbers, each at least one behind the one before. All that precedes the first sentence is its."""
    cuts = [0]
    for before, sentence in pairwise(sentences):
        lead = min(_LEAD_S, max(0.0, sentence.start_s - before.end_s) / 2)
        wanted = int(_heard_at(sentence.start_s - lead) * SAMPLE_RATE / FRAME_SAMPLES)
        left = len(sentences) - len(cuts)
        cuts.append(min(max(wanted, cuts[-1] + 1), total - left))
    return [*cuts, total]


def _words(words: Sequence[WordTiming], begin: int, end: int) -> tuple[WordTiming, ...]:
    start_s = begin * FRAME_SAMPLES / SAMPLE_RATE
    most = (end - begin) * FRAME_SAMPLES / SAMPLE_RATE

    def within(moment_s: float) -> float:
        return round(min(max(_heard_at(moment_s) - start_s, 0.0), most), 3)

    return tuple(
        WordTiming(word.spoken_start, word.spoken_end, within(word.start_s), within(word.end_s))
        for word in words
    )


def _heard_at(moment_s: float) -> float:
    """Encoded sound comes that much later."""
    return moment_s + DELAY / SAMPLE_RATE


def piece_key(upload: str, revision: str, index: int) -> str:
    """Of piece ``index`` of the recorded ``revision``: no other can have its samples."""
    return segment_key(
        SegmentSpec(
            engine=ENGINE,
            engine_version=str(RECORDINGS_VERSION),
            model=upload,
            voice=revision,
            parameters={"piece": index},
            language="",
            text="",
            profile=f"{PROFILE}/chain{CHAIN_VERSION}",
        )
    )
