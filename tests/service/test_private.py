"""What the service stores is readable by its owner only; files it is asked to write belong to whoever
asked."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

from tests.running import TTS_SERVICE, Service, clean_environ
from tts_service.private import tighten
from tts_service.publisher.live import publish


def open_to_others(folder: Path) -> list[str]:
    everything = [folder, *folder.rglob("*")]
    return [str(path) for path in everything if stat.S_IMODE(path.lstat().st_mode) & 0o077]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_all_that_a_running_service_keeps_is_for_its_owner(service: Service) -> None:
    service.wait_ready(
        service.post({"text": "Nobody may read this before it is published.", "title": "Embargoed"})["id"]
    )
    service.get("/admin/")
    assert {path.name for path in service.data_dir.iterdir()} >= {
        "catalog.db",
        "catalog.db-wal",
        "audio",
        "redis",
    }
    assert open_to_others(service.data_dir) == []


def test_commands_keep_theirs_and_give_away_what_was_asked_for(tmp_path: Path) -> None:
    environ = clean_environ(data_dir=str(tmp_path / "data"), engine="tone", offline="1")
    (tmp_path / "story.txt").write_text("The harbour clock was late.")
    for command in (("speak", "story.txt", "-o", "out.mp3"), ("lexicon", "add", "Dahl", "--say", "darl")):
        subprocess.run(
            [TTS_SERVICE, *command], env=environ, cwd=tmp_path, check=True, umask=0o022, capture_output=True
        )
    assert open_to_others(tmp_path / "data") == []
    assert mode(tmp_path / "out.mp3") == 0o644


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A data folder as an older version has left it."""
    folder = tmp_path / "var"
    for name in ("audio/segments", "kept", "redis/appendonlydir", "voices"):
        (folder / name).mkdir(parents=True)
    for name in ("catalog.db", "catalog.db-wal", "lexicon.toml", "kept/lexicon.toml", "redis/lock"):
        (folder / name).touch()
        (folder / name).chmod(0o644)
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        path.chmod(0o755)
    return folder


def test_what_an_older_version_left_open_is_closed(older: Path) -> None:
    tighten(older)
    assert mode(older) == mode(older / "audio") == mode(older / "redis" / "appendonlydir") == 0o700
    assert mode(older / "catalog.db") == mode(older / "kept" / "lexicon.toml") == 0o600


def test_what_is_not_ours_stays_as_it_is(older: Path, tmp_path: Path) -> None:
    """A folder that others use for their own, a link, and a folder like /tmp."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs").chmod(0o755)
    (older / "voices").rmdir()
    (older / "voices").symlink_to(tmp_path / "theirs")
    (older / "jingle.mp3").touch(0o644)
    before = mode(older / "jingle.mp3")
    tighten(older)
    assert (mode(older), mode(tmp_path / "theirs"), mode(older / "jingle.mp3")) == (0o755, 0o755, before)
    assert mode(older / "catalog.db") == 0o600
    (older / "jingle.mp3").unlink()
    older.chmod(0o1777)
    tighten(older)
    assert mode(older) == 0o1777


def test_a_file_that_editors_share_keeps_its_mode(tmp_path: Path) -> None:
    shared = tmp_path / "lexicon.toml"
    shared.touch()
    shared.chmod(0o664)
    before = os.umask(0o077)
    try:
        publish(shared, "# changed")
        publish(tmp_path / "new.toml", "# new")
    finally:
        os.umask(before)
    assert (mode(shared), mode(tmp_path / "new.toml")) == (0o664, 0o600)
