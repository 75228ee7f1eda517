"""Finished narrations from a folder to a bucket and back, by a command that is killed, and by backups."""

from __future__ import annotations

import hashlib
import signal
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
import redis

from audio_cache.narration_id import NarrationId, RecordingName
from audio_cache.narrations import Narrations
from audio_cache.opening import open_archive, open_files, open_shared_store, open_store
from audio_cache.plan import Outcome, Plan
from audio_cache.shared.bucket import Bucket
from audio_cache.stored import whole_file
from audio_cache.upkeep.check import verify
from audio_cache.upkeep.moving import Archive, Copied, copy_narrations
from audio_cache.words import segment_infos
from tests.audio_cache.cache_examples import TAG, body, example_plan, segment_named
from tests.bucket.seaweed import Seaweed
from tests.contracts.segment_store import key_of
from tests.running import TTS_SERVICE, Running, clean_environ
from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog, Facts
from tts_service.ops.backup import back_up, restore
from tts_service.settings import Settings

ROOT = Path(__file__).parents[2]
KINDS = ("folder", "bucket")


class Place:
    """A store under a name, as an archive and as narrations."""

    def __init__(self, kind: str, name: str, bucket: str, client: redis.Redis, root: Path) -> None:
        self.where: str | Path = f"{bucket}/{name}" if kind == "bucket" else root / name
        self._client = client
        self._copies = root / f"{name} copies"

    @property
    def archive(self) -> Archive:
        return open_archive(self.where)

    @property
    def narrations(self) -> Narrations:
        """As a process sees it whose Redis knows nothing."""
        self._client.flushdb()
        if isinstance(self.where, Path):
            return open_store(self.where).narrations
        return open_shared_store(self.where, self._copies, self._client).narrations


@pytest.fixture
def place_of(place: str, client: redis.Redis, tmp_path: Path) -> Callable[[str, str], Place]:
    return lambda kind, name: Place(kind, name, place, client, tmp_path)


def narrate(
    narrations: Narrations, article: str, names: str = "abc", *, revision: str = "r1", tag: bytes = TAG
) -> Plan:
    plan = msgspec.structs.replace(example_plan(names), article_id=article, revision=revision)
    narrations.put_script(plan.narration, b'{"title":"An example"}')
    narrations.put_plan(plan, TAG)
    narrations.put_outcome(article, f"{revision}digest", Outcome(revision))
    narrations.put_article(article, "reading", b"as it was read")
    for name in names:
        narrations.segments.put(key_of(name), segment_named(name))
    narrations.finish(plan, tag)
    return plan


@pytest.mark.parametrize("target_kind", KINDS)
@pytest.mark.parametrize("source_kind", KINDS)
def test_all_that_is_known_comes_along(
    place_of: Callable[[str, str], Place], source_kind: str, target_kind: str, tmp_path: Path
) -> None:
    source, target = place_of(source_kind, "source"), place_of(target_kind, "target")
    narrations = source.narrations
    plan = narrate(narrations, "a1")
    upload, digest = tmp_path / "upload", hashlib.sha256(b"read by a person").hexdigest()
    upload.write_bytes(b"read by a person")
    narrations.put_recording("a1", digest, upload)
    narrate(narrations, "a1", "xyz", revision="r2")
    narrate(narrations, "a2", "b")
    narrations.put_script(NarrationId("a3", "r1"), b"{}")
    first = narrations.finished(plan.narration)
    assert first is not None
    narrations.put_credentials(first, b"manifest", "ab" * 32)
    told: list[int] = []
    assert copy_narrations(source.archive, target.archive, tell=told.append) == Copied(3, 0, ())
    assert told == [1, 2, 3]
    assert copy_narrations(source.archive, target.archive) == Copied(0, 3, ())
    assert copy_narrations(target.archive, source.archive) == Copied(0, 3, ()), "and back"
    there = target.narrations
    assert [str(narration) for narration in there.ids()] == ["a1/r1", "a1/r2", "a2/r1"]
    assert there.finished(plan.narration) == first
    assert there.plan(plan.narration) == plan
    assert there.script(plan.narration) == b'{"title":"An example"}'
    assert there.tag(plan.narration) == TAG
    assert there.outcome("a1", "r1digest") == Outcome("r1")
    assert there.outcome("a1", "r2digest") == Outcome("r2")
    assert there.article("a1", "reading") == b"as it was read"
    assert there.manifest(plan.narration) == b"manifest"
    with there.recording("a1", digest) as kept:
        assert kept is not None
        assert kept.read_bytes() == b"read by a person"
    assert there.credentials(first) is not None
    assert segment_infos(there, plan, first.cues) == [segment_named(name).info for name in "abc"]
    assert whole_file(there, plan.narration).read_bytes() == body(plan, "abc")
    if isinstance(target.where, Path):
        assert verify(target.where, mend=False).findings == ()


