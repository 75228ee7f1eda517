"""Narrations whose storage was pruned, damaged or full: the next click has them spoken again, right."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from audio_cache.claims import LocalClaims
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.store import SegmentInfo
from audio_cache.upkeep.check import verify
from audio_cache.upkeep.pruning import DAY_S, Policy, prune
from audio_cache.words import segment_infos
from tts_service.article.request import ArticleRequest
from tts_service.errors import Unavailable
from tts_service.settings import Settings, load_settings
from workers.notices import SilentAnnouncer
from workers.render.outcomes import RenderStep
from workers.render.rendering import Rendering

STORY = ArticleRequest(
    text="The tide was early today.\n\nNobody had told the ferry.\n\nIt left at nine.", title="Tide"
)


class Click:
    """What a click does to an article: it is prepared, and spoken step by step."""

    def __init__(self, settings: Settings) -> None:
        self.root = settings.cache_dir
        self.segments = LocalStore(self.root)
        self.narrations = FolderNarrations(self.root, self.segments)
        self._rendering = Rendering(
            settings, self.segments, self.narrations, LocalClaims(self.root), SilentAnnouncer()
        )

    def __call__(self) -> RenderStep:
        self.plan = self._rendering.prepare("tide", STORY)
        step = RenderStep.STORED
        while step.goes_on:
            step = self._rendering.render_next(self.plan.narration)
        return step

    @property
    def audio(self) -> bytes:
        return self.narrations.audio_path(self.plan.narration).read_bytes()

    @property
    def folder(self) -> Path:
        return self.narrations.audio_path(self.plan.narration).parent

    @property
    def infos(self) -> list[SegmentInfo | None]:
        finished = self.narrations.finished(self.plan.narration)
        assert finished is not None
        return segment_infos(self.narrations, self.plan, finished.cues)

    def grow_old(self) -> None:
        then = time.time() - 100 * DAY_S
        for path in self.root.rglob("*"):
            os.utime(path, (then, then))


@pytest.fixture
def click(tmp_path: Path) -> Click:
    return Click(
        load_settings(
            {"TTS_DATA_DIR": str(tmp_path), "TTS_ENGINE": "tone", "TTS_OFFLINE": "1"}, env_file=None
        )
    )


def flip(path: Path) -> None:
    """The lowest bit in the middle of the file."""
    data = path.read_bytes()
    at = len(data) // 2
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


@pytest.mark.parametrize(
    "where",
    ["audio.mp3", "finished.json", "script.json", "plan.json", "tag.bin", "segment.mp3", "segment.json"],
)
def test_after_a_flipped_bit_is_mended_the_next_click_plays_right(click: Click, where: str) -> None:
    assert click() is RenderStep.READY
    right, infos = click.audio, click.infos
    name, _, suffix = where.partition(".")
    key = click.plan.segments[1].key
    flip(click.root / "segments" / key[:2] / f"{key}.{suffix}" if name == "segment" else click.folder / where)
    assert not verify(click.root, mend=False).sound
    assert verify(click.root, mend=True).sound
    assert click() is RenderStep.READY
    assert click.audio == right
    if name != "segment":
        # The file of the finished narration is whole: its segment is spoken when it is next needed.
        assert click.infos == infos
    assert verify(click.root, mend=False).findings == ()


def test_a_whole_narration_is_not_spoken_again_for_its_segments(click: Click) -> None:
    assert click() is RenderStep.READY
    right, infos = click.audio, click.infos
    click.grow_old()
    size = prune(click.root, Policy(), dry_run=True).bytes_before
    assert prune(click.root, Policy(max_bytes=size - 1)).thinned == 1
    assert click() is RenderStep.READY
    assert list(click.segments.keys()) == []
    assert click.audio == right
    assert click.infos == infos
    assert all(info and info.words for info in infos)


def test_a_pruned_narration_is_spoken_again(click: Click) -> None:
    assert click() is RenderStep.READY
    right = click.audio
    click.grow_old()
    assert prune(click.root, Policy(max_age_s=DAY_S)).silenced == 1
    assert list(click.segments.keys()) == []
    assert click() is RenderStep.READY
    assert click.audio == right


def test_a_click_while_pruning_is_about_to_remove_keeps_what_it_counts_on(
    click: Click, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The narration is to be removed; between that decision and the removal somebody clicks."""
    assert click() is RenderStep.READY
    click.grow_old()
    from audio_cache.upkeep import pruning

    decide = pruning.decide

    def slowly(*arguments: object) -> pruning.Decision:
        decision = decide(*arguments)  # type: ignore[arg-type]
        assert len(decision.silenced) == 1
        assert click() is RenderStep.READY
        return decision

    monkeypatch.setattr(pruning, "decide", slowly)
    prune(click.root, Policy(max_age_s=DAY_S))
    assert click.narrations.missing(click.plan) == []
    assert click.narrations.finished(click.plan.narration)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can grow beyond ``size`` bytes: the system refuses them as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("what", ["a segment", "the whole"])
def test_a_disk_that_fills_up_is_told_and_rendering_goes_on_when_there_is_room(
    click: Click, what: str
) -> None:
    assert click() is RenderStep.READY
    right = click.audio
    largest = max(size or 0 for size in click.narrations.sizes(click.plan))
    click.grow_old()
    prune(click.root, Policy(max_age_s=DAY_S))
    assert len(right) > largest > 5000
    with room_for(largest - 1 if what == "a segment" else len(right) - 1):
        assert click() is RenderStep.FAILED
    failure = click.narrations.failure(click.plan.narration)
    assert failure is not None
    assert (failure.kind, failure.status) == ("disk-full", 503)
    assert "Free some space" in failure.detail
    assert verify(click.root, mend=False).findings == ()
    assert not list(click.root.rglob("*.tmp"))
    assert click() is RenderStep.READY
    assert click.audio == right


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a file system that fills up needs leave to mount one (root)")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def end_of(click: Click) -> str:
    try:
        return click().value
    except Unavailable as error:
        return f"not prepared: {error.kind}"


@pytest.mark.parametrize(
    ("room", "end"),
    [(0, "not prepared: disk-full"), (16_384, "not prepared: disk-full"), (49_152, "failed")],
)
def test_a_real_disk_that_is_full_wherever_that_happens(
    click: Click, small_disk: Path, room: int, end: str
) -> None:
    assert click() is RenderStep.READY
    settings = {"TTS_DATA_DIR": str(small_disk), "TTS_ENGINE": "tone", "TTS_OFFLINE": "1"}
    there = Click(load_settings(settings, env_file=None))
    there.root.mkdir(parents=True, exist_ok=True)
    others = small_disk / "others"
    with others.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4_096)):
            pass
    os.truncate(others, max(0, others.stat().st_size - room))

    assert end_of(there) == end
    assert verify(there.root, mend=False).findings == ()
    assert not list(there.root.rglob("*.tmp"))

    others.unlink()
    assert there() is RenderStep.READY
    assert there.audio == click.audio
    assert verify(there.root, mend=False).findings == ()
