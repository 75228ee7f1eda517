"""``/v1/playlists``: lists of articles to be heard one after the other. What everybody may hear is open to
every page; what a playlist is made from needs a key to be read and changed. Only translates: see
``tts_service.articles.playlists`` and ``tts_service.publisher.shows.playlist_editor``."""

from __future__ import annotations

import datetime as dt
import hashlib

import msgspec
from flask import Blueprint, Response, request

from tts_service.articles.playlists import PlaylistReader
from tts_service.articles.service import ArticleService
from tts_service.errors import PreconditionRequired
from tts_service.formats.feed import Episode
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.playlist_editor import PlaylistEditor
from tts_service.publisher.shows.playlists import Playlist, PlaylistSettings
from tts_service.web.http.bodies import check_media_type, decode_body, json_answer, read_body
from tts_service.web.limits.enforce import note
from tts_service.web.openapi.terms import JSON, Answer, Operation, Parameter
from tts_service.websub.publisher import feed_address

EXAMPLE = '{"title": "This morning", "include": {"section": ["News"]}, "most": 10}'


class PlaylistArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article of a playlist. ``duration_s`` in s; ``url`` of its page, else of its share page;
    ``image_url``: null for none."""

    id: str
    title: str
    author: str
    summary: str
    language: str
    url: str
    image_url: str | None
    published_at: dt.datetime
    duration_s: float
    audio_url: str


class PlaylistNow(msgspec.Struct, frozen=True, kw_only=True):
    """A playlist as it is heard right now, ``duration_s`` in s for all of it."""

    name: str
    title: str
    description: str
    language: str | None
    feed_url: str
    duration_s: float
    articles: tuple[PlaylistArticle, ...]


class PlaylistNamed(msgspec.Struct, frozen=True, kw_only=True):
    """One of all playlists."""

    name: str
    title: str
    description: str
    language: str | None
    url: str
    feed_url: str


class PlaylistList(msgspec.Struct, frozen=True):
    """In the order of the publisher's file."""

    playlists: tuple[PlaylistNamed, ...]


class PlaylistDefined(msgspec.Struct, frozen=True):
    """What a playlist is made from. ``version`` changes with it."""

    name: str
    version: str
    settings: PlaylistSettings


def playlists_blueprint(
    articles: ArticleService,
    reader: PlaylistReader,
    editor: PlaylistEditor,
    rules: PublisherRules,
    base_url: str,
) -> Blueprint:
    playlists = _Playlists(articles, reader, editor, rules, base_url)
    blueprint = Blueprint("playlists", __name__)
    blueprint.add_url_rule("/v1/playlists", "list", playlists.list)
    blueprint.add_url_rule("/v1/playlists/<playlist>", "now", playlists.now)
    blueprint.add_url_rule("/v1/playlists/<playlist>", "put", playlists.put, methods=["PUT"])
    blueprint.add_url_rule("/v1/playlists/<playlist>", "remove", playlists.remove, methods=["DELETE"])
    blueprint.add_url_rule("/v1/playlists/<playlist>/settings", "settings", playlists.settings)
    return blueprint


class _Playlists:
    def __init__(
        self,
        articles: ArticleService,
        reader: PlaylistReader,
        editor: PlaylistEditor,
        rules: PublisherRules,
        base_url: str,
    ) -> None:
        self._articles = articles
        self._reader = reader
        self._editor = editor
        self._rules = rules
        self._base_url = base_url

    def list(self) -> Response:
        found = self._rules.publisher.playlists.values()
        return _shared(PlaylistList(tuple(map(self._named, found))))

    def now(self, playlist: str) -> Response:
        known = self._reader.playlist(playlist)
        articles = tuple(map(self._article, self._reader.episodes(known)))
        named = self._named(known)
        return _shared(
            PlaylistNow(
                name=named.name,
                title=named.title,
                description=named.description,
                language=named.language,
                feed_url=named.feed_url,
                duration_s=round(sum(article.duration_s for article in articles), 3),
                articles=articles,
            )
        )

    def settings(self, playlist: str) -> Response:
        return _defined(self._reader.playlist(playlist))

    def put(self, playlist: str) -> Response:
        """A new one without If-Match; else the one of that version."""
        check_media_type(request.mimetype)
        wanted = decode_body(read_body(), PlaylistSettings, EXAMPLE)
        version = _version_seen()
        if version:
            saved = self._editor.replace(playlist, wanted, version)
        else:
            saved = self._editor.add(playlist, wanted)
        saved_playlist(self._articles, saved)
        return _defined(saved, 200 if version else 201)

    def remove(self, playlist: str) -> Response:
        if not (version := _version_seen()):
            raise PreconditionRequired(
                "Send If-Match with the version of the playlist that you have seen, in quotes, or * for any."
            )
        self._editor.remove(playlist, version)
        note("playlist.removed", playlist=playlist)
        return Response(status=204)

    def _named(self, playlist: Playlist) -> PlaylistNamed:
        return PlaylistNamed(
            name=playlist.name,
            title=playlist.title or playlist.name,
            description=playlist.description,
            language=playlist.language or None,
            url=f"{self._base_url}/v1/playlists/{playlist.name}",
            feed_url=feed_address(self._base_url, playlist.feed),
        )

    def _article(self, episode: Episode) -> PlaylistArticle:
        return PlaylistArticle(
            id=episode.article_id,
            title=episode.title,
            author=episode.author,
            summary=episode.summary,
            language=episode.language,
            url=episode.page_url or f"{self._base_url}/listen/{episode.article_id}",
            image_url=episode.image_url or None,
            published_at=episode.published_at,
            duration_s=episode.duration_s,
            audio_url=f"{self._base_url}/audio/{episode.article_id}.mp3",
        )


