from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_cache.local import LocalStore
from audio_cache.store import SegmentStore
from tests.contracts.segment_store import SegmentStoreContract, example_segment, key_of


def files(root: Path) -> list[str]:
    return sorted(
        path.name for path in (root / "segments").rglob("*") if path.is_file() and path.name != ".lock"
    )


@pytest.mark.pure
class TestLocalStore(SegmentStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> SegmentStore:
        return LocalStore(tmp_path)

    def damage(self, store: SegmentStore, key: str) -> None:
        assert isinstance(store, LocalStore)
        flip_bit(store.root / "segments" / key[:2] / f"{key}.mp3", 777)


def flip_bit(path: Path, bit: int) -> None:
    data = bytearray(path.read_bytes())
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    path.write_bytes(data)


@pytest.mark.pure
def test_keys_lists_every_segment_once(store: LocalStore) -> None:
    assert list(store.keys()) == []
    names = {key_of(str(n)) for n in range(20)}
    for name in names:
        store.put(name, example_segment(1, name))
    listed = list(store.keys())
    assert len(listed) == 20
    assert set(listed) == names


@pytest.mark.pure
def test_the_layout_is_the_documented_one(store: LocalStore, tmp_path: Path) -> None:
    key = key_of("a")
    store.put(key, example_segment())
    assert files(tmp_path) == [f"{key}.json", f"{key}.mp3"]
    assert (tmp_path / "segments" / key[:2] / f"{key}.mp3").read_bytes() == example_segment().audio


@pytest.mark.pure
@pytest.mark.parametrize(
    "key", ["", "ab", "A" * 64, "g" * 64, "a" * 65, "a" * 63 + "\n", "../" + "a" * 61, "a" * 64 + "\n"]
)
def test_what_is_no_key_is_refused(store: LocalStore, key: str) -> None:
    for use in (store.get, store.size, store.delete, lambda key: store.put(key, example_segment())):
        with pytest.raises(ValueError, match="not a segment key"):
            use(key)


@pytest.mark.pure
@pytest.mark.parametrize("suffix", [".mp3", ".json"])
def test_half_a_segment_is_absent_and_can_be_put_anew(store: LocalStore, tmp_path: Path, suffix: str) -> None:
    key = key_of("a")
    store.put(key, example_segment())
    (tmp_path / "segments" / key[:2] / f"{key}{suffix}").unlink()
    assert store.size(key) is None
    assert list(store.keys()) == []
    assert store.get(key) is None
    store.put(key, example_segment(5, "anew"))
    assert store.get(key) == example_segment(5, "anew")


@pytest.mark.pure
@pytest.mark.parametrize("suffix", [".mp3", ".json"])
@given(data=st.data())
def test_any_flipped_bit_and_any_torn_file_is_found(suffix: str, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        root, key = Path(folder), key_of("a")
        store = LocalStore(root)
        store.put(key, example_segment(2))
        path = root / "segments" / key[:2] / f"{key}{suffix}"
        size = path.stat().st_size
        if data.draw(st.booleans(), "flip"):
            flip_bit(path, data.draw(st.integers(0, size * 8 - 1), "bit"))
        else:
            path.write_bytes(path.read_bytes()[: data.draw(st.integers(0, size - 1), "cut")])
        assert store.get(key) is None
        assert files(root) == []


FULL = """
import resource, sys
from pathlib import Path
from audio_cache.errors import StoreFull
from audio_cache.local import LocalStore
from tests.contracts.segment_store import example_segment, key_of

resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
store = LocalStore(Path(sys.argv[1]))
store.put(key_of("small"), example_segment(10))
try:
    store.put(key_of("large"), example_segment(1000))
except StoreFull as error:
    print(error)
"""


def test_a_full_disk_is_named_and_nothing_partial_is_left(tmp_path: Path) -> None:
    """The system refuses bytes as a full disk does, here by the limit on a process's files."""
    run = subprocess.run([sys.executable, "-c", FULL, tmp_path], capture_output=True, text=True, check=True)
    assert str(tmp_path) in run.stdout
    assert "Free some space" in run.stdout
    assert files(tmp_path) == [f"{key_of('small')}.json", f"{key_of('small')}.mp3"]


RIVAL = """
import sys
from pathlib import Path
from audio_cache.local import LocalStore
from tests.contracts.segment_store import example_segment, key_of

store, me = LocalStore(Path(sys.argv[1])), sys.argv[2]
sys.stdin.readline()
for n in range(1000):
    store.put(key_of(str(n)), example_segment(2, me))
"""


def test_processes_that_put_the_same_keys_never_mix_audio_and_marker(tmp_path: Path) -> None:
    """As when a claim was lost: each has its own audio for the key, the same key at nearly the same
    moment."""
    rivals = [
        subprocess.Popen([sys.executable, "-c", RIVAL, tmp_path, name], stdin=subprocess.PIPE, text=True)
        for name in "ABC"
    ]
    for rival in rivals:
        assert rival.stdin is not None
        rival.stdin.write("go\n")
        rival.stdin.close()
    assert [rival.wait() for rival in rivals] == [0, 0, 0]
    versions = [example_segment(2, name) for name in "ABC"]
    store = LocalStore(tmp_path)
    assert [n for n in range(1000) if store.get(key_of(str(n))) not in versions] == []
