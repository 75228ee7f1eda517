"""Bytes into time: where the segments of a narration sound, and how long it will be. Pure.

``sizes`` are the bytes of audio of a plan's segments in order, None for those not stored yet. Pauses
follow their segment and belong to no cue; nor do the intro before the first segment and the outro behind the
last.
"""

from __future__ import annotations

from collections.abc import Sequence

from audio_cache.mp3.frames import FRAME_BYTES, FRAME_MS, seconds
from audio_cache.plan import Cue, Finished, Plan, PlannedSound

TYPICAL_S_PER_CHARACTER = 1 / 17
"""English read aloud at some 165 words a minute: for 5,000 characters hibari's heart takes 283 s, Piper's joe
306 s."""
TYPICAL_WEIGHT = 100
"""Weight of the typical pace, in characters, against those measured, so that one short title does not
determine the estimate."""


def stored_cues(plan: Plan, sizes: Sequence[int | None]) -> list[Cue]:
    """Cues of the stored prefix: every segment before the first that is not stored."""
    cues: list[Cue] = []
    offset = sound_bytes(plan.intro)
    for index, (segment, size) in enumerate(zip(plan.segments, sizes, strict=True)):
        if size is None:
            break
        cues.append(Cue(index, seconds(offset), seconds(offset + size), offset, size))
        offset += size + segment.pause_frames * FRAME_BYTES
    return cues


def stored_bytes(plan: Plan, sizes: Sequence[int | None]) -> int:
    """Bytes available now to a listener of the growing narration: tag, intro, stored prefix with its pauses;
    the outro once everything is stored."""
    cues = stored_cues(plan, sizes)
    if not cues:
        return plan.tag_bytes + sound_bytes(plan.intro)
    last = cues[-1]
    outro = sound_bytes(plan.outro) if len(cues) == len(plan.segments) else 0
    return (
        plan.tag_bytes
        + last.offset
        + last.size
        + plan.segments[last.index].pause_frames * FRAME_BYTES
        + outro
    )


def sound_bytes(sound: PlannedSound | None) -> int:
    """Bytes of a show's own sound with its pause; 0 for none."""
    return 0 if sound is None else sound.size + sound.pause_frames * FRAME_BYTES


def estimated_duration_s(plan: Plan, sizes: Sequence[int | None], lengths: Sequence[int]) -> float:
    """Duration in s of the whole narration; exact once every segment is stored.

    ``lengths`` are the characters spoken in each segment. Segments that are not stored are assumed
    to be spoken at the pace of those that are, wherever these are.
    """
    pauses_s = sum(segment.pause_frames for segment in plan.segments) * FRAME_MS / 1000
    pauses_s += seconds(sound_bytes(plan.intro) + sound_bytes(plan.outro))
    stored = [(size, length) for size, length in zip(sizes, lengths, strict=True) if size is not None]
    heard_s = sum(seconds(size) for size, _ in stored)
    heard_characters = sum(length for _, length in stored)
    pace = (heard_s + TYPICAL_WEIGHT * TYPICAL_S_PER_CHARACTER) / (heard_characters + TYPICAL_WEIGHT)
    return pauses_s + heard_s + pace * (sum(lengths) - heard_characters)


def agrees_with_itself(finished: Finished) -> bool:
    """True when the times of a finished narration follow from its bytes, in order and within the file."""
    frames = finished.size - finished.tag_bytes
    cues = finished.cues
    ends = [0, *(cue.offset + cue.size for cue in cues)]
    return (
        finished.duration_s == seconds(frames)
        and [cue.index for cue in cues] == list(range(len(cues)))
        and all(
            cue.start_s == seconds(cue.offset) and cue.end_s == seconds(cue.offset + cue.size) for cue in cues
        )
        and all(end <= cue.offset for end, cue in zip(ends, cues, strict=False))
        and ends[-1] <= frames
    )
