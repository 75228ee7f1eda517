"""The web service under its real server, with the tests as its workers."""

from __future__ import annotations

import socket
import sys
from collections.abc import Collection
from pathlib import Path

import httpx
import psutil

from tests.running import PATIENCE_S, Running, clean_environ, free_port, wait_until


class Server:
    """gunicorn as in production. ``config``: with another configuration."""

    def __init__(
        self, data_dir: Path, redis_url: str, config: str = "python:tts_service.web.server", **settings: str
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        given = {
            "data_dir": str(data_dir),
            "redis_url": redis_url,
            "port": str(self.port),
            "web_workers": "2",
            **settings,
        }
        environ = clean_environ(engine="tone", offline="1", **given)
        gunicorn = (sys.executable, "-m", "gunicorn", "--config", config)
        self.running = Running(*gunicorn, environ=environ, cwd=data_dir)
        self.client = httpx.Client(base_url=self.url, timeout=60)
        wait_until(self._answers, "the web server answers")

    def _answers(self) -> bool:
        try:
            return self.client.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def processes(self) -> list[psutil.Process]:
        return psutil.Process(self.running.process.pid).children()

    def holds(self, ports: Collection[int]) -> int:
        """How many connections from these ports the web processes have."""
        found = [c for process in self.processes() for c in process.net_connections("tcp")]
        return sum(1 for c in found if c.raddr and c.laddr.port == self.port and c.raddr.port in ports)

    def ask(self, request: bytes) -> bytes:
        """All that is answered to the bytes ``request``, until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S) as client:
            client.sendall(request)
            return b"".join(iter(lambda: client.recv(65536), b""))

    def stop(self) -> int:
        self.client.close()
        return self.running.stop()

    def end(self) -> None:
        """As ``Running.end``."""
        self.client.close()
        self.running.end()
