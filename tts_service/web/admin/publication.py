"""On an article's page in the newsroom: whether it is out, and which revision is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

from flask import abort, request

from tts_service.article.request import parse_moment
from tts_service.articles.publication.decisions import deeds
from tts_service.articles.publication.newer import newer_of
from tts_service.articles.service import ArticleService
from tts_service.catalog.audit_log.book import AuditEntry, AuditFilter
from tts_service.catalog.publication.state import EditorialDecision, PublicationState, Publicity
from tts_service.ops.context import AppContext
from tts_service.web.limits.enforce import note

DECISIONS = {
    "publish": EditorialDecision(to="published"),
    "hold": EditorialDecision(to="held"),
    "never": EditorialDecision(to="never"),
    "keep": EditorialDecision(keep=True),
    "let-go": EditorialDecision(keep=False),
    "take-newer": EditorialDecision(take_newer=True),
}
"""By the button that was pressed; "schedule" has a time."""
PUBLICITIES: tuple[str, ...] = get_args(Publicity)


def publication_of(context: AppContext, article_id: str) -> dict[str, Any]:
    """What the page shows. What an editor has just entered, and was not carried out, stays as entered."""
    state = context.articles.publication.state(article_id)
    wished = {"at": f"{state.publish_at:%Y-%m-%dT%H:%M}" if state.publish_at else "", "offset": "+00:00"}
    entered = {name: request.form.get(name, value) for name, value in wished.items()}
    return {
        "state": state,
        "newer": newer_of(state, context.narrations),
        "entered": entered,
        "decided": _last_decision(context, article_id),
    }


def _last_decision(context: AppContext, article_id: str) -> AuditEntry | None:
    """By which the article is out, or is not, as far as the audit log goes back."""
    found = context.catalog.audit.page(AuditFilter(what="article", subject=f"article:{article_id}"))
    return next((entry for entry in found if entry.what.removeprefix("article.") in PUBLICITIES), None)


def carry_out(context: AppContext, article_id: str) -> PublicationState:
    """What the form says. Raises OutOfDate when the article is not as the form's page had shown it,
    BadRequest, Conflict."""
    return decided(context.articles, article_id, _decision(), request.form.get("tag", ""))


def decided(
    articles: ArticleService, article_id: str, decision: EditorialDecision, tag: str | None = None
) -> PublicationState:
    """Carry out ``decision``, and record it."""
    before = articles.publication.state(article_id)
    state = articles.decide(article_id, decision, tag)
    for deed, about in deeds(decision, before, state):
        note(deed, article=article_id, **about)
    return state


def _decision() -> EditorialDecision:
    do = request.form.get("do", "")
    if do == "schedule":
        return EditorialDecision(to="scheduled", publish_at=_moment())
    return DECISIONS.get(do) or abort(400)


def _moment() -> dt.datetime:
    return parse_moment(request.form.get("at", "") + request.form.get("offset", "").strip())
