"""A site on 127.0.0.1 whose pages can be changed while it runs."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase

import msgspec

PARAGRAPHS = (
    "Nobody in the town could say why, though many had a theory,"
    " and some had two of them that did not agree.",
    "Its keeper oiled it at noon, as on every day of the week,"
    " and wound it up again with the large iron key.",
    "By three o'clock it had lost another minute, and the ferry had left without the children of the school.",
)


class Answer(msgspec.Struct):
    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    etag: str = ""
    links: tuple[str, ...] = ()
    location: str = ""
    slow: bool = False


class LocalSite:
    """``pages`` by path; all else is 404. ``asked`` holds path and status of every answer."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, int]] = []
        self.let_go = threading.Event()
        """Until it is set, slow pages come a byte at a time."""
        self.slow_at_once: list[int] = []
        """How many slow pages were being sent, each time that one began."""
        self._sending = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.site = self  # type: ignore[attr-defined]
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def put(
        self,
        path: str,
        text: str,
        kind: str = "text/html; charset=utf-8",
        *,
        etag: str = "",
        status: int = 200,
    ) -> str:
        self.pages[path] = Answer(text.encode(), kind, status, etag)
        return self.origin + path

    def link(self, path: str, *links: str) -> None:
        """Give what is there Link headers."""
        self.pages[path].links = links

    def redirect(self, path: str, to: str) -> None:
        self.pages[path] = Answer(b"", status=302, location=to)

    def article(
        self, path: str, title: str, words: str = "The harbour clock was late again on Monday at noon."
    ) -> str:
        story = "".join(f"<p>{paragraph}</p>" for paragraph in (f"{title}. {words}", *PARAGRAPHS))
        body = f"<body><main><article><h1>{title}</h1>{story}</article></main></body>"
        return self.put(
            path, f"<!doctype html><html lang=en><head><title>{title}</title></head>{body}</html>"
        )

    def slow_down(self, path: str) -> None:
        self.pages[path].slow = True

    def dawdle(self, out: BufferedIOBase, body: bytes) -> None:
        """Send ``body`` as a slow site does."""
        with self._lock:
            self._sending += 1
            self.slow_at_once.append(self._sending)
        try:
            sent = 0
            while sent < len(body) and not self.let_go.wait(0.5):
                out.write(body[sent : sent + 1])
                sent += 1
            out.write(body[sent:])
        finally:
            with self._lock:
                self._sending -= 1

    def sitemap(self, path: str, entries: Mapping[str, str], *, etag: str = "") -> str:
        """``entries``: path or address → lastmod."""
        urls = "".join(
            f"<url><loc>{page}</loc><lastmod>{date}</lastmod></url>" for page, date in entries.items()
        )
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
        if answer.location:
            self.send_header("Location", answer.location)
        for link in answer.links:
            self.send_header("Link", link)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if answer.slow:
            site.dawdle(self.wfile, answer.body)
        else:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002
