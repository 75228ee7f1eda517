"""``/feed.xml`` and ``/feeds/{show}.xml``: the podcasts. A thin skin over ``tts_service.formats.feed``."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import mimetypes
from pathlib import Path

import msgspec
from flask import Blueprint, Response, request, send_file

from tts_service.article.hashing import short_hash
from tts_service.articles.playlists import PlaylistReader
from tts_service.articles.renditions import Renditions
from tts_service.background.feed_uses import FeedUseCounter
from tts_service.catalog.episodes import EVERYTHING, EpisodeBook
from tts_service.errors import NotFound, ProblemKind, Unavailable
from tts_service.formats.feed import Channel, Paging, feed_xml
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.playlists import Playlist
from tts_service.publisher.shows.shows import Show
from tts_service.settings import Settings
from tts_service.web.http.cors import open_to_all
from tts_service.web.http.queries import whole_number
from tts_service.web.members.answers import token_query
from tts_service.web.members.gate import PARAMETER, Gate, grant
from tts_service.web.openapi.terms import Answer, Operation, Parameter
from tts_service.websub.publisher import feed_address

PAGE_EPISODES = 100
_CONTENT_TYPE = "application/rss+xml; charset=utf-8"
_TITLE = "Articles, read aloud"
_DEFAULT_CATEGORY = "News"


def feeds_blueprint(
    settings: Settings,
    rules: PublisherRules,
    episodes: EpisodeBook,
    gate: Gate,
    uses: FeedUseCounter,
    playlists: PlaylistReader,
    renditions: Renditions,
) -> Blueprint:
    feeds = _Feeds(settings, rules, episodes, gate, uses, playlists, renditions)
    blueprint = Blueprint("feeds", __name__)
    blueprint.add_url_rule("/feed.xml", "everything", feeds.everything)
    blueprint.add_url_rule("/feeds/<show>.xml", "show", feeds.show)
    blueprint.add_url_rule("/feeds/playlist/<playlist>.xml", "playlist", feeds.playlist)
    blueprint.add_url_rule("/artwork/<show>.png", "artwork", feeds.artwork)
    blueprint.add_url_rule("/artwork/playlist/<playlist>.png", "playlist_artwork", feeds.playlist_artwork)
    blueprint.add_url_rule("/artwork.png", "artwork_of_everything", feeds.artwork)
    open_to_all(blueprint)
    return blueprint


class _Feeds:
    def __init__(
        self,
        settings: Settings,
        rules: PublisherRules,
        episodes: EpisodeBook,
        gate: Gate,
        uses: FeedUseCounter,
        playlists: PlaylistReader,
        renditions: Renditions,
    ) -> None:
        self._renditions = renditions
        self._playlists = playlists
        self._gate = gate
        self._uses = uses
        self._settings = settings
        self._rules = rules
        self._episodes = episodes

    def everything(self) -> Response:
        self._check_token(EVERYTHING)
        return self._feed(Show(name=EVERYTHING, title=_TITLE))

    def show(self, show: str) -> Response:
        self._check_token(show)
        return self._feed(self._known(show))

    def playlist(self, playlist: str) -> Response:
        """In the order in which it is heard; for everybody, whatever token is shown."""
        known = self._playlists.playlist(playlist)
        episodes = self._renditions.in_feed(self._playlists.episodes(known), "", "anybody")
        paging = _paging(feed_address(self._settings.base_url, known.feed), 1, 1, None)
        channel = self._channel(_as_show(known))
        return _answer(feed_xml(channel, episodes, paging, self._settings.base_url), None, paging)

    def playlist_artwork(self, playlist: str) -> Response:
        return self._picture(_as_show(self._playlists.playlist(playlist)))

    def artwork(self, show: str = EVERYTHING) -> Response:
        """The show's own picture, or one made from its title."""
        self._check_token(show)
        return self._picture(self._known(show) if show else Show(name=EVERYTHING, title=_TITLE))

    def _picture(self, known: Show) -> Response:
        path = self._own_artwork(known) or self._made_artwork(known.title or known.name)
        # Read first: if the file were truncated while it is sent, the client would wait for the rest.
        picture, changed = path.read_bytes(), path.stat().st_mtime
        response = send_file(
            io.BytesIO(picture), mimetypes.guess_type(path.name)[0], max_age=86_400, last_modified=changed
        )
        response.set_etag(hashlib.sha256(picture).hexdigest()[:32])
        response.make_conditional(request, accept_ranges=True, complete_length=len(picture))
        return response

    def _check_token(self, show: str) -> None:
        """A feed token opens the private feed of its show. One that is unknown, revoked or for another show
        raises the same NotFound as a show that does not exist."""
        token = request.args.get(PARAMETER)
        if token is not None and not self._gate.may_read_feed(show, token):
            raise _no_such_show()

    def _known(self, name: str) -> Show:
        """Raises NotFound for a show that is not configured and has no episodes."""
        show = self._rules.publisher.shows.get(name)
        if show is None and (grant() or name in self._episodes.shows()):
            show = Show(name=name)
        if show is None:
            raise _no_such_show()
        return show

    def _feed(self, show: Show) -> Response:
        if (found := grant()) and found.member:
            self._uses.add(found.member.id)
            return self._private(show)
        return self._public(show)

    def _public(self, show: Show) -> Response:
        number = whole_number("page", 1, least=1)
        count, changed = self._episodes.state(show.name)
        channel = self._channel(show)
        pages = max(1, -(-count // PAGE_EPISODES))
        if number > pages:
            raise NotFound(f"This feed has {pages} pages.", kind=ProblemKind.NO_SUCH_PAGE)
        hub = self._settings.feed_hub if number == 1 else None  # which is what it is told of
        paging = _paging(feed_address(self._settings.base_url, show.name), number, pages, hub)
        if self._renditions.has_any:
            changed = None  # its sound changes by day, and with what is left of each message
        found = self._episodes.page(show.name, number, PAGE_EPISODES)
        episodes = self._renditions.in_feed(found, show.name, "anybody")
        return _answer(feed_xml(channel, episodes, paging, self._settings.base_url), changed, paging)

    def _private(self, show: Show) -> Response:
        """What a member may hear, with addresses that work for them alone. No hub is told of it."""
        number, query = whole_number("page", 1, least=1), token_query()
        count, changed = self._episodes.state(show.name, for_members=True)
        pages = max(1, -(-count // PAGE_EPISODES))
        if number > pages:
            raise NotFound(f"This feed has {pages} pages.", kind=ProblemKind.NO_SUCH_PAGE)
        channel = self._channel(show)
        if not show.artwork:
            channel = msgspec.structs.replace(channel, image_url=channel.image_url + query)
        paging = _paging(feed_address(self._settings.base_url, show.name), number, pages, None, query)
        if self._renditions.has_any:
            changed = None
        found = self._episodes.page_for_members(show.name, number, PAGE_EPISODES)
        episodes = self._renditions.in_feed(found, show.name, "member")
        body = feed_xml(channel, episodes, paging, self._settings.base_url, query)
        return _answer(body, changed, paging)

    def _channel(self, show: Show) -> Channel:
        base_url = self._settings.base_url
        name = f"artwork/{show.name}.png" if show.name else "artwork.png"
        title = show.title or show.name
        return Channel(
            title=title,
            description=show.description or f"{title}: every article as an episode.",
            author=show.author or title,
            language=show.language or "en",
            category=show.category or _DEFAULT_CATEGORY,
            link=show.link or base_url,
            image_url=show.artwork if "://" in show.artwork else f"{base_url}/{name}",
            owner_email=show.owner_email,
            explicit=show.explicit,
            type=show.type,
            wording=self._settings.disclosure,
        )

    def _own_artwork(self, show: Show) -> Path | None:
        if not show.artwork or "://" in show.artwork:
            return None
        path = self._rules.file(show.artwork)
        return path if path.is_file() else None

    def _made_artwork(self, title: str) -> Path:
        path = self._settings.data_dir / "artwork" / f"{short_hash(title.encode())}.png"
        if not path.is_file():
            from tts_service.publisher.shows.artwork import (
                make_artwork,  # Pillow: only for shows without a picture, and only once
            )

            try:
                make_artwork(title, path)
            except OSError as error:
                raise Unavailable(
                    f"No picture could be made: {error}.", kind=ProblemKind.STORAGE_UNAVAILABLE
                ) from error
        return path


def _as_show(playlist: Playlist) -> Show:
    """Under the name of its feed: what podcast apps are told of a show."""
    return Show(
        name=playlist.feed,
        title=playlist.title or playlist.name,
        description=playlist.description,
        author=playlist.author,
        owner_email=playlist.owner_email,
        language=playlist.language,
    )


def _no_such_show() -> NotFound:
    return NotFound("There is no such show.", kind=ProblemKind.NO_SUCH_SHOW)


def _paging(address: str, number: int, pages: int, hub: str | None, query: str = "") -> Paging:
    """``query``: of a private feed, as in "?token=…"."""

    def at(page: int) -> str:
        return address + query if page == 1 else f"{address}{query}{'&' if query else '?'}page={page}"

    return Paging(
        at(number),
        address + query,
        at(number - 1) if number > 1 else None,
        at(number + 1) if number < pages else None,
        hub,
    )


def _answer(body: bytes, changed: dt.datetime | None, paging: Paging) -> Response:
    """``changed``: when; None if only its digest tells."""
    response = Response(body, content_type=_CONTENT_TYPE)
    response.headers["Cache-Control"] = "public, max-age=60"
    if paging.hub:
        response.headers["Link"] = f'<{paging.hub}>; rel="hub", <{paging.this}>; rel="self"'
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.last_modified = changed
    response.make_conditional(request)
    return response


_FEED_TEXT = (
    "RSS 2.0 with the iTunes and Podcasting 2.0 tags. Only narrations that are ready are in it. A "
    "new revision of an article keeps its guid and has a new address of its audio. With the token of a "
    "member, the private feed: articles for members are in it too, and its addresses work for this member "
    "alone."
)
_TOKEN = Parameter(PARAMETER, "A feed token.")
_FEED = {
    200: Answer(
        "The podcast.",
        "application/rss+xml",
    ),
    304: Answer(
        "The client has it already.",
    ),
}
_OLDER = Parameter(
    "page",
    "Older episodes: 2, 3, … The feed names its next page (RFC 5005).",
    {"type": "integer", "minimum": 1},
)
_PICTURE = {
    200: Answer(
        "PNG or JPEG.",
        "image/png",
    ),
    304: Answer(
        "The client has it already.",
    ),
}
OPERATIONS = (
    Operation(
        path="/feed.xml",
        name="getFeed",
        tag="podcast",
        summary="Every article as a podcast",
        text=_FEED_TEXT,
        parameters=(_OLDER, _TOKEN),
        answers=_FEED,
        problems=(400, 404, 503),
    ),
    Operation(
        path="/feeds/{show}.xml",
        name="getFeedOfShow",
        tag="podcast",
        summary="One show as a podcast",
        text="As above, of the articles that belong to the show.",
        parameters=(_OLDER, _TOKEN),
        answers=_FEED,
        problems=(400, 404, 503),
    ),
    Operation(
        path="/feeds/playlist/{playlist}.xml",
        name="getFeedOfPlaylist",
        tag="playlists",
        summary="A playlist as a podcast",
        text="In the order in which it is heard. Articles for members only are in no playlist.",
        answers=_FEED,
        problems=(404, 503),
    ),
    Operation(
        path="/artwork/playlist/{playlist}.png",
        name="getArtworkOfPlaylist",
        tag="playlists",
        summary="The picture of a playlist",
        text="Its title on a colour, 3000 × 3000 pixels.",
        answers=_PICTURE,
        problems=(404, 503),
    ),
    Operation(
        path="/artwork.png",
        name="getArtwork",
        tag="podcast",
        summary="The picture of the podcast of every article",
        text="3000 × 3000 pixels.",
        answers=_PICTURE,
    ),
    Operation(
        path="/artwork/{show}.png",
        name="getArtworkOfShow",
        tag="podcast",
        summary="The picture of a show",
        text=("The publisher's own; for a show without one, its title on a colour, 3000 × 3000 pixels."),
        answers=_PICTURE,
        problems=(404, 503),
    ),
)
