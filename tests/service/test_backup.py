"""Backed up while others write, restored elsewhere, and played there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.narration_id import NarrationId
from audio_cache.upkeep.check import verify
from audio_cache.upkeep.copying import copy_cache
from tests.contracts.segment_store import example_segment, key_of
from tests.forked import tts_service
from tests.running import clean_environ
from tts_service.article.request import ArticleRequest
from tts_service.catalog import Accepted, Catalog, Facts
from tts_service.errors import BackupError
from tts_service.ops.backup import back_up, restore
from tts_service.settings import Settings

WRITER = [sys.executable, "-m", "tests.audio_cache.crashing_process"]
STORY = "The harbour clock was late.\n\nNobody could say why."


def settings_in(folder: Path) -> Settings:
    return Settings(data_dir=folder)


def accept(settings: Settings, article_id: str) -> None:
    catalog = Catalog(settings.catalog_url)
    assert catalog.accept(ArticleRequest(text=STORY), article_id, "", "digest", "batch") is Accepted.NEW
    catalog.record(article_id, "digest", Facts(status="ready", revision="r1", duration_s=1.0, size=8000))
    catalog.close()


def spoken(tmp_path: Path) -> dict[str, str]:
    """An article in a data folder, and the environment that it was spoken in."""
    environ = clean_environ(data_dir=str(tmp_path / "home"), engine="tone", offline="1")
    (tmp_path / "story.txt").write_text(STORY)
    told = tts_service(["speak", "story.txt", "-o", "out.mp3"], environ=environ, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    return environ


def test_recordings_are_saved_once_and_go_when_they_are_gone(tmp_path: Path) -> None:
    here, there = (FolderNarrations(tmp_path / name, LocalStore(tmp_path / name)) for name in ("a", "b"))
    here.put_script(NarrationId("a1", "r1"), b"{}")
    file = tmp_path / "a" / "upload"
    file.write_bytes(b"a reading")
    for digest in ("d1", "d2"):
        here.put_recording("a1", digest, file)
    copy_cache(tmp_path / "a", tmp_path / "b")
    with there.recording("a1", "d1") as saved:
        assert saved is not None
        assert saved.read_bytes() == b"a reading"
        written = saved.stat().st_ino
    here.drop_recordings("a1", ["d1"])
    copy_cache(tmp_path / "a", tmp_path / "b")
    assert [path.name for path in (tmp_path / "b" / "narrations" / "a1").glob("recording-*")] == [
        "recording-d1"
    ]
    assert saved.stat().st_ino == written


def test_what_was_saved_is_the_same_elsewhere(tmp_path: Path) -> None:
    environ = spoken(tmp_path)
    here, there = settings_in(tmp_path / "home"), settings_in(tmp_path / "away")
    accept(here, "a1")
    (tmp_path / "home" / "shows.toml").write_text('[shows.news]\ntitle = "News"\n')
    told = tts_service(["backup", "saved"], environ=environ, cwd=tmp_path)
    assert "the catalog, " in told.stdout
    assert "1 narrations, shows.toml saved" in told.stdout
    away = environ | {"TTS_DATA_DIR": str(tmp_path / "away")}
    assert tts_service(["restore", "saved"], environ=away, cwd=tmp_path).returncode == 0
    catalog = Catalog(there.catalog_url)
    assert catalog.source("a1") == ArticleRequest(text=STORY)
    assert [entry.revision for entry in catalog.history("a1")] == ["r1"]
    catalog.close()
    assert verify(there.cache_dir, mend=False).findings == ()
    same = {
        path.relative_to(here.cache_dir): path.read_bytes()
        for path in here.cache_dir.rglob("*.*")
        if path.name != ".lock"
    }
    assert {
        p.relative_to(there.cache_dir): p.read_bytes()
        for p in there.cache_dir.rglob("*.*")
        if p.name != ".lock"
    } == same
    assert (tmp_path / "away" / "shows.toml").read_text() == (tmp_path / "home" / "shows.toml").read_text()
    refused = tts_service(["restore", "saved"], environ=away, cwd=tmp_path)
    assert refused.returncode == 1
    assert "There is a catalog already" in refused.stderr


def test_a_copy_taken_while_others_write_is_valid(tmp_path: Path) -> None:
    here = settings_in(tmp_path / "home")
    accept(here, "a1")
    writers = [subprocess.Popen([*WRITER, here.cache_dir, "loop", "0"]) for _ in range(2)]
    writing = sqlite3.connect(tmp_path / "home" / "catalog.db")
    try:
        while sum(1 for _ in LocalStore(here.cache_dir).keys()) < 20:  # noqa: SIM118
            assert all(writer.poll() is None for writer in writers)
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("UPDATE articles SET title = 'half'")
        made = back_up(here, tmp_path / "saved")
    finally:
        writing.close()
        for writer in writers:
            writer.kill()
            writer.wait()
    assert made.segments >= 20
    assert verify(tmp_path / "saved" / "audio", mend=False).findings == ()
    restore(settings_in(tmp_path / "away"), tmp_path / "saved")
    catalog = Catalog(settings_in(tmp_path / "away").catalog_url)
    entry = catalog.get("a1")
    catalog.close()
    assert entry is not None
    assert entry.title is None, "what was not committed is not saved"


def test_an_earlier_backup_is_brought_up_to_date(tmp_path: Path) -> None:
    here = settings_in(tmp_path / "home")
    store = LocalStore(here.cache_dir)
    narrations = FolderNarrations(here.cache_dir, store)
    accept(here, "a1")
    narrations.put_script(NarrationId("a1", "r1"), b"{}")
    narrations.put_article("a1", "d1", b"as it was read")
    gone = key_of("gone")
    store.put(gone, example_segment())
    assert back_up(here, tmp_path / "saved").narrations == 1
    saved = FolderNarrations(tmp_path / "saved" / "audio", LocalStore(tmp_path / "saved" / "audio"))
    assert saved.article("a1", "d1") == b"as it was read"
    narrations.delete("a1")
    store.delete(gone)
    accept(here, "a2")
    made = back_up(here, tmp_path / "saved")
    assert made.narrations == 0
    assert LocalStore(tmp_path / "saved" / "audio").size(gone) is None
    restore(settings_in(tmp_path / "away"), tmp_path / "saved")
    catalog = Catalog(settings_in(tmp_path / "away").catalog_url)
    assert catalog.get("a2") is not None
    catalog.close()


def test_the_sounds_of_shows_and_sponsors_come_with_it(tmp_path: Path) -> None:
    here, there = settings_in(tmp_path / "home"), settings_in(tmp_path / "away")
    accept(here, "a1")
    outside = tmp_path / "outside.mp3"
    kept = {"chime.mp3": b"chime", "art/cover.png": b"cover", "spots/inn.mp3": b"inn"}
    for name, data in {**kept, "unnamed.mp3": b"nobody's"}.items():
        (here.data_dir / name).parent.mkdir(exist_ok=True)
        (here.data_dir / name).write_bytes(data)
    outside.write_bytes(b"not the service's")
    show = '[show.news]\ntitle = "News"\nintro = "chime.mp3"\nartwork = "art/cover.png"\n'
    sponsor = '[sponsor.inn]\nlabel = "Inn"\nsound = "./spots/inn.mp3"\ntext = "Sleep."\n'
    here.shows_path.write_text(f'{show}outro = "{outside}"\n{sponsor}')
    made = back_up(here, tmp_path / "saved")
    assert made.files == ("shows.toml", "art/cover.png", "chime.mp3", "spots/inn.mp3")
    restore(there, tmp_path / "saved")
    assert {name: (there.data_dir / name).read_bytes() for name in kept} == kept
    assert not (there.data_dir / "unnamed.mp3").exists()
    assert there.shows_path.read_text() == here.shows_path.read_text()

    here.shows_path.write_text(show)
    assert back_up(here, tmp_path / "saved").files == ("shows.toml", "art/cover.png", "chime.mp3")
    assert not (tmp_path / "saved" / "publisher" / "spots" / "inn.mp3").exists()


def test_what_cannot_be_saved_or_brought_back_is_told(tmp_path: Path) -> None:
    here = settings_in(tmp_path / "home")
    with pytest.raises(BackupError, match=r"There is no catalog at .*catalog\.db"):
        back_up(here, tmp_path / "saved")
    accept(here, "a1")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    with pytest.raises(BackupError, match="something other than a backup"):
        back_up(here, tmp_path / "mine")
    with pytest.raises(BackupError, match="no complete backup"):
        restore(settings_in(tmp_path / "away"), tmp_path / "mine")
    back_up(here, tmp_path / "saved")
    with pytest.raises(BackupError, match="names another kind"):
        restore(Settings(data_dir=tmp_path / "away", database_url="postgresql://tts@/x"), tmp_path / "saved")
