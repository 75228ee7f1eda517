"""Two hosts with web processes, and a third with a worker: shows, words, sounds, sessions and limits are the
service's, not a host's. They share PostgreSQL, Redis and a bucket, and no folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
import redis

from audio_cache.narration_id import NarrationId
from audio_cache.opening import open_shared_store
from tests.bucket.machines import WEB, WORKER, Machine, write_horn
from tests.running import free_port, wait_until
from tts_service.broker.queue import Queue
from tts_service.contracts.messages import PUBLISHER

KEY = "a-key-of-this-newsroom"
SHOWS = '[show.harbour]\ntitle = "Harbour"\nintro = "sounds/horn.wav"\n'
WORD = '[[word]]\nwrite = "Qarluq"\nsay = "kar-look"\n'
TEXT = "The ferry to Qarluq was late. Nobody in {} waited for it."


class Hosts:
    def __init__(self, root: Path, redis_url: str, store: str, database: str) -> None:
        self.root = root
        self.redis = redis.Redis.from_url(redis_url)
        shared = {"redis_url": redis_url, "store": store, "api_keys": KEY}
        web = {"database_url": database, "web_workers": "1", "trusted_proxies": "127.0.0.1"}
        web["client_wrong_keys_per_minute"] = "3"
        self._write(root / "a", SHOWS, WORD)
        self._write(root / "b", "", '[[word]]\nwrite = "Tide"\nsay = "tyde"\n')
        write_horn(root / "a" / "sounds" / "horn.wav", 440)
        self.a = Machine(root / "a", WEB, port=str(free_port()), **web, **shared)
        self.a.running.wait_for_line("Listening at")
        self.heard_a = self._client(self.a)
        wait_until(lambda: self.words(self.heard_a), "what A has brought along")
        self.b = Machine(root / "b", WEB, port=str(free_port()), **web, **shared)
        self.c = Machine(root / "c", WORKER, **shared)
        self.heard_b = self._client(self.b)

    @staticmethod
    def _write(folder: Path, shows: str, lexicon: str) -> None:
        folder.mkdir()
        (folder / "shows.toml").write_text(shows)
        (folder / "lexicon.toml").write_text(lexicon)

    @staticmethod
    def _client(machine: Machine) -> httpx.Client:
        return httpx.Client(
            base_url=machine.settings.base_url,
            headers={"Authorization": f"Bearer {KEY}"},
            timeout=60,
            trust_env=False,
        )

    def wait_until_up(self) -> None:
        self.b.running.wait_for_line("Listening at")
        with closing(Queue(self.a.settings)) as queue:
            wait_until(lambda: queue.workers() == 2, "two workers")

    def words(self, client: httpx.Client) -> dict[str, str]:
        return {word["write"]: word["say"] for word in client.get("/v1/lexicon").json()["words"]}

    def add(self, client: httpx.Client, write: str, say: str) -> httpx.Response:
        return client.post("/v1/lexicon", json={"write": write, "say": say})

    def spoken(self, client: httpx.Client, about: str, **more: str) -> tuple[dict[str, Any], str]:
        """The status of a new article that is ready, and what is said in it."""
        asked = {"text": TEXT.format(about), "title": about, "language": "en", **more}
        answer = client.post("/v1/articles", json=asked)
        assert answer.is_success, answer.text
        where = f"/v1/articles/{answer.json()['id']}"

        def ready() -> dict[str, Any] | None:
            status: dict[str, Any] = client.get(where).json()
            assert status["status"] != "failed", status
            return status if status["status"] == "ready" else None

        status = wait_until(ready, f"the end of {about}")
        segments = client.get(f"{where}/script").json()["segments"]
        return status, " ".join(segment["text"] for segment in segments)

    def end(self) -> None:
        self.redis.close()
        for client in (self.heard_a, self.heard_b):
            client.close()
        for machine in (self.a, self.b, self.c):
            machine.running.end()


@pytest.fixture(scope="module")
def hosts(
    valkey: str, bucket: str, database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hosts]:
    url = valkey.replace("/0", "/6")
    with redis.Redis.from_url(url) as client:
        client.flushdb()
    hosts = Hosts(tmp_path_factory.mktemp("hosts"), url, f"{bucket}/publisher", database)
    try:
        hosts.wait_until_up()
        yield hosts
    finally:
        hosts.end()


def test_the_files_of_the_host_that_starts_first_are_the_services(hosts: Hosts) -> None:
    assert hosts.words(hosts.heard_a) == hosts.words(hosts.heard_b) == {"Qarluq": "kar-look"}
    status = hosts.b.command("publisher", "status")
    assert status.returncode == 0, status.stderr
    assert status.stdout.startswith("version 1, ")
    assert re.search(r"sounds/horn\.wav  [0-9a-f]{12}", status.stdout)
    assert f"{hosts.b.folder}/lexicon.toml is different, and does not count" in status.stdout
    assert "does not count" not in hosts.a.command("publisher", "status").stdout
    assert "show harbour: Harbour" in hosts.b.command("shows", "list").stdout
    assert hosts.b.command("lexicon", "list").stdout == "Qarluq: kar-look\n"


def test_a_worker_speaks_by_rules_and_with_sounds_that_its_machine_does_not_have(hosts: Hosts) -> None:
    status, said = hosts.spoken(hosts.heard_b, "Ostend", show="harbour")
    assert "The ferry to kar-look was late." in said
    store = open_shared_store(hosts.a.settings.store or "", hosts.root / "look", hosts.redis)
    plan = store.narrations.plan(NarrationId(status["id"], status["revision"]))
    assert plan is not None
    assert plan.intro is not None
    assert plan.notes == ()
    (copy,) = (hosts.c.folder / "kept" / "publisher").rglob("horn.wav")
    assert copy.read_bytes() == (hosts.a.folder / "sounds" / "horn.wav").read_bytes()


def test_a_change_on_one_host_is_heard_on_the_other(hosts: Hosts) -> None:
    assert hosts.add(hosts.heard_a, "Ghent", "gent").status_code == 201
    wait_until(lambda: "Ghent" in hosts.words(hosts.heard_b), "A's word on B")
    assert "Nobody in gent waited" in hosts.spoken(hosts.heard_b, "Ghent")[1]


def test_whoever_changes_a_word_and_asks_at_once_hears_it(hosts: Hosts) -> None:
    """The worker may not have looked since: it must not read by the rules of before."""
    for number in range(6):
        place = f"Place{'abcdef'[number]}"
        hosts.add(hosts.heard_a, place, f"said {number}")
        assert f"Nobody in said {number} waited" in hosts.spoken(hosts.heard_a, place)[1]


def test_editors_on_two_hosts_who_save_at_once_lose_nothing(hosts: Hosts) -> None:
    names = [f"Word{letter}" for letter in "abcdefghijkl"]
    with ThreadPoolExecutor(4) as pool:
        clients = (hosts.heard_a, hosts.heard_b) * 6
        answers = list(pool.map(hosts.add, clients, names, ["once"] * 12))
    assert [answer.status_code for answer in answers] == [201] * 12
    wait_until(lambda: set(names) <= hosts.words(hosts.heard_a).keys(), "all words on A")
    wait_until(lambda: set(names) <= hosts.words(hosts.heard_b).keys(), "all words on B")


def test_the_second_of_two_who_change_the_same_word_is_told(hosts: Hosts) -> None:
    added = hosts.add(hosts.heard_a, "Bruges", "broozh")
    where, seen = f"/v1/lexicon/{added.json()['id']}", {"If-Match": added.headers["ETag"]}
    wait_until(lambda: "Bruges" in hosts.words(hosts.heard_b), "A's word on B")
    first = hosts.heard_b.put(where, json={"write": "Bruges", "say": "bruh"}, headers=seen)
    second = hosts.heard_a.put(where, json={"write": "Bruges", "say": "brew"}, headers=seen)
    assert (first.status_code, second.status_code) == (200, 412)
    assert hosts.words(hosts.heard_a)["Bruges"] == "bruh"


def test_whole_files_are_edited_in_a_folder_and_brought_back(hosts: Hosts, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        assert hosts.b.command("publisher", "export", str(folder)).returncode == 0
    for folder, title in ((one, "Quay"), (other, "Pier")):
        (folder / "shows.toml").write_text(SHOWS.replace("Harbour", title))
        write_horn(folder / "sounds" / "horn.wav", 330)
    assert hosts.a.command("publisher", "import", str(one)).returncode == 0
    refused = hosts.b.command("publisher", "import", str(other))
    assert refused.returncode == 1
    assert "have been changed since yours were written" in refused.stderr
    assert "show harbour: Quay" in hosts.b.command("shows", "list").stdout
    (one / "shows.toml").write_text("[show.harbour\n")
    assert "shows.toml, line 1" in hosts.a.command("publisher", "import", str(one)).stderr
    assert "yours were not exported from it" in hosts.b.command("publisher", "import").stderr

    def is_known() -> bool:
        return ">Quay<" in hosts.heard_a.get("/feeds/harbour.xml").text

    wait_until(is_known, "the new title on A")
    status, _ = hosts.spoken(hosts.heard_a, "Quay", show="harbour")
    copies = [path.read_bytes() for path in (hosts.c.folder / "kept" / "publisher").rglob("horn.wav")]
    assert (one / "sounds" / "horn.wav").read_bytes() in copies
    assert status["revision"]


def test_redis_may_forget_the_files(hosts: Hosts) -> None:
    hosts.redis.delete(PUBLISHER)
    assert "kar-look" in hosts.spoken(hosts.heard_b, "Antwerp")[1]
    wait_until(lambda: hosts.redis.exists(PUBLISHER), "the copy for workers")


def test_who_logs_in_on_one_host_is_in_on_the_other(hosts: Hosts) -> None:
    with httpx.Client(trust_env=False, timeout=60) as browser:
        a, b = hosts.a.settings.base_url, hosts.b.settings.base_url
        token = re.search(r'name="token" value="([^"]+)"', browser.get(f"{a}/admin/").text)
        assert token is not None
        browser.post(f"{a}/admin/login", data={"key": KEY, "token": token[1], "to": "/admin/"})
        inside = browser.get(f"{b}/admin/")
        assert inside.status_code == 200
        assert 'name="key"' not in inside.text


def test_a_client_has_one_limit_on_both_hosts(hosts: Hosts) -> None:
    stranger = {"X-Forwarded-For": "203.0.113.9", "Authorization": "Bearer wrong"}
    answers = [
        client.post("/v1/lexicon", headers=stranger).status_code
        for client in (hosts.heard_a, hosts.heard_b, hosts.heard_a, hosts.heard_b, hosts.heard_a)
    ]
    assert answers == [401, 401, 401, 429, 429]
    other = stranger | {"X-Forwarded-For": "203.0.113.10"}
    assert hosts.heard_b.post("/v1/lexicon", headers=other).status_code == 401
