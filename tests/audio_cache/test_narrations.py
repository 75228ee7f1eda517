from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from audio_cache.errors import Incomplete, NarrationGone
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Outcome
from tests.audio_cache.cache_examples import (
    ARTICLE,
    FAILURE,
    FINAL_TAG,
    NARRATION,
    REVISION,
    TAG,
    begin,
    body,
    example_plan,
    land,
)
from tests.contracts.segment_store import key_of

pytestmark = pytest.mark.pure

FOLDER = f"narrations/{ARTICLE}/{REVISION}"


def names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / FOLDER).iterdir())


def test_nothing_is_there_at_first(narrations: Narrations) -> None:
    assert list(narrations.articles()) == []
    assert narrations.revisions(ARTICLE) == []
    assert ARTICLE not in narrations.articles()
    assert narrations.outcome(ARTICLE, "digest") is None
    for read in (narrations.script, narrations.plan, narrations.finished, narrations.failure):
        assert read(NARRATION) is None
    with pytest.raises(NarrationGone):
        narrations.tag(NARRATION)
    narrations.clear_failure(NARRATION)
    narrations.delete(ARTICLE)


def test_what_was_put_comes_back(narrations: Narrations) -> None:
    plan = example_plan("abc")
    begin(narrations, plan)
    narrations.put_outcome(ARTICLE, "good", Outcome(revision=REVISION))
    narrations.put_outcome(ARTICLE, "bad", Outcome(problem=FAILURE))
    narrations.put_failure(NARRATION, FAILURE)
    assert narrations.script(NARRATION) == b'{"title":"An example"}'
    assert narrations.plan(NARRATION) == plan
    assert narrations.tag(NARRATION) == TAG
    assert narrations.outcome(ARTICLE, "good") == Outcome(revision=REVISION)
    assert narrations.outcome(ARTICLE, "bad") == Outcome(problem=FAILURE)
    assert narrations.failure(NARRATION) == FAILURE
    assert list(narrations.articles()) == [ARTICLE]
    assert narrations.revisions(ARTICLE) == [REVISION]
    assert ARTICLE in narrations.articles()
    assert narrations.exists(NARRATION)
    assert not narrations.exists(NarrationId(ARTICLE, "other"))
    narrations.clear_failure(NARRATION)
    assert narrations.failure(NARRATION) is None


def test_outcomes_hold_only_what_is_said(narrations: Narrations, tmp_path: Path) -> None:
    narrations.put_script(NARRATION, b"{}")
    narrations.put_outcome(ARTICLE, "digest", Outcome(revision=REVISION))
    assert (
        tmp_path / f"narrations/{ARTICLE}/outcome-digest.json"
    ).read_bytes() == b'{"revision":"%s"}' % REVISION.encode()


def test_missing_and_sizes_follow_what_lands(narrations: Narrations) -> None:
    plan = example_plan("abca")
    assert narrations.missing(plan) == [0, 1, 2, 3]
    land(narrations, "a", "c")
    assert narrations.missing(plan) == [1]
    assert [size is not None for size in narrations.sizes(plan)] == [True, False, True, True]


def test_a_new_plan_replaces_the_last(narrations: Narrations) -> None:
    begin(narrations, example_plan("abc"))
    assert narrations.plan(NARRATION) == example_plan("abc")
    narrations.put_plan(example_plan("abx", fallback="the voice was busy"), TAG)
    assert narrations.plan(NARRATION) == example_plan("abx", fallback="the voice was busy")


def test_a_finished_narration_is_tag_frames_and_pauses(narrations: Narrations, tmp_path: Path) -> None:
    plan = example_plan("abca", pauses=[0, 4, 1, 2], fallback="the voice was busy")
    begin(narrations, plan)
    land(narrations, *"abc")
    finished = narrations.finish(plan)
    audio = narrations.audio_path(NARRATION).read_bytes()
    assert audio == body(plan, "abca")
    assert finished.etag == hashlib.sha256(audio).hexdigest()
    assert finished.size == len(audio)
    assert finished.duration_s == (len(audio) - len(TAG)) / 8000
    assert [cue.index for cue in finished.cues] == [0, 1, 2, 3]
    assert finished.fallback == "the voice was busy"
    assert narrations.finished(NARRATION) == finished
    assert names(tmp_path) == [
        "audio.mp3",
        "digests.json",
        "finished.json",
        "plan.json",
        "script.json",
        "tag.bin",
    ]


