from __future__ import annotations

import multiprocessing
import tracemalloc
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.growing import LOOK_AGAIN_S, audible, stream
from audio_cache.local import LocalStore
from audio_cache.mp3.frames import FRAME_BYTES, silence
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import NarrationState
from audio_cache.plan import Plan
from tests.audio_cache.cache_examples import (
    ARTICLE,
    FAILURE,
    FINAL_TAG,
    NARRATION,
    TAG,
    begin,
    body,
    example_plan,
    land,
    segment_named,
)
from tests.contracts.segment_store import example_segment, key_of

pytestmark = pytest.mark.pure


class Rendering:
    """A ``wait`` that lets the next of ``steps`` happen; it may not be asked once all have."""

    def __init__(self, steps: Iterable[Callable[[], object]]) -> None:
        self._steps = iter(steps)
        self.asked = 0

    def __call__(self, timeout_s: float) -> None:
        assert timeout_s == LOOK_AGAIN_S
        self.asked += 1
        next(self._steps)()


def time_is_up() -> None:
    """A wait in which nothing happens."""


def open_some(narrations: FolderNarrations, name: str, frames: int, spoken: str = "") -> None:
    """The first ``frames`` of a segment can be heard; ``spoken``: as another try gave them."""
    audio = example_segment(7, spoken or name).audio
    narrations.segments.put_partial(key_of(name), audio[: frames * FRAME_BYTES])


def listen(narrations: FolderNarrations, *steps: Callable[[], object], start: int = 0) -> bytes:
    return b"".join(stream(narrations, NARRATION, Rendering(steps), start))


@given(data=st.data())
def test_a_listener_gets_the_bytes_of_the_file_whatever_happens_in_which_order(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=8), "segments")
    pauses = data.draw(st.lists(st.integers(0, 3), min_size=len(names), max_size=len(names)), "pauses")
    plan = example_plan(names, pauses=pauses)
    whole = body(plan, names)
    start = data.draw(st.integers(0, len(whole) + 5), "start")
    order = data.draw(st.permutations(sorted(set(names))), "order")
    with TemporaryDirectory() as folder:
        narrations = FolderNarrations(Path(folder), LocalStore(Path(folder)))
        events: list[Callable[[], object]] = [
            lambda: narrations.put_script(NARRATION, b"{}"),
            lambda: narrations.put_plan(plan, TAG),
            *data.draw(
                st.just([]) | st.just([lambda: open_some(narrations, names[0], 1)]),
                "the first begins to be heard",
            ),
            *[lambda name=name: land(narrations, name) for name in order],
            lambda: narrations.finish(plan, TAG),
        ]
        before = data.draw(st.integers(1, len(events)), "before the listener comes")
        for event in events[:before]:
            event()
        rest = iter(events[before:])
        received = []
        for chunk in stream(narrations, NARRATION, lambda _: next(rest, time_is_up)(), start):
            received.append(chunk)
            if data.draw(st.booleans(), "something happens while the listener reads"):
                next(rest, lambda: None)()
        assert b"".join(received) == whole[start:]
        assert all(received)


def test_it_waits_once_for_each_thing_that_happens(narrations: FolderNarrations) -> None:
    plan = example_plan("abc")
    narrations.put_script(NARRATION, b"{}")
    rendering = Rendering(
        [
            lambda: begin(narrations, plan),
            lambda: land(narrations, "c"),
            lambda: None,  # only the time was up
            lambda: land(narrations, "a"),
            lambda: land(narrations, "b"),
        ]
    )
    assert b"".join(stream(narrations, NARRATION, rendering)) == body(plan, "abc")
    assert rendering.asked == 5


def test_each_segment_is_sent_as_soon_as_it_has_landed(narrations: FolderNarrations) -> None:
    plan = example_plan("ab")
    begin(narrations, plan)
    land(narrations, "a")
    chunks = stream(narrations, NARRATION, Rendering([]))
    assert next(chunks) == TAG
    assert next(chunks) == segment_named("a").audio + silence(2)


