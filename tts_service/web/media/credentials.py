"""Content Credentials over HTTP: the signed manifest of a finished file, to which its Link header points."""

from __future__ import annotations

from typing import Protocol

from flask import Blueprint, Response, request

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from tts_service.contracts.credentials import MANIFEST_TYPE, manifest_path
from tts_service.errors import NotFound, ProblemKind
from tts_service.web.http.cors import open_to_all
from tts_service.web.media.ready_audio import ASK_EACH_TIME
from tts_service.web.openapi.terms import Answer, Operation


class SignedArticles(Protocol):
    """Where the revision is known that an article's moving address plays."""

    def current_narration(self, article_id: str) -> NarrationId | None:
        """Raises NotFound for an unknown id."""


def credentials_blueprint(articles: SignedArticles, narrations: Narrations) -> Blueprint:
    signed = _Signed(articles, narrations)
    blueprint = Blueprint("credentials", __name__)
    blueprint.add_url_rule("/credentials/<article_id>.c2pa", "moving_credentials", signed.manifest)
    blueprint.add_url_rule("/credentials/<article_id>/<revision>.c2pa", "fixed_credentials", signed.manifest)
    open_to_all(blueprint)
    return blueprint


class _Signed:
    def __init__(self, articles: SignedArticles, narrations: Narrations) -> None:
        self._articles = articles
        self._narrations = narrations

    def manifest(self, article_id: str, revision: str | None = None) -> Response:
        narration = (
            NarrationId(article_id, revision) if revision else self._articles.current_narration(article_id)
        )
        manifest = self._stored(narration) if narration else None
        if narration is None or manifest is None:
            raise NotFound(
                "This narration has no Content Credentials: it is not finished yet, or was not signed.",
                kind=ProblemKind.NOT_SIGNED,
            )
        response = Response(manifest, content_type=MANIFEST_TYPE)
        response.headers["Cache-Control"] = ASK_EACH_TIME  # it may be signed anew
        response.headers["X-Narration-Revision"] = narration.revision
        if revision is None:
            response.headers["Content-Location"] = f"/{manifest_path(narration)}"
        response.add_etag()
        response.make_conditional(request)
        return response

    def _stored(self, narration: NarrationId) -> bytes | None:
        try:
            return self._narrations.manifest(narration)
        except ValueError:  # no id
            return None


_TEXT = (
    "The Content Credentials of the finished file: a C2PA manifest store, signed by the publisher. It says "
    "who published the audio, that a model made it, with which voice and engine, and of which text. 404 "
    "unless the operator has the service sign."
)
_ANSWERS = {
    200: Answer("A C2PA manifest store (JUMBF).", MANIFEST_TYPE),
    304: Answer("The client has it already."),
}
OPERATIONS = (
    Operation(
        path="/credentials/{id}.c2pa",
        name="getCredentials",
        tag="listening",
        summary="Content Credentials",
        text=_TEXT,
        answers=_ANSWERS,
        problems=(404, 503),
    ),
    Operation(
        path="/credentials/{id}/{revision}.c2pa",
        name="getCredentialsOfRevision",
        tag="listening",
        summary="Content Credentials of one revision",
        text="As above. It may be signed anew, with another certificate, so it is not to be kept for ever.",
        answers=_ANSWERS,
        problems=(404, 503),
    ),
)
