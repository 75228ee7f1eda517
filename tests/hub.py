"""A small WebSub hub (W3C Recommendation, 2018) on 127.0.0.1: it verifies intent, keeps leases, and pushes
signed content."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

import httpx
from flask import Flask, Response, redirect, request

from tests.threaded import Served

FORM = "application/x-www-form-urlencoded"
MOST_SECRET_BYTES = 199
ASKED_AGAIN = 7
"""So often, for half a minute: a service asks to be told before its own web processes answer."""


class Subscriber(NamedTuple):
    secret: str
    ends: float


class Hub:
    """``asked`` holds every form that came, ``subscribers`` (callback, topic) → what was agreed."""

    def __init__(self, *, lease_s: int = 864_000, method: str = "sha256", denies: str = "") -> None:
        """``lease_s`` is the longest lease given, ``denies`` the reason for which nobody is pushed
        anything."""
        self.asked: list[dict[str, str]] = []
        self.subscribers: dict[tuple[str, str], Subscriber] = {}
        self.lease_s, self.method, self.denies = lease_s, method, denies
        self.broken = False
        self._http = httpx.Client(
            trust_env=False, timeout=20, transport=httpx.HTTPTransport(retries=ASKED_AGAIN)
        )
        self._working: list[threading.Thread] = []
        app = Flask("hub")
        app.add_url_rule("/", view_func=self._take, methods=["POST"])
        app.add_url_rule("/moved", view_func=lambda: redirect("/", 307), endpoint="moved", methods=["POST"])
        self._served = Served(app)
        self.url = f"{self._served.origin}/"
        self.origin = self._served.origin

    def close(self) -> None:
        self.settle()
        self._served.close()
        self._http.close()

    def settle(self) -> None:
        """Until what was asked for is verified."""
        for thread in self._working:
            thread.join(20)

    def publish(self, topic: str, body: bytes = b"", **headers: str) -> list[int]:
        """Section 7: what ``topic`` holds, or ``body``, to each subscriber; the statuses of their answers."""
        live = {
            key: known
            for key, known in self.subscribers.items()
            if key[1] == topic and known.ends > time.time()
        }
        content = body or (self._http.get(topic).content if live else b"")
        statuses = []
        for (callback, _), known in live.items():
            sign = hmac.new(known.secret.encode(), content, getattr(hashlib, self.method)).hexdigest()
            given = {
                "Content-Type": "application/rss+xml",
                "Link": f'<{self.url}>; rel="hub", <{topic}>; rel="self"',
                "X-Hub-Signature": f"{self.method}={sign}",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            }
            answer = self._http.post(callback, content=content, headers=given)
            statuses.append(answer.status_code)
            if answer.status_code == 410:
                del self.subscribers[callback, topic]
        return statuses

    def _take(self) -> Response:
        form = request.form.to_dict()
        self.asked.append(form)
        if self.broken:
            return Response("out of order", 503)
        if request.mimetype != FORM or (reason := _refusal(form)):
            return Response(f"{reason}", 400)
        if form["hub.mode"] == "publish":
            self._later(self.publish, form["hub.url"])
        else:
            self._later(self._deny if self.denies else self._verify, form)
        return Response(status=202)

    def _later(self, work: Callable[..., object], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments)
        self._working.append(thread)
        thread.start()

    def _verify(self, form: Mapping[str, str]) -> None:
        """Section 5.3."""
        mode, callback, topic = form["hub.mode"], form["hub.callback"], form["hub.topic"]
        lease_s = min(int(form.get("hub.lease_seconds", self.lease_s)), self.lease_s)
        challenge = secrets.token_urlsafe()
        query = {"hub.mode": mode, "hub.topic": topic, "hub.challenge": challenge}
        if mode == "subscribe":
            query["hub.lease_seconds"] = str(lease_s)
        answer = self._http.get(callback, params=query)
        if not (answer.is_success and answer.text == challenge):
            return
        if mode == "subscribe":
            self.subscribers[callback, topic] = Subscriber(form.get("hub.secret", ""), time.time() + lease_s)
        else:
            self.subscribers.pop((callback, topic), None)

    def _deny(self, form: Mapping[str, str]) -> None:
        """Section 5.2."""
        query = {"hub.mode": "denied", "hub.topic": form["hub.topic"], "hub.reason": self.denies}
        self._http.get(form["hub.callback"], params=query)


def _refusal(form: Mapping[str, str]) -> str:
    """Why the form is none of section 5.1, nor tells of news; "" when it is."""
    wanted = {"publish": ("hub.url",)}.get(form.get("hub.mode", ""), ("hub.callback", "hub.topic"))
    if form.get("hub.mode") not in ("subscribe", "unsubscribe", "publish"):
        return "hub.mode"
    if missing := [name for name in wanted if not form.get(name, "").startswith("http")]:
        return missing[0]
    return "hub.secret" if len(form.get("hub.secret", "").encode()) > MOST_SECRET_BYTES else ""
