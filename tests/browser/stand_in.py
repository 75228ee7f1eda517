"""A small server with the service's contract, for what the real one cannot be told to do: to stop, refuse,
break the line.

It serves the real button and the real demo page, and a body of real MP3 that grows when a test says so.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import lameenc
import numpy as np
from flask import Flask, Response, abort, request
from werkzeug.serving import WSGIRequestHandler, make_server

from audio_cache.mp3.frames import BYTES_PER_SECOND, FRAME_BYTES, SAMPLE_RATE
from tests.running import free_port
from tts_service.settings import Settings
from tts_service.web.site.player import player

TAG_BYTES = 16_384
SEGMENT_S = 2.4
SEGMENTS = 12
LENGTH_S = SEGMENT_S * SEGMENTS
CHAPTER = 4
"""Segments of a chapter."""
EPISODES = ["newest", "tones", "older", "oldest"]


def tone(hertz: float, seconds: float = SEGMENT_S) -> bytes:
    """Whole frames of the profile, exactly ``seconds`` long."""
    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_out_sample_rate(SAMPLE_RATE)
    encoder.set_channels(1)
    encoder.set_bit_rate(64)
    encoder.set_quality(7)
    encoder.silence()
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    samples = (8000 * np.sin(2 * np.pi * hertz * times)).astype(np.int16)
    mp3 = bytes(encoder.encode(samples.tobytes()) + encoder.flush())
    return mp3[: round(seconds * BYTES_PER_SECOND) // FRAME_BYTES * FRAME_BYTES]


def stamp(seconds: float) -> str:
    """A time as WebVTT writes it."""
    return f"00:{int(seconds) // 60:02}:{seconds % 60:06.3f}"


def tag(size: int = TAG_BYTES) -> bytes:
    """An ID3v2.4 tag of padding, ``size`` bytes with its header."""
    body = size - 10
    return b"ID3\x04\x00\x00" + bytes(body >> shift & 127 for shift in (21, 14, 7, 0)) + bytes(body)


class StandIn:
    """One narration of ``SEGMENTS`` tones (unless ``segments`` are replaced), of which ``stored`` are
    there."""

    def __init__(self) -> None:
        self._tones = [tone(220 + 40 * i) for i in range(SEGMENTS)]
        self.reset()
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._server = make_server(
            "127.0.0.1", port, self._app(), threaded=True, request_handler=QuietHandler
        )
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def reset(self) -> None:
        self.changed = threading.Condition()
        self.segments = self._tones
        self.stored = 0
        self.asked = 0
        """How often the article was asked for."""
        self.pages: dict[str, str] = {}
        """Addresses of other sites' pages that were asked for, by the id that their article got."""
        self.refuses = False
        self.fails = False
        self.disclosure: str | None = None
        self.cut_at: int | None = None
        """The next audio response breaks off after so many bytes."""
        self.ranges: list[str] = []
        self.plays: list[dict[str, Any]] = []
        """What beacons have brought."""
        self.playlist: list[str] | None = ["tones", "bells", "horns"]
        """Ids of the articles of every playlist; None: it cannot be had."""
        self.may_ask = True
        self.revision = "r1"

    def land(self, count: int) -> None:
        """``count`` segments are there from now on."""
        with self.changed:
            self.stored = count
            self.changed.notify_all()

    def fail(self) -> None:
        with self.changed:
            self.fails = True
            self.changed.notify_all()

    def close(self) -> None:
        self.land(len(self.segments))
        self._server.shutdown()
        self._server.server_close()

    # -- the contract ----------------------------------------------------------------------------------------

    def _app(self) -> Flask:
        app = Flask(__name__, static_folder=None)
        # Before the real one: what is looked at here is the button.
        app.add_url_rule("/read-along.js", "along", lambda: Response(ALONG, content_type="text/javascript"))
        app.register_blueprint(player(Settings(public_url=self.url)))
        app.add_url_rule("/v1/articles", "find", self._find)
        app.add_url_rule("/v1/articles", "ask", self._ask, methods=["POST"])
        app.add_url_rule("/v1/articles/<name>", "status", lambda name: self._json(self._status(name)))
        app.add_url_rule("/v1/articles/<name>/events", "events", self._events)
        app.add_url_rule("/audio/<name>.mp3", "audio", self._audio)
        app.add_url_rule("/audio/<name>/<revision>.mp3", "fixed", self._audio)
        app.add_url_rule("/captions/<name>.vtt", "captions", self._captions)
        app.add_url_rule("/chapters/<name>.json", "chapters", self._chapters)
        app.add_url_rule("/v1/playlists/<name>", "playlist", self._playlist)
        app.add_url_rule("/v1/plays", "plays", self._plays, methods=["POST"])
        app.add_url_rule("/two/", "two", lambda: TWO_BUTTONS)
        app.add_url_rule(
            "/plain/",
            "plain",
            lambda: PLAIN.format(**{"lang": "en", "body": "", "style": ROOM} | request.args),
        )
        app.after_request(open_to_all)
        app.add_url_rule("/elsewhere/", "elsewhere", lambda: ELSEWHERE.format(**request.args))
        return app

    @property
    def is_whole(self) -> bool:
        return self.stored == len(self.segments)

    @property
    def _state(self) -> str:
        if self.fails:
            return "failed"
        return "ready" if self.is_whole else "rendering"

    def _status(self, name: str) -> dict[str, Any]:
        problem = {"title": "The engine failed", "detail": "The voice has lost its way. Ask again."}
        return {
            "id": name,
            "status": self._state,
            "revision": self.revision,
            "title": f"Tones of {name}",
            "url": self.pages.get(name, f"{self.url}/demo/"),
            "show": "tones",
            "disclosure": self.disclosure,
            "duration_s": len(self.segments) * SEGMENT_S + (0 if self.is_whole else 3),
            "duration_estimated": not self.is_whole,
            "progress": {"segments_done": self.stored, "segments_total": len(self.segments)},
            "audio_url": f"/audio/{name}.mp3",
            "captions_url": f"/captions/{name}.vtt",
            "chapters_url": f"/chapters/{name}.json",
            "error": problem if self.fails else None,
        }

    def _json(self, value: Any, status: int = 200) -> Response:
        kind = "application/json" if status < 400 else "application/problem+json"
        return Response(json.dumps(value), status, content_type=kind)

    def _find(self) -> Response:
        url = request.args.get("url", "")
        known = ["tones"] if self.asked else []
        names = (
            EPISODES
            if "show" in request.args
            else known
            if url.startswith(self.url)
            else [n for n, u in self.pages.items() if u == url]
        )
        return self._json(
            {"articles": [self._status(name) for name in names], "cursor": None, "may_ask": self.may_ask}
        )

    def _ask(self) -> Response:
        if self.refuses:
            return self._json(
                {"title": "Not now", "detail": "The voices are resting. Come back in a minute."}, 503
            )
        self.asked += 1
        self.fails = False
        name = self._name(json.loads(request.get_data())["url"])
        is_heard = request.accept_mimetypes.best == "audio/mpeg"
        response = self._audio(name) if is_heard else self._json(self._status(name), 202)
        response.headers["Location"] = f"/v1/articles/{name}"
        response.headers["Access-Control-Expose-Headers"] = "Location, Retry-After, X-Narration-Revision"
        return response

    def _name(self, url: str) -> str:
        """The id of the page's article: of other sites' pages what stands last in the address."""
        if url.startswith(self.url):
            return "tones"
        name = urlsplit(url).path.rpartition("/")[2]
        self.pages[name] = url
        return name

    def _events(self, name: str) -> Response:
        return Response(self._reports(name), content_type="text/event-stream")

    def _reports(self, name: str) -> Iterator[str]:
        seen = None
        while seen not in ("ready", "failed"):
            with self.changed:
                status = self._status(name)
                seen = status["status"]
                yield f"event: {seen if seen != 'rendering' else 'progress'}\ndata: {json.dumps(status)}\n\n"
                if seen == "rendering":
                    self.changed.wait(20)

    def _captions(self, name: str) -> Response:
        cues = [
            f"{index}:0-9\n{stamp(index * SEGMENT_S)} --> {stamp((index + 1) * SEGMENT_S)}\n"
            f"Tone {index} &amp; no more."
            for index in range(self.stored)
        ]
        return Response("\n\n".join(["WEBVTT", *cues]) + "\n", content_type="text/vtt")

    def _chapters(self, name: str) -> Response:
        starts = [index for index in range(self.stored) if index % CHAPTER == 0]
        chapters = [{"startTime": index * SEGMENT_S, "title": f"From tone {index}"} for index in starts]
        return self._json({"version": "1.2.0", "chapters": chapters})

    def _playlist(self, name: str) -> Response:
        if self.playlist is None:
            return self._json({"title": "Not now", "detail": "Come back in a minute."}, 503)
        length = len(self.segments) * SEGMENT_S
        articles = [{"id": one, "title": f"Tones of {one}", "duration_s": length} for one in self.playlist]
        return self._json({"name": name, "title": f"All of {name}", "articles": articles})

    def _plays(self) -> Response:
        assert request.mimetype == "text/plain"  # else a browser asks first whether it may
        self.plays.append(json.loads(request.get_data()))
        return Response(status=204)

    def _audio(self, name: str, revision: str = "") -> Response:
        if revision not in ("", self.revision):
            abort(404)
        self.ranges.append(request.headers.get("Range", ""))
        if not self.is_whole:
            response = Response(self._growing(), content_type="audio/mpeg")
        else:
            whole = tag() + b"".join(self.segments)
            response = Response(whole, content_type="audio/mpeg")
            response.make_conditional(request, accept_ranges=True, complete_length=len(whole))
        response.headers["X-Narration-Revision"] = self.revision
        return response

    def _growing(self) -> Iterator[bytes]:
        yield from self._cut(self._pieces())

    def _pieces(self) -> Iterator[bytes]:
        for index, segment in enumerate(self.segments):
            with self.changed:
                self.changed.wait_for(lambda: self.stored > index or self.fails, 60)  # noqa: B023
            if self.stored <= index:
                return
            yield (tag() if index == 0 else b"") + segment

    def _cut(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        limit, self.cut_at = self.cut_at, None
        sent = 0
        for piece in pieces:
            if limit is not None and sent + len(piece) >= limit:
                yield piece[: limit - sent]
                raise ConnectionAbortedError
            sent += len(piece)
            yield piece


def open_to_all(response: Response) -> Response:
    response.headers.setdefault("Access-Control-Allow-Origin", "*")
    return response


class QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_: Any, **__: Any) -> None:
        """Tests say what went wrong."""


