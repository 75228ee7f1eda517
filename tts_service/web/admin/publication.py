"""On an article's page in the newsroom: whether it is out, and which revision is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import abort, request

from tts_service.article.request import parse_moment
from tts_service.articles.publication.decisions import deeds
from tts_service.articles.publication.newer import newer_of
from tts_service.catalog.publication.state import EditorialDecision, PublicationState
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


def publication_of(context: AppContext, article_id: str) -> dict[str, Any]:
    """What the page shows. What an editor has just entered, and was not carried out, stays as entered."""
    state = context.articles.publication.state(article_id)
    wished = {"at": f"{state.publish_at:%Y-%m-%dT%H:%M}" if state.publish_at else "", "offset": "+00:00"}
    entered = {name: request.form.get(name, value) for name, value in wished.items()}
    return {"state": state, "newer": newer_of(state, context.narrations), "entered": entered}


def carry_out(context: AppContext, article_id: str) -> PublicationState:
    """What the form says. Raises OutOfDate when the article is not as the form's page had shown it,
    BadRequest, Conflict."""
    decision = _decision()
    before = context.articles.publication.state(article_id)
    state = context.articles.decide(article_id, decision, request.form.get("tag", ""))
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
