from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import free_port
from tests.workers.voices.publisher import Publisher
from tts_service.errors import UpstreamFailed
from workers.voices.download import fetch, with_sha256
from workers.voices.offers import RemoteFile

DATA = random.Random(7).randbytes(900_000)


class Interrupted(Exception):
    """Whoever was downloading is gone."""


def remote(address: str, data: bytes = DATA, kind: str = "md5") -> RemoteFile:
    return RemoteFile(
        "model.onnx", f"{address}/model.onnx", len(data), f"{kind}:{hashlib.new(kind, data).hexdigest()}"
    )


def nobody(*_: object) -> None:
    pass


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("kind", ["md5", "sha256"])
def test_a_file_arrives_whole_and_leaves_nothing_behind(
    publisher: Publisher, address: str, tmp_path: Path, incoming: Path, kind: str
) -> None:
    publisher.files["model.onnx"] = DATA
    told: list[tuple[str, int, int]] = []
    fetch(remote(address, kind=kind), tmp_path / "model.onnx", incoming, lambda *step: told.append(step))
    assert (tmp_path / "model.onnx").read_bytes() == DATA
    assert names(tmp_path) == ["model.onnx"]
    assert told[0] == ("model.onnx", 0, len(DATA))
    assert told[-1] == ("model.onnx", len(DATA), len(DATA))
    assert told == sorted(told)


def test_a_connection_cut_midway_is_taken_up_where_it_broke(
    publisher: Publisher, address: str, tmp_path: Path, incoming: Path
) -> None:
    publisher.files["model.onnx"] = DATA
    publisher.cuts = [300_000, 1, 400_000]
    fetch(remote(address), tmp_path / "model.onnx", incoming, nobody)
    assert (tmp_path / "model.onnx").read_bytes() == DATA
    assert [first for _, first in publisher.asked] == [0, 300_000, 300_001, 700_001]
    assert publisher.sent == len(DATA)


def test_a_download_goes_on_in_the_next_run(
    publisher: Publisher, address: str, tmp_path: Path, incoming: Path
) -> None:
    publisher.files["model.onnx"] = DATA

    def interrupt(_: str, have: int, __: int) -> None:
        if have > 400_000:
            raise Interrupted

    with pytest.raises(Interrupted):
        fetch(remote(address), tmp_path / "model.onnx", incoming, interrupt)
    assert not (tmp_path / "model.onnx").exists()
    fetch(remote(address), tmp_path / "model.onnx", incoming, nobody)
    assert (tmp_path / "model.onnx").read_bytes() == DATA
    assert publisher.asked[1][1] > 250_000


def test_a_server_without_ranges_is_asked_from_the_start(
    publisher: Publisher, address: str, tmp_path: Path, incoming: Path
) -> None:
    publisher.files["model.onnx"] = DATA
    publisher.gives_ranges = False
    publisher.cuts = [500_000]
    fetch(remote(address), tmp_path / "model.onnx", incoming, nobody)
    assert (tmp_path / "model.onnx").read_bytes() == DATA


def test_a_server_that_is_overloaded_for_a_moment_is_asked_again(
    publisher: Publisher, address: str, tmp_path: Path, incoming: Path
) -> None:
    publisher.files["model.onnx"] = DATA
    publisher.statuses = [503]
    fetch(remote(address), tmp_path / "model.onnx", incoming, nobody)
    assert (tmp_path / "model.onnx").read_bytes() == DATA


def test_what_is_there_already_is_not_asked_for(
    publisher: Publisher, address: str, tmp_path: Path, incoming: Path
) -> None:
    (tmp_path / "model.onnx").write_bytes(DATA)
    fetch(remote(address), tmp_path / "model.onnx", incoming, nobody)
    assert publisher.asked == []


def test_another_file_than_the_published_one_is_refused(
    publisher: Publisher, address: str, tmp_path: Path, incoming: Path
) -> None:
    publisher.files["model.onnx"] = DATA[:-1] + b"?"
    with pytest.raises(UpstreamFailed, match=r"checksum is not md5:"):
        fetch(remote(address), tmp_path / "model.onnx", incoming, nobody)
    assert names(tmp_path) == []


SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.mark.parametrize("given", [f'"{SHA256}"', SHA256.upper(), f'W/"{SHA256}"'])
def test_the_sha256_of_the_publisher_counts_beside_the_md5_of_its_list(
    publisher: Publisher, address: str, tmp_path: Path, incoming: Path, given: str
) -> None:
    publisher.files["model.onnx"] = DATA
    publisher.linked["model.onnx"] = given
    assert with_sha256(remote(address)).sha256 == SHA256
    fetch(remote(address), tmp_path / "model.onnx", incoming, nobody)
    assert (tmp_path / "model.onnx").read_bytes() == DATA


def test_a_file_of_the_right_md5_and_another_sha256_is_refused(
    publisher: Publisher, address: str, tmp_path: Path, incoming: Path
) -> None:
    publisher.files["model.onnx"] = DATA
    publisher.linked["model.onnx"] = f'"{"0" * 64}"'
    with pytest.raises(UpstreamFailed, match="checksum is not 0000"):
        fetch(remote(address), tmp_path / "model.onnx", incoming, nobody)
    assert names(tmp_path) == []


@pytest.mark.parametrize("given", ["", '"abc"', f'"{SHA256}0"', '"of-the-pointer"'])
def test_what_is_no_sha256_leaves_the_md5(publisher: Publisher, address: str, given: str) -> None:
    publisher.linked["model.onnx"] = given
    assert with_sha256(remote(address)).sha256 == ""
    assert with_sha256(remote(f"http://127.0.0.1:{free_port()}")).sha256 == ""


def test_a_start_that_was_damaged_is_thrown_away_and_begun_again(
    publisher: Publisher, address: str, tmp_path: Path, incoming: Path
) -> None:
    publisher.files["model.onnx"] = DATA
    file = remote(address)
    (incoming / f"{file.digest.partition(':')[2]}.part").write_bytes(b"?" * 1000)
    fetch(file, tmp_path / "model.onnx", incoming, nobody)
    assert (tmp_path / "model.onnx").read_bytes() == DATA
    assert [first for _, first in publisher.asked] == [1000, 0]


def test_a_file_that_ends_early_is_given_up(
    publisher: Publisher, address: str, tmp_path: Path, incoming: Path
) -> None:
    publisher.files["model.onnx"] = DATA[:1000]
    with pytest.raises(UpstreamFailed, match=r"(answers 416|breaks off|cannot be reached)"):
        fetch(remote(address), tmp_path / "model.onnx", incoming, nobody)
    assert not (tmp_path / "model.onnx").exists()


def test_nobody_there_is_said_so(tmp_path: Path, incoming: Path) -> None:
    with pytest.raises(UpstreamFailed, match=r"127\.0\.0\.1:\d+ cannot be reached .*Is there a network"):
        fetch(remote(f"http://127.0.0.1:{free_port()}"), tmp_path / "model.onnx", incoming, nobody)


def test_a_file_that_is_gone_is_said_so_at_once(
    publisher: Publisher, address: str, tmp_path: Path, incoming: Path
) -> None:
    with pytest.raises(UpstreamFailed, match=r"/model\.onnx answers 404"):
        fetch(remote(address), tmp_path / "model.onnx", incoming, nobody)
    assert len(publisher.asked) == 1


def test_a_full_disk_is_said_so_and_what_came_is_kept(
    publisher: Publisher, address: str, tmp_path: Path, incoming: Path
) -> None:
    publisher.files["model.onnx"] = DATA
    code = f"""
import resource
from pathlib import Path
from tts_service.errors import Unavailable
from workers.voices.download import fetch
from workers.voices.offers import RemoteFile
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
file = RemoteFile{(remote(address).name, remote(address).url, len(DATA), remote(address).digest)!r}
try:
    fetch(file, Path({str(tmp_path / "model.onnx")!r}), Path({str(incoming)!r}), lambda *_: None)
except Unavailable as error:
    print(error.kind, error.detail)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.startswith(f"disk-full No room in {incoming}. Free some space"), done.stderr
    assert not (tmp_path / "model.onnx").exists()
    fetch(remote(address), tmp_path / "model.onnx", incoming, nobody)
    assert (tmp_path / "model.onnx").read_bytes() == DATA
    assert publisher.asked[-1][1] > 0
