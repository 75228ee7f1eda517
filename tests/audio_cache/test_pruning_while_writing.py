"""Workers plan, speak and finish while pruning runs without a pause and with hardly any grace: what they
lose heals by itself, and nothing that is ever there is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.upkeep.check import verify
from audio_cache.upkeep.pruning import Policy, prune

pytestmark = pytest.mark.pure

HARDLY_ANY_S = 0.05
"""Longer than the steps of the clock that stamps files."""
WORKER = """
import random, sys
from pathlib import Path
import msgspec
from audio_cache.errors import Incomplete, NarrationGone
from audio_cache.local import LocalStore
from audio_cache.folders.narrations import FolderNarrations
from tests.audio_cache.cache_examples import TAG, body, example_plan, segment_named
from tests.contracts.segment_store import key_of

root, seed = Path(sys.argv[1]), int(sys.argv[2])
chance = random.Random(seed)
narrations = FolderNarrations(root, LocalStore(root))

def narrate(plan, names):
    known = narrations.plan(plan.narration)
    if known is None or not narrations.want(known):
        narrations.put_script(plan.narration, b"{}")
        narrations.put_plan(plan, TAG)
    for index in narrations.missing(plan):
        narrations.segments.put(plan.segments[index].key, segment_named(names[index]))
    narrations.finish(plan)

whole = 0
for _ in range(80):
    names = [str(chance.randrange(40)) for _ in range(5)]
    article = f"a{seed}x{chance.randrange(12)}"
    plan = msgspec.structs.replace(example_plan(names), article_id=article, revision="r" + "".join(names))
    while narrations.finished(plan.narration) is None:
        try:
            narrate(plan, names)
        except (NarrationGone, Incomplete):
            continue  # pruned under our hands: spoken again
        try:
            audio = narrations.audio_path(plan.narration).read_bytes()
        except FileNotFoundError:
            break  # pruned since
        assert audio == body(plan, names)
        whole += 1
print(whole)
"""


def test_what_is_lost_heals_and_nothing_is_ever_wrong(tmp_path: Path) -> None:
    root = tmp_path / "cache"
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, root, str(seed)],
            env={"PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in range(2)
    ]
    removed = 0
    policy = Policy(max_bytes=1, max_age_s=0.0, grace_s=HARDLY_ANY_S)
    while any(worker.poll() is None for worker in workers):
        pruned = prune(root, policy)
        removed += pruned.segments + pruned.superseded + pruned.silenced
    for worker in workers:
        whole, complaint = worker.communicate()
        assert worker.returncode == 0, complaint
        assert int(whole) > 40
    assert removed > 0
    assert verify(root, mend=False).findings == ()
    narrations = FolderNarrations(root, LocalStore(root))
    assert all(narrations.plan(narration) is not None for narration in narrations.ids())
