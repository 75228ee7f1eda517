"""The pages of the newsroom, and what their buttons do. Only translates: see ``tts_service.narration``."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, g, render_template, request

from tts_service.article.model import decode_script
from tts_service.catalog.shelf import STATES, Wanted
from tts_service.errors import BadRequest, NotFound, ServiceError, Unavailable
from tts_service.marked import marked
from tts_service.plays import total
from tts_service.publisher.desk import Desk
from tts_service.publisher.picks import Picks
from tts_service.publisher.rules import Rules
from tts_service.queue import QUEUES
from tts_service.status import Status
from tts_service.web.admin.answers import page, see, up
from tts_service.web.admin.measuring import CacheMeter
from tts_service.web.admin.words import heard_in, set_right, wait_until
from tts_service.web.parts import Parts

PAGE = 50
FAILURES = 10
"""Shown on the first page; the list has them all."""
MAX_SEARCH_CHARS = 200


class Newsroom:
    def __init__(self, parts: Parts) -> None:
        settings = parts.settings
        self._parts = parts
        self._listening = parts.listening
        self._catalog = parts.catalog
        self._rules = Rules(settings)
        self._picks = Picks(settings)
        self._desk = Desk(settings)
        self._meter = CacheMeter(settings.cache_dir, settings.data_dir / "kept" / "cache-size.json")
        self._has_keys = bool(settings.api_keys)

    # -- pages ----------------------------------------------------------------------------------------------------

    def overview(self) -> Response:
        failures = self._catalog.shelf.page(Wanted("failed"), limit=FAILURES)
        return self._page(
            "overview",
            counts=self._catalog.shelf.counts(),
            queue=self._queue(),
            finished=self._catalog.shelf.finished(),
            measured=self._meter.latest(),
            failures=self._listening.described(failures.entries),
            more_failures=failures.cursor is not None,
            broken=self._rules.problem,
            shows=self._rules.publisher.shows.values(),
        )

    def articles(self) -> Response:
        wanted = Wanted(request.args.get("state", ""), request.args.get("q", "").strip())
        if wanted.state and wanted.state not in STATES:
            raise BadRequest(f"There are articles that are {', '.join(STATES)}; none are {wanted.state[:40]!r}.")
        if len(wanted.begins) > MAX_SEARCH_CHARS or "\0" in wanted.begins:
            raise BadRequest(f"Search for at most {MAX_SEARCH_CHARS} characters.")
        found = self._catalog.shelf.page(wanted, request.args.get("after", ""), PAGE)
        articles = self._listening.described(found.entries)
        plays = self._catalog.plays.starts(article.id for article in articles)
        return self._page("articles", wanted=wanted, articles=articles, plays=plays, next=found.cursor, states=STATES)

    def article(self, article_id: str) -> Response:
        status = self._listening.status(article_id)
        filed = self._catalog.episodes.shows_with(article_id)
        return self._page(
            "article",
            article=status,
            plays=total(self._catalog.plays.of_article(article_id)),
            history=self._catalog.history(article_id),
            shows=self._rules.publisher.shows,
            filed=[name for name in filed if name in self._rules.publisher.shows],
            broken=self._rules.problem,
            **self._reading(status),
        )

    def problem(self, error: ServiceError) -> Response:
        if "newsroom" not in g:  # refused at the gate
            return page(render_template("admin/refused.html", up=up(), problem=error.problem), error.status)
        return self._page("problem", error.status, problem=error.problem)

    # -- buttons --------------------------------------------------------------------------------------------------

    def again(self, article_id: str) -> Response:
        self._listening.again(article_id)
        return see(f"admin/articles/{article_id}")

    def withdraw(self, article_id: str) -> Response:
        self._listening.delete(article_id)
        return see("admin/articles")

    def publish(self, article_id: str) -> Response:
        """Into a show, or out of it."""
        self._listening.observe(article_id)
        change = {"pick": self._picks.pick, "unpick": self._picks.unpick}.get(request.form.get("do", "")) or abort(400)
        change(request.form.get("show", ""), article_id)
        self._listening.follow_shows()
        return see(f"admin/articles/{article_id}#shows")

    def pronounce(self, article_id: str) -> Response:
        status = self._listening.status(article_id)
        write, say = (" ".join(request.form.get(name, "").split()) for name in ("write", "say"))
        language = (status.language or "").partition("-")[0].lower()
        set_right(self._desk, write, say, language, in_ipa="ipa" in request.form)
        wait_until(lambda: self._listening.status(article_id).status in ("ready", "failed"))
        return see(f"admin/articles/{article_id}?{urlencode({'word': write})}#words")

    # -- inside ---------------------------------------------------------------------------------------------------

    def _reading(self, status: Status) -> dict[str, Any]:
        """What is said of the article and what is not; nothing while it has not been read."""
        data = self._parts.narrations.script(status.id, status.revision) if status.revision else None
        if data is None or status.revision is None:
            return {"script": None, "runs": [], "account": None}
        script = decode_script(data)
        word = request.args.get("word", "")
        heard = heard_in(self._parts.narrations, script, word, status.id, status.revision) if word else []
        try:
            account = self._listening.account(status.id)
        except NotFound:
            account = None
        runs = marked(script, account.lost if account else ())
        return {"script": script, "runs": runs, "account": account, "word": word, "heard": heard}

    def _queue(self) -> dict[str, int] | None:
        """None when it does not answer."""
        queue = self._parts.queue
        try:
            return {name: queue.depth(name) for name in QUEUES} | {"workers": queue.workers()}
        except Unavailable:
            return None

    def _page(self, name: str, status: int = 200, /, **values: Any) -> Response:
        common = {"up": up(), "here": name, "token": g.newsroom.token, "has_keys": self._has_keys}
        return page(render_template(f"admin/{name}.html", **common, **values), status)
