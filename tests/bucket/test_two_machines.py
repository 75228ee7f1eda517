"""A web process of one machine, a worker of another, with nothing shared but Redis and a bucket."""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
import redis

from audio_cache.mp3.frames import FRAME_SAMPLES
from audio_cache.opening import open_shared_store
from tests.bucket.machines import ROOT, WEB, WORKER, Machine, Pair, write_horn
from tests.bucket.seaweed import Seaweed
from tests.hearing import decoded
from tests.redis_commands import commands_of_clients
from tests.running import (
    TTS_SERVICE,
    Running,
    clean_environ,
    count_frames,
    wait_until,
    without_tag,
)
from tts_service.broker.queue import Queue
from tts_service.broker.store import known_id_of_store
from tts_service.catalog import Catalog
from tts_service.ops.checks import servers
from tts_service.ops.publisher_files import shared_files_of
from tts_service.ops.readiness import is_apart
from tts_service.publisher.exchange import PublisherFolder, take_in


@pytest.fixture(scope="module")
def pair(valkey: str, bucket: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    pair = Pair(tmp_path_factory.mktemp("pair"), valkey.replace("/0", "/5"), f"{bucket}/two-machines")
    try:
        pair.wait_until_up()
        yield pair
    finally:
        pair.end()


def test_what_one_speaks_is_heard_from_the_other_while_it_grows(pair: Pair, seaweed: Seaweed) -> None:
    article_id = pair.post("growing")
    with pair.client.stream("GET", f"/audio/{article_id}.mp3") as answer:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store", "it was met while it grew"
        heard = answer.read()
    status = pair.wait_ready(article_id)
    whole = pair.client.get(f"/audio/{article_id}.mp3")
    assert without_tag(whole.content) == without_tag(heard)
    assert whole.headers["ETag"] == f'"{hashlib.sha256(whole.content).hexdigest()}"'
    assert status["progress"]["segments_done"] == status["progress"]["segments_total"] > 10
    assert pair.web.files("*.json") == pair.worker.files("*.json") == []
    assert len(pair.web.files("*.mp3")) == 1, "a copy of the file"
    assert seaweed.names(f"{pair.store}/v1/n") == [f"{article_id}/{status['revision']}"]


def test_a_player_that_was_cut_off_goes_on_in_what_grows_elsewhere(pair: Pair) -> None:
    article_id = pair.post("resumed")
    whole_way = {"Range": "bytes=60000-9007199254740991"}  # as the button asks
    with pair.client.stream("GET", f"/audio/{article_id}.mp3", headers=whole_way) as answer:
        assert answer.status_code == 206
        assert answer.headers["Content-Range"] == "bytes 60000-9007199254740991/*", "it grows"
        rest = answer.read()
    pair.wait_ready(article_id)
    assert rest == pair.client.get(f"/audio/{article_id}.mp3").content[60_000:]


def test_the_file_has_ranges_and_lasting_names_on_every_machine(pair: Pair) -> None:
    article_id = pair.post("ranges")
    revision = pair.wait_ready(article_id)["revision"]
    fixed, moving = f"/audio/{article_id}/{revision}.mp3", f"/audio/{article_id}.mp3"
    whole = pair.client.get(fixed)
    assert "immutable" in whole.headers["Cache-Control"]
    assert pair.client.get(moving).headers["Cache-Control"] == "no-cache"
    for address in (fixed, moving):
        part = pair.client.get(address, headers={"Range": "bytes=1000-1999"})
        assert (part.status_code, part.content) == (206, whole.content[1000:2000])
        assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(whole.content)}"
        known = pair.client.get(address, headers={"If-None-Match": whole.headers["ETag"]})
        assert known.status_code == 304
    shutil.rmtree(pair.web.folder / "audio" / "copies")
    again = pair.client.get(fixed)
    assert again.content == whole.content
    same = ("ETag", "Last-Modified", "Cache-Control", "Content-Length")
    assert [again.headers[name] for name in same] == [whole.headers[name] for name in same]


