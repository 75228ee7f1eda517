"""What every ``Claims`` does. A test class for an implementation derives from ``ClaimsContract``."""

from __future__ import annotations

import collections
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from audio_cache.store import Claims

LEASE_S = 1.5
"""Of the claims under test."""
HOLDER = Path(__file__).with_name("claims_process.py")
PATIENCE_S = 30.0


class ClaimsContract:
    """``maker`` is a Python expression, for other processes, that makes claims which know of those of
    ``claims``."""

    @pytest.fixture
    def maker(self) -> str:
        raise NotImplementedError

    @pytest.fixture
    def claims(self, maker: str) -> Claims:
        raise NotImplementedError

    @pytest.fixture
    def elsewhere(self, maker: str) -> Claims:
        """The same claims, through objects of their own."""
        raise NotImplementedError

    def test_one_holder_at_a_time(self, claims: Claims, elsewhere: Claims) -> None:
        for second in (claims, elsewhere):
            with claims.claim("a") as mine, second.claim("a") as also_mine:
                assert mine
                assert not also_mine

    def test_a_refused_claim_disturbs_nobody(self, claims: Claims, elsewhere: Claims) -> None:
        with claims.claim("a"):
            for _ in range(2):
                with elsewhere.claim("a") as mine:
                    assert not mine

    def test_a_claim_ends_with_its_block(self, claims: Claims, elsewhere: Claims) -> None:
        for holder in (claims, elsewhere, claims):
            with holder.claim("a") as mine:
                assert mine

    def test_a_claim_ends_with_an_error_in_its_block(self, claims: Claims, elsewhere: Claims) -> None:
        with pytest.raises(ZeroDivisionError), claims.claim("a"):
            raise ZeroDivisionError
        with elsewhere.claim("a") as mine:
            assert mine

    def test_names_are_independent(self, claims: Claims) -> None:
        with claims.claim("a") as first, claims.claim("../b c:ü") as second:
            assert first
            assert second

    def test_the_first_that_nobody_holds_is_claimed(self, claims: Claims, elsewhere: Claims) -> None:
        names = ["a", "b", "c", "d"]
        with elsewhere.claim("a"), elsewhere.claim_first(names) as second:
            assert second == 1
            with claims.claim_first(names) as third, claims.claim("c") as refused:
                assert (third, refused) == (2, False)
            with claims.claim_first(["b", "a"]) as none:
                assert none is None
        with claims.claim_first(names) as first:
            assert first == 0
        with claims.claim_first([]) as none:
            assert none is None

    def test_the_first_that_was_claimed_is_kept(self, claims: Claims, elsewhere: Claims) -> None:
        with claims.claim_first(["a", "b"]) as place:
            assert place == 0
            assert not _within(1.2 * LEASE_S, lambda: _free(elsewhere, "a"))

    def test_what_is_spent_is_refused_for_a_while_or_free_at_once(
        self, claims: Claims, elsewhere: Claims
    ) -> None:
        for name in ("a", "b"):
            with claims.claim_first([name]) as place:
                assert place == 0
                claims.spent(name)
            assert _free(elsewhere, name) == (claims.remembered_s == 0)
        assert _within(PATIENCE_S, lambda: _free(elsewhere, "a"))
        with claims.claim("a") as mine:
            assert mine
        assert _free(elsewhere, "a"), "it was spent once"

    def test_threads_exclude_each_other(self, claims: Claims) -> None:
        inside, seen, won = collections.Counter[str](), collections.Counter[int](), threading.Event()

        def work() -> None:
            for _ in range(100):
                with claims.claim("a") as mine:
                    if mine:
                        inside["now"] += 1
                        seen[inside["now"]] += 1
                        time.sleep(0.001)
                        inside["now"] -= 1
                        won.set()

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert won.is_set()
        assert set(seen) == {1}

    def test_a_holder_that_is_killed_loses_its_claim(self, claims: Claims, maker: str) -> None:
        with _process(maker, "hold", "a") as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "mine\n"
            with claims.claim("a") as mine:
                assert not mine
            holder.kill()
            holder.wait()
            assert _within(PATIENCE_S, lambda: _free(claims, "a"))

    def test_a_holder_that_stands_still_loses_its_claim_and_takes_nothing_when_it_goes_on(
        self, claims: Claims, elsewhere: Claims, maker: str
    ) -> None:
        with _process(maker, "hold", "a") as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "mine\n"
            holder.send_signal(signal.SIGSTOP)
            assert _within(PATIENCE_S, lambda: _free(claims, "a"))
            with claims.claim("a") as mine:
                assert mine
                holder.send_signal(signal.SIGCONT)
                holder.communicate(timeout=PATIENCE_S)  # it lets go of what it thinks is still its own
                assert holder.returncode == 0
                with elsewhere.claim("a") as also_mine:
                    assert not also_mine

    def test_a_holder_that_lives_keeps_its_claim_however_often_others_ask(
        self, claims: Claims, maker: str
    ) -> None:
        with _process(maker, "hold", "a") as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "mine\n"
            assert not _within(1.2 * LEASE_S, lambda: _free(claims, "a"))

    def test_processes_do_each_piece_of_work_once(self, maker: str, tmp_path: Path) -> None:
        """As workers do: look for the result, claim, look again, work, publish."""
        results = tmp_path / "results"
        results.mkdir()
        workers = [subprocess.Popen([sys.executable, HOLDER, maker, "work", results]) for _ in range(4)]
        assert [worker.wait(PATIENCE_S) for worker in workers] == [0, 0, 0, 0]
        done = (results / "log").read_text().split()
        assert sorted(done) == sorted(map(str, range(25)))


@contextmanager
def _process(*args: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, HOLDER, *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _free(claims: Claims, name: str) -> bool:
    with claims.claim(name) as mine:
        return mine


def _within(patience_s: float, look: collections.abc.Callable[[], bool]) -> bool:
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        if look():
            return True
        time.sleep(0.02)
    return False
