"""The pages of the newsroom, and what their buttons do. Only translates: see
``tts_service.articles.service``."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, g, render_template, request

from audio_cache.narration_id import NarrationId
from tts_service.article.language.tags import primary_subtag
from tts_service.article.model import decode_script
from tts_service.articles.recordings import paragraphs
from tts_service.articles.status import Status
from tts_service.broker.queue import QUEUES
from tts_service.catalog.entry import CatalogEntry
from tts_service.catalog.search.wanted import Wanted
from tts_service.coverage.annotated_source import annotate
from tts_service.errors import BadRequest, Conflict, NotFound, OutOfDate, ServiceError, Unavailable
from tts_service.formats.play_counts import total
from tts_service.ops.context import AppContext
from tts_service.publisher.lexicon.editor import LexiconEditor
from tts_service.publisher.shows.editor import ShowEditor
from tts_service.signed_access import sign
from tts_service.web.admin.answers import newsroom_page, page, see, up
from tts_service.web.admin.fix_pronunciation import fix_pronunciation, heard_in, wait_until
from tts_service.web.admin.publication import carry_out, publication_of
from tts_service.web.admin.recorded_parts import part_named, parts_of, read_parts
from tts_service.web.admin.search_form import CHOICES, entered, is_given, query_of, wanted_of
from tts_service.web.admin.statistics.pages import article_figures, week_figures
from tts_service.web.admin.storage_size import CacheMeter
from tts_service.web.http.uploads import uploaded
from tts_service.web.limits.enforce import note
from tts_service.web.members.gate import newsroom_key

PAGE = 50
LISTENING_S = 12 * 3600
"""How long an editor may hear an article for members from a page of the newsroom: as long as a session."""
FAILURES = 10
NEWEST = 5
"""Shown on the first page; the list has them all."""


class Newsroom:
    def __init__(self, context: AppContext, lexicon: LexiconEditor) -> None:
        settings = context.settings
        self._context = context
        self._articles = context.articles
        self._catalog = context.catalog
        self._rules = context.rules
        self._shows = ShowEditor(settings, context.files)
        self._lexicon = lexicon
        self._meter = CacheMeter(settings.cache_dir, settings.data_dir / "kept" / "cache-size.json")
        self._has_keys = bool(settings.api_keys)

    # -- pages -----------------------------------------------------------------------------------------------

    def overview(self) -> Response:
        failures = self._catalog.index.page(Wanted(state="failed"), limit=FAILURES)
        newest = self._catalog.index.page(Wanted(), limit=NEWEST)
        return self._page(
            "overview",
            counts=self._catalog.index.counts(),
            waiting=self._waiting(),
            queue=self._queue(),
            signing=self._signing(),
            newest=self._articles.described(newest.entries),
            week=week_figures(self._context.statistics),
            finished=self._catalog.index.finished(),
            measured=self._meter.latest(),
            failures=self._articles.described(failures.entries),
            more_failures=failures.cursor is not None,
            broken=self._rules.problem,
            shows=self._rules.publisher.shows.values(),
        )

    def articles(self) -> Response:
        asked = entered(request.args)
        try:
            wanted = wanted_of(asked)
            found = self._catalog.index.page(wanted, request.args.get("after", ""), PAGE)
        except BadRequest as error:
            return self._article_list(asked, (), error=error)
        return self._article_list(asked, found.entries, cursor=found.cursor)

    def _article_list(
        self,
        asked: dict[str, str],
        entries: Sequence[CatalogEntry],
        *,
        cursor: str | None = None,
        error: BadRequest | None = None,
    ) -> Response:
        articles = self._articles.described(entries)
        return self._page(
            "articles",
            error.status if error else 200,
            asked=asked,
            is_filtered=is_given(asked),
            problem=error.detail if error else "",
            articles=articles,
            plays=self._catalog.plays.starts(article.id for article in articles),
            next=query_of(asked) | {"after": cursor} if cursor else None,
            is_complete=self._catalog.index.is_complete(),
            choices=CHOICES,
            shows=self._rules.publisher.shows.values(),
        )

    def article(self, article_id: str) -> Response:
        return self._article(article_id)

    def _article(self, article_id: str, code: int = 200, conflict: str = "") -> Response:
        status = self._articles.status(article_id)
        filed = self._catalog.episodes.feeds_with(article_id)
        known = self._catalog.get(article_id)
        return self._page(
            "article",
            code,
            conflict=conflict,
            article=status,
            plays=total(self._catalog.plays.of_article(article_id)),
            history=self._catalog.history(article_id),
            shows=self._rules.publisher.shows,
            playlists=self._rules.publisher.playlists,
            filed=[name for name in filed if name in self._rules.publisher.shows],
            broken=self._rules.problem,
            only_clicked=known is not None and known.origin == "click" and not filed,
            listening=self._listening_token(status),
            publication=publication_of(self._context, article_id),
            figures=article_figures(self._context.statistics, status),
            **self._reading(status),
        )

    def problem(self, error: ServiceError) -> Response:
        if "newsroom" not in g:  # refused at the gate
            return page(render_template("admin/refused.html", up=up(), problem=error.problem), error.status)
        return self._page("problem", error.status, problem=error.problem)

    # -- buttons ---------------------------------------------------------------------------------------------

    def again(self, article_id: str) -> Response:
        self._articles.rerender(article_id)
        note("article.rendered-again", article=article_id)
        return see(f"admin/articles/{article_id}")

    def withdraw(self, article_id: str) -> Response:
        self._articles.delete(article_id)
        note("article.withdrawn", article=article_id)
        return see("admin/articles")

    def publish(self, article_id: str) -> Response:
        """Into the podcast; into a show, or out of it."""
        self._articles.refresh(article_id)
        do, show = request.form.get("do", ""), request.form.get("show", "")
        if do == "unpick":
            self._shows.unpick(show, article_id)
        elif do == "pick":
            self._shows.pick(show, article_id)
        elif do != "feed":
            abort(400)
        if do != "unpick":
            self._articles.adopt(article_id)
        note(f"show.{do}ed" if do != "feed" else "feed.added", show=show, article=article_id)
        self._articles.follow_shows()
        return see(f"admin/articles/{article_id}#shows")

    def decide(self, article_id: str) -> Response:
        """Publish, schedule, hold, …: of two editors the second is shown what the first has done, and keeps
        what they have entered."""
        try:
            carry_out(self._context, article_id)
        except (OutOfDate, BadRequest, Conflict) as error:
            return self._article(article_id, error.status, error.detail)
        return see(f"admin/articles/{article_id}#publication")

    def pronounce(self, article_id: str) -> Response:
        status = self._articles.status(article_id)
        write, say = (" ".join(request.form.get(name, "").split()) for name in ("write", "say"))
        language = primary_subtag(status.language or "")
        fix_pronunciation(self._lexicon, write, say, language, in_ipa="ipa" in request.form)
        note("lexicon.changed", article=article_id, write=write, after=say)
        self._articles.follow_rules(article_id)
        wait_until(lambda: self._articles.status(article_id).status in ("ready", "failed"))
        return see(f"admin/articles/{article_id}?{urlencode({'word': write})}#words")

    def record(self, article_id: str) -> Response:
        """A person reads."""
        file = request.files.get("file")
        if file is None or not file.filename:
            raise BadRequest("Choose a file first.")
        by = " ".join(request.form.get("by", "").split())
        part = part_named(request.form)
        with uploaded(file.stream, self._context.settings.uploads_dir) as arrived:
            self._articles.record(article_id, arrived.path, arrived.digest, by, paragraphs("", part))
        note("recording.uploaded", article=article_id, **({"segments": part} if part else {}))
        return see(f"admin/articles/{article_id}#recording")

    def unrecord(self, article_id: str) -> Response:
        """The voice reads again."""
        part = request.form.get("segments", "")
        self._articles.remove_recording(article_id, paragraphs("", part))
        note("recording.removed", article=article_id, **({"segments": part} if part else {}))
        return see(f"admin/articles/{article_id}#recording")

    # -- inside ----------------------------------------------------------------------------------------------

    def _waiting(self) -> dict[str, int]:
        """How many articles are not out, by the reason; without those that never will be."""
        counts = self._catalog.publication.counts()
        return {state: counts[state] for state in ("held", "scheduled") if state in counts}

    def _listening_token(self, status: Status) -> str:
        """By which the editor hears an article that is not for everybody, or a revision that waits; "" where
        none is needed."""
        key = newsroom_key(self._context.settings)
        if (status.is_for_everybody and not status.kept) or key is None:
            return ""
        return sign(key, status.id, int(time.time()) + LISTENING_S)

    def _reading(self, status: Status) -> dict[str, Any]:
        """What is said of the article and what is not; nothing while it has not been read."""
        narration = NarrationId(status.id, status.revision) if status.revision else None
        data = self._context.narrations.script(narration) if narration else None
        if data is None or narration is None:
            return {"script": None, "runs": [], "account": None, "recordable": None, "read": ()}
        script = decode_script(data)
        word = request.args.get("word", "")
        heard = heard_in(self._context.narrations, script, word, narration) if word else []
        try:
            account = self._articles.account(status.id)
        except NotFound:
            account = None
        runs = annotate(script, account.lost if account else ())
        return {
            "script": script,
            "runs": runs,
            "account": account,
            "word": word,
            "heard": heard,
            "recordable": parts_of(script),
            "read": read_parts(script, status.recording),
        }

    def _queue(self) -> dict[str, int] | None:
        """None when it does not answer."""
        queue = self._context.queue
        try:
            return queue.depths(*QUEUES) | {"workers": queue.workers()}
        except Unavailable:
            return None

    def _signing(self) -> str:
        try:
            return self._context.queue.signing_warning()
        except Unavailable:
            return ""

    def _page(self, name: str, status: int = 200, /, **values: Any) -> Response:
        return newsroom_page(name, status, has_keys=self._has_keys, **values)