def saved_playlist(articles: ArticleService, saved: Playlist) -> None:
    """What follows from a change: what readers had read aloud, and an editor has picked, becomes an episode;
    and the playlist takes what its rules claim."""
    note("playlist.saved", playlist=saved.name)
    for article_id in saved.articles:
        articles.adopt_if_known(article_id)
    articles.follow_shows()


def _defined(playlist: Playlist, status: int = 200) -> Response:
    response = json_answer(PlaylistDefined(playlist.name, playlist.version, playlist.settings), status)
    response.set_etag(playlist.version)
    return response


def _shared(value: object) -> Response:
    """As JSON, for every page and cache."""
    body = msgspec.json.encode(value)
    response = Response(body, content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=60"
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.make_conditional(request)
    return response


def _version_seen() -> str:
    return request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')


SETTINGS_FIELDS = {
    "title": "What listeners see.",
    "description": "For its feed.",
    "author": "For its feed: whose podcast it is.",
    "owner_email": "For its feed: whom podcast directories write to.",
    "language": "Of its title: a BCP 47 tag.",
    "include": "What it takes by itself: all that match every field that is given, or everything.",
    "shows": "The articles of these shows are in it.",
    "playlists": "The articles of these playlists are in it.",
    "articles": "Picked by hand, by id: they come first, in this order.",
    "order": "newest, or most-heard of the last days.",
    "most": "At most so many articles, up to 100.",
    "days": "How many days of plays count, up to 90.",
}
"""Of the component ``PlaylistSettings``."""
_IF_MATCH = Parameter("If-Match", "The version that you last saw, in quotes; * for any.", where="header")
OPERATIONS = (
    Operation(
        path="/v1/playlists",
        name="listPlaylists",
        tag="playlists",
        summary="All playlists",
        answers={200: Answer("By name.", JSON, "PlaylistList"), 304: Answer("The client has it already.")},
    ),
    Operation(
        path="/v1/playlists/{playlist}",
        name="getArticlesOfPlaylist",
        tag="playlists",
        summary="The articles of a playlist, in the order in which they are heard",
        text="Only what everybody may hear: articles for members only are in no playlist.",
        answers={
            200: Answer("The articles.", JSON, "PlaylistNow"),
            304: Answer("The client has it already."),
        },
        problems=(404, 503),
    ),
    Operation(
        path="/v1/playlists/{playlist}/settings",
        name="getPlaylistSettings",
        tag="playlists",
        summary="What a playlist is made from",
        answers={200: Answer("Rules, and articles picked by hand.", JSON, "PlaylistDefined")},
        problems=(401, 404, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/playlists/{playlist}",
        method="put",
        name="putPlaylist",
        tag="playlists",
        summary="Make a playlist, or change one",
        text=(
            "Without If-Match it is a new one. A playlist that contains itself, or an article, a show or a "
            "playlist that does not exist, is refused. It stands in shows.toml, where editors may change it "
            "too."
        ),
        parameters=(_IF_MATCH,),
        body="PlaylistSettings",
        answers={
            200: Answer("It is changed.", JSON, "PlaylistDefined"),
            201: Answer("It is in the file.", JSON, "PlaylistDefined", {"ETag": "Its version."}),
        },
        problems=(400, 401, 404, 409, 412, 413, 415, 422, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/playlists/{playlist}",
        method="delete",
        name="removePlaylist",
        tag="playlists",
        summary="Remove a playlist",
        parameters=(_IF_MATCH,),
        answers={204: Answer("It is no longer in the file.")},
        problems=(400, 401, 404, 412, 422, 428, 429, 503),
        writes=True,
    ),
)
