from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_cache.mp3.frames import seconds
from audio_cache.plan import Finished
from audio_cache.timeline import (
    TYPICAL_S_PER_CHARACTER,
    agrees_with_itself,
    estimated_duration_s,
    stored_bytes,
    stored_cues,
)
from tests.audio_cache.cache_examples import TAG, body, example_plan, segment_named

pytestmark = pytest.mark.pure

names = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=10)


@given(names, st.data())
def test_cues_say_where_the_bytes_of_each_landed_segment_are(names: list[str], data: st.DataObject) -> None:
    plan = example_plan(
        names, pauses=data.draw(st.lists(st.integers(0, 9), min_size=len(names), max_size=len(names)))
    )
    stored = data.draw(st.integers(0, len(names)))
    sizes = [len(segment_named(name).audio) if n < stored else None for n, name in enumerate(names)]
    frames = body(plan, names)[len(TAG) :]
    cues = stored_cues(plan, sizes)
    assert [cue.index for cue in cues] == list(range(stored))
    for cue, name in zip(cues, names, strict=False):
        assert frames[cue.offset : cue.offset + cue.size] == segment_named(name).audio
        assert cue.start_s == seconds(cue.offset)
        assert cue.end_s == seconds(cue.offset + cue.size)
    if stored == len(names):
        assert stored_bytes(plan, sizes) == len(body(plan, names))


def test_the_prefix_ends_at_the_first_gap() -> None:
    plan = example_plan("abc", pauses=[1, 2, 3])
    assert [cue.index for cue in stored_cues(plan, [192, None, 192])] == [0]
    assert stored_bytes(plan, [192, None, 192]) == len(TAG) + 2 * 192
    assert stored_bytes(plan, [None, 192, 192]) == len(TAG)


@given(names, st.data())
def test_the_estimate_is_exact_when_all_has_landed(names: list[str], data: st.DataObject) -> None:
    plan = example_plan(names)
    sizes = [len(segment_named(name).audio) for name in names]
    lengths = data.draw(st.lists(st.integers(1, 300), min_size=len(names), max_size=len(names)))
    assert estimated_duration_s(plan, sizes, lengths) == pytest.approx(
        seconds(len(body(plan, names)) - len(TAG))
    )


def test_the_estimate_starts_at_the_typical_pace_and_follows_the_voice() -> None:
    plan = example_plan("abcd", pauses=[0, 0, 0, 0])
    lengths = [160, 1600, 1600, 1600]
    assert estimated_duration_s(plan, [None] * 4, lengths) == pytest.approx(
        sum(lengths) * TYPICAL_S_PER_CHARACTER
    )
    slow = [8_000 * length // 8 for length in lengths]  # 8 characters a second, half the typical pace
    estimates = [estimated_duration_s(plan, [*slow[:n], *[None] * (4 - n)], lengths) for n in range(5)]
    assert estimates == sorted(estimates)
    assert estimates[2] == pytest.approx(sum(lengths) / 8, rel=0.05)
    assert estimates[4] == pytest.approx(sum(lengths) / 8)


def test_sizes_that_are_not_of_the_plan_are_refused() -> None:
    for call in (
        lambda: stored_cues(example_plan("ab"), [1]),
        lambda: estimated_duration_s(example_plan("ab"), [1, 2], [1]),
    ):
        with pytest.raises(ValueError, match=r"shorter|argument 2"):
            call()


@pytest.mark.parametrize("field", ["index", "start_s", "end_s", "offset", "size"])
def test_a_record_that_contradicts_itself_is_found(field: str) -> None:
    plan = example_plan("abc")
    sizes = [len(segment_named(name).audio) for name in "abc"]
    cues = tuple(stored_cues(plan, sizes))
    size = stored_bytes(plan, sizes)
    record = Finished("a", "r", "en", "tone", "v", size, len(TAG), seconds(size - len(TAG)), "", cues)
    assert agrees_with_itself(record)
    assert not agrees_with_itself(msgspec.structs.replace(record, duration_s=record.duration_s + 1))
    for n, cue in enumerate(cues):
        wrong = msgspec.structs.replace(cue, **{field: getattr(cue, field) + 192})
        assert not agrees_with_itself(
            msgspec.structs.replace(record, cues=(*cues[:n], wrong, *cues[n + 1 :]))
        )
