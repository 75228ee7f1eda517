"""Upkeep of a bucket by the catalog, and what holds while workers write to it: Redis, bucket and catalog are
real."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
import redis

from audio_cache.errors import NarrationGone, StoreAway
from audio_cache.narration_id import NarrationId
from audio_cache.opening import Store
from audio_cache.plan import Plan
from audio_cache.shared.bucket import Bucket
from audio_cache.shared.narrations import SharedNarrations
from audio_cache.shared.objects import NarrationObjects, audio_name
from audio_cache.stored import whole_file
from audio_cache.upkeep.check import Report
from audio_cache.upkeep.pruning import DAY_S, Policy, Pruned
from tests.audio_cache.cache_examples import (
    ARTICLE,
    NARRATION,
    REVISION,
    begin,
    body,
    example_plan,
    land,
)
from tests.bucket.seaweed import Seaweed
from tests.contracts.upkeep import KeptStore, UpkeepContract, narrate
from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog, Facts
from tts_service.errors import Conflict, Pruning
from tts_service.ops.bucket_upkeep import (
    orphans_in_bucket,
    prune_bucket,
    shared_narrations,
    verify_bucket,
)
from tts_service.settings import Settings

Host = Callable[[str], Store]
LATER_S = 8 * DAY_S


class KeptBucket:
    def __init__(self, settings: Settings, seaweed: Seaweed) -> None:
        self.settings = settings
        self.catalog = Catalog(settings.catalog_url)
        self.narrations = shared_narrations(settings, self.catalog)
        self.seaweed = seaweed

    def verify(self, *, mend: bool, deep: bool = False) -> Report:
        return verify_bucket(self.settings, self.catalog, deep=deep, mend=mend)

    def prune(self, policy: Policy, *, dry_run: bool = False) -> Pruned:
        return prune_bucket(self.settings, self.catalog, policy, dry_run=dry_run)

    def finished(self, plan: Plan) -> None:
        finished = self.narrations.finished(plan.narration)
        assert finished is not None
        self.catalog.accept(ArticleRequest(text="Words."), plan.article_id, "", plan.revision, "batch")
        facts = Facts(status="ready", revision=plan.revision, duration_s=1.0, size=finished.size)
        self.catalog.record(plan.article_id, plan.revision, facts)

    def age(self, days: float) -> None:
        with closing(sqlite3.connect(self.settings.data_dir / "catalog.db")) as catalog, catalog:
            catalog.execute("UPDATE narrations SET created_at = datetime(created_at, ?)", [f"-{days} days"])

    def harm(self, narration: NarrationId, how: str) -> None:
        finished = self.narrations.finished(narration)
        assert finished is not None
        name, bucket = audio_name(finished), self.narrations.bucket
        data = bucket.get(name)
        assert data is not None
        if how == "remove":
            bucket.delete([name])
        else:
            bucket.replace(name, data[:-1] + (b"" if how == "cut" else bytes([data[-1] ^ 1])))

    def orphans(self, *, remove: bool = True, even_most: bool = False) -> tuple[int, int, int]:
        """As they would be told of in a week."""
        later = time.time() + LATER_S
        found = orphans_in_bucket(self.settings, self.catalog, remove=remove, even_most=even_most, now=later)
        return found.unknown, found.partly, found.removed

    def names(self) -> list[str]:
        return self.seaweed.names(self.settings.store or "")


@pytest.fixture
def kept(
    place: str, valkey: str, client: redis.Redis, seaweed: Seaweed, tmp_path: Path
) -> Iterator[KeptBucket]:
    kept = KeptBucket(Settings(data_dir=tmp_path, redis_url=valkey, store=place), seaweed)
    yield kept
    kept.catalog.close()


class TestUpkeepOfABucket(UpkeepContract):
    @pytest.fixture
    def kept(self, kept: KeptBucket) -> KeptStore:
        return kept


# -- what stays when Redis forgets ---------------------------------------------------------------------------


def test_what_was_pruned_keeps_its_script_when_redis_forgets(kept: KeptBucket, client: redis.Redis) -> None:
    plan = narrate(kept, "a1", "ab")
    kept.age(60)
    assert kept.prune(Policy(max_bytes=1)).silenced == 1
    assert kept.names() == ["v1/q/a1/r1"]
    client.flushdb()
    assert kept.narrations.plan(plan.narration) == plan
    assert kept.narrations.finished(plan.narration) is None
    assert kept.prune(Policy(max_bytes=1)).silenced == 0, "it is not there any more"
    land(kept.narrations, *"ab")
    kept.narrations.finish(plan)
    kept.finished(plan)
    client.flushdb()
    assert whole_file(kept.narrations, plan.narration).read_bytes() == body(plan, "ab")


def test_nothing_is_listed_where_the_catalog_knows(
    kept: KeptBucket, client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = narrate(kept, "a1", "ab")
    client.flushdb()
    monkeypatch.setattr(Bucket, "objects", None)
    assert kept.narrations.finished(plan.narration) is not None
    assert kept.narrations.outcome("unknown", "digest") is None
    kept.catalog.delete("a1")
    client.flushdb()
    assert kept.narrations.finished(plan.narration) is None, "the catalog has forgotten it"


def test_an_article_that_waits_long_is_not_listed_by_its_worker(
    kept: KeptBucket, host: Host, client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.narrations.expect("a1")
    assert client.ttl("tts:nar:a1") > DAY_S
    monkeypatch.setattr(Bucket, "objects", None)
    worker = host("worker").narrations
    worker.put_page("a1", "digest", b"<html>")
    assert worker.page("a1", "digest") == b"<html>"
    assert worker.article("a1", "digest") is None


# -- verify --------------------------------------------------------------------------------------------------


def test_verify_reads_a_file_only_if_its_etag_is_another(
    kept: KeptBucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = narrate(kept, "a1", "ab")
    read: list[str] = []
    fetch = Bucket.fetch

    def counted(bucket: Bucket, name: str, write: Callable[[bytes], object]) -> bool:
        read.append(name)
        return fetch(bucket, name, write)

    monkeypatch.setattr(Bucket, "fetch", counted)
    assert kept.verify(mend=False).sound
    assert read == []
    assert kept.verify(mend=False, deep=True).sound
    assert len(read) == 1
    marker = kept.narrations._objects.marker(plan.narration)
    assert marker is not None
    assert marker.put_as
    older = msgspec.structs.replace(marker, put_as="of another provider")
    kept.narrations._objects.drop_marker(plan.narration)
    kept.narrations._objects.create_marker(older)
    assert kept.verify(mend=False).sound, "the same bytes under another ETag"
    assert len(read) == 2


def test_a_marker_that_is_lost_is_found(kept: KeptBucket) -> None:
    plan = narrate(kept, "a1", "ab")
    kept.narrations.bucket.delete([f"v1/n/{plan.narration}"])
    (finding,) = kept.verify(mend=True).findings
    assert finding.problem == "its commit marker is not there, or cannot be read"
    assert kept.narrations.finished(plan.narration) is None


# -- a worker finishes what is being removed -----------------------------------------------------------------

STEPS = ("put_audio", "create_marker", "settle")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("how", ["silence", "remove"])
def test_a_removal_in_the_middle_of_finishing_leaves_nothing_broken(
    kept: KeptBucket,
    host: Host,
    client: redis.Redis,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    how: str,
) -> None:
    """All of the removal happens just before one step of a worker, who did not know of the file."""
    late, plan = host("worker").narrations, narrate(kept, ARTICLE, "ab", REVISION)
    assert isinstance(late, SharedNarrations)
    client.hdel(f"tts:nar:{ARTICLE}", f"d/{REVISION}")
    owner = late._hashes if step == "settle" else late._objects
    original = getattr(owner, step)

    def removed_before(*arguments: object) -> object:
        monkeypatch.setattr(owner, step, original)
        assert getattr(kept.narrations.removals, how)(plan.narration)
        return original(*arguments)

    monkeypatch.setattr(owner, step, removed_before)
    with pytest.raises(StoreAway if how == "silence" else NarrationGone):
        late.finish(plan)
    assert late.finished(plan.narration) is None
    assert [name[:4] for name in kept.names() if not name.startswith("v1/q")] == []
    begin(late, plan)
    land(late, *"ab")
    late.finish(plan)
    assert whole_file(host("other").narrations, plan.narration).read_bytes() == body(plan, "ab")
    assert [name[:4] for name in kept.names() if not name.startswith("v1/q")] == ["v1/a", "v1/n"]


@pytest.mark.parametrize("at", [0, 1], ids=["before the marker", "before the file"])
def test_a_file_is_not_finished_while_the_last_one_is_being_removed(
    kept: KeptBucket, host: Host, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """All of the finishing happens just before one deletion of the other."""
    plan = narrate(kept, ARTICLE, "ab", REVISION)
    worker, objects = host("worker").narrations, kept.narrations._objects
    deleted: list[str] = []
    delete = objects.delete

    def finish_before(name: str) -> None:
        if len(deleted) == at:
            assert worker.finished(plan.narration) is None, "nobody is led to what is being removed"
            land(worker, *"ab")
            with pytest.raises(StoreAway, match="just being removed"):
                worker.finish(plan)
        deleted.append(name)
        delete(name)

    monkeypatch.setattr(objects, "delete", finish_before)
    assert kept.narrations.removals.silence(plan.narration)
    assert len(deleted) == 2
    worker.finish(plan)
    assert whole_file(host("other").narrations, plan.narration).read_bytes() == body(plan, "ab")


def test_a_removal_that_wakes_up_late_removes_nothing_that_was_made_since(
    kept: KeptBucket, host: Host, client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = narrate(kept, ARTICLE, "ab", REVISION)
    worker, objects = host("worker").narrations, kept.narrations._objects
    delete = objects.delete

    def much_later(name: str) -> None:
        delete(name)
        mark = client.hget(f"tts:nar:{ARTICLE}", f"x/{REVISION}")
        assert isinstance(mark, bytes)
        going, kind, _, token = mark.split()
        client.hset(f"tts:nar:{ARTICLE}", f"x/{REVISION}", b" ".join((going, kind, b"1000.0", token)))
        land(worker, *"ab")
        worker.finish(plan)

    monkeypatch.setattr(objects, "delete", much_later)
    assert not kept.narrations.removals.silence(plan.narration)
    assert whole_file(host("other").narrations, plan.narration).read_bytes() == body(plan, "ab")


def test_two_do_not_prune_at_the_same_time(kept: KeptBucket, host: Host) -> None:
    with host("other").claims.claim("prune") as mine:
        assert mine
        with pytest.raises(Pruning):
            kept.prune(Policy())


def test_what_was_asked_for_again_since_it_was_chosen_stays(
    kept: KeptBucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = narrate(kept, "a1", "ab")
    kept.age(60)
    kept.catalog.reopen("a1", "interactive")
    assert kept.prune(Policy(max_bytes=1)).silenced == 1, "by a policy that was made before"
    assert kept.narrations.finished(plan.narration) is not None


# -- orphans -------------------------------------------------------------------------------------------------


def test_orphans_are_what_the_catalog_does_not_know_after_a_week(kept: KeptBucket) -> None:
    plan = narrate(kept, "a1", "ab")
    narrate(kept, "a2", "ab")
    kept.catalog.delete("a2")
    young = orphans_in_bucket(kept.settings, kept.catalog, remove=True)
    assert (young.narrations, young.unknown, young.removed) == (2, 0, 0)
    assert kept.orphans(remove=False) == (1, 0, 0)
    assert kept.orphans() == (1, 0, 1)
    assert {name.split("/")[2] for name in kept.names()} == {"a1"}
    assert whole_file(kept.narrations, plan.narration).read_bytes() == body(plan, "ab")
    assert kept.orphans() == (0, 0, 0)


def test_files_that_belong_to_nothing_are_orphans(kept: KeptBucket) -> None:
    plan = narrate(kept, "a1", "ab")
    bucket = kept.narrations.bucket
    bucket.put(f"v1/a/{plan.narration}/{'ab' * 32}.mp3", b"of whoever came second", "audio/mpeg")
    bucket.put(f"v1/a/a1/r2/{'cd' * 32}.mp3", b"of whoever died before the marker", "audio/mpeg")
    bucket.put("v1/a/not one of ours", b"", "audio/mpeg")
    assert kept.orphans() == (1, 1, 2)
    assert len(kept.names()) == 3
    assert kept.verify(mend=False).sound
    kept.catalog.accept(ArticleRequest(text="Words."), "a3", "", "digest", "batch")
    bucket.put(f"v1/a/a3/r1/{'cd' * 32}.mp3", b"its article is being read", "audio/mpeg")
    assert kept.orphans()[0] == 0


def test_a_catalog_that_knows_hardly_anything_removes_nothing(kept: KeptBucket) -> None:
    for number in range(30):
        kept.narrations.bucket.put(f"v1/a/a{number}/r1/{'ab' * 32}.mp3", b"", "audio/mpeg")
    with pytest.raises(Conflict, match="does not know 30 of the 30 narrations"):
        kept.orphans()
    assert len(kept.names()) == 30
    assert kept.orphans(even_most=True) == (30, 0, 30)
    assert kept.names() == []


def test_an_orphan_that_is_made_again_meanwhile_is_whole(
    kept: KeptBucket, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, plan = host("worker").narrations, example_plan("ab")
    begin(worker, plan)
    land(worker, *"ab")
    worker.finish(plan)
    delete = NarrationObjects.delete

    def finish_again(objects: NarrationObjects, name: str) -> None:
        monkeypatch.setattr(NarrationObjects, "delete", delete)
        delete(objects, name)
        begin(worker, plan)
        land(worker, *"ab")
        with pytest.raises(StoreAway):
            worker.finish(plan)

    monkeypatch.setattr(NarrationObjects, "delete", finish_again)
    assert kept.orphans() == (1, 0, 1)
    worker.finish(plan)
    assert whole_file(host("other").narrations, NARRATION).read_bytes() == body(plan, "ab")
