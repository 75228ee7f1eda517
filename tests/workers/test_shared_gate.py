"""Pacing and breaker of a service in the network, counted over the machines that share a Redis."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import msgspec
import pytest
import redis

from tests.google_tts_server import GoogleTtsServer
from tests.running import free_port
from tests.scripted_server import Refusal
from tts_service.contracts.messages import GATES
from tts_service.settings import Settings
from workers.engines.base import EngineBusy
from workers.engines.gtts.engine import GttsEngine, GttsOptions
from workers.engines.remote.gate_state import GateState, RedisBook, gate_book
from workers.engines.remote.rate_gate import RateGate


@pytest.fixture
def url(valkey: str) -> str:
    """Of an empty database."""
    own = valkey.replace("/0", "/7")
    with redis.Redis.from_url(own) as client:
        client.flushdb()
    return own


def machine(folder: Path, url: str, **options: float) -> GttsEngine:
    quick = {"interval_s": 0.0, "backoff_s": 0.01, "timeout_s": 5.0, **options}
    return GttsEngine(Settings(data_dir=folder, redis_url=url), GttsOptions(**quick))  # type: ignore[arg-type]


def test_google_is_asked_by_all_machines_as_by_one(
    monkeypatch: pytest.MonkeyPatch, url: str, tmp_path: Path
) -> None:
    with GoogleTtsServer() as google:
        monkeypatch.setenv("HTTPS_PROXY", google.url)
        machines = [machine(tmp_path / name, url, interval_s=0.2) for name in "ab"]
        voice = next(voice for voice in machines[0].voices() if voice.name == "en")
        threads = [
            threading.Thread(target=engine.synthesize, args=("A short word.", voice, "en"))
            for engine in machines * 2
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        times = sorted(asked.at for asked in google.asked)
    assert len(times) == 4
    # From turn to turn; a request is a little longer or shorter on its way than the one before.
    assert times[-1] - times[0] >= 3 * 0.2 - 0.1
    assert not list(tmp_path.rglob("gtts.json"))


def test_refusals_on_one_machine_keep_the_other_from_asking(
    monkeypatch: pytest.MonkeyPatch, url: str, tmp_path: Path
) -> None:
    with GoogleTtsServer() as google:
        monkeypatch.setenv("HTTPS_PROXY", google.url)
        google.answers.extend([Refusal(429), Refusal(429)])
        refused, other = (machine(tmp_path / name, url, breaker_failures=2) for name in "ab")
        voice = next(voice for voice in refused.voices() if voice.name == "en")
        with pytest.raises(EngineBusy):
            refused.synthesize("A short word.", voice, "en")
        with pytest.raises(EngineBusy, match="left alone"):
            other.synthesize("Another word.", voice, "en")
        assert len(google.asked) == 2


def test_turns_that_many_take_at_once_are_all_different(url: str, tmp_path: Path) -> None:
    gates = [
        RateGate(
            gate_book(Settings(data_dir=tmp_path / name, redis_url=url), "any"),
            interval_s=0.01,
            failures=3,
            open_s=60,
        )
        for name in "abcd"
    ]
    begun = time.time()
    threads = [threading.Thread(target=gate.enter, args=(60,)) for gate in gates * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with redis.Redis.from_url(url) as client:
        stored = client.get(f"{GATES}any")
        assert isinstance(stored, bytes)
        assert msgspec.json.decode(stored, type=GateState).free_at >= begun + 20 * 0.01 - 0.005


def test_without_redis_a_machine_paces_itself(tmp_path: Path) -> None:
    away = Settings(data_dir=tmp_path, redis_url=f"redis://127.0.0.1:{free_port()}")
    book = gate_book(away, "any")
    assert isinstance(book, RedisBook)
    gate = RateGate(book, interval_s=30, failures=3, open_s=60)
    gate.enter(0)
    with pytest.raises(EngineBusy, match="Too many"):
        gate.enter(1)
    assert (tmp_path / "any.json").is_file()


@pytest.mark.parametrize(
    "settings", [Settings(), Settings(redis_url="redis://10.0.0.1")], ids=["embedded", "here"]
)
def test_what_is_on_this_machine_is_paced_on_this_machine(settings: Settings) -> None:
    is_here = settings.redis_url is not None
    assert not isinstance(gate_book(settings, "openai", is_here=is_here), RedisBook)
