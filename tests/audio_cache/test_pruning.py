"""What goes and what stays, on real files."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from audio_cache.errors import NarrationGone
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Cue, Outcome, Plan, Recorded
from audio_cache.store import SegmentInfo
from audio_cache.upkeep.check import verify
from audio_cache.upkeep.pruning import DAY_S, Policy, Pruned, prune
from audio_cache.upkeep.removal import drop_revision
from audio_cache.words import segment_infos
from tests.audio_cache.cache_examples import TAG, example_plan, segment_named
from tests.contracts.segment_store import INFO, example_segment, key_of

pytestmark = pytest.mark.pure

NOTHING_FITS = Policy(max_bytes=1)


def narrated(
    narrations: FolderNarrations,
    article: str,
    names: Sequence[str],
    revision: str = "r1",
    *,
    finish: bool = True,
) -> Plan:
    """A narration of small segments; the same name is the same segment."""
    plan = msgspec.structs.replace(example_plan(names), article_id=article, revision=revision)
    narrations.put_script(NarrationId(article, revision), b'{"title":"An example"}')
    narrations.put_plan(plan, TAG)
    narrations.put_outcome(article, revision, Outcome(revision))
    for name in names:
        narrations.segments.put(key_of(name), segment_named(name))
    if finish:
        narrations.finish(plan)
    return plan


def age(root: Path, days: float, *under: str) -> None:
    """Everything below the folders ``under`` (default: the whole cache) was last touched ``days`` ago."""
    then = time.time() - days * DAY_S
    for folder in under or ("",):
        for path in (root / folder).rglob("*"):
            os.utime(path, (then, then))


def left(root: Path) -> set[str]:
    return set(LocalStore(root).keys())


def keys(names: str) -> set[str]:
    return set(map(key_of, names))


def test_without_limits_only_what_nothing_refers_to_goes(
    narrations: FolderNarrations, store: LocalStore, tmp_path: Path
) -> None:
    narrated(narrations, "a1", "ab")
    for name in "bxy":
        store.put(key_of(name), segment_named(name))
    age(tmp_path, 8)
    store.want([key_of("y"), key_of("z")])
    pruned = prune(tmp_path, Policy())
    assert left(tmp_path) == keys("aby")
    assert (pruned.segments, pruned.superseded, pruned.thinned, pruned.silenced, pruned.over) == (
        1,
        0,
        0,
        0,
        0,
    )
    assert pruned.bytes_after < pruned.bytes_before
    assert prune(tmp_path, Policy()).bytes_before == pruned.bytes_after


def test_a_dry_run_says_the_same_and_touches_nothing(narrations: FolderNarrations, tmp_path: Path) -> None:
    narrated(narrations, "a1", "ab")
    age(tmp_path, 8)
    before = sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*"))
    told = prune(tmp_path, NOTHING_FITS, dry_run=True)
    assert sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*")) == before
    assert told == msgspec.structs.replace(prune(tmp_path, NOTHING_FITS), dry_run=True)


def test_what_is_new_stays_whatever_the_limit(narrations: FolderNarrations, tmp_path: Path) -> None:
    narrated(narrations, "a1", "ab")
    narrated(narrations, "a2", "cd", finish=False)
    pruned = prune(tmp_path, NOTHING_FITS)
    assert left(tmp_path) == keys("abcd")
    assert pruned.over == pruned.bytes_before - 1


def test_what_a_person_reads_is_thinned_but_never_silenced(
    narrations: FolderNarrations, tmp_path: Path
) -> None:
    spoken = narrated(narrations, "a1", "ab")
    read = msgspec.structs.replace(example_plan("cd"), article_id="a2", recorded=Recorded("ab" * 32, "text"))
    narrations.put_script(read.narration, b'{"title":"An example"}')
    narrations.put_plan(read, TAG)
    for name in "cd":
        narrations.segments.put(key_of(name), segment_named(name))
    narrations.finish(read)
    age(tmp_path, 8)
    prune(tmp_path, NOTHING_FITS)
    assert narrations.finished(spoken.narration) is None
    assert narrations.finished(read.narration) is not None
    assert narrations.kept_infos(read) is not None
    assert left(tmp_path) == set()


def test_superseded_revisions_go_first_then_the_longest_unheard(
    narrations: FolderNarrations, tmp_path: Path
) -> None:
    narrated(narrations, "a1", "ab", "old")
    narrated(narrations, "a1", "ac", "new")
    narrated(narrations, "a2", "de")
    narrated(narrations, "a3", "fg")
    age(tmp_path, 20)
    age(tmp_path, 15, "narrations/a2")
    policy = Policy(current={"a1": "new"}, heard={"a3": time.time() - 10 * DAY_S})

    def order(limit: int) -> Pruned:
        return prune(tmp_path, msgspec.structs.replace(policy, max_bytes=limit), dry_run=True)

    whole = order(10**9).bytes_before
    first = prune(tmp_path, msgspec.structs.replace(policy, max_bytes=whole - 1))
    assert (first.superseded, first.thinned, first.silenced) == (1, 0, 0)
    assert narrations.revisions("a1") == ["new"]
    assert narrations.outcome("a1", "old") is None
    assert narrations.outcome("a1", "new") == Outcome("new")
    assert left(tmp_path) == keys("acdefg")
    prune(tmp_path, msgspec.structs.replace(policy, max_bytes=order(10**9).bytes_before - 1))
    assert left(tmp_path) == keys("defg"), "a1 was unused longest"
    prune(tmp_path, msgspec.structs.replace(policy, max_bytes=order(10**9).bytes_before - 1))
    assert left(tmp_path) == keys("fg"), "then a2, and a3 was heard last"
    whole_ones = [str(narration) for narration in narrations.ids() if narrations.finished(narration)]
    assert whole_ones == ["a1/new", "a2/r1", "a3/r1"]


def test_what_is_published_or_busy_stays_with_its_segments(
    narrations: FolderNarrations, tmp_path: Path
) -> None:
    for article, names in (("a1", "ab"), ("a2", "bc"), ("a3", "cd")):
        narrated(narrations, article, names)
    age(tmp_path, 400)
    pruned = prune(
        tmp_path,
        Policy(
            max_bytes=1, max_age_s=DAY_S, kept=frozenset({NarrationId("a1", "r1")}), busy=frozenset({"a3"})
        ),
    )
    assert left(tmp_path) == keys("abcd")
    assert narrations.finished(NarrationId("a1", "r1"))
    assert narrations.finished(NarrationId("a3", "r1"))
    assert narrations.finished(NarrationId("a2", "r1")) is None
    assert pruned.over > 0


def test_what_was_too_long_unheard_is_spoken_again_on_the_next_click(
    narrations: FolderNarrations, tmp_path: Path
) -> None:
    plan = narrated(narrations, "a1", "ab")
    narrated(narrations, "a2", "bc")
    age(tmp_path, 100)
    pruned = prune(tmp_path, Policy(max_age_s=90 * DAY_S, heard={"a2": time.time() - 80 * DAY_S}))
    assert (pruned.silenced, pruned.segments) == (1, 1)
    assert left(tmp_path) == keys("bc")
    assert narrations.finished(NarrationId("a1", "r1")) is None
    assert narrations.plan(NarrationId("a1", "r1")) == plan
    assert narrations.exists(NarrationId("a1", "r1"))
    assert narrations.missing(plan) == [0]
    assert narrations.want(plan)
    narrations.segments.put(key_of("a"), segment_named("a"))
    assert narrations.finish(plan).cues
    assert verify(tmp_path, mend=False).findings == ()


def test_a_whole_narration_keeps_its_word_times_without_its_segments(
    narrations: FolderNarrations, tmp_path: Path
) -> None:
    plan = narrated(narrations, "a1", "ab")
    cues = finished_cues(narrations)
    age(tmp_path, 100)
    whole = prune(tmp_path, Policy(), dry_run=True).bytes_before
    assert prune(tmp_path, Policy(max_bytes=whole - 1)).thinned == 1
    assert left(tmp_path) == set()
    assert segment_infos(narrations, plan, cues) == [INFO, INFO]
    assert segment_infos(narrations, plan, cues[1:]) == [INFO]
    again = example_segment(5, "spoken again for another", SegmentInfo("tone", "tone/a4", "Anew"))
    narrations.segments.put(key_of("a"), again)
    assert segment_infos(narrations, plan, cues) == [INFO, INFO], (
        "the times of its own audio, not of what was spoken since"
    )
    narrations.unfinish(NarrationId("a1", "r1"))
    assert segment_infos(narrations, plan, cues) == [again.info, None], "other times come with other sound"


def finished_cues(narrations: FolderNarrations) -> tuple[Cue, ...]:
    finished = narrations.finished(NarrationId("a1", "r1"))
    assert finished is not None
    return finished.cues


def test_what_is_wanted_while_pruning_decides_stays(
    narrations: FolderNarrations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between looking and removing, made long."""
    old, current = narrated(narrations, "a1", "ab", "old"), narrated(narrations, "a1", "cd", "new")
    age(tmp_path, 100)
    from audio_cache.upkeep import pruning

    decide = pruning.decide

    def slowly(*arguments: object) -> pruning.Decision:
        decision = decide(*arguments)  # type: ignore[arg-type]
        assert narrations.want(old)
        narrations.put_plan(msgspec.structs.replace(current, segments=example_plan("cd").segments), TAG)
        return decision

    monkeypatch.setattr(pruning, "decide", slowly)
    prune(tmp_path, msgspec.structs.replace(NOTHING_FITS, current={"a1": "new"}))
    assert left(tmp_path) == keys("abcd")
    assert narrations.finished(NarrationId("a1", "old"))
    assert narrations.finished(NarrationId("a1", "new"))


def test_a_revision_that_is_just_gone_is_not_counted_on(narrations: FolderNarrations, tmp_path: Path) -> None:
    plan = narrated(narrations, "a1", "ab")
    drop_revision(narrations, NarrationId("a1", "r1"), time.time() + 60)
    assert not narrations.want(plan)
    with pytest.raises(NarrationGone):
        narrations.put_plan(plan, TAG)
    assert narrations.revisions("a1") == []


def test_who_reads_a_file_goes_on(narrations: FolderNarrations, tmp_path: Path) -> None:
    narrated(narrations, "a1", "ab")
    age(tmp_path, 100)
    whole = narrations.audio_path(NarrationId("a1", "r1")).read_bytes()
    with narrations.audio_path(NarrationId("a1", "r1")).open("rb") as listener:
        start = listener.read(100)
        assert prune(tmp_path, NOTHING_FITS).silenced == 1
        assert start + listener.read() == whole
