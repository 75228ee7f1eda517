from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec
import pytest

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Plan
from audio_cache.upkeep.check import STALE_S, Report, Stats, stats, verify
from audio_cache.upkeep.pruning import DAY_S, Policy, Pruned, prune
from tests.audio_cache.cache_examples import (
    ARTICLE,
    NARRATION,
    REVISION,
    begin,
    body,
    example_plan,
    land,
    segment_named,
)
from tests.contracts.segment_store import key_of
from tests.contracts.upkeep import KeptStore, UpkeepContract

pytestmark = pytest.mark.pure

PLAN = example_plan("abc")


class KeptFolder:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.narrations = FolderNarrations(root, LocalStore(root))

    def verify(self, *, mend: bool) -> Report:
        report = verify(self.root, mend)
        return msgspec.structs.replace(report, segments=0)

    def prune(self, policy: Policy, *, dry_run: bool = False) -> Pruned:
        return prune(self.root, policy, dry_run=dry_run)

    def finished(self, plan: Plan) -> None:
        """Time stamps tell."""

    def age(self, days: float) -> None:
        then = time.time() - days * DAY_S
        for path in self.root.rglob("*"):
            os.utime(path, (then, then))

    def harm(self, narration: NarrationId, how: str) -> None:
        do_harm(self.narrations.audio_path(narration), how)


class TestUpkeepOfAFolder(UpkeepContract):
    @pytest.fixture
    def kept(self, tmp_path: Path) -> KeptStore:
        return KeptFolder(tmp_path)


def segment_path(root: Path, name: str, suffix: str) -> Path:
    return root / "segments" / key_of(name)[:2] / f"{key_of(name)}{suffix}"


@pytest.fixture
def root(narrations: FolderNarrations, tmp_path: Path) -> Path:
    """Three segments and a finished narration of them."""
    begin(narrations, PLAN)
    land(narrations, *"abc")
    narrations.finish(PLAN)
    return tmp_path


def test_an_empty_folder_is_sound(tmp_path: Path) -> None:
    assert stats(tmp_path / "nothing") == Stats(0, 0, 0, 0, 0)
    assert verify(tmp_path / "nothing", mend=True).sound
    assert not (tmp_path / "nothing").exists()


def test_stats_count_what_is_there(root: Path, narrations: FolderNarrations) -> None:
    narrations.put_script(NarrationId(ARTICLE, "growing"), b"{}")
    segment_path(root, "a", ".mp3").with_name(".a.mp3.123.tmp").touch()
    assert stats(root) == Stats(3, sum(len(segment_named(n).audio) for n in "abc"), 2, 1, 1)


def test_what_is_whole_is_sound(root: Path) -> None:
    report = verify(root, mend=False)
    assert report.sound
    assert (report.segments, report.narrations, report.findings) == (3, 1, ())


@pytest.mark.parametrize(
    ("suffix", "harm", "problem"),
    [
        (".mp3", "flip", "audio does not match its digest"),
        (".mp3", "cut", "bytes of audio, not"),
        (".mp3", "remove", "commit marker without audio"),
        (".json", "flip", "timings do not match their digest"),
        (".json", "cut", "commit marker that cannot be read"),
        (".json", "remove", "audio without a commit marker"),
    ],
)
def test_harm_to_a_segment_is_found_and_mended(root: Path, suffix: str, harm: str, problem: str) -> None:
    do_harm(segment_path(root, "b", suffix), harm)
    found = verify(root, mend=False)
    assert not found.sound
    assert [(finding.path, finding.action) for finding in found.findings] == [
        (f"segments/{key_of('b')[:2]}/{key_of('b')}", "")
    ]
    assert problem in found.findings[0].problem
    mended = verify(root, mend=True)
    assert mended.sound
    assert [finding.action for finding in mended.findings] == ["dropped"]
    assert verify(root, mend=False).findings == ()
    assert sorted(LocalStore(root).keys()) == sorted(map(key_of, "ac"))


@pytest.mark.parametrize("name", ["audio.mp3", "finished.json"])
@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_harm_to_a_finished_narration_is_found_and_mended(
    root: Path, narrations: FolderNarrations, name: str, harm: str
) -> None:
    do_harm(root / "narrations" / ARTICLE / REVISION / name, harm)
    found = verify(root, mend=False)
    assert not found.sound
    assert [finding.path for finding in found.findings] == [f"narrations/{ARTICLE}/{REVISION}"]
    assert verify(root, mend=True).sound
    assert narrations.finished(NARRATION) is None
    assert verify(root, mend=False).findings == ()
    narrations.finish(PLAN)
    assert narrations.audio_path(NARRATION).read_bytes() == body(PLAN, "abc")


@pytest.mark.parametrize("name", ["script.json", "tag.bin", "plan.json"])
def test_harm_to_a_plan_is_found_and_mended(root: Path, narrations: FolderNarrations, name: str) -> None:
    path = root / "narrations" / ARTICLE / REVISION / name
    data = path.read_bytes()
    path.write_bytes(data[:12] + bytes([data[12] ^ 1]) + data[13:])
    found = verify(root, mend=False)
    assert [finding.problem for finding in found.findings] == [f"{name} does not match its digest"]
    assert verify(root, mend=True).sound
    assert verify(root, mend=False).findings == ()
    assert narrations.plan(NARRATION) is None
    assert narrations.finished(NARRATION) is None
    begin(narrations, PLAN)
    narrations.finish(PLAN)
    assert narrations.audio_path(NARRATION).read_bytes() == body(PLAN, "abc")


def test_only_stale_leftovers_are_removed(root: Path) -> None:
    folder = root / "narrations" / ARTICLE / REVISION
    stale = [
        segment_path(root, "a", ".mp3").with_name(".old.mp3.123.tmp"),
        folder / ".audio.mp3.123.tmp",
        folder.parent / ".outcome-1.json.123.tmp",
        root / "narrations" / ".deleted-123",
    ]
    fresh = folder / ".audio.mp3.456.tmp"
    for path in [*stale, fresh]:
        path.mkdir() if "deleted" in path.name else path.touch()
    for path in stale:
        os.utime(path, (time.time() - STALE_S - 60,) * 2)
    assert len(verify(root, mend=False).findings) == 4
    assert all(path.exists() for path in stale)
    assert {finding.action for finding in verify(root, mend=True).findings} == {"removed"}
    assert [path for path in [*stale, fresh] if path.exists()] == [fresh]


def do_harm(path: Path, harm: str) -> None:
    data = path.read_bytes()
    if harm == "remove":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(data[: len(data) // 2])
    else:
        path.write_bytes(flipped(data))


def flipped(data: bytes) -> bytes:
    """One bit: of the text of a segment, of a narration's duration, or of audio."""
    at = 99
    for mark in (b'"text":"', b'"duration_s":'):
        if mark in data:
            at = data.index(mark) + len(mark)
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
