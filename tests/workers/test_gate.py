from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from workers.engines.base import EngineBusy
from workers.engines.remote.gate_state import FileBook, GateState
from workers.engines.remote.rate_gate import RateGate, backoff_s

pytestmark = pytest.mark.pure


def gate(folder: Path, *, interval_s: float = 0.0, failures: int = 3, open_s: float = 60.0) -> RateGate:
    return RateGate(FileBook(folder / "gate.json"), interval_s=interval_s, failures=failures, open_s=open_s)


def fail(one: RateGate, times: int) -> None:
    for _ in range(times):
        one.enter(0)
        one.failed()


def test_requests_keep_their_distance_across_processes(tmp_path: Path) -> None:
    """Three processes take two turns each: the sixth is five intervals after the first, whoever had it."""
    code = (
        "from pathlib import Path; from workers.engines.remote.rate_gate import RateGate\n"
        "from workers.engines.remote.gate_state import FileBook\n"
        f"book = FileBook(Path({str(tmp_path)!r}) / 'gate.json')\n"
        "gate = RateGate(book, interval_s=0.2, failures=3, open_s=1)\n"
        "for _ in range(2): gate.enter(60)"
    )
    begun = time.time()
    children = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    assert [child.wait() for child in children] == [0, 0, 0]
    assert time.time() - begun >= 5 * 0.2
    assert (
        msgspec.json.decode((tmp_path / "gate.json").read_bytes(), type=GateState).free_at >= begun + 6 * 0.2
    )


def test_who_would_wait_too_long_is_told_when_to_come_back(tmp_path: Path) -> None:
    paced = gate(tmp_path, interval_s=30.0)
    paced.enter(0)
    with pytest.raises(EngineBusy) as caught:
        paced.enter(1.0)
    assert 25 < caught.value.retry_after_s <= 30


def test_failures_in_a_row_open_the_breaker_for_everybody(tmp_path: Path) -> None:
    one, other = gate(tmp_path), gate(tmp_path)
    fail(one, 2)
    other.enter(0)
    with pytest.raises(EngineBusy, match="3 times in a row"):
        other.failed()
    with pytest.raises(EngineBusy) as caught:
        one.enter(0)
    assert 50 < caught.value.retry_after_s <= 60


def test_a_success_between_failures_starts_the_count_again(tmp_path: Path) -> None:
    one = gate(tmp_path)
    fail(one, 2)
    one.succeeded()
    fail(one, 2)
    one.enter(0)


def test_after_a_while_one_may_try_and_decides_for_all(tmp_path: Path) -> None:
    one = gate(tmp_path, open_s=60)
    state = GateState(failures=3, open_until=time.time() - 1)
    (tmp_path / "gate.json").write_bytes(msgspec.json.encode(state))
    one.enter(0)
    with pytest.raises(EngineBusy, match="left alone"):
        one.enter(0)
    one.succeeded()
    one.enter(0)
    one.enter(0)


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"free_at": "x"}', b'{"free_at": 9e99, "open_until": 9e99}']
)
def test_a_damaged_file_or_a_clock_that_was_wrong_locks_nobody_out(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "gate.json").write_bytes(content)
    gate(tmp_path).enter(0)


def test_back_off_grows_and_is_scattered() -> None:
    def draws(attempt: int) -> list[float]:
        return [backoff_s(attempt, 0.5, 8.0) for _ in range(300)]

    assert all(0.25 <= wait <= 0.5 for wait in draws(0))
    assert all(0.25 <= wait <= 8.0 for wait in draws(9))
    assert max(draws(3)) > 2 * max(draws(1))
    assert len(set(draws(2))) > 200
