"""Bytes into time: where the segments of a narration sound, and how long it will be. Pure.

``sizes`` are the bytes of audio of a plan's segments in order, None for those that have not landed. Pauses follow their
segment and belong to no cue; nor do the intro before the first segment and the outro behind the last.
"""

from __future__ import annotations

from collections.abc import Sequence

from audio_cache.frames import FRAME_BYTES, FRAME_MS, seconds
from audio_cache.plan import Cue, Finished, Plan, PlannedSound

TYPICAL_S_PER_CHARACTER = 1 / 16
"""English read aloud at some 160 words a minute: Piper's joe voice takes 306 s for 5,000 characters."""
TYPICAL_WEIGHT = 100
"""Characters that the typical pace counts for beside those heard, so that one short title does not set the estimate."""


def landed_cues(plan: Plan, sizes: Sequence[int | None]) -> list[Cue]:
    """Cues of the landed prefix: every segment before the first that has not landed."""
    cues: list[Cue] = []
    offset = sound_bytes(plan.intro)
    for index, (segment, size) in enumerate(zip(plan.segments, sizes, strict=True)):
        if size is None:
            break
        cues.append(Cue(index, seconds(offset), seconds(offset + size), offset, size))
        offset += size + segment.pause_frames * FRAME_BYTES
    return cues


def landed_bytes(plan: Plan, sizes: Sequence[int | None]) -> int:
    """Bytes that a listener of the growing narration can have now: tag, intro, landed prefix with its pauses; the outro
    when all has landed."""
    cues = landed_cues(plan, sizes)
    if not cues:
        return plan.tag_bytes + sound_bytes(plan.intro)
    last = cues[-1]
    outro = sound_bytes(plan.outro) if len(cues) == len(plan.segments) else 0
    return plan.tag_bytes + last.offset + last.size + plan.segments[last.index].pause_frames * FRAME_BYTES + outro


def sound_bytes(sound: PlannedSound | None) -> int:
    """Bytes of a show's own sound with its pause; 0 for none."""
    return 0 if sound is None else sound.size + sound.pause_frames * FRAME_BYTES


def estimated_duration_s(plan: Plan, sizes: Sequence[int | None], lengths: Sequence[int]) -> float:
    """Duration in s of the whole narration; exact once every segment has landed.

    ``lengths`` are the characters spoken in each segment. Segments that have not landed are taken to be spoken at the pace
    of those that have, wherever those stand.
    """
    pauses_s = sum(segment.pause_frames for segment in plan.segments) * FRAME_MS / 1000
    pauses_s += seconds(sound_bytes(plan.intro) + sound_bytes(plan.outro))
    landed = [(size, length) for size, length in zip(sizes, lengths, strict=True) if size is not None]
    heard_s = sum(seconds(size) for size, _ in landed)
    heard_characters = sum(length for _, length in landed)
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
        and all(cue.start_s == seconds(cue.offset) and cue.end_s == seconds(cue.offset + cue.size) for cue in cues)
        and all(end <= cue.offset for end, cue in zip(ends, cues, strict=False))
        and ends[-1] <= frames
    )
