"""A site on 127.0.0.1 whose pages can be changed while it is read."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec

PARAGRAPHS = (
    "Nobody in the town could say why, though many had a theory, and some had two of them that did not agree.",
    "Its keeper oiled it at noon, as on every day of the week, and wound it up again with the large iron key.",
    "By three o'clock it had lost another minute, and the ferry had left without the children of the school.",
)


class Answer(msgspec.Struct):
    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    etag: str = ""
    links: tuple[str, ...] = ()


class LocalSite:
    """``pages`` by path; all else is 404. ``asked`` holds path and status of every answer."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, int]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.site = self  # type: ignore[attr-defined]
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def put(self, path: str, text: str, kind: str = "text/html; charset=utf-8", *, etag: str = "", status: int = 200) -> str:
        self.pages[path] = Answer(text.encode(), kind, status, etag)
        return self.origin + path

    def link(self, path: str, *links: str) -> None:
        """Give what is there Link headers."""
        self.pages[path].links = links

    def article(self, path: str, title: str, words: str = "The harbour clock was late again on Monday at noon.") -> str:
        story = "".join(f"<p>{paragraph}</p>" for paragraph in (f"{title}. {words}", *PARAGRAPHS))
        body = f"<body><main><article><h1>{title}</h1>{story}</article></main></body>"
        return self.put(path, f"<!doctype html><html lang=en><head><title>{title}</title></head>{body}</html>")

    def sitemap(self, path: str, entries: Mapping[str, str], *, etag: str = "") -> str:
        """``entries``: path or address → lastmod."""
        urls = "".join(f"<url><loc>{page}</loc><lastmod>{date}</lastmod></url>" for page, date in entries.items())
        text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        return self.put(path, text, "application/xml", etag=etag)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site: LocalSite = self.server.site  # type: ignore[attr-defined]
        answer = site.pages.get(self.path, Answer(b"Not here.", status=404))
        if answer.etag and self.headers.get("If-None-Match") == answer.etag:
            answer = Answer(b"", answer.kind, 304, answer.etag)
        site.asked.append((self.path, answer.status))
        self.send_response(answer.status)
        if answer.etag:
            self.send_header("ETag", answer.etag)
        for link in answer.links:
            self.send_header("Link", link)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002