def test_a_segment_is_heard_while_it_is_spoken(narrations: FolderNarrations) -> None:
    plan = example_plan("hb")
    audio = segment_named("h").audio
    assert len(audio) == 7 * FRAME_BYTES
    begin(narrations, plan)
    rendering = Rendering(
        [
            lambda: open_some(narrations, "h", 2),
            lambda: open_some(narrations, "h", 2),  # no more than before
            lambda: open_some(narrations, "h", 5),
            lambda: land(narrations, "h", "b"),
        ]
    )
    chunks = list(stream(narrations, NARRATION, rendering))
    assert chunks[1:4] == [
        audio[: 2 * FRAME_BYTES],
        audio[2 * FRAME_BYTES : 5 * FRAME_BYTES],
        audio[5 * FRAME_BYTES :] + silence(2),
    ]
    assert b"".join(chunks) == body(plan, "hb")
    assert rendering.asked == 4


def test_as_much_can_be_had_as_is_heard(narrations: FolderNarrations) -> None:
    plan = example_plan("hb")
    begin(narrations, plan)
    assert audible(narrations, plan).bytes == len(TAG)
    open_some(narrations, "h", 2)
    open_some(narrations, "b", 1)
    assert audible(narrations, plan).bytes == len(TAG) + 2 * FRAME_BYTES
    land(narrations, "h", "b")
    assert audible(narrations, plan).bytes == len(body(plan, "hb"))


def test_what_was_begun_and_spoken_anew_goes_on_at_the_same_frame(narrations: FolderNarrations) -> None:
    plan = example_plan("hb")
    begin(narrations, plan)
    open_some(narrations, "h", 3, spoken="by a worker that has died")
    received = listen(narrations, lambda: land(narrations, "h", "b"))
    whole = body(plan, "hb")
    # A frame may borrow from the two before it, and is mended or falls silent.
    tail = len(TAG) + 6 * FRAME_BYTES
    assert len(received) == len(whole)
    assert received[tail:] == whole[tail:]


def test_what_was_begun_and_is_finished_and_pruned_goes_on_from_the_file(
    narrations: FolderNarrations,
) -> None:
    plan = example_plan("hb")
    begin(narrations, plan)
    open_some(narrations, "h", 3)

    def finish() -> None:
        land(narrations, "h", "b")
        narrations.finish(plan, FINAL_TAG)
        for name in "hb":
            narrations.segments.delete(key_of(name))

    assert listen(narrations, finish) == body(plan, "hb")


def test_it_turns_to_the_file_when_that_is_whole(narrations: FolderNarrations) -> None:
    plan = example_plan("abc")
    begin(narrations, plan)
    land(narrations, *"abc")
    noticed = Rendering([time_is_up])
    chunks = stream(narrations, NARRATION, noticed)
    received = next(chunks) + next(chunks)
    narrations.finish(plan, FINAL_TAG)
    for name in "abc":
        narrations.segments.delete(key_of(name))
    assert received + b"".join(chunks) == body(plan, "abc")


