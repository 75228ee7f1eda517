"""Keeps the parts of a Procfile running.

Runners such as honcho and foreman stop everything when one process dies. Here a part that dies is restarted,
so the service recovers from a killed worker by itself; the Procfile stays an ordinary one, for those who use
another runner.

Each part leads a process group of its own. When it dies, the rest of its group is killed before it is
restarted; when the supervisor itself is killed, a guard (a shell that waits for the end of a pipe) stops the
groups that are left.
"""

from __future__ import annotations

import contextlib
import functools
import math
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Protocol

from tts_service.ops.procfile import Part

QUICK_S = 10.0
"""A part that ends sooner than this has died quickly."""
MOST_QUICK_DEATHS = 5
"""In a row; then the part counts as broken, and is not restarted."""
FIRST_DELAY_S = 0.1
"""Delay before the first restart; doubled with each quick death."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

GUARD = """
while read -r line; do leaders=$line; done
alive() { for pid in $leaders; do kill -0 "$pid" && return; done; return 1; }
kill -TERM $leaders
tries=0
while alive && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
for pid in $leaders; do kill -KILL "-$pid"; done
"""


class Output(Protocol):
    """Where lines go. Called from several threads; never raises."""

    def part(self, name: str, line: str) -> None: ...

    def say(self, line: str) -> None: ...


class Guard:
    """Stops the process groups it knows when this process ends, for whatever reason."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._leaders: set[int] = set()
        self._shell = subprocess.Popen(
            ["/bin/sh", "-c", GUARD],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def watch(self, leader: int) -> None:
        self._tell(self._leaders.add, leader)

    def forget(self, leader: int) -> None:
        self._tell(self._leaders.discard, leader)

    def _tell(self, change: Callable[[int], None], leader: int) -> None:
        # The guard may have been killed itself, or closed while the last part was ending.
        with self._lock, contextlib.suppress(OSError, ValueError):
            change(leader)
            assert self._shell.stdin is not None
            self._shell.stdin.write(" ".join(map(str, sorted(self._leaders))) + "\n")
            self._shell.stdin.flush()

    def close(self) -> None:
        self._shell.kill()
        self._shell.wait()
        with contextlib.suppress(BrokenPipeError):
            assert self._shell.stdin is not None
            self._shell.stdin.close()


class Keeper:
    """Keeps one part running, in a thread of its own, until ``stop``."""

    def __init__(
        self,
        part: Part,
        environ: Mapping[str, str],
        output: Output,
        guard: Guard,
        give_up: Callable[[str], None],
    ) -> None:
        self.part = part
        self._environ = environ
        self._output = output
        self._guard = guard
        self._give_up = give_up
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._keep, name=f"keep-{part.name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the part to end, and do not restart it. Only its leader is asked: it knows how to end its
        children."""
        with self._lock:
            self._stopping.set()
            if self._process is not None:
                self._process.terminate()

    def kill(self) -> None:
        with self._lock:
            if self._process is not None:
                kill_group(self._process.pid)

    def has_ended(self, within_s: float) -> bool:
        self._thread.join(max(within_s, 0.0))
        return not self._thread.is_alive()

    def _keep(self) -> None:
        quick_deaths = 0
        while (process := self._start()) is not None:
            started = time.monotonic()
            status = self._see_through(process)
            if self._stopping.is_set():
                return
            quick_deaths = quick_deaths + 1 if time.monotonic() - started < QUICK_S else 0
            ended = how_it_ended(status)
            if quick_deaths == MOST_QUICK_DEATHS:
                self._give_up(
                    f"{self.part.name} died {quick_deaths} times in a row: it {ended}. Its last lines say "
                    "why."
                )
                return
            self._output.say(f"{self.part.name} {ended}; starting it again.")
            self._stopping.wait(FIRST_DELAY_S * 2 ** max(quick_deaths - 1, 0))

    def _start(self) -> subprocess.Popen[str] | None:
        with self._lock:
            if self._stopping.is_set():
                return None
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", f"exec {self.part.command}"],
                env=dict(self._environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                text=True,
                errors="replace",
            )
            self._guard.watch(self._process.pid)
            return self._process

    def _see_through(self, process: subprocess.Popen[str]) -> int:
        """Pass on the output of ``process`` until it ends, then kill what is left of its group. Returns its
        status."""
        assert process.stdout is not None
        reader = threading.Thread(target=self._pass_on, args=(process.stdout,), daemon=True)
        reader.start()
        status = process.wait()
        kill_group(process.pid)
        self._guard.forget(process.pid)
        # A grandchild that has left the group may hold the pipe for ever; do not wait for that one.
        reader.join(timeout=2)
        with self._lock:
            self._process = None
        return status

    def _pass_on(self, lines: IO[str]) -> None:
        with lines:
            for line in lines:
                self._output.part(self.part.name, line.rstrip("\n"))


class Supervisor:
    """Runs ``parts`` until a signal, or until one of them cannot be kept alive.

    The others depend on the first part: it is stopped after them.
    """

    def __init__(
        self, parts: Sequence[Part], environ: Mapping[str, str], output: Output, *, grace_s: float
    ) -> None:
        """``grace_s``: from TERM to KILL."""
        # Its put may be called from a signal handler.
        self._ends: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._output = output
        self._grace_s = grace_s
        self._last_signal = -math.inf
        self._guard = Guard()
        self._keeper = functools.partial(
            Keeper, environ=environ, output=output, guard=self._guard, give_up=self._ends.put
        )
        self._keepers = [self._keeper(part) for part in parts]
        self._lock = threading.Lock()
        self._running = self._stopping = False

    def run(self) -> str:
        """Returns what made it give up; "" after a signal. Nothing is left running."""
        handlers = {number: signal.signal(number, self._on_signal) for number in STOP_SIGNALS}
        try:
            with self._lock:
                self._running = True
                for keeper in self._keepers:
                    keeper.start()
            reason = self._ends.get()
            with self._lock:
                self._stopping = True
            self._stop()
        finally:
            for keeper in self._keepers:
                keeper.kill()
            self._guard.close()
            for number, handler in handlers.items():
                signal.signal(number, handler)
        return reason

    def add(self, part: Part) -> None:
        """Keep this one running, too. May be called from any thread."""
        with self._lock:
            if self._stopping:
                return
            self._keepers.append(self._keeper(part))
            if self._running:
                self._keepers[-1].start()

    def end(self) -> None:
        """Stop, as after a signal. May be called from any thread."""
        self._ends.put("")

    def _on_signal(self, *_: object) -> None:
        """One Ctrl-C may arrive several times, from the terminal and from make; count it once."""
        now = time.monotonic()
        if now - self._last_signal > 1.0:
            self._ends.put("")
        self._last_signal = now

    def _stop(self) -> None:
        self._output.say("stopping.")
        foundation, others = self._keepers[:1], self._keepers[1:]
        self._stop_together(others)
        self._stop_together(foundation)

    def _stop_together(self, keepers: Sequence[Keeper]) -> None:
        """A further signal while it waits means: stop now."""
        for keeper in keepers:
            keeper.stop()
        deadline = time.monotonic() + self._grace_s
        while time.monotonic() < deadline and self._ends.empty():
            if all(keeper.has_ended(0.05) for keeper in keepers):
                return
        for keeper in keepers:
            keeper.kill()
            keeper.has_ended(2.0)


def kill_group(leader: int) -> None:
    """Kill what is left of the process group; macOS denies permission when only a zombie is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def how_it_ended(status: int) -> str:
    """In words, from a status as ``subprocess`` gives it: negative for a signal."""
    if status < 0:
        return f"was killed by {signal.Signals(-status).name}"
    return f"ended with status {status}"
