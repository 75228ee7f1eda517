"""``/v1/articles/{id}/publication``: whether an article is out, and which revision is kept. Needs a key."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request

from audio_cache.narrations import Narrations
from tts_service.article.request import parse_moment
from tts_service.articles.publication.decisions import deeds
from tts_service.articles.publication.newer import Newer, newer_of
from tts_service.articles.service import ArticleService
from tts_service.catalog.publication.state import EditorialDecision, PublicationState, Publicity
from tts_service.errors import BadRequest, PreconditionRequired
from tts_service.web.http.bodies import check_media_type, decode_body, json_answer, read_body
from tts_service.web.limits.enforce import note, nothing_changed
from tts_service.web.openapi.terms import JSON, Answer, Operation, Parameter

EXAMPLE = '{"publication": "held"}'


class PublicationChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an editor decides; what is left out stays as it is. ``publish_at``, in ISO 8601 with an offset
    from UTC, makes it "scheduled". ``keep``: keep the revision in force; edits wait. ``take_newer``: let the
    edit through that waits."""

    publication: Publicity | None = None
    publish_at: str | None = None
    keep: bool | None = None
    take_newer: bool = False


class PublicationReport(msgspec.Struct, frozen=True):
    """``newer``: the edit that waits behind a revision that is ``kept``."""

    id: str
    publication: Publicity
    publish_at: str | None
    kept: bool
    revision: str | None
    newer: Newer | None


def publication_blueprint(articles: ArticleService, narrations: Narrations) -> Blueprint:
    views = _Publication(articles, narrations)
    blueprint = Blueprint("publication", __name__)
    address = "/v1/articles/<article_id>/publication"
    blueprint.add_url_rule(address, "get", views.get)
    blueprint.add_url_rule(address, "change", views.change, methods=["PATCH"])
    return blueprint


class _Publication:
    def __init__(self, articles: ArticleService, narrations: Narrations) -> None:
        self._articles = articles
        self._narrations = narrations

    def get(self, article_id: str) -> Response:
        return self._answer(self._articles.publication.state(article_id))

    def change(self, article_id: str) -> Response:
        check_media_type(request.mimetype)
        decision = decision_of(decode_body(read_body(), PublicationChange, EXAMPLE))
        tag = seen_tag(article_id)
        before = self._articles.publication.state(article_id)
        state = self._articles.decide(article_id, decision, tag)
        nothing_changed()
        for deed, about in deeds(decision, before, state):
            note(deed, article=article_id, **about)
        return self._answer(state)

    def _answer(self, state: PublicationState) -> Response:
        response = json_answer(report(state, newer_of(state, self._narrations)))
        response.set_etag(state.tag)
        response.headers["Cache-Control"] = "private, no-store"
        return response


def report(state: PublicationState, newer: Newer | None) -> PublicationReport:
    at = state.publish_at.isoformat() if state.publish_at else None
    return PublicationReport(state.id, state.publicity, at, state.frozen, state.revision, newer)


def decision_of(wanted: PublicationChange) -> EditorialDecision:
    """Raises BadRequest for one that says nothing, or contradicts itself."""
    if wanted == PublicationChange():
        raise BadRequest("This changes nothing. Give publication, publish_at, keep or take_newer.")
    if wanted.publish_at is not None and wanted.publication not in (None, "scheduled"):
        raise BadRequest(f'publish_at does not go with "{wanted.publication}": leave one of them out.')
    if wanted.take_newer and wanted.keep is False:
        raise BadRequest("Without keep, edits come through by themselves: leave take_newer out.")
    return EditorialDecision(
        to="scheduled" if wanted.publish_at is not None else wanted.publication,
        publish_at=parse_moment(wanted.publish_at) if wanted.publish_at is not None else None,
        keep=wanted.keep,
        take_newer=wanted.take_newer,
    )


def seen_tag(article_id: str) -> str | None:
    """What If-Match says; None for a star. Raises PreconditionRequired without one."""
    given = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not given:
        raise PreconditionRequired(
            "Send If-Match with the state that you have seen (the ETag of GET "
            f"/v1/articles/{article_id}/publication), or * to decide whatever it is."
        )
    return None if given == "*" else given


_IF_MATCH = Parameter(
    "If-Match",
    "The ETag of the state that you have seen, or *. If it is another by now, the answer is 412, and nothing "
    "changes.",
    where="header",
)
_REPORT = {200: Answer("How it is now, with its ETag.", JSON, "PublicationReport")}
OPERATIONS = (
    Operation(
        path="/v1/articles/{id}/publication",
        name="getPublication",
        tag="articles",
        summary="Whether an article is out, and which revision is kept",
        text="newer is an edit that waits behind a revision that is kept, with what it changes.",
        answers=_REPORT,
        problems=(401, 404, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/articles/{id}/publication",
        method="patch",
        name="changePublication",
        tag="articles",
        summary="Publish, schedule, hold, never narrate; keep a revision",
        text=(
            "held: nobody hears it without a key. scheduled: it is out from publish_at. never: it is "
            "withdrawn, and refused to whoever asks for its page. What is not out answers like an article "
            "that does not exist. keep: later edits are read and rendered, and wait until take_newer lets "
            "one through, or keep is false again."
        ),
        parameters=(_IF_MATCH,),
        body="PublicationChange",
        answers=_REPORT,
        problems=(400, 401, 404, 409, 412, 413, 415, 428, 429, 503),
        writes=True,
    ),
)
