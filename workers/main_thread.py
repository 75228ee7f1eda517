"""Work that threads hand to the main thread, which waits for them: only there can a signal interrupt it,
whatever it does."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")

LOOK_S = 0.1


class MainThread:
    """``do`` from any thread what the one that calls ``serve`` does. Python runs one thread at a time
    anyway."""

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = queue.SimpleQueue()
        self._served_by = 0

    @property
    def is_served(self) -> bool:
        return self._served_by != 0

    def do(self, call: Callable[[], T]) -> T:
        """What ``call`` returns or raises. If no thread serves, it is called at once."""
        if self._served_by in (0, threading.get_ident()):
            return call()
        done: Future[T] = Future()
        self._calls.put((call, done))
        return done.result()

    def serve(self, workers: Sequence[Future[Any]]) -> None:
        """Run calls until all ``workers`` are done."""
        self._served_by = threading.get_ident()
        try:
            while not all(worker.done() for worker in workers):
                self._serve_one()
        finally:
            self._served_by = 0
            while not self._calls.empty():  # after an interruption, no thread is left waiting
                self._calls.get()[1].set_exception(KeyboardInterrupt())

    def _serve_one(self) -> None:
        try:
            call, done = self._calls.get(timeout=LOOK_S)
        except queue.Empty:
            return
        try:
            done.set_result(call())
        except KeyboardInterrupt:
            done.set_exception(KeyboardInterrupt())
            raise
        except BaseException as error:
            done.set_exception(error)
