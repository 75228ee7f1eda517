"""Workers plan, speak and finish while everything is removed again without a pause: what they lose heals by
itself, and nothing that is ever there is wrong."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
from pathlib import Path

import redis

from audio_cache.errors import StoreAway
from audio_cache.narration_id import NarrationId
from audio_cache.opening import open_shared_store
from audio_cache.shared.check import problem_of
from audio_cache.shared.narrations import SharedNarrations
from audio_cache.shared.objects import NarrationObjects
from audio_cache.shared.orphans import kept_narrations
from tests.bucket.seaweed import Seaweed
from tests.running import clean_environ

ARTICLES = 4
WORKER = """
import random, sys
from pathlib import Path
import msgspec, redis
from audio_cache.errors import Incomplete, NarrationGone, StoreAway
from audio_cache.narration_id import NarrationId
from audio_cache.opening import open_shared_store
from tests.audio_cache.cache_examples import TAG, body, example_plan, segment_named
from tests.contracts.segment_store import key_of

place, url, root, seed = sys.argv[1:]
chance = random.Random(seed)
narrations = open_shared_store(place, Path(root), redis.Redis.from_url(url)).narrations

def narrate(plan, names):
    if narrations.plan(plan.narration) is None:
        narrations.put_script(plan.narration, b"{}")
        narrations.put_plan(plan, TAG)
    for name in names:
        narrations.segments.put(key_of(name), segment_named(name))
    narrations.finish(plan)

made = whole = 0
while made < 40:
    article = f"a{chance.randrange(ARTICLES)}"
    plan = msgspec.structs.replace(example_plan("ab"), article_id=article, revision="r1")
    while narrations.finished(plan.narration) is None:
        try:
            narrate(plan, "ab")
            made += 1
        except (NarrationGone, Incomplete, StoreAway):
            continue  # removed under our hands: spoken again
    found = narrations.audio(plan.narration)
    try:
        audio = found.file().read_bytes() if found else None
    except FileNotFoundError:
        audio = None  # removed since
    if audio is not None:
        assert audio == body(plan, "ab")
        whole += 1
print(whole)
"""


def test_what_is_lost_heals_and_nothing_is_ever_wrong(
    place: str, valkey: str, client: redis.Redis, seaweed: Seaweed, tmp_path: Path
) -> None:
    script = WORKER.replace("ARTICLES", str(ARTICLES))
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", script, place, valkey, tmp_path / str(seed), str(seed)],
            env=clean_environ() | {"PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in range(2)
    ]
    narrations = open_shared_store(place, tmp_path / "pruner", client).narrations
    assert isinstance(narrations, SharedNarrations)
    objects, chance = NarrationObjects(narrations.bucket), random.Random(0)
    while any(worker.poll() is None for worker in workers):
        narration = NarrationId(f"a{chance.randrange(ARTICLES)}", "r1")
        how = chance.choice((narrations.removals.silence, narrations.removals.remove))
        with contextlib.suppress(StoreAway):
            how(narration)
    for worker in workers:
        whole, complaint = worker.communicate()
        assert worker.returncode == 0, complaint
        assert int(whole) > 10
    for kept in kept_narrations(narrations.bucket):
        if kept.is_whole:
            assert problem_of(objects, kept.narration, deep=True) == ""
        if narrations.finished(kept.narration) is not None:
            assert kept.is_whole, "whoever looks is led to what is there"
