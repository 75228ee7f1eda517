"""A process that dies: ``FOLDER WHAT N`` is killed at the N-th touch of the file system while it does WHAT.

Python announces each open, rename, removal and lock to audit hooks just before it happens. With WHAT ``loop``
it puts segments until somebody else kills it.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import sys
from pathlib import Path

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from tests.audio_cache.cache_examples import ARTICLE, NARRATION, TAG, example_plan, land
from tests.contracts.segment_store import example_segment, key_of

PLAN = example_plan("abc")
TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "fcntl.flock", "shutil.rmtree"}


def die_at(touch: int) -> None:
    touches = itertools.count(1)

    def hook(event: str, _: tuple[object, ...]) -> None:
        if event in TOUCHES and next(touches) == touch:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def put_for_ever(store: LocalStore) -> None:
    chance = random.Random(os.getpid())
    while True:
        name = str(chance.randrange(10**9))
        store.put(key_of(name), example_segment(chance.randrange(1, 400), name))


def do(narrations: FolderNarrations, what: str) -> None:
    if what == "put":
        land(narrations, "d")
    elif what == "plan":
        narrations.put_plan(example_plan("abd"), TAG)
    elif what == "finish":
        narrations.finish(PLAN)
    elif what == "delete":
        narrations.delete(ARTICLE)
    elif what == "unfinish":
        narrations.unfinish(NARRATION)


if __name__ == "__main__":
    folder, what, touch = sys.argv[1:]
    store = LocalStore(Path(folder))
    if what == "loop":
        put_for_ever(store)
    die_at(int(touch))
    do(FolderNarrations(Path(folder), store), what)
