"""A line between a listener and the service that can be cut and mended."""

from __future__ import annotations

import contextlib
import socket
import threading

from tests.running import free_port


class Line:
    """Forwards TCP from ``url`` to ``port`` on this machine."""

    def __init__(self) -> None:
        self.port = 0
        self._own = free_port()
        self.url = f"http://127.0.0.1:{self._own}"
        self._open: set[socket.socket] = set()
        self._listening: socket.socket | None = None
        self.mend()

    def cut(self) -> None:
        """Every connection breaks, and no new one is made."""
        if self._listening is not None:
            self._listening.shutdown(socket.SHUT_RDWR)  # wakes who accepts
            self._listening.close()
            self._listening = None
        for end in list(self._open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        if self._listening is not None:
            return
        self._listening = socket.create_server(("127.0.0.1", self._own))
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", self.port))
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        self._open.add(source)
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._open.discard(source)
        source.close()