@pytest.mark.parametrize("target_kind", KINDS)
@pytest.mark.parametrize("source_kind", KINDS)
def test_of_two_files_of_a_narration_the_newer_one_stays(
    place_of: Callable[[str, str], Place], source_kind: str, target_kind: str
) -> None:
    source, target = place_of(source_kind, "source"), place_of(target_kind, "target")
    old, new = b"tag when it was.", b"tag from just now"[:16]
    plan = narrate(source.narrations, "a1", tag=old)
    time.sleep(1.1)
    narrate(target.narrations, "a1", tag=new)
    copy_narrations(source.archive, target.archive)
    assert whole_file(target.narrations, plan.narration).read_bytes() == body(plan, "abc", new)
    copy_narrations(target.archive, source.archive)
    assert whole_file(source.narrations, plan.narration).read_bytes() == body(plan, "abc", new)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_damaged_is_left_out_and_comes_when_it_is_mended(
    place_of: Callable[[str, str], Place], kind: str
) -> None:
    source, target = place_of(kind, "source"), place_of("folder", "target")
    plan = narrate(source.narrations, "a1")
    narrate(source.narrations, "a2")
    if isinstance(source.where, Path):
        (source.where / "narrations" / "a1" / "r1" / "audio.mp3").write_bytes(bytes(len(body(plan, "abc"))))
    else:
        finished = source.narrations.finished(plan.narration)
        assert finished is not None
        Bucket(source.where).replace(f"v1/a/a1/r1/{finished.etag}.mp3", b"nothing")
    assert copy_narrations(source.archive, target.archive) == Copied(1, 0, (plan.narration,))
    assert [str(narration) for narration in target.narrations.ids()] == ["a2/r1"]


def test_an_exact_copy_loses_what_was_deleted(place_of: Callable[[str, str], Place]) -> None:
    source, target = place_of("bucket", "source"), place_of("folder", "target")
    narrate(source.narrations, "a1")
    narrate(source.narrations, "a2")
    copy_narrations(source.archive, target.archive)
    source.narrations.delete("a1")
    assert copy_narrations(source.archive, target.archive) == Copied(0, 1, ())
    assert copy_narrations(source.archive, target.archive, exact=True) == Copied(0, 1, (), 1)
    assert [str(narration) for narration in target.narrations.ids()] == ["a2/r1"]


@pytest.mark.parametrize("source_kind", KINDS)
def test_an_exact_copy_has_the_recordings_that_its_source_has(
    place_of: Callable[[str, str], Place], tmp_path: Path, source_kind: str
) -> None:
    """Also of an article of which nothing is finished."""
    source, target = place_of(source_kind, "source"), place_of("folder", "target")
    name, upload = RecordingName("a1", "d" * 64), tmp_path / "upload"
    upload.write_bytes(b"what was uploaded")
    source.archive.put_recording(name, upload)
    copy_narrations(source.archive, target.archive)
    assert list(target.archive.recordings()) == [name]
    source.archive.drop_recording(name)
    copy_narrations(source.archive, target.archive)
    assert list(target.archive.recordings()) == [name]
    copy_narrations(source.archive, target.archive, exact=True)
    assert list(target.archive.recordings()) == []


def test_what_is_put_into_a_bucket_in_use_is_found_there(
    place_of: Callable[[str, str], Place], place: str, client: redis.Redis, tmp_path: Path
) -> None:
    """Its machines knew that it has nothing of the article."""
    source = place_of("folder", "source")
    plan = narrate(source.narrations, "a1")
    in_use = open_shared_store(f"{place}/live", tmp_path / "machine", client).narrations
    assert in_use.finished(plan.narration) is None
    narrate(in_use, "a1", "xyz", revision="r2")
    copy_narrations(source.archive, open_archive(f"{place}/live", client))
    assert in_use.finished(plan.narration) is not None
    assert whole_file(in_use, plan.narration).read_bytes() == body(plan, "abc")
    assert in_use.revisions("a1") == ["r1", "r2"]


# -- the command ---------------------------------------------------------------------------------------------


def copying(source: Path | str, target: Path | str, **settings: str) -> Running:
    environ = clean_environ(data_dir="/nowhere", **settings)
    return Running(TTS_SERVICE, "store", "copy", str(source), str(target), environ=environ, cwd=ROOT)


