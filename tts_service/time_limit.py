"""How long a piece of work may take: a limit that interrupts it, and behind that one that ends the process.

A signal interrupts Python code, and regular expressions, which look for signals while they search. In other
threads than the main one, for which there are no signals, an exception is thrown at the thread. Neither
reaches a library that computes, or waits, without coming back to the interpreter: there only the end of the
process helps.
"""

from __future__ import annotations

import ctypes
import enum
import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LAST_RESORT_S = 5.0
"""How much longer work may take that does not let itself be interrupted."""
AGAIN_S = 1.0
"""Until an interruption that was lost, in a ``__del__`` for one, is repeated."""


_ends: dict[object, float] = {}
"""When each piece of work that is under way in this process has to be done, on the monotonic clock."""


class OutOfTime(BaseException):
    """The limit has passed. No ``Exception``: whoever catches those must not take it for a fault of the
    page."""


class LastResort(enum.Enum):
    """What becomes of a process whose work cannot be interrupted."""

    NONE = "none"
    WORKER = "worker"  # it ends with a traceback of where it stood; whoever keeps it running starts another
    COMMAND = "command"  # it ends with a line for the user


@contextmanager
def time_limit(seconds: float, what: str = "", last_resort: LastResort = LastResort.NONE) -> Iterator[None]:
    """Raises OutOfTime in the block once it has taken ``seconds``. ``what`` it does is named at the last
    resort."""
    limit = _by_signal if threading.current_thread() is threading.main_thread() else _by_thread
    with _noted(seconds), _or_the_end(seconds + LAST_RESORT_S, what, last_resort), limit(seconds):
        yield


def is_overdue() -> bool:
    """Some work in this process has passed its limit, and could not be interrupted so far."""
    now = time.monotonic()
    return any(end < now for end in tuple(_ends.values()))


@contextmanager
def _noted(seconds: float) -> Iterator[None]:
    work = object()
    _ends[work] = time.monotonic() + seconds
    try:
        yield
    finally:
        del _ends[work]


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    armed = True

    def interrupt(*_: object) -> None:
        if armed:
            raise OutOfTime

    started = time.monotonic()
    before = signal.signal(signal.SIGALRM, interrupt)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_S)
    try:
        try:
            yield
        finally:
            armed = False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:  # somebody else's timer
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 0.001), interval)


@contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    here = ctypes.c_ulong(threading.get_ident())
    lock, done = threading.Lock(), threading.Event()

    def interrupt() -> None:
        wait_s = seconds
        while not done.wait(wait_s):
            with lock:
                if not done.is_set():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(here, ctypes.py_object(OutOfTime))
            wait_s = AGAIN_S

    threading.Thread(target=interrupt, name="time limit", daemon=True).start()
    try:
        try:
            yield
        finally:
            done.set()
    finally:
        with lock:
            # One that was thrown and has not arrived yet.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(here, None)


@contextmanager
def _or_the_end(seconds: float, what: str, last_resort: LastResort) -> Iterator[None]:
    cancel = _AT_LAST[last_resort](seconds, what)
    try:
        yield
    finally:
        cancel()


def _nothing(seconds: float, what: str) -> Callable[[], None]:
    return lambda: None


def _traceback_and_end(seconds: float, what: str) -> Callable[[], None]:
    """By a thread of C, which runs though the interpreter does not."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__ or 2)
    return faulthandler.cancel_dump_traceback_later


def _line_and_end(seconds: float, what: str) -> Callable[[], None]:
    def end() -> None:
        sys.stderr.write(
            f"{what} took too long and could not be interrupted. Leave it out, or try another voice.\n"
        )
        sys.stderr.flush()
        os._exit(1)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    return timer.cancel


_AT_LAST = {
    LastResort.NONE: _nothing,
    LastResort.WORKER: _traceback_and_end,
    LastResort.COMMAND: _line_and_end,
}
