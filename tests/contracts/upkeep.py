"""What verifying and pruning do, wherever the audio is. A test class for a store derives from
``UpkeepContract``."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Protocol

import msgspec
import pytest

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Outcome, Plan
from audio_cache.stored import whole_file
from audio_cache.upkeep.check import Report
from audio_cache.upkeep.pruning import DAY_S, Policy, Pruned
from tests.audio_cache.cache_examples import TAG, body, example_plan, segment_named
from tests.contracts.segment_store import key_of

NOTHING_FITS = Policy(max_bytes=1)


class KeptStore(Protocol):
    """A store and its upkeep."""

    @property
    def narrations(self) -> Narrations: ...

    def verify(self, *, mend: bool) -> Report: ...

    def prune(self, policy: Policy, *, dry_run: bool = False) -> Pruned: ...

    def finished(self, plan: Plan) -> None:
        """The narration of ``plan`` was just finished, and is its article's current one."""

    def age(self, days: float) -> None:
        """All that is there was finished so long ago."""

    def harm(self, narration: NarrationId, how: str) -> None:
        """ "flip" a bit of its file, "cut" it, or "remove" it."""


def narrate(kept: KeptStore, article: str, names: Sequence[str], revision: str = "r1") -> Plan:
    plan = msgspec.structs.replace(example_plan(names), article_id=article, revision=revision)
    narrations = kept.narrations
    narrations.put_script(plan.narration, b'{"title":"An example"}')
    narrations.put_plan(plan, TAG)
    narrations.put_outcome(article, revision, Outcome(revision))
    for name in names:
        narrations.segments.put(key_of(name), segment_named(name))
    narrations.finish(plan)
    kept.finished(plan)
    return plan


class UpkeepContract:
    @pytest.fixture
    def kept(self) -> KeptStore:
        raise NotImplementedError("an empty store")

    def test_what_is_whole_is_sound(self, kept: KeptStore) -> None:
        assert kept.verify(mend=False) == Report(0, 0, ())
        narrate(kept, "a1", "ab")
        narrate(kept, "a2", "cd")
        report = kept.verify(mend=True)
        assert (report.sound, report.narrations, report.findings) == (True, 2, ())

    @pytest.mark.parametrize("how", ["flip", "cut", "remove"])
    def test_harm_is_found_and_mended(self, kept: KeptStore, how: str) -> None:
        plan = narrate(kept, "a1", "ab")
        narrate(kept, "a2", "cd")
        kept.harm(plan.narration, how)
        found = kept.verify(mend=False)
        assert not found.sound
        assert len(found.findings) == 1
        assert str(plan.narration) in found.findings[0].path
        assert not kept.verify(mend=False).sound, "nothing was touched"
        assert kept.verify(mend=True).sound
        assert kept.narrations.finished(plan.narration) is None
        assert kept.narrations.plan(plan.narration) == plan
        for name in "ab":
            kept.narrations.segments.put(key_of(name), segment_named(name))
        kept.narrations.finish(plan)
        kept.finished(plan)
        assert whole_file(kept.narrations, plan.narration).read_bytes() == body(plan, "ab")
        assert kept.verify(mend=False).findings == ()

    def test_without_limits_no_narration_goes(self, kept: KeptStore) -> None:
        plan = narrate(kept, "a1", "ab")
        kept.age(400)
        pruned = kept.prune(Policy())
        assert (pruned.superseded, pruned.silenced, pruned.over) == (0, 0, 0)
        assert pruned.bytes_after == pruned.bytes_before > 0
        assert kept.narrations.finished(plan.narration)

    def test_what_is_new_stays_whatever_the_limit(self, kept: KeptStore) -> None:
        plan = narrate(kept, "a1", "ab")
        pruned = kept.prune(NOTHING_FITS)
        assert pruned.over == pruned.bytes_before - 1
        assert kept.narrations.finished(plan.narration)

    def test_a_dry_run_says_the_same_and_touches_nothing(self, kept: KeptStore) -> None:
        plan = narrate(kept, "a1", "ab")
        kept.age(8)
        told = kept.prune(NOTHING_FITS, dry_run=True)
        assert kept.narrations.finished(plan.narration)
        assert told == msgspec.structs.replace(kept.prune(NOTHING_FITS), dry_run=True)
        assert told.silenced == 1

    def test_a_superseded_revision_goes_with_what_led_to_it(self, kept: KeptStore) -> None:
        old = narrate(kept, "a1", "ab", "old")
        new = narrate(kept, "a1", "ac", "new")
        kept.age(20)
        whole = kept.prune(Policy(), dry_run=True).bytes_before
        policy = Policy(max_bytes=whole - 1, current={"a1": "new"})
        pruned = kept.prune(policy)
        assert (pruned.superseded, pruned.silenced) == (1, 0)
        narrations = kept.narrations
        assert narrations.revisions("a1") == ["new"]
        assert not narrations.exists(old.narration)
        assert narrations.outcome("a1", "old") is None
        assert narrations.outcome("a1", "new") == Outcome("new")
        assert narrations.finished(new.narration)
        again = narrate(kept, "a1", "ab", "old")
        assert whole_file(narrations, again.narration).read_bytes() == body(again, "ab")

    def test_the_longest_unheard_goes_first_and_is_made_again_from_its_plan(self, kept: KeptStore) -> None:
        quiet, heard, shown = (narrate(kept, name, "ab") for name in ("a1", "a2", "a3"))
        kept.age(60)
        policy = Policy(
            max_age_s=50 * DAY_S,
            kept=frozenset({shown.narration}),
            heard={"a2": time.time() - 40 * DAY_S},
        )
        assert kept.prune(policy).silenced == 1
        narrations = kept.narrations
        assert narrations.finished(heard.narration)
        assert narrations.finished(shown.narration)
        assert narrations.finished(quiet.narration) is None
        assert narrations.audio(quiet.narration) is None
        assert narrations.script(quiet.narration) == b'{"title":"An example"}'
        assert narrations.plan(quiet.narration) == quiet
        assert narrations.outcome("a1", "r1") == Outcome("r1")
        for name in "ab":
            narrations.segments.put(key_of(name), segment_named(name))
        narrations.finish(quiet)
        kept.finished(quiet)
        assert whole_file(narrations, quiet.narration).read_bytes() == body(quiet, "ab")
        assert kept.verify(mend=False).sound

    def test_what_is_being_worked_on_stays(self, kept: KeptStore) -> None:
        plan = narrate(kept, "a1", "ab")
        kept.age(400)
        pruned = kept.prune(Policy(max_bytes=1, busy=frozenset({"a1"})))
        assert pruned.over > 0
        assert kept.narrations.finished(plan.narration)
