"""Where an editor begins an article: by its address, as pasted text, or from a file. What is sent becomes the
same request as of ``POST /v1/articles``."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from flask import Response, g, request

from tts_service.article.file_source import FILE_SUFFIXES, begins_as_ssml, request_of_file
from tts_service.article.request import ArticleRequest
from tts_service.catalog.publication.state import EditorialDecision
from tts_service.contracts.voices import KnownVoice
from tts_service.errors import BadRequest, ProblemKind, ServiceError, Unavailable
from tts_service.ops.context import AppContext
from tts_service.web.admin.answers import newsroom_page, see
from tts_service.web.admin.publication import decided
from tts_service.web.api.articles import asked, decided_in
from tts_service.web.http.access import lacks

WAYS = {"url": "Address", "text": "Text", "file": "File"}
"""How an article is given, in the words of the page; each is the name of its field."""
_NAMES = {
    "url": "The address",
    "html": "The page",
    **{name: f"The {name}" for name in ("text", "title", "language", "voice", "show")},
}
_OPTIONS = ("title", "language", "voice", "show", "access")
_FIELD_OF = {
    ProblemKind.UNKNOWN_SHOW: "show",
    ProblemKind.UNKNOWN_VOICE: "voice",
    ProblemKind.UNSUPPORTED_LANGUAGE: "language",
    ProblemKind.BAD_LANGUAGE: "language",
}


class BeginPages:
    def __init__(self, context: AppContext) -> None:
        self._articles = context.articles
        self._rules = context.rules
        self._queue = context.queue
        self._has_keys = bool(context.settings.api_keys)

    def form(self) -> Response:
        return self._form(request.args.get("by", ""), {})

    def begin(self) -> Response:
        by = request.form.get("by", "")
        try:
            wanted = _wanted(by)
            if decided_in(wanted) and not g.newsroom.may("publish"):
                raise lacks("publish", g.newsroom.holder.scopes, "Your log-in")
            status = asked(self._articles, wanted)
            if wanted.hold and status.publication == "published":  # the service knew it already
                decided(self._articles, status.id, EditorialDecision(to="held"))
        except ServiceError as error:
            return self._form(by, request.form, error)
        return see(f"admin/articles/{status.id}")

    def _form(self, by: str, entered: Mapping[str, str], error: ServiceError | None = None) -> Response:
        """``entered`` stays where ``error`` has refused it."""
        by = by if by in WAYS else "url"
        return newsroom_page(
            "begin",
            error.status if error else 200,
            has_keys=self._has_keys,
            by=by,
            ways=WAYS,
            accepted=",".join(FILE_SUFFIXES),
            entered=entered,
            has_options=any(entered.get(name, "").strip() for name in (*_OPTIONS[1:], "hold")),
            problem=_in_words(error.detail) if error else "",
            wrong=field_of(error, by) if error else "",
            shows=self._rules.publisher.shows.values(),
            voices=self._voices(),
        )

    def _voices(self) -> tuple[KnownVoice, ...]:
        try:
            return self._queue.voices()
        except Unavailable:
            return ()


def field_of(error: ServiceError, by: str) -> str:
    """The field of the form that ``error`` is about. Messages about a field begin with its name."""
    first = error.detail.partition(" ")[0]
    return first if first in _OPTIONS else _FIELD_OF.get(error.kind, by)


def _in_words(detail: str) -> str:
    """With the field's name as the page has it."""
    first, space, rest = detail.partition(" ")
    return _NAMES.get(first, first) + space + rest


def _wanted(by: str) -> ArticleRequest:
    """What the form asks for. Raises BadRequest when nothing was given."""
    form = request.form
    options = {name: line for name in _OPTIONS if (line := " ".join(form.get(name, "").split()))}
    return msgspec.structs.replace(_source(by), **options, hold=True if "hold" in form else None)


def _source(by: str) -> ArticleRequest:
    if by == "text":
        text = request.form.get("text", "")
        return ArticleRequest(ssml=text) if begins_as_ssml(text) else ArticleRequest(text=text)
    if by != "file":
        return ArticleRequest(url=request.form.get("url", "").strip())
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadRequest("Choose a file first.")
    return request_of_file(file.filename, file.read())
