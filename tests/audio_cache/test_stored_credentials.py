"""A signed manifest beside a finished file: it holds for that very file, and shares its fate."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from audio_cache.errors import NarrationGone
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.plan import Finished
from audio_cache.upkeep.check import verify
from audio_cache.upkeep.copying import copy_cache
from audio_cache.upkeep.pruning import DAY_S, Policy, prune
from tests.audio_cache.cache_examples import (
    ARTICLE,
    FINAL_TAG,
    NARRATION,
    REVISION,
    begin,
    example_plan,
    land,
)

pytestmark = pytest.mark.pure

PLAN = example_plan("abc")
MANIFEST = b"a manifest store " * 500
PLACE = f"narrations/{ARTICLE}/{REVISION}"


@pytest.fixture
def finished(narrations: FolderNarrations) -> Finished:
    """A finished narration, signed."""
    begin(narrations, PLAN)
    land(narrations, *"abc")
    made = narrations.finish(PLAN)
    narrations.put_credentials(made, MANIFEST, "ab12")
    return made


def test_what_is_not_signed_has_none(narrations: FolderNarrations) -> None:
    begin(narrations, PLAN)
    assert narrations.manifest(NARRATION) is None
    land(narrations, *"abc")
    assert narrations.credentials(narrations.finish(PLAN)) is None
    assert narrations.manifest(NARRATION) is None
    assert narrations.credentials_problem(NARRATION) == ""


def test_they_come_back(narrations: FolderNarrations, finished: Finished) -> None:
    stored = narrations.credentials(finished)
    assert stored is not None
    assert (stored.audio, stored.certificate) == (finished.etag, "ab12")
    assert narrations.manifest(NARRATION) == MANIFEST


def test_signed_anew_they_are_replaced_and_the_file_is_not(
    narrations: FolderNarrations, finished: Finished
) -> None:
    narrations.put_credentials(finished, b"renewed", "cd34")
    assert narrations.manifest(NARRATION) == b"renewed"
    assert narrations.finished(NARRATION) == finished


def test_they_are_of_no_other_file(narrations: FolderNarrations, finished: Finished) -> None:
    narrations.unfinish(NARRATION)
    assert narrations.manifest(NARRATION) == MANIFEST, "copies of the file are elsewhere"
    other = narrations.finish(PLAN, FINAL_TAG)
    assert narrations.credentials(other) is None
    assert narrations.manifest(NARRATION) is None
    with pytest.raises(NarrationGone):
        narrations.put_credentials(finished, MANIFEST, "ab12")
    narrations.unfinish(NARRATION)
    assert narrations.credentials(narrations.finish(PLAN)) is not None, "the same bytes again"


def test_they_go_with_the_article(narrations: FolderNarrations, finished: Finished, tmp_path: Path) -> None:
    narrations.delete(ARTICLE)
    assert narrations.manifest(NARRATION) is None
    with pytest.raises(NarrationGone):
        narrations.put_credentials(finished, MANIFEST, "ab12")
    assert not (tmp_path / PLACE).exists()


def test_pruning_keeps_them(narrations: FolderNarrations, finished: Finished, tmp_path: Path) -> None:
    pruned = prune(tmp_path, Policy(max_age_s=0), now=time.time() + 30 * DAY_S)
    assert pruned.silenced == 1
    assert narrations.finished(NARRATION) is None
    assert narrations.manifest(NARRATION) == MANIFEST


@pytest.mark.parametrize("name", ["credentials.c2pa", "credentials.json"])
@pytest.mark.parametrize("harm", [b"", b"torn", None])
def test_damage_is_found_and_mended(
    narrations: FolderNarrations, finished: Finished, tmp_path: Path, name: str, harm: bytes | None
) -> None:
    path = tmp_path / PLACE / name
    path.unlink() if harm is None else path.write_bytes(harm)
    assert narrations.manifest(NARRATION) is None
    found = verify(tmp_path, mend=False)
    assert [finding.path for finding in found.findings] == [PLACE]
    assert "credentials.c2pa" in found.findings[0].problem
    assert verify(tmp_path, mend=True).sound
    assert verify(tmp_path, mend=False).findings == ()
    assert narrations.finished(NARRATION) == finished, "the audio is not made again for it"


def test_a_backup_has_them(narrations: FolderNarrations, finished: Finished, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    copied = FolderNarrations(target, LocalStore(target))
    copy_cache(tmp_path, target)
    assert copied.manifest(NARRATION) == MANIFEST
    narrations.put_credentials(finished, b"renewed", "cd34")
    copy_cache(tmp_path, target)
    assert copied.manifest(NARRATION) == b"renewed"
    narrations.drop_credentials(NARRATION)
    copy_cache(tmp_path, target)
    assert copied.credentials(finished) is None
    assert copied.finished(NARRATION) == finished


def test_damaged_ones_are_not_copied(
    narrations: FolderNarrations, finished: Finished, tmp_path: Path
) -> None:
    (tmp_path / PLACE / "credentials.c2pa").write_bytes(b"torn")
    target = tmp_path / "backup"
    copy_cache(tmp_path, target)
    copied = FolderNarrations(target, LocalStore(target))
    assert copied.credentials(finished) is None
    assert verify(target, mend=False).sound
