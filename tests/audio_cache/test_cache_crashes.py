"""Processes that are really killed, and what they leave behind."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.upkeep.check import verify
from tests.audio_cache.cache_examples import (
    ARTICLE,
    NARRATION,
    TAG,
    begin,
    body,
    example_plan,
    land,
    segment_named,
)
from tests.contracts.segment_store import key_of

CRASHING = [sys.executable, "-m", "tests.audio_cache.crashing_process"]
PLAN = example_plan("abc")


def killed_while_it_does(what: str, root: Path, touch: int) -> bool:
    """False when it was through before its ``touch``-th touch of the file system."""
    code = subprocess.run([*CRASHING, root, what, str(touch)]).returncode
    assert code in (0, -signal.SIGKILL)
    return code != 0


def crash_everywhere(
    what: str, root: Path, check: Callable[[FolderNarrations], None], *, at_least: int
) -> None:
    """Kill a process at its first touch of the file system, its second, and so on until it gets through."""
    for touch in itertools.count(1):
        folder = root / str(touch)
        narrations = FolderNarrations(folder, LocalStore(folder))
        begin(narrations, PLAN)
        land(narrations, *"abc")
        if what in ("unfinish", "delete"):
            narrations.finish(PLAN)
        killed = killed_while_it_does(what, folder, touch)
        check(narrations)
        assert markers_without_audio(folder) == []
        assert verify(folder, mend=True).sound
        assert verify(folder, mend=False).findings == ()
        check(narrations)
        if not killed:
            assert touch > at_least
            return


def markers_without_audio(root: Path) -> list[Path]:
    markers = {path: path.with_suffix(".mp3") for path in root.glob("segments/??/*.json")}
    markers |= {path: path.with_name("audio.mp3") for path in root.glob("narrations/[a-z]*/*/finished.json")}
    return [marker for marker, audio in markers.items() if not audio.exists()]


def test_a_crash_while_a_segment_is_put(tmp_path: Path) -> None:
    def check(narrations: FolderNarrations) -> None:
        store, key = narrations.segments, key_of("d")
        assert store.get(key) in (None, segment_named("d"))
        assert (store.size(key) is None) == (store.get(key) is None)

    crash_everywhere("put", tmp_path, check, at_least=6)
    narrations = FolderNarrations(tmp_path / "3", LocalStore(tmp_path / "3"))
    land(narrations, "d")
    assert narrations.segments.get(key_of("d")) == segment_named("d")


def test_a_crash_while_a_plan_is_replaced(tmp_path: Path) -> None:
    def check(narrations: FolderNarrations) -> None:
        assert narrations.plan(NARRATION) in (PLAN, example_plan("abd"))
        assert narrations.tag(NARRATION) == TAG

    crash_everywhere("plan", tmp_path, check, at_least=5)


def test_a_crash_while_a_narration_is_finished(tmp_path: Path) -> None:
    def check(narrations: FolderNarrations) -> None:
        finished = narrations.finished(NARRATION)
        if finished is not None:
            assert narrations.audio_path(NARRATION).read_bytes() == body(PLAN, "abc")
            assert finished.size == len(body(PLAN, "abc"))

    crash_everywhere("finish", tmp_path, check, at_least=12)
    for folder in tmp_path.iterdir():
        narrations = FolderNarrations(folder, LocalStore(folder))
        narrations.finish(PLAN)
        assert narrations.audio_path(NARRATION).read_bytes() == body(PLAN, "abc")


@pytest.mark.parametrize("what", ["unfinish", "delete"])
def test_a_crash_while_something_is_taken_back(tmp_path: Path, what: str) -> None:
    def check(narrations: FolderNarrations) -> None:
        if narrations.finished(NARRATION) is not None:
            assert narrations.audio_path(NARRATION).read_bytes() == body(PLAN, "abc")
        assert (ARTICLE in narrations.articles()) == narrations.exists(NARRATION)
        assert narrations.missing(PLAN) == []

    crash_everywhere(what, tmp_path, check, at_least=3)


def test_writers_killed_at_any_moment_leave_only_valid_segments(tmp_path: Path) -> None:
    """Two write at a time, and are killed in the middle of whatever they do."""
    store = LocalStore(tmp_path)
    for round_ in range(4):
        writers = [subprocess.Popen([*CRASHING, tmp_path, "loop", "0"]) for _ in range(2)]
        grown = len(list(store.keys())) + 20
        while len(list(store.keys())) < grown:
            time.sleep(0.01)
        time.sleep(0.003 * round_)
        for writer in writers:
            writer.kill()
            writer.wait()
        for key in list(store.keys()):
            segment = store.get(key)
            assert segment is not None
            assert len(segment.audio) == store.size(key)
    assert verify(tmp_path, mend=True).sound
    assert verify(tmp_path, mend=False).findings == ()
