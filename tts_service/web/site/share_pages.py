"""Ways to an article's audio other than the button: a page to share, a player in a frame, oEmbed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from flask import Blueprint, Response, abort, render_template, request

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.stored import stored_cues_of
from tts_service.article import address
from tts_service.article.language.tags import primary_subtag
from tts_service.article.model import Script, decode_script
from tts_service.article.script.chapters import Chapter, chapters
from tts_service.articles.service import ArticleService
from tts_service.articles.status import Status
from tts_service.errors import BadRequest, NoSuchFormat, NotFound, ProblemKind
from tts_service.formats.rendition import base_revision
from tts_service.formats.transcript import direction, transcript
from tts_service.sharing import oembed
from tts_service.sharing.links import Shared, iframe, oembed_url, plain_audio, schema_org, shared
from tts_service.web.http.access import Access
from tts_service.web.http.headers import NOBODY, SELF, player_policy
from tts_service.web.http.queries import optional_number
from tts_service.web.media.stitched import RenditionOpener, rendition_chapters
from tts_service.web.members.answers import token_query
from tts_service.web.members.gate import NO_ID, PARAMETER, Gate, hearer, token_beside
from tts_service.web.openapi.terms import JSON, Answer, Operation, Parameter
from tts_service.web.site.assets import SHORT, STATIC, folder_assets, send, send_page

FOLDER = STATIC / "site"
"""Served as /doors/…, the address that pages and caches already use."""
THEMES = ("light", "dark")


def share_pages_blueprint(
    base_url: str, access: Access, gate: Gate, articles: ArticleService, narrations: Narrations
) -> Blueprint:
    pages = _SharePages(base_url, access, gate, articles, narrations)
    files = folder_assets(FOLDER)
    blueprint = Blueprint("share_pages", __name__, template_folder="../templates")
    blueprint.add_url_rule("/listen/<article_id>", "listen", pages.listen)
    blueprint.add_url_rule("/embed/<article_id>", "embed", pages.embed)
    blueprint.add_url_rule("/oembed", "oembed", pages.oembed)
    blueprint.add_url_rule("/embed.js", "host", lambda: send(files["embed.js"], SHORT))
    blueprint.add_url_rule("/doors/<name>", "file", lambda name: send(files.get(name) or abort(404), SHORT))
    return blueprint


class _SharePages:
    def __init__(
        self, base_url: str, access: Access, gate: Gate, articles: ArticleService, narrations: Narrations
    ) -> None:
        self._gate = gate
        self._renditions = RenditionOpener(articles, narrations)
        self._base_url = base_url
        self._articles = articles
        self._narrations = narrations
        self._embedders = access.embedders()
        self._words = {
            path.stem: msgspec.json.decode(path.read_bytes()) for path in (FOLDER / "words").iterdir()
        }

    def listen(self, article_id: str) -> Response:
        try:
            own = self._articles.status(article_id)
            is_heard = self._articles.renditions.has_any
            status = self._articles.as_heard(own, hearer(article_id)) if is_heard else own
        except NotFound as error:
            return self._missing(error, (NOBODY,))
        script = self._script(own)
        # Its moving address: what is copied from here goes on with the article, and not with its messages.
        heard = msgspec.structs.replace(status, audio_url=own.audio_url)
        about = shared(heard, script, self._base_url)
        page = render_template(
            "listen.html",
            **self._common(about),
            status=status,
            paragraphs=transcript(script) if script else [],
            chapters=self._chapters(status, script) if script else [],
            schema=schema_org(about),
            snippets=self._snippets(about) if status.is_for_everybody else {},
            discovery={kind: oembed_url(self._base_url, about.listen_url, kind) for kind in ("json", "xml")},
        )
        return send_page(page, player_policy(images=(address.origin(about.image_url),)))

    def embed(self, article_id: str) -> Response:
        ancestors = (SELF, *self._embedders)
        try:
            status = self._articles.status(article_id)
        except NotFound as error:
            return self._missing(error, ancestors)
        theme = request.args.get("theme", "")
        about = shared(status, self._script(status), self._base_url)
        page = render_template("embed.html", **self._common(about), theme=theme if theme in THEMES else "")
        return send_page(page, player_policy(ancestors=ancestors))

    def oembed(self) -> Response:
        kind = request.args.get("format", "json")
        if kind not in ("json", "xml"):
            raise NoSuchFormat("oEmbed is served as json and as xml.")
        status = self._asked_for()
        about = shared(status, self._script(status), self._base_url)
        said = oembed.description(
            msgspec.structs.replace(about, embed_url=about.embed_url + token_query()),
            self._base_url,
            optional_number("maxwidth", least=1),
            optional_number("maxheight", least=1),
        )
        if kind == "json":
            response = Response(msgspec.json.encode(said), content_type="application/json")
        else:
            response = Response(oembed.xml(said), content_type="text/xml; charset=utf-8")
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    # -- inside ----------------------------------------------------------------------------------------------

    def _asked_for(self) -> Status:
        """The article that the request names, by its own page or by ours."""
        url = request.args.get("url")
        if not url:
            raise BadRequest("Give the address of an article as url.")
        article_id = oembed.article_named(url, self._base_url)
        if article_id:
            return self._articles.status(article_id if self._may_have(article_id, url) else NO_ID)
        status = self._articles.by_url(url)
        if status is None or not (status.is_for_everybody or self._may_have(status.id, url)):
            raise NotFound(
                "No article of this page has been asked for yet.", kind=ProblemKind.NO_SUCH_ARTICLE
            )
        return status

    def _may_have(self, article_id: str, url: str) -> bool:
        """By the token of the request, or by that in the address which is asked about."""
        return self._gate.may_have(article_id, request.args.get(PARAMETER) or token_beside(url))

    def _script(self, status: Status) -> Script | None:
        narration = _narration(status)
        data = self._narrations.script(narration) if narration else None
        return decode_script(data) if data else None

    def _chapters(self, status: Status, script: Script) -> list[Chapter]:
        """Chapters rendered so far; none if there is only one."""
        if rendition := self._renditions.asked(status.id, status.revision):
            return rendition_chapters(rendition)
        narration = _narration(status)
        cues = stored_cues_of(self._narrations, narration) if narration else ()
        found = chapters(script, [(cue.start_s, cue.end_s) for cue in cues])
        return found if len(found) > 1 else []

    def _common(self, about: Shared) -> dict[str, Any]:
        language = primary_subtag(about.language)
        words_language = language if language in self._words else "en"
        return {
            "about": about,
            "base": self._base_url,
            "dir": direction(about.language),
            "words": self._words[words_language],
            "words_language": words_language,
            "words_dir": direction(words_language),
            "clock": clock,
            "query": token_query(),
        }

    def _snippets(self, about: Shared) -> dict[str, str]:
        module = f'<script type="module" src="{self._base_url}/%s"></script>'
        return {
            "tag": f"{module % 'listen-button.js'}\n<listen-button></listen-button>",
            "frame": f"{iframe(about)}\n{module % 'embed.js'}",
            "plain": plain_audio(about),
        }

    def _missing(self, error: NotFound, ancestors: Iterable[str]) -> Response:
        page = render_template("missing.html", problem=error.problem, base=self._base_url)
        response = send_page(page, player_policy(ancestors=ancestors), status=404)
        response.headers["Cache-Control"] = "no-store"
        return response


def _narration(status: Status) -> NarrationId | None:
    return NarrationId(status.id, base_revision(status.revision)) if status.revision else None


def clock(seconds: float) -> str:
    """A time as the button reads it from an address: 1:23, or 1:02:03."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


