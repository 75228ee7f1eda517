"""Which folder of audio it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.store_id import NAME, known_store_id, store_id
from audio_cache.upkeep.check import Finding, verify
from audio_cache.upkeep.copying import copy_cache
from audio_cache.upkeep.pruning import Policy, prune
from tests.audio_cache.cache_examples import begin, example_plan, land

pytestmark = pytest.mark.pure

ASK = "import sys; from pathlib import Path; from audio_cache.store_id import store_id; sys.stdin.read(1); "
ASK += "print(store_id(Path(sys.argv[1])))"


def test_a_folder_has_one_id_for_ever(tmp_path: Path) -> None:
    root = tmp_path / "not" / "there" / "yet"
    assert known_store_id(root) == ""
    assert not root.exists()
    found = store_id(root)
    assert len(found) == 32
    assert {found} == {store_id(root), known_store_id(root)} != {store_id(tmp_path)}


def test_whoever_comes_first_names_it_for_all(tmp_path: Path) -> None:
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", ASK, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(4)
    ]
    told = {process.communicate(b".")[0].strip() for process in asking}
    assert told == {known_store_id(tmp_path).encode()}
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_where_none_can_be_made_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert store_id(tmp_path / "file") == ""


def test_upkeep_knows_it(tmp_path: Path) -> None:
    here, copy = tmp_path / "here", tmp_path / "copy"
    narrations = FolderNarrations(here, LocalStore(here))
    begin(narrations, example_plan("a"))
    land(narrations, "a")
    found = store_id(here)
    prune(here, Policy(max_bytes=0, grace_s=0.0))
    assert known_store_id(here) == found
    assert verify(here, mend=True).findings == ()
    copy_cache(here, copy)
    assert known_store_id(copy) == "", "a copy is another folder"
    assert store_id(copy) != found


def test_a_damaged_id_counts_for_nothing_and_is_mended(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("0123")
    (tmp_path / f".{NAME}.0123.tmp").touch()
    assert store_id(tmp_path) == ""
    assert verify(tmp_path, mend=False).findings == (Finding(NAME, "this is no id"),)
    assert verify(tmp_path, mend=True).sound
    assert len(store_id(tmp_path)) == 32
