"""A publisher's site of another origin than the service, in many builds: single-page apps, boosted pages,
strict policies."""

from __future__ import annotations

import threading
from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from werkzeug.serving import make_server

from tests.browser.stand_in import QuietHandler
from tests.running import free_port

APPS = ("react", "vue", "svelte")
"""Whose document is the same for every address."""
BOOSTED = ("htmx2", "htmx4", "turbo")
"""Whose every page is a document of its own, taken in without leaving the first."""

HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Story {name}</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width">
{canonical}
<style>:root {{ color-scheme: light dark }}
body {{ font: 1.1rem/1.5 Georgia, serif; max-width: 42rem; margin: auto; padding: 0 1rem }}
nav a {{ margin-inline-end: 1rem }} listen-button {{ display: block; min-height: 4rem }}</style>
<script type="module" src="{service}/listen-button.js"></script>
{script}</head>
"""
SCRIPT = '<script defer src="/bundles/{kind}.js"></script>'
NAV = '<nav><a href="a">a</a><a href="b">b</a><a href="c">c</a></nav>'
APP = '<body><div id="app"></div></body></html>'
HTMX = """<body hx-boost="true" hx-boost:inherited="true">{nav}<article><h1>Story {name}</h1>
<listen-button></listen-button><p>The story {name}.</p></article></body></html>"""
TURBO = """<body>{nav}<div id="player" data-turbo-permanent><listen-button></listen-button></div>
<article><h1>Story {name}</h1><p>The story {name}.</p></article></body></html>"""
PLAIN = """<body>{nav}<article><h1>Story {name}</h1>
<listen-button {attributes}></listen-button><p>The story {name}.</p></article></body></html>"""
PLAYLIST = """<body><script type="module" src="{service}/listen-playlist.js"></script>
<h1>Story {name}</h1><listen-playlist name="morning"></listen-playlist></body></html>"""
BODIES = {
    **dict.fromkeys(APPS, APP),
    "htmx2": HTMX,
    "htmx4": HTMX,
    "turbo": TURBO,
    "plain": PLAIN,
    "bare": PLAIN,
    "playlist": PLAYLIST,
}


class NewsSite:
    """``url``: where it stands. ``service``: whose button it has. ``policy``: the Content-Security-Policy
    of its pages."""

    def __init__(self, service: str, bundles: Path) -> None:
        self.service = service
        self.policy = ""
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._bundles = bundles
        self._server = make_server(
            "127.0.0.1", port, self._app(), threaded=True, request_handler=QuietHandler
        )
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _app(self) -> Flask:
        app = Flask(__name__, static_folder=None)
        app.add_url_rule("/bundles/<name>", "bundle", lambda name: send_from_directory(self._bundles, name))
        app.add_url_rule("/<kind>/<name>", "page", self._page)
        return app

    def _page(self, kind: str, name: str) -> Response:
        script = SCRIPT.format(kind=kind) if kind in (*APPS, *BOOSTED) else ""
        place = "stories" if kind == "react" else kind
        canonical = "" if kind == "bare" else f'<link rel="canonical" href="{self.url}/{place}/{name}">'
        parts = {
            "kind": kind,
            "name": name,
            "canonical": canonical,
            "service": self.service,
            "script": script,
        }
        html = (HEAD + BODIES[kind]).format(**parts, nav=NAV, attributes=request.args.get("attributes", ""))
        response = Response(html)
        if self.policy:
            response.headers["Content-Security-Policy"] = self.policy
        return response
