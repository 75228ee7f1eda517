from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from audio_cache.errors import Incomplete, NarrationGone
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.opening import open_store
from audio_cache.plan import Outcome
from tests.audio_cache.cache_examples import (
    ARTICLE,
    FAILURE,
    NARRATION,
    REVISION,
    TAG,
    begin,
    body,
    example_plan,
    land,
)
from tests.contracts.narrations import NarrationsContract
from tests.contracts.segment_store import key_of

pytestmark = pytest.mark.pure

FOLDER = f"narrations/{ARTICLE}/{REVISION}"


def names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / FOLDER).iterdir())


class TestFolderNarrations(NarrationsContract):
    @pytest.fixture
    def narrations(self, tmp_path: Path) -> Narrations:
        return open_store(tmp_path).narrations

    @pytest.fixture
    def elsewhere(self, tmp_path: Path) -> Narrations:
        return open_store(tmp_path).narrations


def test_outcomes_hold_only_what_is_said(narrations: FolderNarrations, tmp_path: Path) -> None:
    narrations.put_script(NARRATION, b"{}")
    narrations.put_outcome(ARTICLE, "digest", Outcome(revision=REVISION))
    assert (
        tmp_path / f"narrations/{ARTICLE}/outcome-digest.json"
    ).read_bytes() == b'{"revision":"%s"}' % REVISION.encode()


def test_what_lies_in_the_folder_of_a_finished_narration(
    narrations: FolderNarrations, tmp_path: Path
) -> None:
    plan = example_plan("abca", pauses=[0, 4, 1, 2])
    begin(narrations, plan)
    land(narrations, *"abc")
    narrations.finish(plan)
    assert narrations.audio_path(NARRATION).read_bytes() == body(plan, "abca")
    assert names(tmp_path) == [
        "audio.mp3",
        "digests.json",
        "finished.json",
        "plan.json",
        "script.json",
        "tag.bin",
    ]


def test_a_narration_that_is_not_whole_is_not_finished(narrations: FolderNarrations, tmp_path: Path) -> None:
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


def test_an_unfinished_narration_can_be_finished_again(narrations: FolderNarrations) -> None:
    plan = example_plan("a")
    begin(narrations, plan)
    land(narrations, "a")
    first = narrations.finish(plan)
    narrations.unfinish(NARRATION)
    assert narrations.finished(NARRATION) is None
    assert not narrations.audio_path(NARRATION).exists()
    assert narrations.finish(plan) == first


@pytest.mark.parametrize("torn", [b"", b"{", b"[]", b'{"article_id":"\xff"}'])
def test_a_torn_record_counts_as_absent(narrations: FolderNarrations, tmp_path: Path, torn: bytes) -> None:
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


def test_a_plan_without_its_whole_tag_counts_as_absent(narrations: FolderNarrations, tmp_path: Path) -> None:
    begin(narrations, example_plan("a"))
    (tmp_path / FOLDER / "tag.bin").write_bytes(TAG[:-1])
    assert narrations.plan(NARRATION) is None
    with pytest.raises(ValueError, match="tag of 3 bytes"):
        narrations.put_plan(example_plan("a"), b"ID3")


def test_a_marker_without_its_audio_is_not_finished(narrations: FolderNarrations) -> None:
    plan = example_plan("a")
    begin(narrations, plan)
    land(narrations, "a")
    narrations.finish(plan)
    narrations.audio_path(NARRATION).write_bytes(b"torn")
    assert narrations.finished(NARRATION) is None


@pytest.mark.parametrize("name", ["", ".", "..", "../a", "a/b", "A", "a" * 65, "a\n", "a-b", "ä", "a\0"])
def test_ids_cannot_leave_the_folder(narrations: FolderNarrations, tmp_path: Path, name: str) -> None:
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


def test_nothing_lies_where_an_article_was_deleted(narrations: FolderNarrations, tmp_path: Path) -> None:
    plan = example_plan("a")
    begin(narrations, plan)
    land(narrations, "a")
    narrations.delete(ARTICLE)
    with pytest.raises(NarrationGone):
        narrations.finish(plan)
    assert ARTICLE not in narrations.articles()
    assert [path.name for path in (tmp_path / "narrations").iterdir()] == [".lock"]


def test_a_deletion_while_the_file_is_put_together_wins(narrations: FolderNarrations, tmp_path: Path) -> None:
    plan = example_plan("ab")
    begin(narrations, plan)
    land(narrations, *"ab")

    class DeletesMeanwhile:
        def get(self, key: str) -> object:
            narrations.delete(ARTICLE)
            return narrations.segments.get(key)

    late = FolderNarrations(tmp_path, DeletesMeanwhile())  # type: ignore[arg-type]
    with pytest.raises(NarrationGone):
        late.finish(plan)
    assert ARTICLE not in narrations.articles()


def test_records_are_read_anew_when_another_process_writes_them(
    narrations: FolderNarrations, tmp_path: Path
) -> None:
    begin(narrations, example_plan("a"))
    assert narrations.failure(NARRATION) is None
    failures = [msgspec.structs.replace(FAILURE, detail=str(n)) for n in range(5)]
    for failure in failures:
        script = (
            "import sys; from pathlib import Path; "
            "from audio_cache.folders.narrations import FolderNarrations; "
            "from audio_cache.plan import Failure; from audio_cache.local import LocalStore; root = "
            "Path(sys.argv[1]); "
            "from audio_cache.narration_id import NarrationId; "
            f"FolderNarrations(root, LocalStore(root)).put_failure({NARRATION!r}, {failure!r})"
        )
        subprocess.run([sys.executable, "-c", script, tmp_path], check=True)
        assert narrations.failure(NARRATION) == failure
    shutil.rmtree(tmp_path / "narrations")
    assert narrations.failure(NARRATION) is None
