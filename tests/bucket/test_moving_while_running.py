"""An installation with a folder moves into a bucket while it runs: everything that was finished is found, and
nothing is spoken again."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.bucket.seaweed import Seaweed
from tests.bucket.test_moving import copying
from tests.running import TTS_SERVICE, Running, Service, clean_environ, wait_until
from tts_service.catalog import Catalog


def story(number: int) -> dict[str, Any]:
    lines = [f"Line {line} of story {number} is read aloud by a patient voice." for line in range(6)]
    return {"text": "\n\n".join(lines), "title": f"Story {number}", "language": "en"}


def ready(service: Service, *numbers: int) -> dict[str, str]:
    """Ids of these stories, once they are finished, and the ETags of their files."""
    ids = [service.post(story(number))["id"] for number in numbers]
    wait_until(
        lambda: all(service.status(name)["status"] == "ready" for name in ids), "the end of all of them"
    )
    return {name: service.get(f"/audio/{name}.mp3").headers["ETag"] for name in ids}


def copied(source: Path | str, target: Path | str) -> tuple[int, int]:
    """How many were, and how many were there already."""
    command = copying(source, target)
    assert command.wait() == 0, command.output
    found = re.search(r"(\d+) narrations copied and checked, (\d+) were there already", command.output)
    assert found is not None, command.output
    assert f"{target} has all that {source} has. To switch, start the service with" in command.output
    return int(found[1]), int(found[2])


@pytest.mark.timeout(300)
def test_an_installation_moves_while_it_runs(
    valkey: str, seaweed: Seaweed, bucket: str, tmp_path: Path
) -> None:
    store, redis_url = f"{bucket}/moved", valkey.replace("/0", "/6")
    folder = tmp_path / "data"
    folder.mkdir()
    audio = folder / "audio"
    before = Service(folder, redis_url=redis_url, workers="1", web_workers="1")
    try:
        before.wait_until_up()
        known = ready(before, 1, 2, 3)
        growing = before.post(story(4))["id"]
        first = copied(audio, store)
        assert first[0] >= 3
        known |= {growing: ready(before, 4)[growing]} | ready(before, 5)
        assert sum(copied(audio, store)) >= 5
        known |= ready(before, 6)
        wait_until(lambda: all_settled(before), "the catalog to know what is finished")
    finally:
        before.stop()
    made = spoken(before)
    after = Service(folder, redis_url=redis_url, store=store, workers="1", web_workers="1")
    try:
        after.wait_until_up()
        assert copied(audio, store)[0] == 1, "what was finished between the copy and the switch"
        for name, etag in known.items():
            assert after.get(f"/audio/{name}.mp3").headers["ETag"] == etag
            assert after.get(f"/captions/{name}.vtt?words=1").text.count("-->") > 20
        assert spoken(after) == made, "nothing was spoken again"
        ready(after, 7)
        wait_until(lambda: all_settled(after), "the catalog to know that, too")
        environ = clean_environ(data_dir=str(folder), redis_url=redis_url, store=store)
        verify = Running(TTS_SERVICE, "cache", "verify", environ=environ, cwd=folder)
        assert verify.wait() == 0, verify.output
        assert f"0 segments and {len(known) + 1} narrations: sound" in verify.output
    finally:
        after.stop()
    assert copied(store, audio)[0] == 1, "and back"


def all_settled(service: Service) -> bool:
    """What is not is sent again by the next process that sweeps."""
    with contextlib.closing(Catalog(service.settings.catalog_url)) as catalog:
        return all(entry.settled for entry in catalog.list().entries)


def spoken(service: Service) -> int:
    """How many sentences were, as Redis counts them."""
    with redis.Redis.from_url(service.settings.redis_url or "") as client:
        counted = client.hgetall("tts:metrics")
    return sum(
        int(float(value)) for name, value in counted.items() if name.startswith(b"tts_segments_synthesized")
    )
