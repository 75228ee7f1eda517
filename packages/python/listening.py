# SPDX-License-Identifier: MIT
"""A client of the listening service in one file, for Python 3.10 and newer, without any package. Copy it.

    from listening import ListeningService

    service = ListeningService("https://listen.example", key="…")
    article = service.wait(service.ask(url="https://news.example/story")["id"])
    service.save(article["id"], "story.mp3")

An article is what the service answers at ``/v1/articles/{id}``: a dictionary, described at ``/docs`` of each
service (``Article`` below names what is used most). Addresses for members are signed by ``sign``, and what a
webhook brings is checked by ``verify_webhook``; neither asks the service anything.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import http.client
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypedDict, cast

__all__ = ["Article", "ListeningError", "ListeningService", "WebhookError", "sign", "verify_webhook"]

CHUNK_BYTES = 64 * 1024


class Article(TypedDict):
    """Of an article; there is more. Null is what is not known yet."""

    id: str
    status: Literal["queued", "rendering", "ready", "failed"]
    revision: str | None
    title: str | None
    voice: str | None
    duration_s: float | None
    """Seconds; an estimate until ``status`` is "ready"."""
    url: str | None
    show: str | None
    access: Literal["open", "members"]
    audio_url: str
    captions_url: str
    error: dict[str, Any] | None
    """Why it failed or, when it is ready, why its last edit was refused."""


class ListeningError(Exception):
    """The service refused, failed, or could not be reached.

    ``status`` is the HTTP status, 0 if nothing was answered. ``kind`` is the stable name of the problem, such
    as "not-public"; ``detail`` says what to do. ``retry_after`` is in seconds, where the service said so.
    """

    def __init__(self, status: int, kind: str, detail: str, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after


class WebhookError(ValueError):
    """A message that the service did not send, or not lately."""


class ListeningService:
    """The service at ``url``. ``key`` is an API key, for all but reading what is open. ``timeout`` in seconds
    holds for each silence of the service. Every method raises ListeningError."""

    def __init__(self, url: str, key: str | None = None, *, timeout: float = 60) -> None:
        self.url = url.rstrip("/")
        self._key = key
        self._timeout = timeout

    def ask(
        self,
        *,
        url: str | None = None,
        html: str | None = None,
        text: str | None = None,
        ssml: str | None = None,
        **more: str | int,
    ) -> Article:
        """Have an article read: the page at ``url``, a page that you send as ``html``, plain ``text``, or
        ``ssml``. ``more``: title, language, voice, show, access ("members" or "open"), author, published_at,
        image_url, id, version. The same again is the same article, and costs nothing."""
        told = {"url": url, "html": html, "text": text, "ssml": ssml, **more}
        body = {name: value for name, value in told.items() if value is not None}
        return cast(Article, self._json("POST", "/v1/articles", body))

    def article(self, article_id: str, *, token: str = "") -> Article:
        return cast(Article, self._json("GET", f"/v1/articles/{quoted(article_id)}{query(token=token)}"))

    def find(self, url: str, *, voice: str = "") -> Article | None:
        """The article of the page at ``url``, if there is one."""
        found = self._json("GET", f"/v1/articles{query(url=url, voice=voice)}")["articles"]
        return cast(Article, found[0]) if found else None

    def wait(self, article_id: str, *, seconds: float = 600) -> Article:
        """The article, when it can be heard whole. Raises ListeningError with the article's own problem if it
        failed, and with the kind "timeout" after so many ``seconds``."""
        until, pause = time.monotonic() + seconds, 0.1
        while (article := self.article(article_id))["status"] in ("queued", "rendering"):
            if time.monotonic() + pause > until:
                raise ListeningError(0, "timeout", f"{article_id} is not ready after {seconds:g} s.")
            time.sleep(pause)
            pause = min(2.0, pause * 1.5)
        if article["status"] == "failed":
            error = article["error"] or {}
            raise ListeningError(error.get("status", 0), error.get("kind", "failed"), error.get("detail", ""))
        return article

    def audio(self, article_id: str, *, token: str = "") -> Iterator[bytes]:
        """Its MP3 in pieces, which begin to come while the article is being rendered."""
        with self._open("GET", f"/audio/{quoted(article_id)}.mp3{query(token=token)}") as answer:
            while piece := _read(answer, CHUNK_BYTES):
                yield piece

    def save(self, article_id: str, path: str | os.PathLike[str], *, token: str = "") -> int:
        """Its MP3 in the file ``path``, which is there only when it is whole. Returns its size in bytes."""
        part = f"{os.fspath(path)}.part"
        with open(part, "wb") as file:  # noqa: PTH123
            size = sum(map(file.write, self.audio(article_id, token=token)))
        os.replace(part, path)  # noqa: PTH105
        return size

    def captions(self, article_id: str, *, token: str = "") -> str:
        """WebVTT, a cue for each sentence."""
        with self._open("GET", f"/captions/{quoted(article_id)}.vtt{query(token=token)}") as answer:
            return _read(answer).decode()

    def chapters(self, article_id: str, *, token: str = "") -> list[dict[str, Any]]:
        """``startTime`` in seconds, and ``title``."""
        chapters = self._json("GET", f"/chapters/{quoted(article_id)}.json{query(token=token)}")["chapters"]
        return cast("list[dict[str, Any]]", chapters)

    def set_access(self, article_id: str, access: Literal["open", "members"]) -> None:
        self._json("PUT", f"/v1/articles/{quoted(article_id)}/access", {"access": access})

    def withdraw(self, article_id: str) -> None:
        """Remove the article with its audio."""
        self._json("DELETE", f"/v1/articles/{quoted(article_id)}")

    def _json(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        with self._open(method, path, body) as answer:
            return json.loads(_read(answer) or b"null")

    def _open(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        headers = {"Accept": "*/*"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        if self._key:  # for the service alone: audio may lie elsewhere, and the answer lead there
            request.add_unredirected_header("Authorization", f"Bearer {self._key}")
        try:
            return urllib.request.urlopen(request, timeout=self._timeout)
        except urllib.error.HTTPError as error:
            raise _problem(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise ListeningError(0, "unreachable", f"{self.url} does not answer: {error}.") from error


def sign(subject: str, *, key: str, secret: str, seconds: int = 3600, now: float | None = None) -> str:
    """A token that opens one article for members for so many ``seconds``: ``?token=…`` behind any of its
    addresses, or the attribute ``token`` of its button. ``subject`` is its id or the address of its page;
    ``key`` is the name and ``secret`` the secret of an ``hmac`` key of the service's TTS_ACCESS_KEYS."""
    expires = int(time.time() if now is None else now) + seconds
    text = f"listen-access\n{subject}\n{expires}".encode()
    signature = hmac.new(secret.encode(), text, hashlib.sha256).digest()
    return f"{key}.{expires}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def verify_webhook(
    body: bytes, headers: Mapping[str, str], secret: str, *, tolerance: float = 300, now: float | None = None
) -> dict[str, Any]:
    """The message in ``body`` (as it came, to the byte), if its ``headers`` prove that whoever has the
    ``secret`` ("whsec_…") sent it within ``tolerance`` seconds. Signed as the Standard Webhooks specification
    says. Raises WebhookError."""
    told = {name.lower(): value for name, value in headers.items()}
    message, sent = told.get("webhook-id", ""), told.get("webhook-timestamp", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 16):
        raise WebhookError("webhook-timestamp is missing, or no time.")
    if abs((time.time() if now is None else now) - int(sent)) > tolerance:
        raise WebhookError("The message is too old, or from the future.")
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raise WebhookError("The secret is not what follows whsec_.") from None
    expected = hmac.new(key, f"{message}.{sent}.".encode() + body, hashlib.sha256).digest()
    right = f"v1,{base64.b64encode(expected).decode()}".encode()
    given = told.get("webhook-signature", "").encode().split(b" ")
    if not any(hmac.compare_digest(one, right) for one in given):
        raise WebhookError("No signature of the message is right.")
    return cast("dict[str, Any]", json.loads(body))


def quoted(text: str) -> str:
    """As a part of a path."""
    return urllib.parse.quote(text, safe="")


def query(**parameters: str) -> str:
    """Of those that are not empty."""
    given = {name: value for name, value in parameters.items() if value}
    return f"?{urllib.parse.urlencode(given)}" if given else ""


def _read(answer: Any, most: int | None = None) -> bytes:
    """Of the body. Raises ListeningError if the line breaks."""
    try:
        piece = cast(bytes, answer.read(most))
    except (OSError, http.client.HTTPException) as error:
        raise ListeningError(0, "cut-off", f"The answer broke off: {error!r}.") from error
    if not piece and answer.length:
        raise ListeningError(0, "cut-off", f"The answer broke off, {answer.length} bytes before its end.")
    return piece


def _problem(error: urllib.error.HTTPError) -> ListeningError:
    retry = error.headers.get("Retry-After", "")
    try:
        told = json.loads(error.read())
        kind, detail = str(told["kind"]), str(told["detail"])
    except (ValueError, KeyError, TypeError, OSError):
        kind, detail = "http", f"HTTP {error.code}"
    return ListeningError(error.code, kind, detail, float(retry) if retry.isdigit() else None)
