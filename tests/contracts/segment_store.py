"""What every ``SegmentStore`` does. A test class for an implementation derives from
``SegmentStoreContract``."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from audio_cache.mp3.frames import FRAME_BYTES, FRAME_HEADER, SILENT_FRAME
from audio_cache.store import SegmentInfo, SegmentStore, StoredSegment, WordTiming

INFO = SegmentInfo(
    "tone",
    "tone/a4",
    "Größer, 大きい 🎧",
    (WordTiming(0, 6, 0.0, 0.31), WordTiming(8, 11, 0.31, 0.9)),
    "engine",
)


def key_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def example_segment(frames: int = 3, seed: str = "", info: SegmentInfo = INFO) -> StoredSegment:
    """Frames of the profile with some payload: a store does not listen."""
    bodies = (
        hashlib.shake_256(f"{seed}/{n}".encode()).digest(FRAME_BYTES - len(FRAME_HEADER))
        for n in range(frames)
    )
    return StoredSegment(b"".join(FRAME_HEADER + body for body in bodies), info)


class SegmentStoreContract:
    @pytest.fixture
    def store(self) -> SegmentStore:
        raise NotImplementedError("an empty store")

    def damage(self, store: SegmentStore, key: str) -> None:
        """Flip one bit of the audio of ``key`` behind the store's back."""
        raise NotImplementedError

    def test_what_was_never_put_is_absent(self, store: SegmentStore) -> None:
        assert store.get(key_of("a")) is None
        assert store.sizes([key_of("a")])[0] is None
        store.delete(key_of("a"))

    def test_what_was_put_comes_back_whole(self, store: SegmentStore) -> None:
        segment = example_segment()
        store.put(key_of("a"), segment)
        assert store.get(key_of("a")) == segment
        assert store.sizes([key_of("a")])[0] == len(segment.audio)

    def test_the_opening_of_a_segment_is_there_until_the_segment_is(self, store: SegmentStore) -> None:
        segment = example_segment(5)
        assert store.partial(key_of("a")) == b""
        for frames in (1, 3):
            store.put_partial(key_of("a"), segment.audio[: frames * FRAME_BYTES])
            assert store.partial(key_of("a")) == segment.audio[: frames * FRAME_BYTES]
        assert (store.get(key_of("a")), store.sizes([key_of("a")])) == (None, [None])
        store.put(key_of("a"), segment)
        assert (store.partial(key_of("a")), store.get(key_of("a"))) == (b"", segment)

    def test_what_is_deleted_has_no_opening(self, store: SegmentStore) -> None:
        store.put_partial(key_of("a"), example_segment().audio)
        store.delete(key_of("a"))
        assert store.partial(key_of("a")) == b""

    def test_sizes_come_in_the_order_asked(self, store: SegmentStore) -> None:
        for frames, name in enumerate("abc", 1):
            store.put(key_of(name), example_segment(frames, name))
        wanted = [key_of(name) for name in "cxabxa"]
        assert store.sizes(wanted) == [3 * FRAME_BYTES, None, FRAME_BYTES, 2 * FRAME_BYTES, None, FRAME_BYTES]
        assert store.sizes([]) == []

    def test_a_run_ends_before_the_first_that_is_absent_or_damaged(self, store: SegmentStore) -> None:
        segments = {name: example_segment(2, name) for name in "abde"}
        for name, segment in segments.items():
            store.put(key_of(name), segment)
        assert store.get_run([key_of(name) for name in "abcd"]) == [segments["a"], segments["b"]]
        assert store.get_run([key_of(name) for name in "ade"]) == [segments[name] for name in "ade"]
        assert store.get_run([key_of("c"), key_of("a")]) == store.get_run([]) == []
        self.damage(store, key_of("d"))
        assert store.get_run([key_of(name) for name in "ade"]) == [segments["a"]]
        assert store.sizes([key_of("d")]) == [None]

    def test_wanting_what_is_absent_does_nothing(self, store: SegmentStore) -> None:
        store.put(key_of("a"), example_segment())
        store.want([key_of("a"), key_of("b")])
        store.want([])
        assert store.sizes([key_of("a"), key_of("b")]) == [len(example_segment().audio), None]

    def test_putting_a_key_that_exists_changes_nothing(self, store: SegmentStore) -> None:
        first = example_segment(3, "first")
        store.put(key_of("a"), first)
        store.put(key_of("a"), example_segment(5, "second", SegmentInfo("tone", "tone/c5", "Other")))
        assert store.get(key_of("a")) == first

    def test_a_deleted_segment_is_absent_and_can_be_put_anew(self, store: SegmentStore) -> None:
        store.put(key_of("a"), example_segment(3, "first"))
        store.delete(key_of("a"))
        assert store.get(key_of("a")) is None
        assert store.sizes([key_of("a")])[0] is None
        again = example_segment(4, "again")
        store.put(key_of("a"), again)
        assert store.get(key_of("a")) == again

    @pytest.mark.parametrize(
        "audio",
        [
            b"",
            SILENT_FRAME[:-1],
            SILENT_FRAME + b"\xff",
            b"RIFF" + SILENT_FRAME[4:],
            SILENT_FRAME + bytes(FRAME_BYTES),
        ],
        ids=["empty", "cut", "one byte more", "not MP3", "second frame is none"],
    )
    def test_audio_that_is_not_whole_frames_is_refused(self, store: SegmentStore, audio: bytes) -> None:
        with pytest.raises(ValueError, match="whole frames"):
            store.put(key_of("a"), StoredSegment(audio, INFO))
        assert store.get(key_of("a")) is None

    def test_a_damaged_segment_is_dropped_and_can_be_put_anew(self, store: SegmentStore) -> None:
        segment = example_segment()
        store.put(key_of("a"), segment)
        self.damage(store, key_of("a"))
        assert store.get(key_of("a")) is None
        assert store.sizes([key_of("a")])[0] is None
        store.put(key_of("a"), segment)
        assert store.get(key_of("a")) == segment

    def test_of_many_writers_of_one_key_one_wins_wholly(self, store: SegmentStore) -> None:
        for key in (key_of(str(n)) for n in range(5)):
            versions = [example_segment(n + 1, key, SegmentInfo("tone", f"tone/{n}", key)) for n in range(8)]
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(store.put, [key] * len(versions), versions))
            assert store.get(key) in versions