def test_a_copy_that_is_killed_again_and_again_is_completed(
    place_of: Callable[[str, str], Place], seaweed: Seaweed, tmp_path: Path
) -> None:
    source = place_of("folder", "source")
    plans = [narrate(source.narrations, f"a{number:03}", "ab") for number in range(240)]
    target = place_of("bucket", "target")
    assert isinstance(target.where, str)
    seen = 0
    for _ in range(3):
        command = copying(source.where, target.where)
        until = time.monotonic() + 60
        while len(seaweed.names(f"{target.where}/v1/n")) < seen + 8:
            assert time.monotonic() < until, command.output
        command.process.send_signal(signal.SIGKILL)
        command.wait()
        names = seaweed.names(target.where)
        markers = {name.removeprefix("v1/n/") for name in names if name.startswith("v1/n/")}
        files = {name.rpartition("/")[0].removeprefix("v1/a/") for name in names if name.startswith("v1/a/")}
        assert markers <= files, "no marker without its file"
        assert seen < len(markers) < len(plans)
        seen = len(markers)
    narrate(source.narrations, "later", "ab")
    command = copying(source.where, target.where)
    assert command.wait() == 0, command.output
    told = f"{len(plans) + 1 - seen} narrations copied and checked, {seen} were there already."
    assert told in command.output
    assert f"start the service with TTS_STORE={target.where}" in command.output
    there = target.narrations
    for plan in plans[::30]:
        assert whole_file(there, plan.narration).read_bytes() == body(plan, "ab")
    assert len(list(there.ids())) == len(plans) + 1
    back = copying(target.where, tmp_path / "back")
    assert back.wait() == 0, back.output
    assert verify(tmp_path / "back", mend=False).findings == ()
    assert "0 narrations copied" in copying_again(target.where, tmp_path / "back")


def copying_again(source: Path | str, target: Path | str) -> str:
    command = copying(source, target)
    assert command.wait() == 0
    return command.output


@pytest.mark.parametrize(
    ("source", "target", "sentence"),
    [
        ("nowhere", "s3://bucket-1/tts", "nowhere holds no audio. Name an address such as"),
        ("s3://bucket-1/tts", "s3://bucket-1/tts/", "nothing to copy from a store to itself"),
        ("s3://bucket-1/tts", "s3://nobody-made-this-one/tts", "the bucket must exist"),
    ],
    ids=["nothing", "itself", "no bucket"],
)
def test_what_cannot_be_copied_is_told(seaweed: Seaweed, source: str, target: str, sentence: str) -> None:
    command = copying(source, target)
    assert command.wait() == 1
    assert sentence in command.output


# -- backup and restore --------------------------------------------------------------------------------------


@pytest.mark.parametrize("home", KINDS)
@pytest.mark.parametrize("away", KINDS)
def test_a_backup_is_restored_to_whatever_there_is(
    valkey: str, client: redis.Redis, place: str, tmp_path: Path, home: str, away: str
) -> None:
    def settings_of(kind: str, name: str) -> Settings:
        store = f"{place}/{name}" if kind == "bucket" else None
        return Settings(data_dir=tmp_path / name, redis_url=valkey, store=store)

    def narrations_of(settings: Settings) -> Narrations:
        if settings.store is None:
            return open_store(settings.cache_dir).narrations
        return open_shared_store(settings.store, settings.cache_dir, client).narrations

    here, there = settings_of(home, "home"), settings_of(away, "away")
    here.data_dir.mkdir()
    plan = narrate(narrations_of(here), "a1")
    narrate(narrations_of(here), "a2")
    with closing(Catalog(here.catalog_url)) as catalog:
        catalog.accept(ArticleRequest(text="Words."), "a1", "", "digest", "batch")
        catalog.record("a1", "digest", Facts(status="ready", revision="r1", duration_s=1.0, size=8000))
    sound = "ab" * 32
    if here.store:
        open_files(here.store).put(sound, b"chime")
    assert back_up(here, tmp_path / "saved").narrations == 2
    narrations_of(here).delete("a2")
    assert back_up(here, tmp_path / "saved").narrations == 1
    assert verify(tmp_path / "saved" / "audio", mend=False).findings == ()
    client.flushdb()
    restore(there, tmp_path / "saved")
    assert [str(narration) for narration in narrations_of(there).ids()] == ["a1/r1"]
    assert whole_file(narrations_of(there), plan.narration).read_bytes() == body(plan, "abc")
    if here.store and there.store:
        found = bytearray()
        assert open_files(there.store).fetch(sound, found.extend)
        assert bytes(found) == b"chime"
    with closing(Catalog(there.catalog_url)) as catalog:
        assert catalog.get("a1") is not None
