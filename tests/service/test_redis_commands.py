"""The queue's server is asked little, so that no narration waits for it."""

from __future__ import annotations

import redis

from tests.running import Service
from tts_service.broker.connection import connect

MOST = 10
"""Commands for each segment of an article, with those for its request, its tasks and its file."""
AT_REST = ("info", "brpop", "llen")
"""What is asked all the time, by this test, by idle workers and by the sweeper."""
SENTENCES = 60


def asked(client: redis.Redis) -> dict[str, int]:
    """How often the server has run each command so far, also within scripts."""
    stats = client.info("commandstats")
    return {name.removeprefix("cmdstat_"): entry["calls"] for name, entry in stats.items()}


def article(number: int) -> dict[str, str]:
    text = " ".join(f"On day {number} the keeper counted {n} ships in the bay." for n in range(SENTENCES))
    return {"text": text, "title": f"Report number {number}"}


def test_a_segment_costs_few_commands(service: Service) -> None:
    service.wait_ready(service.post(article(1))["id"])  # all processes are warm
    client = connect(service.settings)
    before = asked(client)
    accepted = service.post(article(2))
    service.get(f"/audio/{accepted['id']}.mp3")  # to its end
    segments = service.wait_ready(accepted["id"])["progress"]["segments_total"]
    after = asked(client)
    made = {name: count - before.get(name, 0) for name, count in after.items() if name not in AT_REST}
    assert made["publish"] >= segments > SENTENCES
    assert sum(made.values()) <= MOST * segments, made
