"""Ways to an article's audio other than the button: a page to share, a player in a frame, oEmbed."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Blueprint, Response, abort, render_template, request

from audio_cache.landed import heard_cues
from audio_cache.narrations import Narrations
from tts_service import oembed
from tts_service.article import address
from tts_service.article.chapters import Chapter, chapters
from tts_service.article.model import Script, decode_script
from tts_service.errors import BadRequest, NotFound, ServiceError
from tts_service.narration import Listening
from tts_service.settings import Settings
from tts_service.sharing import Shared, iframe, oembed_url, plain_audio, schema_org, shared
from tts_service.status import Status
from tts_service.transcript import direction, transcript
from tts_service.web.access import Access
from tts_service.web.assets import SHORT, STATIC, folder_assets, send, send_page

FOLDER = STATIC / "doors"
PLAYER_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{images}; media-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
THEMES = ("light", "dark")


class NoSuchFormat(ServiceError):
    status, kind, title = 501, "no-such-format", "This format is not served"


def doors_blueprint(settings: Settings, listening: Listening, narrations: Narrations) -> Blueprint:
    doors = _Doors(settings, listening, narrations)
    files = folder_assets(FOLDER)
    blueprint = Blueprint("doors", __name__, template_folder="templates")
    blueprint.add_url_rule("/listen/<article_id>", "listen", doors.listen)
    blueprint.add_url_rule("/embed/<article_id>", "embed", doors.embed)
    blueprint.add_url_rule("/oembed", "oembed", doors.oembed)
    blueprint.add_url_rule("/embed.js", "host", lambda: send(files["embed.js"], SHORT))
    blueprint.add_url_rule("/doors/<name>", "file", lambda name: send(files.get(name) or abort(404), SHORT))
    return blueprint


class _Doors:
    def __init__(self, settings: Settings, listening: Listening, narrations: Narrations) -> None:
        self._base_url = settings.base_url
        self._listening = listening
        self._narrations = narrations
        self._embedders = Access(settings).embedders()
        self._words = {path.stem: msgspec.json.decode(path.read_bytes()) for path in (FOLDER / "words").iterdir()}

    def listen(self, article_id: str) -> Response:
        try:
            status = self._listening.status(article_id)
        except NotFound as error:
            return self._missing(error, "'none'")
        script = self._script(status)
        about = shared(status, script, self._base_url)
        page = render_template(
            "listen.html",
            **self._common(about),
            status=status,
            paragraphs=transcript(script) if script else [],
            chapters=self._chapters(status, script) if script else [],
            schema=schema_org(about),
            snippets=self._snippets(about),
            discovery={kind: oembed_url(self._base_url, about.listen_url, kind) for kind in ("json", "xml")},
        )
        images = f" {address.origin(about.image_url)}" if about.image_url else ""
        return send_page(page, PLAYER_POLICY.format(images=images, ancestors="'none'"))

    def embed(self, article_id: str) -> Response:
        ancestors = " ".join(("'self'", *self._embedders))
        try:
            status = self._listening.status(article_id)
        except NotFound as error:
            return self._missing(error, ancestors)
        theme = request.args.get("theme", "")
        about = shared(status, self._script(status), self._base_url)
        page = render_template("embed.html", **self._common(about), theme=theme if theme in THEMES else "")
        return send_page(page, PLAYER_POLICY.format(images="", ancestors=ancestors))

    def oembed(self) -> Response:
        kind = request.args.get("format", "json")
        if kind not in ("json", "xml"):
            raise NoSuchFormat("oEmbed is served as json and as xml.")
        status = self._asked_for()
        said = oembed.description(
            shared(status, self._script(status), self._base_url), self._base_url, _pixels("maxwidth"), _pixels("maxheight")
        )
        if kind == "json":
            response = Response(msgspec.json.encode(said), content_type="application/json")
        else:
            response = Response(oembed.xml(said), content_type="text/xml; charset=utf-8")
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    # -- inside ---------------------------------------------------------------------------------------------------

    def _asked_for(self) -> Status:
        """The article whose page, or page of ours, the request names."""
        url = request.args.get("url")
        if not url:
            raise BadRequest("Give the address of an article as url.")
        article_id = oembed.article_named(url, self._base_url)
        status = self._listening.status(article_id) if article_id else self._listening.by_url(url)
        if status is None:
            raise NotFound("No article of this page has been asked for yet.", kind="no-such-article")
        return status

    def _script(self, status: Status) -> Script | None:
        revision = self._listening.current_revision(status.id)
        data = self._narrations.script(status.id, revision) if revision else None
        return decode_script(data) if data else None

    def _chapters(self, status: Status, script: Script) -> list[Chapter]:
        """Those that can be heard; none when it is all one."""
        revision = self._listening.current_revision(status.id)
        cues = heard_cues(self._narrations, status.id, revision) if revision else ()
        found = chapters(script, [(cue.start_s, cue.end_s) for cue in cues])
        return found if len(found) > 1 else []

    def _common(self, about: Shared) -> dict[str, Any]:
        language = about.language.partition("-")[0].lower()
        words_language = language if language in self._words else "en"
        return {
            "about": about,
            "base": self._base_url,
            "dir": direction(about.language),
            "words": self._words[words_language],
            "words_language": words_language,
            "words_dir": direction(words_language),
            "clock": clock,
        }

    def _snippets(self, about: Shared) -> dict[str, str]:
        module = f'<script type="module" src="{self._base_url}/%s"></script>'
        return {
            "tag": f"{module % 'listen-button.js'}\n<listen-button></listen-button>",
            "frame": f"{iframe(about)}\n{module % 'embed.js'}",
            "plain": plain_audio(about),
        }

    def _missing(self, error: NotFound, ancestors: str) -> Response:
        page = render_template("missing.html", problem=error.problem, base=self._base_url)
        return send_page(page, PLAYER_POLICY.format(images="", ancestors=ancestors), status=404)


def clock(seconds: float) -> str:
    """As the button reads it in an address: 1:23, or 1:02:03."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _pixels(name: str) -> int | None:
    text = request.args.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise BadRequest(f"{name} must be a whole number of pixels.")
    return int(text[:9])
