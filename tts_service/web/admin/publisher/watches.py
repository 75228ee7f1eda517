"""The newsroom's watched feeds and sitemaps."""

from __future__ import annotations

from flask import Response, request

from tts_service.contracts.messages import WATCHER
from tts_service.errors import BadField, BadRequest, Conflict, ServiceError, Unavailable
from tts_service.ops.context import AppContext
from tts_service.publisher.shows.table_editor import TableEditor
from tts_service.web.admin.answers import newsroom_page, see
from tts_service.web.admin.publisher.form import line
from tts_service.web.limits.enforce import note


class WatchPages:
    def __init__(self, context: AppContext) -> None:
        self._editor = TableEditor(context.files, "watch")
        self._queue = context.queue
        self._watched = context.catalog.watched
        self._rules = context.rules
        self._has_keys = bool(context.settings.api_keys)

    def overview(self) -> Response:
        return self._page()

    def add(self) -> Response:
        form = request.form
        url = form.get("url", "").strip()
        settings = {name: value for name in ("every", "show", "language") if (value := line(form, name))}
        try:
            self._editor.put(url, settings, "")
        except (BadRequest, Conflict) as error:
            return self._page(error)
        note("watch.added", watch=url)
        return see("admin/watches")

    def remove(self) -> Response:
        url = request.form.get("url", "")
        self._editor.remove(url, request.form.get("version", ""))
        note("watch.removed", watch=url)
        return see("admin/watches")

    def _is_looked_at(self) -> bool | None:
        """Whether any process does. None: not known while Redis is away."""
        try:
            return self._queue.is_held(WATCHER)
        except Unavailable:
            return None

    def _page(self, error: ServiceError | None = None) -> Response:
        states = {state.url: state for state in self._watched.listings()}
        watches = [
            (watch, states.get(watch.url), self._editor.table(watch.url).version)
            for watch in self._rules.publisher.watches.values()
        ]
        return newsroom_page(
            "watches",
            error.status if error else 200,
            has_keys=self._has_keys,
            watches=watches,
            is_looked_at=self._is_looked_at(),
            shows=self._rules.publisher.shows,
            entered=request.form,
            problem=error.detail if error else "",
            wrong=(error.field or "url") if isinstance(error, BadField) else "url" if error else "",
            broken=self._rules.problem,
        )
