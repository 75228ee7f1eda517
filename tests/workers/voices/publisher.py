"""A publisher of voices on this machine: an HTTP server that gives byte ranges, and breaks connections off
on request."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_RANGE = re.compile(r"bytes=(\d+)-")


class Publisher:
    """``files`` by path. ``cuts``: after how many bytes each coming answer breaks off; None, or none left:
    never."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cuts: list[int | None] = []
        self.gives_ranges = True
        self.asked: list[tuple[str, int]] = []
        """Path and first byte of every request."""
        self.sent = 0
        self.statuses: list[int] = []
        """Refusals that the coming answers begin with."""
        self.linked: dict[str, str] = {}
        """SHA-256 of files, told as Hugging Face does: in a redirect that is answered to HEAD."""

    def voice(self, key: str, model: bytes, config: bytes, card: str) -> None:
        """Publish a voice of Piper's as rhasspy/piper-voices does."""
        code, name, quality = key.split("-")
        family = code.partition("_")[0]
        folder = f"{family}/{code}/{name}/{quality}"
        parts = {
            f"{folder}/{key}.onnx": model,
            f"{folder}/{key}.onnx.json": config,
            f"{folder}/MODEL_CARD": card.encode(),
        }
        self.files |= parts
        index = json.loads(self.files.get("voices.json", b"{}"))
        index[key] = {
            "key": key,
            "name": name,
            "language": {
                "code": code,
                "family": family,
                "name_english": "Spanish",
                "country_english": "Spain",
            },
            "quality": quality,
            "num_speakers": 1,
            "files": {
                path: {"size_bytes": len(data), "md5_digest": hashlib.md5(data).hexdigest()}
                for path, data in parts.items()
            },
            "aliases": [],
        }
        self.files["voices.json"] = json.dumps(index).encode()

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address, without a trailing slash."""
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                publisher.answer(self)

            def do_HEAD(self) -> None:
                publisher.tell_digest(self)

            def log_message(self, *_: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}"
            finally:
                server.shutdown()
                thread.join()

    def tell_digest(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.lstrip("/")
        if path not in self.linked:
            request.send_error(501)
            return
        request.send_response(302)
        request.send_header("Location", "http://127.0.0.1:1/elsewhere")
        request.send_header("X-Linked-Etag", self.linked[path])
        request.send_header("ETag", '"of-the-pointer"')
        request.send_header("Content-Length", "0")
        request.end_headers()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.lstrip("/")
        data = self.files.get(path)
        asked = _RANGE.fullmatch(request.headers.get("Range", ""))
        first = int(asked[1]) if asked else 0
        self.asked.append((path, first))
        if self.statuses or data is None:
            request.send_error(self.statuses.pop(0) if self.statuses else 404)
            return
        first = first if self.gives_ranges else 0
        rest = data[first:]
        request.send_response(206 if first else 200)
        if first:
            request.send_header("Content-Range", f"bytes {first}-{len(data) - 1}/{len(data)}")
        request.send_header("Content-Length", str(len(rest)))
        request.end_headers()
        cut = self.cuts.pop(0) if self.cuts else None
        self.sent += len(rest[:cut])
        request.wfile.write(rest[:cut])
        if cut is not None:
            request.close_connection = True
