"""The page of webhooks in the newsroom, and its buttons."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from tts_service.article.address import origin
from tts_service.background.webhooks.editor import WebhookEditor, cursor_of
from tts_service.contracts.webhooks import EVENT_TYPES
from tts_service.errors import ServiceError
from tts_service.publisher.rules import PublisherRules
from tts_service.web.admin.answers import newsroom_page, see
from tts_service.web.limits.enforce import note

PAGE = 50


class WebhookPages:
    def __init__(self, editor: WebhookEditor, rules: PublisherRules, *, has_keys: bool) -> None:
        self._editor = editor
        self._rules = rules
        self._has_keys = has_keys

    def overview(self) -> Response:
        return self._page()

    def add(self) -> Response:
        url, show = (request.form.get(name, "").strip() for name in ("url", "show"))
        events = request.form.getlist("events")
        try:
            endpoint, secret = self._editor.add(url, events, show)
        except ServiceError as error:
            return self._page(error.status, problem=error.problem, url=url, show=show, wanted=events)
        note("webhook.added", endpoint=endpoint.id, site=origin(endpoint.url))
        return self._page(endpoint=endpoint, secret=secret)

    def replace_secret(self, endpoint: str) -> Response:
        known, secret = self._editor.replace_secret(endpoint)
        note("webhook.secret-replaced", endpoint=endpoint)
        return self._page(endpoint=known, secret=secret, replaced=True)

    def remove(self, endpoint: str) -> Response:
        self._editor.remove(endpoint)
        note("webhook.removed", endpoint=endpoint)
        return see("admin/webhooks")

    def switch_on(self, endpoint: str) -> Response:
        self._editor.switch_on(endpoint)
        note("webhook.switched-on", endpoint=endpoint)
        return see("admin/webhooks")

    def send_again(self, endpoint: str) -> Response:
        event = request.form.get("event", "")
        self._editor.send_again(endpoint, event)
        note("webhook.sent-again", endpoint=endpoint, event=event)
        return see("admin/webhooks#log")

    def _page(self, status: int = 200, /, **values: Any) -> Response:
        found = self._editor.log(before=request.args.get("after", ""), limit=PAGE + 1)
        return newsroom_page(
            "webhooks",
            status,
            has_keys=self._has_keys,
            endpoints=self._editor.all(),
            deliveries=found[:PAGE],
            next=cursor_of(found[PAGE - 1]) if len(found) > PAGE else None,
            types=EVENT_TYPES,
            shows=self._rules.publisher.shows.values(),
            **values,
        )
