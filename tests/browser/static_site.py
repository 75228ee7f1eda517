"""A site that is nothing but files in a folder. A name without an extension is a page."""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {".js": "text/javascript", "": "text/html"}  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        """Tests say what went wrong."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Its address, without a slash at the end."""
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