_PAGE = {200: Answer("A page.", "text/html"), 404: Answer("A page that says so.", "text/html")}
OPERATIONS = (
    Operation(
        path="/listen/{id}",
        name="getListenPage",
        tag="sharing",
        summary="A page to share: player, chapters, transcript",
        answers=_PAGE,
        problems=(503,),
    ),
    Operation(
        path="/embed/{id}",
        name="getFrame",
        tag="sharing",
        summary="The player for a frame on another page",
        text=(
            "Only on pages of allowed sites. It reports its height and its events to the "
            "embedding page by postMessage."
        ),
        parameters=(
            Parameter(
                "theme",
                "The origin of the embedding page.",
                {"type": "string", "enum": ["light", "dark"]},
            ),
        ),
        answers=_PAGE,
        problems=(503,),
    ),
    Operation(
        path="/oembed",
        name="getOembed",
        tag="sharing",
        summary="oEmbed 1.0",
        parameters=(
            Parameter(
                "url",
                "An article's page, or its address at /listen/ or /embed/.",
            ),
            Parameter(
                "format",
                "",
                {"type": "string", "enum": ["json", "xml"], "default": "json"},
            ),
            Parameter(
                "maxwidth",
                "In pixels.",
                {"type": "integer", "minimum": 1},
            ),
            Parameter(
                "maxheight",
                "In pixels.",
                {"type": "integer", "minimum": 1},
            ),
        ),
        answers={
            200: Answer(
                "A rich one, with the frame.",
                JSON,
            )
        },
        problems=(400, 404, 501, 503),
    ),
    Operation(
        path="/embed.js",
        name="getFrameHost",
        tag="sharing",
        summary="Script for the embedding page: makes the frame as high as the player",
        answers={
            200: Answer(
                "A module of JavaScript.",
                "text/javascript",
            )
        },
    ),
    Operation(
        path="/doors/{name}",
        name="getSharingFile",
        tag="sharing",
        summary="Scripts and styles of these pages",
        answers={
            200: Answer(
                "A file.",
                "*/*",
            )
        },
        problems=(404,),
    ),
)
