"""Narrations that begin and end with sounds of their show."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from audio_cache.errors import Incomplete
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.growing import stream
from audio_cache.local import LocalStore
from audio_cache.mp3.frames import FRAME_BYTES, seconds, silence
from audio_cache.mp3.pieces import Span
from audio_cache.plan import Plan, PlannedSound
from audio_cache.stored import stored_audio
from audio_cache.timeline import agrees_with_itself, estimated_duration_s, stored_bytes, stored_cues
from tests.audio_cache.cache_examples import NARRATION, TAG, begin, body, example_plan, land, segment_named
from tests.contracts.segment_store import example_segment, key_of

INTRO, OUTRO = example_segment(5, "intro"), example_segment(9, "outro")
NAMES = "abc"


def with_sounds() -> Plan:
    return msgspec.structs.replace(
        example_plan(NAMES),
        intro=PlannedSound(key_of("intro"), len(INTRO.audio), 2),
        outro=PlannedSound(key_of("outro"), len(OUTRO.audio)),
    )


def whole() -> bytes:
    words = body(with_sounds(), NAMES)[len(TAG) :]
    return TAG + INTRO.audio + silence(2) + words + OUTRO.audio


@pytest.fixture
def narrations(tmp_path: Path) -> FolderNarrations:
    made = FolderNarrations(tmp_path, LocalStore(tmp_path))
    made.segments.put(key_of("intro"), INTRO)
    made.segments.put(key_of("outro"), OUTRO)
    begin(made, with_sounds())
    return made


def test_the_file_has_them_and_its_times_agree(narrations: FolderNarrations) -> None:
    land(narrations, *NAMES)
    finished = narrations.finish(with_sounds())
    assert narrations.audio_path(NARRATION).read_bytes() == whole()
    assert agrees_with_itself(finished)
    assert finished.duration_s == seconds(len(whole()) - len(TAG))
    first = finished.cues[0]
    assert first.start_s == seconds(len(INTRO.audio) + 2 * FRAME_BYTES)
    for cue, name in zip(finished.cues, NAMES, strict=True):
        assert whole()[len(TAG) + cue.offset :][: cue.size] == segment_named(name).audio


def test_the_growing_body_is_the_file_to_come(narrations: FolderNarrations) -> None:
    pieces = []
    coming = iter(NAMES)

    def wait(timeout_s: float) -> None:
        land(narrations, next(coming))

    for piece in stream(narrations, NARRATION, wait):
        pieces.append(piece)
        if len(pieces) == 1:
            # Heard before any word is there.
            assert piece == whole()[: len(TAG) + len(INTRO.audio) + 2 * FRAME_BYTES]
    assert b"".join(pieces) == whole()


@pytest.mark.parametrize("start", [0, len(TAG) + 10, len(TAG) + len(INTRO.audio) + 3 * FRAME_BYTES])
def test_who_comes_back_in_the_middle_gets_the_rest(narrations: FolderNarrations, start: int) -> None:
    land(narrations, *NAMES)
    assert b"".join(stream(narrations, NARRATION, lambda _: None, start)) == whole()[start:]


def test_players_that_fetch_pieces_hear_them_too(narrations: FolderNarrations) -> None:
    audio = whole()[len(TAG) :]
    for count in range(len(NAMES) + 1):
        land(narrations, *NAMES[:count])
        found = stored_audio(narrations, NARRATION)
        assert found is not None
        assert len(found.sentences) == 1 + count + (count == len(NAMES))
        assert audio.startswith(b"".join(map(found.read, found.sentences)))
    assert found is not None
    assert b"".join(map(found.read, found.sentences)) == audio
    growing = found.sentences
    narrations.finish(with_sounds())
    found = stored_audio(narrations, NARRATION)
    assert found is not None
    assert found.sentences == growing
    assert found.read(Span(0, len(audio) // FRAME_BYTES)) == audio


@pytest.mark.pure
def test_the_estimate_counts_them() -> None:
    plan = with_sounds()
    sizes = [len(segment_named(name).audio) for name in NAMES]
    assert estimated_duration_s(plan, sizes, [10, 10, 10]) == pytest.approx(seconds(len(whole()) - len(TAG)))
    assert stored_bytes(plan, list(sizes)) == len(whole())
    assert stored_bytes(plan, [None, *sizes[1:]]) == len(TAG) + len(INTRO.audio) + 2 * FRAME_BYTES
    assert stored_cues(plan, [None, *sizes[1:]]) == []


def test_without_a_sound_that_was_planned_there_is_nothing_whole(narrations: FolderNarrations) -> None:
    land(narrations, *NAMES)
    narrations.segments.delete(key_of("outro"))
    with pytest.raises(Incomplete, match="a sound is missing"):
        narrations.finish(with_sounds())
