"""``/v1/articles``: ask for an article, look it up, follow it, remove it. Only translates: see
``tts_service.articles.service``."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from flask import Blueprint, Response, current_app, request

from tts_service.article.request import ArticleRequest, check_field
from tts_service.articles.recordings import Paragraphs, paragraphs
from tts_service.articles.service import ArticleService
from tts_service.articles.status import Status, StatusList
from tts_service.catalog import Accepted
from tts_service.web.http.access import KEYLESS_BODY_BYTES, Access
from tts_service.web.http.bodies import check_media_type, decode_body, json_answer, read_body
from tts_service.web.http.log import about
from tts_service.web.http.queries import whole_number
from tts_service.web.http.uploads import expect_upload, uploaded
from tts_service.web.limits.enforce import charged, note, nothing_changed, take_article
from tts_service.web.media.ready_audio import CONTENT_TYPE
from tts_service.web.members.answers import token_query, with_token
from tts_service.web.members.gate import Gate
from tts_service.web.openapi.terms import JSON, STATUS, Answer, Operation, Parameter

MOST_LISTED = 100
LISTED = 50
DECIDED = ("access", "publish_at", "hold")
"""Fields of a request that say who may hear the article, and when."""


def api_blueprint(
    access: Access, gate: Gate, articles: ArticleService, base_url: str, uploads: Path
) -> Blueprint:
    """``uploads``: the folder for files that arrive."""
    views = _Articles(access, gate, articles, base_url, uploads)
    blueprint = Blueprint("api", __name__)
    blueprint.add_url_rule("/v1/articles", "ask", views.ask, methods=["POST"])
    blueprint.add_url_rule("/v1/articles", "find", views.find)
    blueprint.add_url_rule("/v1/articles/<article_id>", "status", views.status)
    blueprint.add_url_rule("/v1/articles/<article_id>", "delete", views.delete, methods=["DELETE"])
    recording = "/v1/articles/<article_id>/recording"
    blueprint.add_url_rule(recording, "record", views.record, methods=["PUT"])
    blueprint.add_url_rule(recording, "remove_recording", views.remove_recording, methods=["DELETE"])
    blueprint.add_url_rule("/v1/articles/<article_id>/script", "script", views.script)
    blueprint.add_url_rule("/v1/articles/<article_id>/account", "account", views.account)
    return blueprint


class _Articles:
    def __init__(
        self, access: Access, gate: Gate, articles: ArticleService, base_url: str, uploads: Path
    ) -> None:
        self._uploads = uploads
        self._access = access
        self._gate = gate
        self._articles = articles
        self._base_url = base_url

    def ask(self) -> Response:
        if not self._is_simple():
            check_media_type(request.mimetype)
        has_key = self._access.has_key("write")
        if not has_key:
            take_article()
            self._access.check_keyless_length(request.content_length)
            request.max_content_length = KEYLESS_BODY_BYTES
        wanted = decode_body(read_body(), ArticleRequest, '{"url": "https://news.example/story"}')
        if not has_key:
            self._access.check_keyless(wanted)
        status = self._ask(wanted) if has_key else self._click(wanted)
        about(status.id)
        if request.accept_mimetypes.best == CONTENT_TYPE and self._may_hear(status):
            response = cast(Response, current_app.view_functions["audio.moving"](status.id))
        else:
            response = json_answer(self._heard(status), 200 if status.status == "ready" else 202)
        response.headers["Location"] = f"{self._base_url}/v1/articles/{status.id}"
        return response

    def _ask(self, wanted: ArticleRequest) -> Status:
        """With a key. Whom an article is for, and when it is out, is decided by those who may publish."""
        if decided_in(wanted):
            self._access.require("publish")
        return asked(self._articles, wanted)

    def _may_hear(self, status: Status) -> bool:
        """The audio is sent past the gate. A key that may only write is told of the article, and no more."""
        return status.is_for_everybody or self._gate.may_have(status.id)

    def _click(self, wanted: ArticleRequest) -> Status:
        with charged(self._articles, wanted) as charge:
            status = self._articles.click(wanted)
            if charge is not None:
                charge.settle(status.duration_s)
            return status

    def _is_simple(self) -> bool:
        """Sent as plain text by a page that may write: browsers then skip the preflight, which saves a round
        trip."""
        return request.mimetype == "text/plain" and self._access.may_post_from(
            request.headers.get("Origin", "")
        )

    def find(self) -> Response:
        url = request.args.get("url")
        if url is None:
            return self._list()
        voice = request.args.get("voice")
        found = self._articles.by_url(url, voice)
        if found is not None and not found.is_for_everybody and not self._gate.may_have(found.id):
            found = None
        may_ask = self._access.may_ask_for(url, request.headers.get("Origin"))
        may_ask = may_ask and (found is not None or self._articles.publication.is_offered(url))
        may_ask = may_ask and (self._access.is_keyless or self._articles.may_click(url, voice))
        articles = (with_token(self._heard(found), token_query()),) if found else ()
        return json_answer(StatusList(articles, None, may_ask))

    def _list(self) -> Response:
        limit = whole_number("limit", LISTED, least=1, most=MOST_LISTED)
        cursor, show = request.args.get("cursor"), request.args.get("show")
        found = self._articles.list(cursor, limit, show, audience=self._gate.audience(show))
        articles = tuple(with_token(article, token_query()) for article in found.articles)
        return json_answer(StatusList(articles, found.cursor))

    def status(self, article_id: str) -> Response:
        return json_answer(with_token(self._heard(self._articles.status(article_id)), token_query()))

    def _heard(self, status: Status) -> Status:
        """As it is heard; with a key, as it is. Who hears it is asked only where that makes a difference: a
        token that is none counts as a guess."""
        if not self._articles.renditions.has_any or self._gate.has_key():
            return status
        return self._articles.as_heard(status, self._gate.hearer(status.id))

    def delete(self, article_id: str) -> Response:
        self._articles.delete(article_id)
        note("article.withdrawn", article=article_id)
        return Response(status=204)

    def record(self, article_id: str) -> Response:
        self._articles.status(article_id)  # an unknown one is told before its file has been sent
        by = " ".join(request.args.get("by", "").split())
        check_field("by", by or None)  # so is a name that cannot be said
        wanted = _paragraphs()
        expect_upload()
        with uploaded(request.stream, self._uploads) as file:
            status = self._articles.record(article_id, file.path, file.digest, by, wanted)
        note("recording.uploaded", article=article_id, **_of_what())
        return json_answer(status, 200 if status.status == "ready" else 202)

    def remove_recording(self, article_id: str) -> Response:
        status = self._articles.remove_recording(article_id, _paragraphs())
        note("recording.removed", article=article_id, **_of_what())
        return json_answer(status, 200 if status.status == "ready" else 202)

    def script(self, article_id: str) -> Response:
        response = Response(self._articles.script(article_id), content_type="application/json")
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        response.make_conditional(request)
        return response

    def account(self, article_id: str) -> Response:
        return json_answer(self._articles.account(article_id))


def decided_in(wanted: ArticleRequest) -> dict[str, str]:
    """What ``wanted`` says of who may hear the article, and when: that is for those who may publish."""
    said = {name: value for name in DECIDED if (value := getattr(wanted, name))}
    return {name: "yes" if value is True else str(value) for name, value in said.items()}


def asked(articles: ArticleService, wanted: ArticleRequest) -> Status:
    """Have ``wanted`` read aloud, and record what that has changed."""
    accepted: list[Accepted] = []
    status = articles.request(wanted, on_accepted=accepted.append)
    decided = decided_in(wanted)
    if Accepted.NEW in accepted:
        page = {"url": status.url} if status.url else {}
        note("article.asked", article=status.id, **page, **decided)
        return status
    decided.pop("hold", None)  # it is for new articles
    if (Accepted.SAME not in accepted and accepted) or decided:
        note("article.edited", article=status.id, **decided)
    else:
        nothing_changed()
    return status


def _of_what() -> dict[str, str]:
    """Which paragraphs the request is about, as it names them."""
    return {name: value for name in ("section", "segments") if (value := request.args.get(name, ""))}


def _paragraphs() -> Paragraphs | None:
    return paragraphs(request.args.get("section", ""), request.args.get("segments", ""))


_PARAGRAPHS = (
    Parameter("section", "Only this section: its number in the script, counted from 0."),
    Parameter("segments", "Only these paragraphs: their first and last segment in the script, as in 12-19."),
)
OPERATIONS = (
    Operation(
        path="/v1/articles",
        method="post",
        name="askForArticle",
        tag="articles",
        summary="Have an article read aloud",
        text=(
            "Send exactly one of url, html, text and ssml. The same again is the same article, and costs "
            "nothing; after a failure it is tried again. A changed article for the same page or id "
            "becomes a new revision, of which only changed sentences are spoken anew. If the page "
            "cannot be read aloud, the answer says why, and an older revision stays in force. "
            "Without an API key only url, voice, language and show may be given, for pages of "
            "allowed sites: voice and language as the publisher lists them for readers, and then as "
            "an article of its own; show is ignored. What is sent can be heard and read by "
            "anybody, unless access, the page, its show or its site says that it is for members only. The "
            "service never reads its own pages. With Accept: audio/mpeg the "
            "answer is the audio itself, as of /audio/{id}.mp3, if whoever asks may hear it. Pages that may "
            "ask may send the JSON as text/plain, which browsers do without a preflight."
        ),
        body="ArticleRequest",
        parameters=(
            Parameter(
                "traceparent",
                "The trace that this click belongs to, as in the header of W3C Trace Context, which is taken "
                "as well: for browsers, which would ask first whether they may send the header.",
            ),
        ),
        answers={
            200: Answer(
                "Ready to play.",
                JSON,
                STATUS,
                {"Location": "The article's address in this API."},
            ),
            202: Answer(
                "Being rendered; it can be played already.",
                JSON,
                STATUS,
                {"Location": "The article's address."},
            ),
        },
        problems=(400, 401, 403, 404, 413, 415, 422, 429, 502, 503),
        writes=True,
    ),
    Operation(
        path="/v1/articles",
        name="findArticles",
        tag="articles",
        summary="Look up a page, or list all articles",
        parameters=(
            Parameter(
                "url",
                "The page. The list then has one article, or none.",
            ),
            Parameter(
                "voice",
                "With url: only the article that was asked for in this voice.",
            ),
            Parameter(
                "show",
                "Without url: only the episodes of this show.",
            ),
            Parameter(
                "cursor",
                "Without url: the cursor of the page before.",
            ),
            Parameter(
                "limit",
                "Articles on a page.",
                {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
            ),
        ),
        answers={
            200: Answer(
                "Articles, newest first.",
                JSON,
                "StatusList",
            )
        },
        problems=(400, 503),
    ),
    Operation(
        path="/v1/articles/{id}",
        name="getArticle",
        tag="articles",
        summary="Status of an article",
        answers={
            200: Answer(
                "All that is known about it.",
                JSON,
                STATUS,
            )
        },
        problems=(404, 503),
    ),
    Operation(
        path="/v1/articles/{id}",
        method="delete",
        name="deleteArticle",
        tag="articles",
        summary="Remove an article and its audio",
        answers={
            204: Answer(
                "It is gone.",
            )
        },
        problems=(401, 404, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/articles/{id}/recording",
        method="put",
        name="putRecording",
        tag="articles",
        summary="Have a person's reading heard in the place of the voice",
        text=(
            "The body is the file: MP3, WAV, M4A or FLAC, at most an hour and 300 MB. It is levelled, "
            "and aligned with the article, so captions, chapters and reading along go on working. Until "
            "then, and if it is refused, what was heard before is heard; the status then has the reason as "
            "its error. An edit of the article keeps the recording, and the status says that it is outdated. "
            "With section or segments it takes the place of the voice for these alone, and of what was "
            "recorded of any of them; the voice goes on reading the others."
        ),
        parameters=(Parameter("by", "Who reads: listeners are told."), *_PARAGRAPHS),
        file="application/octet-stream, audio/mpeg, audio/wav, audio/mp4, audio/flac",
        answers={
            200: Answer("It is heard already.", JSON, STATUS),
            202: Answer("It is being aligned.", JSON, STATUS),
        },
        problems=(400, 401, 403, 404, 408, 409, 413, 415, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/articles/{id}/recording",
        method="delete",
        name="deleteRecording",
        tag="articles",
        summary="Let the voice read again",
        text=(
            "Of an article without a recording, nothing changes. With section or segments, only recordings "
            "of these paragraphs go."
        ),
        parameters=_PARAGRAPHS,
        answers={
            200: Answer("The voice reads again.", JSON, STATUS),
            202: Answer("It will, as soon as it has begun.", JSON, STATUS),
        },
        problems=(400, 401, 404, 409, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/articles/{id}/script",
        name="getScript",
        tag="articles",
        summary="What is spoken, and what is skipped",
        text=(
            "Segments in order, each with the place of its words in the source text, and every "
            "visible piece that is not read, with the reason. Offsets count code points of source."
        ),
        answers={
            200: Answer(
                "The script.",
                JSON,
                "Script",
            )
        },
        problems=(404, 422, 502, 503),
    ),
    Operation(
        path="/v1/articles/{id}/account",
        name="getAccount",
        tag="articles",
        summary="The account: proof of what was spoken",
        text=(
            "What became of every visible character of the article: spoken, skipped with a reason, "
            "or lost; which sentences are rendered so far, and which of them sound odd. outside lists, by "
            "reason, what else the page shows; doubts say what of the page may belong to the story and is "
            "not read, and complete is then false."
        ),
        answers={
            200: Answer(
                "The account.",
                JSON,
                "Account",
            )
        },
        problems=(404, 422, 502, 503),
    ),
)
