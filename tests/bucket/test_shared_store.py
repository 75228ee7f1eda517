"""The store of several machines: Redis and a bucket, both real."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec
import obstore.store
import pytest
import redis

from audio_cache.errors import Incomplete, NarrationGone, StoreAway, StoreUnfit
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.opening import COPIES_BYTES, Store, open_shared_store
from audio_cache.plan import Outcome
from audio_cache.shared.bucket import Bucket
from audio_cache.shared.copies import Copies
from audio_cache.shared.narrations import WITHDRAWN, SharedNarrations
from audio_cache.store import SegmentStore
from audio_cache.stored import whole_file
from audio_cache.words import segment_infos
from tests.audio_cache.cache_examples import (
    ARTICLE,
    NARRATION,
    REVISION,
    TAG,
    begin,
    body,
    example_plan,
    land,
    segment_named,
)
from tests.bucket.seaweed import Seaweed
from tests.contracts.narrations import NarrationsContract
from tests.contracts.segment_store import SegmentStoreContract, key_of
from tests.running import free_port
from tts_service.broker.connection import connect
from tts_service.settings import Settings

Host = Callable[[str], Store]


class TestRelaySegments(SegmentStoreContract):
    @pytest.fixture
    def store(self, client: redis.Redis) -> SegmentStore:
        return open_shared_store("s3://unused", Path("/nowhere"), client).segments

    def damage(self, store: SegmentStore, key: str) -> None:
        client: redis.Redis = store._client  # type: ignore[attr-defined]
        audio = client.hget(f"tts:seg:{key}", "audio")
        assert isinstance(audio, bytes)
        client.hset(f"tts:seg:{key}", "audio", audio[:-1] + bytes([audio[-1] ^ 1]))


class TestSharedNarrations(NarrationsContract):
    @pytest.fixture
    def narrations(self, host: Host) -> Narrations:
        return host("a").narrations

    @pytest.fixture
    def elsewhere(self, host: Host) -> Narrations:
        return host("b").narrations


class TestSharedNarrationsInMemory(NarrationsContract):
    """With another provider than that of the other tests: what holds does not come from one server alone."""

    @pytest.fixture
    def memory(self) -> Bucket:
        bucket = Bucket("memory://bucket")
        bucket._opened = (os.getpid(), obstore.store.MemoryStore())
        bucket.check()
        return bucket

    @pytest.fixture
    def narrations(self, memory: Bucket, client: redis.Redis, tmp_path: Path) -> Narrations:
        return SharedNarrations(client, memory, Copies(tmp_path / "a", COPIES_BYTES))

    @pytest.fixture
    def elsewhere(self, memory: Bucket, client: redis.Redis, tmp_path: Path) -> Narrations:
        return SharedNarrations(client, memory, Copies(tmp_path / "b", COPIES_BYTES))


def finish(narrations: Narrations, names: str = "abc") -> None:
    plan = example_plan(names)
    begin(narrations, plan)
    narrations.put_outcome(ARTICLE, "digest", Outcome(revision=REVISION))
    narrations.put_article(ARTICLE, "reading", b"as it was read")
    land(narrations, *names)
    narrations.finish(plan)


def test_a_finished_narration_is_two_objects(host: Host, seaweed: Seaweed, place: str) -> None:
    finish(host("a").narrations)
    finished = host("b").narrations.finished(NARRATION)
    assert finished is not None
    audio = f"v1/a/{NARRATION}/{finished.etag}.mp3"
    assert seaweed.names(place) == [audio, f"v1/n/{NARRATION}"]
    answer = seaweed._http.get(seaweed.url_of(place, audio), headers={"Range": "bytes=0-9"})
    assert answer.headers["Content-Type"] == "audio/mpeg"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.content == TAG[:10]


def test_a_signed_address_gives_the_file_to_anybody(host: Host) -> None:
    finish(host("a").narrations)
    whole = host("b").narrations.audio(NARRATION)
    assert whole is not None
    assert whole.place.startswith("s3://")
    address = whole.signed_address(60)
    assert address is not None
    part = httpx.get(address, headers={"Range": "bytes=0-9"}, trust_env=False)
    assert (part.status_code, part.content) == (206, TAG[:10])


def test_everything_about_it_outlives_redis(host: Host, client: redis.Redis) -> None:
    finish(host("a").narrations)
    plan = example_plan("abc")
    client.flushdb()
    again = host("b").narrations
    finished = again.finished(NARRATION)
    assert finished is not None
    assert again.look(NARRATION) == (False, plan, None, finished)
    assert again.outcome(ARTICLE, "digest") == Outcome(revision=REVISION)
    assert again.article(ARTICLE, "reading") == b"as it was read"
    assert again.script(NARRATION) == b'{"title":"An example"}'
    assert again.tag(NARRATION) == TAG
    assert segment_infos(again, plan, finished.cues) == [segment_named(name).info for name in "abc"]
    assert whole_file(again, NARRATION).read_bytes() == body(plan, "abc")
    assert again.missing(plan) == [0, 1, 2], "segments are in the file alone"


def test_a_write_after_redis_has_forgotten_loses_nothing(host: Host, client: redis.Redis) -> None:
    finish(host("a").narrations)
    client.flushdb()
    other = NarrationId(ARTICLE, "revision2")
    host("a").narrations.put_script(other, b"{}")
    assert host("b").narrations.revisions(ARTICLE) == [REVISION, "revision2"]
    assert host("b").narrations.finished(NARRATION) is not None
    client.flushdb()
    host("b").narrations.put_outcome(ARTICLE, "later", Outcome(revision=REVISION))
    assert host("a").narrations.outcome(ARTICLE, "digest") == Outcome(revision=REVISION)


def test_what_was_not_finished_is_lost_with_redis_and_made_anew(host: Host, client: redis.Redis) -> None:
    narrations, plan = host("a").narrations, example_plan("ab")
    begin(narrations, plan)
    land(narrations, "a")
    client.flushdb()
    assert narrations.look(NARRATION) == (False, None, None, None), "lost, not deleted"
    assert not narrations.exists(NARRATION)
    with pytest.raises(NarrationGone):
        narrations.finish(plan)
    finish(narrations, "ab")
    assert whole_file(host("b").narrations, NARRATION).read_bytes() == body(plan, "ab")


def test_a_relay_of_its_own_may_forget_everything(
    place: str, client: redis.Redis, valkey: str, tmp_path: Path
) -> None:
    with redis.Redis.from_url(f"{valkey.removesuffix('/0')}/1") as relay:
        store = open_shared_store(place, tmp_path / "a", client, relay=relay)
        narrations, plan = store.narrations, example_plan("ab")
        begin(narrations, plan)
        land(narrations, "a")
        assert narrations.missing(plan) == [1]
        relay.flushdb()
        assert narrations.look(NARRATION).plan == plan
        assert narrations.missing(plan) == [0, 1], "only what is spoken is lost"
        land(narrations, *"ab")
        narrations.finish(plan)
        assert whole_file(narrations, NARRATION).read_bytes() == body(plan, "ab")
        assert not list(client.scan_iter("tts:seg:*"))


def test_finished_narrations_are_found_while_redis_is_away(host: Host, place: str, tmp_path: Path) -> None:
    finish(host("a").narrations)
    nowhere = connect(Settings(redis_url=f"redis://127.0.0.1:{free_port()}"))
    alone = open_shared_store(place, tmp_path / "c", nowhere).narrations
    assert whole_file(alone, NARRATION).read_bytes() == body(example_plan("abc"), "abc")
    whole = alone.audio(NARRATION)
    assert whole is not None
    assert alone.credentials(whole.finished) is None
    with pytest.raises(StoreAway):
        alone.segments.sizes([key_of("a")])


def test_those_with_a_copy_are_heard_while_the_bucket_is_away(
    host: Host, client: redis.Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = host("a").narrations
    finish(here)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    away = host("a").narrations
    assert whole_file(away, NARRATION).read_bytes() == body(example_plan("abc"), "abc")
    with pytest.raises(StoreAway):
        whole_file(host("b").narrations, NARRATION)
    other = NarrationId("article2", REVISION)
    away.put_page("article3", "digest", b"new ones are taken")
    with pytest.raises(StoreAway):
        away.exists(other)


def test_a_deletion_removes_what_is_in_the_bucket(host: Host, seaweed: Seaweed, place: str) -> None:
    finish(host("a").narrations)
    finished = host("a").narrations.finished(NARRATION)
    assert finished is not None
    host("a").narrations.put_credentials(finished, b"manifest", "ab")
    assert len(seaweed.names(place)) == 3
    host("b").narrations.delete(ARTICLE)
    assert seaweed.names(place) == []


def test_a_deletion_while_the_bucket_is_away_is_made_good(
    host: Host, client: redis.Redis, seaweed: Seaweed, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(host("a").narrations)
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
        host("b").narrations.delete(ARTICLE)
    here = host("a").narrations
    assert not here.exists(NARRATION)
    assert here.audio(NARRATION) is None
    assert list(here.unread()) == [ARTICLE]
    here.delete(ARTICLE)
    assert list(here.unread()) == []
    assert client.exists(WITHDRAWN) == 0
    assert seaweed.names(place) == []


def test_a_deletion_while_the_file_is_put_together_wins(
    host: Host, client: redis.Redis, seaweed: Seaweed, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, plan = host("a").narrations, example_plan("ab")
    begin(late, plan)
    land(late, *"ab")
    assert isinstance(late, SharedNarrations)
    put_audio = late._objects.put_audio

    def deleted_meanwhile(*arguments: object) -> None:
        host("b").narrations.delete(ARTICLE)
        put_audio(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(late._objects, "put_audio", deleted_meanwhile)
    with pytest.raises(NarrationGone):
        late.finish(plan)
    assert seaweed.names(place) == []


def test_a_file_that_is_lost_is_made_again(host: Host, seaweed: Seaweed, place: str) -> None:
    finish(host("a").narrations)
    (audio, _) = seaweed.names(place)
    seaweed._http.delete(seaweed.url_of(place, audio))
    elsewhere = host("b").narrations
    with pytest.raises(FileNotFoundError):
        whole_file(elsewhere, NARRATION)
    assert elsewhere.finished(NARRATION) is None
    assert elsewhere.finish(example_plan("abc")) == elsewhere.finished(NARRATION)
    assert whole_file(elsewhere, NARRATION).read_bytes() == body(example_plan("abc"), "abc")


def test_an_edit_takes_its_other_sentences_from_the_file(host: Host, client: redis.Redis) -> None:
    finish(host("a").narrations, "abc")
    client.flushdb()
    edited = NarrationId(ARTICLE, "revision2")
    plan = msgspec.structs.replace(example_plan("abxc"), revision="revision2")
    narrations = host("b").narrations
    narrations.put_script(edited, b"{}")
    narrations.put_plan(plan, TAG)
    assert narrations.missing(plan) == [2]
    assert narrations.segments.get(key_of("b")) == segment_named("b")


def test_copies_are_bounded_and_a_damaged_object_is_not_served(
    host: Host, client: redis.Redis, seaweed: Seaweed, place: str, tmp_path: Path
) -> None:
    finish(host("a").narrations, "abc")
    first = host("a").narrations.finished(NARRATION)
    assert first is not None
    copies, bucket = Copies(tmp_path / "copies", first.size), Bucket(place)
    (audio, _) = seaweed.names(place)
    assert copies.fetch(first, 1e9, bucket, audio) == copies.kept(first) == copies.path(first)
    bucket.put("other", b"not what its name says", "audio/mpeg")
    elsewhere = Copies(tmp_path / "elsewhere", first.size)
    assert elsewhere.fetch(first, 1e9, bucket, "other") is None
    assert elsewhere.fetch(first, 1e9, bucket, "none") is None
    assert elsewhere.kept(first) is None
    other = msgspec.structs.replace(first, etag="ab" * 32, size=400)
    copies.keep(other, 1e9, bytes(400))
    assert (copies.kept(first), copies.kept(other)) == (None, copies.path(other))
    assert copies.bytes() == 400


def test_the_server_of_these_tests_is_fit(place: str, seaweed: Seaweed) -> None:
    Bucket(place).check()
    assert seaweed.names(place) == []


def test_a_bucket_that_cannot_be_used_is_refused_with_a_sentence(
    seaweed: Seaweed, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(StoreUnfit, match="the bucket must exist"):
        Bucket("s3://nobody-made-this-one/tts").check()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(StoreUnfit, match="does not answer"):
        Bucket("s3://bucket-1/tts").check()


def test_a_store_that_lets_two_create_the_same_object_is_refused(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless = Bucket(place)

    def create(name: str, data: bytes) -> bool:
        careless.replace(name, data)
        return True

    monkeypatch.setattr(careless, "create", create)
    with pytest.raises(StoreUnfit, match="ignores If-None-Match"):
        careless.check()


def test_a_marker_that_cannot_be_read_is_made_anew(host: Host, client: redis.Redis, place: str) -> None:
    narrations, plan = host("a").narrations, example_plan("ab")
    Bucket(place).replace(f"v1/n/{NARRATION}", b"of another world")
    begin(narrations, plan)
    land(narrations, *"ab")
    with pytest.raises(StoreAway, match="made anew"):
        narrations.finish(plan)
    assert narrations.finish(plan) == host("b").narrations.finished(NARRATION)


def test_whoever_comes_second_does_not_take_a_signature_away(host: Host, client: redis.Redis) -> None:
    finish(host("a").narrations)
    finished, late = host("a").narrations.finished(NARRATION), host("b").narrations
    assert finished is not None
    host("a").narrations.put_credentials(finished, b"manifest", "ab")
    client.hdel(f"tts:nar:{ARTICLE}", f"d/{REVISION}")  # the other had looked before
    assert late.finish(example_plan("abc")) == finished
    assert late.credentials(finished) is not None


def test_what_was_spoken_stays_while_the_rest_is(host: Host, client: redis.Redis) -> None:
    narrations, plan = host("a").narrations, example_plan("ab")
    begin(narrations, plan)
    land(narrations, "a")
    client.expire(f"tts:seg:{key_of('a')}", 5)
    assert narrations.sizes(plan)[1] is None
    assert client.ttl(f"tts:seg:{key_of('a')}") <= 5
    worker = host("b").narrations
    assert worker.missing(plan) == [1]
    assert client.ttl(f"tts:seg:{key_of('a')}") > 3000
    assert client.ttl(f"tts:size:{key_of('a')}") > 3000
    client.expire(f"tts:seg:{key_of('a')}", 500)
    assert worker.missing(plan) == [1]
    assert client.ttl(f"tts:seg:{key_of('a')}") <= 500, "that was only just looked after"
    land(narrations, "b")
    narrations.finish(plan)
    assert client.ttl(f"tts:seg:{key_of('a')}") <= 60, "the file has it"


def test_an_article_costs_few_requests(
    host: Host, client: redis.Redis, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    for name in ("get", "head", "fetch", "put", "replace", "create", "delete", "objects"):
        monkeypatch.setattr(Bucket, name, _counted(getattr(Bucket, name), name, asked))
    finish(open_shared_store(place, tmp_path / "a", client, revisions_of=lambda name: ()).narrations)
    assert sorted(asked) == ["create", "put"]
    asked.clear()
    elsewhere = host("b").narrations
    whole = elsewhere.audio(NARRATION)
    assert whole is not None
    for _ in range(3):
        assert whole.file().exists()
        assert elsewhere.credentials(whole.finished) is None
    assert asked == ["fetch"]


def _counted(method: Callable[..., object], name: str, asked: list[str]) -> Callable[..., object]:
    def counted(*arguments: object) -> object:
        asked.append(name)
        return method(*arguments)

    return counted


def test_a_segment_that_was_evicted_counts_as_missing_once_the_file_misses_it(
    host: Host, client: redis.Redis
) -> None:
    narrations, plan = host("a").narrations, example_plan("a")
    begin(narrations, plan)
    segments = host("a").segments
    segments.put(key_of("a"), segment_named("a"))
    client.delete(f"tts:seg:{key_of('a')}")
    assert segments.get(key_of("a")) is None
    assert segments.sizes([key_of("a")]) != [None]
    with pytest.raises(Incomplete):
        narrations.finish(plan)
    assert segments.sizes([key_of("a")]) == [None]
    segments.put(key_of("b"), segment_named("b"))
    client.delete(f"tts:size:{key_of('b')}")
    segments.put(key_of("b"), segment_named("b"))
    assert segments.sizes([key_of("b")]) == [len(segment_named("b").audio)]