def test_a_final_tag_takes_the_place_of_the_first(narrations: Narrations) -> None:
    plan = example_plan("ab")
    begin(narrations, plan)
    land(narrations, *"ab")
    with pytest.raises(ValueError, match="tag of 3 bytes"):
        narrations.finish(plan, b"ID3")
    narrations.finish(plan, FINAL_TAG)
    assert narrations.audio_path(NARRATION).read_bytes() == body(plan, "ab", FINAL_TAG)


def test_finishing_twice_is_finishing_once(narrations: Narrations) -> None:
    plan = example_plan("ab")
    begin(narrations, plan)
    land(narrations, *"ab")
    first = narrations.finish(plan)
    assert narrations.finish(plan, FINAL_TAG) == first
    assert narrations.audio_path(NARRATION).read_bytes() == body(plan, "ab")


def test_of_many_who_finish_one_wins_and_all_agree(narrations: Narrations) -> None:
    plan = example_plan([str(n) for n in range(30)])
    begin(narrations, plan)
    land(narrations, *[str(n) for n in range(30)])
    results = []
    tags = [b"tag %012d" % n for n in range(6)]
    threads = [
        threading.Thread(target=lambda tag=tag: results.append(narrations.finish(plan, tag))) for tag in tags
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    assert all(result == narrations.finished(NARRATION) for result in results)
    assert narrations.problem(NARRATION) == ""


def test_a_narration_that_is_not_whole_is_not_finished(narrations: Narrations, tmp_path: Path) -> None:
    plan = example_plan("abcd")
    begin(narrations, plan)
    land(narrations, "a", "b", "d")
    (tmp_path / "segments" / key_of("b")[:2] / f"{key_of('b')}.mp3").write_bytes(b"torn")
    with pytest.raises(Incomplete) as caught:
        narrations.finish(plan)
    assert caught.value.missing == (1, 2)
    assert narrations.finished(NARRATION) is None
    assert names(tmp_path) == ["digests.json", "plan.json", "script.json", "tag.bin"]
    land(narrations, "b", "c")
    assert narrations.finish(plan) == narrations.finished(NARRATION)


def test_finishing_clears_a_failure_noted_before(narrations: Narrations) -> None:
    plan = example_plan("a")
    begin(narrations, plan)
    narrations.put_failure(NARRATION, FAILURE)
    land(narrations, "a")
    narrations.finish(plan)
    assert narrations.failure(NARRATION) is None


def test_an_unfinished_narration_can_be_finished_again(narrations: Narrations) -> None:
    plan = example_plan("a")
    begin(narrations, plan)
    land(narrations, "a")
    first = narrations.finish(plan)
    narrations.unfinish(NARRATION)
    assert narrations.finished(NARRATION) is None
    assert not narrations.audio_path(NARRATION).exists()
    assert narrations.finish(plan) == first


@pytest.mark.parametrize("torn", [b"", b"{", b"[]", b'{"article_id":"\xff"}'])
def test_a_torn_record_counts_as_absent(narrations: Narrations, tmp_path: Path, torn: bytes) -> None:
    plan = example_plan("a")
    begin(narrations, plan)
    land(narrations, "a")
    narrations.finish(plan)
    narrations.put_failure(NARRATION, FAILURE)
    for name in ("plan.json", "finished.json", "failure.json"):
        (tmp_path / FOLDER / name).write_bytes(torn)
    for read in (narrations.plan, narrations.finished, narrations.failure):
        assert read(NARRATION) is None
    narrations.put_plan(plan, TAG)
    assert narrations.plan(NARRATION) == plan
    assert narrations.finish(plan).size == len(body(plan, "a"))


def test_a_plan_without_its_whole_tag_counts_as_absent(narrations: Narrations, tmp_path: Path) -> None:
    begin(narrations, example_plan("a"))
    (tmp_path / FOLDER / "tag.bin").write_bytes(TAG[:-1])
    assert narrations.plan(NARRATION) is None
    with pytest.raises(ValueError, match="tag of 3 bytes"):
        narrations.put_plan(example_plan("a"), b"ID3")


def test_a_marker_without_its_audio_is_not_finished(narrations: Narrations) -> None:
    plan = example_plan("a")
    begin(narrations, plan)
    land(narrations, "a")
    narrations.finish(plan)
    narrations.audio_path(NARRATION).write_bytes(b"torn")
    assert narrations.finished(NARRATION) is None


@pytest.mark.parametrize("name", ["", ".", "..", "../a", "a/b", "A", "a" * 65, "a\n", "a-b", "ä", "a\0"])
def test_ids_cannot_leave_the_folder(narrations: Narrations, tmp_path: Path, name: str) -> None:
    uses: list[Callable[[], object]] = [
        lambda: narrations.put_script(NarrationId(name, REVISION), b""),
        lambda: narrations.put_script(NarrationId(ARTICLE, name), b""),
        lambda: narrations.put_outcome(ARTICLE, name, Outcome(problem=FAILURE)),
        lambda: narrations.put_plan(msgspec.structs.replace(example_plan("a"), revision=name), TAG),
        lambda: narrations.finish(msgspec.structs.replace(example_plan("a"), article_id=name)),
        lambda: narrations.audio_path(NarrationId(name, REVISION)),
        lambda: narrations.delete(name),
        lambda: narrations.exists(NarrationId(name, REVISION)),
    ]
    for use in uses:
        with pytest.raises(ValueError, match="not an id"):
            use()
    assert list(tmp_path.iterdir()) == []


def test_a_late_writer_does_not_bring_a_deleted_narration_back(
    narrations: Narrations, tmp_path: Path
) -> None:
    plan = example_plan("a")
    begin(narrations, plan)
    land(narrations, "a")
    narrations.delete(ARTICLE)
    uses: list[Callable[[], object]] = [
        lambda: narrations.put_plan(plan, TAG),
        lambda: narrations.finish(plan),
        lambda: narrations.finish(plan, FINAL_TAG),
        lambda: narrations.put_failure(NARRATION, FAILURE),
        lambda: narrations.put_outcome(ARTICLE, "digest", Outcome(revision=REVISION)),
    ]
    for use in uses:
        with pytest.raises(NarrationGone):
            use()
    assert ARTICLE not in narrations.articles()
    assert [path.name for path in (tmp_path / "narrations").iterdir()] == [".lock"]


def test_a_deletion_while_the_file_is_put_together_wins(narrations: Narrations, tmp_path: Path) -> None:
    plan = example_plan("ab")
    begin(narrations, plan)
    land(narrations, *"ab")

    class DeletesMeanwhile:
        def get(self, key: str) -> object:
            narrations.delete(ARTICLE)
            return narrations.segments.get(key)

    late = Narrations(tmp_path, DeletesMeanwhile())  # type: ignore[arg-type]
    with pytest.raises(NarrationGone):
        late.finish(plan)
    assert ARTICLE not in narrations.articles()


def test_records_are_read_anew_when_another_process_writes_them(
    narrations: Narrations, tmp_path: Path
) -> None:
    begin(narrations, example_plan("a"))
    assert narrations.failure(NARRATION) is None
    failures = [msgspec.structs.replace(FAILURE, detail=str(n)) for n in range(5)]
    for failure in failures:
        script = (
            "import sys; from pathlib import Path; from audio_cache.narrations import Narrations; "
            "from audio_cache.plan import Failure; from audio_cache.local import LocalStore; root = "
            "Path(sys.argv[1]); "
            "from audio_cache.narration_id import NarrationId; "
            f"Narrations(root, LocalStore(root)).put_failure({NARRATION!r}, {failure!r})"
        )
        subprocess.run([sys.executable, "-c", script, tmp_path], check=True)
        assert narrations.failure(NARRATION) == failure
    shutil.rmtree(tmp_path / "narrations")
    assert narrations.failure(NARRATION) is None