TWO_BUTTONS = """<!doctype html>
<html lang="en"><title>Two</title><link rel="icon" href="data:,">
<style>listen-button { display: block; min-height: 4rem }</style>
<script type="module" src="/listen-button.js"></script>
<main><h1>Two</h1>
<listen-button id="a" article="one"></listen-button>
<listen-button id="b" article="two" speed="1.5" label="Hear it"></listen-button></main>
</html>"""

ROOM = "listen-button { display: block; min-height: 4rem }"
ALONG = """window.alongs = [];
export const readAlong = (element) =>
  (alongs.push(element), {stop: () => alongs.splice(alongs.indexOf(element), 1)});"""
PLAIN = """<!doctype html>
<html lang="{lang}"><title>A page</title><link rel="icon" href="data:,"><link rel="canonical" href="/demo/">
<meta name="viewport" content="width=device-width"><style>{style}</style>
<main><h1>A page</h1>
{body}
<p>What stands below the button.</p><div style="height: 200vh"></div><p><a href="#">The end</a></p></main>
<script type="module" src="/listen-button.js"></script>
</html>"""

ELSEWHERE = """<!doctype html>
<html lang="en"><title>A page of another site</title><link rel="icon" href="data:,">
<script type="module" src="{service}/listen-button.js"></script>
<main><h1>A page of another site</h1>
<listen-button article="{article}"></listen-button></main>
</html>"""