def test_a_recording_is_aligned_on_the_other_machine(pair: Pair, seaweed: Seaweed) -> None:
    """The tone's own narration is the recording: it fits by definition."""
    article_id = pair.post("recorded")
    spoken = pair.wait_ready(article_id)
    reel = without_tag(pair.client.get(f"/audio/{article_id}.mp3").content)
    address = f"/v1/articles/{article_id}/recording"
    assert pair.client.put(address, params={"by": "Anna"}, content=reel).status_code == 202
    status = pair.wait_ready(article_id)
    assert (status["error"], status["recording"]) == (None, {"name": "Anna"})
    assert seaweed.names(f"{pair.store}/v1/r") == [f"{article_id}/{hashlib.sha256(reel).hexdigest()}"]
    fixed = f"/audio/{article_id}/{status['revision']}.mp3"
    whole = pair.client.get(fixed).content
    pair.redis.flushdb()
    shutil.rmtree(pair.web.folder / "audio" / "copies")
    assert pair.client.get(fixed).content == whole
    assert pair.client.delete(address).is_success
    assert pair.wait_ready(article_id)["revision"] == spoken["revision"]
    assert seaweed.names(f"{pair.store}/v1/r") == []


def test_it_outlives_redis_and_a_deletion_removes_it_from_the_bucket(pair: Pair, seaweed: Seaweed) -> None:
    article_id = pair.post("forgotten")
    revision = pair.wait_ready(article_id)["revision"]
    whole = pair.client.get(f"/audio/{article_id}.mp3").content
    captions = pair.client.get(f"/captions/{article_id}.vtt?words=1").text
    pair.redis.flushdb()
    shutil.rmtree(pair.web.folder / "audio" / "copies")
    assert pair.client.get(f"/audio/{article_id}.mp3").content == whole
    assert pair.client.get(f"/captions/{article_id}.vtt?words=1").text == captions
    assert pair.post("forgotten") == article_id
    assert pair.wait_ready(article_id)["revision"] == revision

    names = [name for name in seaweed.names(pair.store) if article_id in name]
    assert [name[:4] for name in names] == ["v1/a", "v1/n"]
    assert pair.client.delete(f"/v1/articles/{article_id}").status_code == 204
    assert [name for name in seaweed.names(pair.store) if article_id in name] == []
    time.sleep(1.1)  # a file that is held open is asked after each second
    for address in (f"/audio/{article_id}.mp3", f"/audio/{article_id}/{revision}.mp3"):
        assert pair.client.get(address).status_code == 404


def test_an_article_costs_four_requests_and_nothing_is_listed(pair: Pair, seaweed: Seaweed) -> None:
    """As the server of the bucket counts them."""
    before = seaweed.requests(pair.store)
    article_id = pair.post("counted")
    with pair.client.stream("GET", f"/audio/{article_id}.mp3") as answer:
        answer.read()
    revision = pair.wait_ready(article_id)["revision"]
    looks = (
        f"/audio/{article_id}.mp3",
        f"/audio/{article_id}/{revision}.mp3",
        f"/captions/{article_id}.vtt?words=1",
        f"/v1/articles/{article_id}/script",
        f"/listen/{article_id}",
        "/feed.xml",
    )
    for address in looks:
        assert pair.client.get(address).is_success, address
    assert dict(seaweed.requests(pair.store) - before) == {"PUT": 2, "GET": 2}
    made = seaweed.requests(pair.store)
    pair.redis.flushdb()
    for address in looks:
        assert pair.client.get(address).is_success, address
    assert pair.client.get(f"/audio/nosucharticle/{revision}.mp3").status_code == 404
    assert set(seaweed.requests(pair.store) - made) == {"GET"}, "nothing is listed: the catalog knows"
    assert len([name for name in seaweed.names(pair.store) if article_id in name]) == 2


MOST_COMMANDS = 10
"""For each sentence, with those for the request, the tasks and the file."""
LONG_STORY = " ".join(f"On this day the keeper counted {n} ships in the bay." for n in range(60))


def test_a_sentence_costs_few_commands_of_redis_with_all_that_belongs_to_its_article(pair: Pair) -> None:
    pair.wait_ready(pair.post("all connections are open"))
    with commands_of_clients(pair.redis) as sent:
        article_id = pair.post("commands", LONG_STORY)
        pair.client.get(f"/audio/{article_id}.mp3")  # to its end
        pair.wait_until_noted(article_id)
    sent["in scripts"] = 0
    sentences = pair.wait_ready(article_id)["progress"]["segments_total"]
    assert sent["PUBLISH"] >= sentences > 60
    assert sum(sent.values()) <= MOST_COMMANDS * sentences, sent


def test_a_redis_that_forgets_in_the_middle_loses_no_listener(pair: Pair) -> None:
    article_id = pair.post("flushed")
    with pair.client.stream("GET", f"/audio/{article_id}.mp3") as answer:
        pieces = answer.iter_bytes()
        heard = next(pieces)
        pair.redis.flushdb()
        heard += b"".join(pieces)
    pair.wait_ready(article_id)
    assert without_tag(heard) == without_tag(pair.client.get(f"/audio/{article_id}.mp3").content)


