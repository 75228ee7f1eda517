"""What only people can make again is on the disk before they are told that it has arrived. A killed process
loses nothing without that, but a power failure would, and none can be had here: so it is told what the system
was asked for, in which order."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.mp3.frames import SILENT_FRAME
from tests.audio_cache.cache_examples import ARTICLE, begin, example_plan
from tts_service.web.http.uploads import uploaded

READING = SILENT_FRAME * 5000


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """ "sync <inode>" and "link <inode>", as they were asked of the system, which does them."""
    calls: list[str] = []
    sync, link = os.fsync, os.link

    def synced(handle: int) -> None:
        sync(handle)
        calls.append(f"sync {os.fstat(handle).st_ino}")

    def linked(source: Path, target: Path) -> None:
        link(source, target)
        calls.append(f"link {source.stat().st_ino}")

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "link", linked)
    return calls


def test_a_recording_is_on_the_disk_with_its_name_before_it_counts(
    narrations: FolderNarrations, tmp_path: Path, asked: list[str]
) -> None:
    begin(narrations, example_plan("one"))
    folder = tmp_path / "narrations" / ARTICLE
    digest = hashlib.sha256(READING).hexdigest()
    with uploaded(io.BytesIO(READING), tmp_path / "uploads") as file:
        inode = file.path.stat().st_ino
        assert asked == [f"sync {inode}"], "all of it, when it has arrived"
        narrations.put_recording(ARTICLE, file.digest, file.path)
        first = [f"sync {inode}", f"link {inode}", f"sync {folder.stat().st_ino}"]
        assert asked[1:] == first
        narrations.put_recording(ARTICLE, file.digest, file.path)
        assert asked[1 + len(first) :] == [first[0], first[2]], "whoever was first may have died before it"
    with narrations.recording(ARTICLE, digest) as kept:
        assert kept is not None
        assert kept.read_bytes() == READING