def test_what_has_landed_is_sent_without_another_look(
    narrations: FolderNarrations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    class Counted(FolderNarrations):
        def look(self, narration: NarrationId) -> NarrationState:
            looks.append(wait.asked)
            return super().look(narration)

    monkeypatch.setattr("audio_cache.growing.LOOK_AGAIN_S", 1000.0)
    names = "abcdefgh"
    plan = example_plan(names)
    begin(narrations, plan)
    land(narrations, *names[:5])
    wait = Rendering([lambda: land(narrations, *names[5:])])
    counted = Counted(tmp_path, LocalStore(tmp_path))
    assert b"".join(stream(counted, NARRATION, lambda _: wait(LOOK_AGAIN_S))) == body(plan, names)
    assert looks == [0]


def test_a_file_deleted_while_it_is_read_is_read_to_its_end(narrations: FolderNarrations) -> None:
    plan = example_plan([str(n) for n in range(200)])
    begin(narrations, plan)
    land(narrations, *[str(n) for n in range(200)])
    narrations.finish(plan)
    chunks = stream(narrations, NARRATION, Rendering([]))
    received = next(chunks)
    narrations.delete(ARTICLE)
    assert received + b"".join(chunks) == body(plan, [str(n) for n in range(200)])


def test_it_ends_where_rendering_failed_and_not_before(narrations: FolderNarrations) -> None:
    plan = example_plan("abc")
    begin(narrations, plan)

    def fail() -> None:
        land(narrations, "a", "c")
        narrations.put_failure(NARRATION, FAILURE)

    assert listen(narrations, fail, time_is_up) == body(example_plan("a"), "a")


def test_after_a_failure_is_cleared_it_goes_on(narrations: FolderNarrations) -> None:
    plan = example_plan("ab")
    begin(narrations, plan)
    narrations.put_failure(NARRATION, FAILURE)
    assert listen(narrations) == TAG
    narrations.clear_failure(NARRATION)
    assert listen(narrations, lambda: land(narrations, *"ab")) == body(plan, "ab")


def test_it_follows_a_fall_back_to_another_voice(narrations: FolderNarrations) -> None:
    begin(narrations, example_plan("abc"))
    fallen_back = example_plan("axy", fallback="the voice was busy")
    received = listen(
        narrations,
        lambda: land(narrations, "a"),
        lambda: narrations.put_plan(fallen_back, TAG),
        lambda: land(narrations, "x", "y"),
    )
    assert received == body(fallen_back, "axy")


def test_a_damaged_segment_is_waited_for(narrations: FolderNarrations, tmp_path: Path) -> None:
    plan = example_plan("ab")
    begin(narrations, plan)
    land(narrations, *"ab")
    (tmp_path / "segments" / key_of("b")[:2] / f"{key_of('b')}.mp3").write_bytes(silence(1))
    assert listen(narrations, lambda: land(narrations, "b")) == body(plan, "ab")


def test_it_ends_when_the_narration_is_deleted_or_was_never_there(narrations: FolderNarrations) -> None:
    assert listen(narrations) == b""
    plan = example_plan("ab")
    begin(narrations, plan)
    land(narrations, "a")
    assert listen(narrations, lambda: narrations.delete(ARTICLE)) == body(example_plan("a"), "a")


def test_what_wait_raises_ends_it(narrations: FolderNarrations) -> None:
    begin(narrations, example_plan("a"))

    def leave(_: float) -> None:
        raise TimeoutError

    chunks = stream(narrations, NARRATION, leave)
    assert next(chunks) == TAG
    with pytest.raises(TimeoutError):
        next(chunks)


@pytest.mark.parametrize("finished", [False, True])
def test_memory_does_not_grow_with_the_narration(
    narrations: FolderNarrations, tmp_path: Path, finished: bool
) -> None:
    """8 MB of narration, heard and put together in the memory of a segment or two."""
    names = [str(n % 4) for n in range(320)]
    plan = example_plan(names)
    begin(narrations, plan)
    for name in set(names):
        narrations.segments.put(key_of(name), example_segment(130, name))
    # In a process of its own: threads that other tests have left here take memory, too.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        total, peak = alone.submit(_sizes, tmp_path, plan if finished else None).result()
    assert total > 8_000_000
    assert peak < 800_000


def _sizes(root: Path, to_finish: Plan | None) -> tuple[int, int]:
    """Bytes of the narration, and the most memory it has taken."""
    narrations = FolderNarrations(root, LocalStore(root))
    tracemalloc.start()
    if to_finish is not None:
        narrations.finish(to_finish)
    total = sum(map(len, stream(narrations, NARRATION, Rendering([]))))
    _, peak = tracemalloc.get_traced_memory()
    return total, peak