def test_all_that_write_audio_say_where(pair: Pair) -> None:
    known = known_id_of_store(pair.web.settings)
    assert re.fullmatch("[0-9a-f]{32}", known)
    with closing(Queue(pair.web.settings)) as queue:
        wait_until(lambda: queue.stores() == {known}, "heartbeats after Redis was emptied")
        assert not is_apart(queue, pair.web.settings)
    assert servers.store(pair.web.settings).state == "ok"


@pytest.mark.parametrize("command", [WEB, WORKER], ids=["web", "worker"])
def test_a_bucket_that_cannot_be_used_stops_the_start(pair: Pair, tmp_path: Path, command: str) -> None:
    url = pair.web.settings.redis_url or ""
    machine = Machine(tmp_path / "c", command, redis_url=url, store="s3://nobody-made-this-one/tts", port="0")
    assert machine.running.wait() != 0
    assert "the bucket must exist" in machine.running.output


def test_a_web_process_stays_small(pair: Pair) -> None:
    (process,) = (child for child in pair.web.running.descendants() if not child.children())
    assert psutil.Process(process.pid).memory_info().rss < 110e6


def test_commands_look_after_the_bucket(pair: Pair) -> None:
    pair.wait_ready(pair.post("looked after"))
    environ = clean_environ(
        data_dir=str(pair.web.folder),
        redis_url=pair.web.settings.redis_url or "",
        store=pair.store,
        cache_max_bytes="1KB",
    )

    def told(*command: str) -> str:
        running = Running(TTS_SERVICE, *command, environ=environ, cwd=ROOT)
        assert running.wait() == 0, running.output
        return running.output

    assert f"bucket       {pair.store}" in told("cache", "stats")
    assert re.search("0 segments and [1-9][0-9]* narrations: sound", told("cache", "verify"))
    assert re.search("0 segments and [1-9][0-9]* narrations: sound", told("cache", "verify", "--deep"))
    assert "above TTS_CACHE_MAX_BYTES: all that is left is new" in told("cache", "prune")
    assert re.search("[1-9][0-9]* narrations in s3://.*: 0 are unknown", told("store", "orphans"))
    assert re.search(
        "0 segments, [1-9][0-9]* narrations saved", told("backup", str(pair.worker.folder / "saved"))
    )


def test_the_command_line_uses_the_same_store(pair: Pair, tmp_path: Path) -> None:
    article_id = pair.post("spoken")
    pair.wait_ready(article_id)
    url = pair.web.settings.redis_url or ""
    with redis.Redis.from_url(url) as client:
        narrations = open_shared_store(pair.store, tmp_path, client).narrations
        assert len(narrations.revisions(article_id)) == 1


SPONSORS = """
[sponsor.bank]
label = "Bank"
text = "This story is brought to you by the Harbour Bank."

[sponsor.inn]
label = "Inn"
sound = "inn.wav"
at = "post"
"""


def test_messages_are_made_on_the_other_machine_and_stitched_on_this_one(pair: Pair) -> None:
    """Nothing of a message is on this machine but copies, which may go at any time."""
    article_id = pair.post("sponsored")
    own = pair.client.get(f"/audio/{article_id}/{pair.wait_ready(article_id)['revision']}.mp3").content
    folder = PublisherFolder.of(pair.web.folder)
    write_horn(pair.web.folder / "inn.wav", 440)
    folder.shows.write_text(SPONSORS)
    with closing(Catalog(pair.web.settings.catalog_url)) as catalog:
        take_in(shared_files_of(pair.web.settings, catalog.publisher, pair.redis), folder, None)

    def rendition() -> str:
        feed = pair.client.get("/feed.xml").text
        names = re.findall(rf"/audio/{article_id}/[a-z0-9]+-[a-z0-9]+-[a-z0-9]+\.mp3", feed)
        return str(names[0]) if names else ""

    address = wait_until(rendition, "both messages in the feed")
    whole = pair.client.get(address)
    samples = decoded(whole.content)
    assert abs(samples.size - count_frames(whole.content) * FRAME_SAMPLES) <= FRAME_SAMPLES
    assert without_tag(own) in whole.content
    shutil.rmtree(pair.web.folder / "audio" / "copies")
    part = pair.client.get(address, headers={"Range": "bytes=20000-90000"})
    assert (part.status_code, part.content) == (206, whole.content[20_000:90_001])
    assert part.headers["ETag"] == whole.headers["ETag"]
    assert pair.client.get(f"/audio/{article_id}/{address.split('/')[-1][:12]}.mp3").content == own
