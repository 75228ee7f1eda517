"""``/feed.xml`` and ``/feeds/{show}.xml``: the podcasts. A thin skin over ``tts_service.feed``."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Response, request, send_file

from tts_service.article.request import short_hash
from tts_service.catalog.episodes import EVERYTHING, EpisodeBook
from tts_service.errors import BadRequest, NotFound
from tts_service.feed import Channel, Paging, feed_xml
from tts_service.pinging import feed_address
from tts_service.publisher.rules import Rules
from tts_service.publisher.shows import Show
from tts_service.settings import Settings
from tts_service.web.cors import open_to_all

PAGE_EPISODES = 100
_CONTENT_TYPE = "application/rss+xml; charset=utf-8"
_TITLE = "Articles, read aloud"
_DEFAULT_CATEGORY = "News"


def feeds_blueprint(settings: Settings, rules: Rules, episodes: EpisodeBook) -> Blueprint:
    feeds = _Feeds(settings, rules, episodes)
    blueprint = Blueprint("feeds", __name__)
    blueprint.add_url_rule("/feed.xml", "everything", feeds.everything)
    blueprint.add_url_rule("/feeds/<show>.xml", "show", feeds.show)
    blueprint.add_url_rule("/artwork/<show>.png", "artwork", feeds.artwork)
    blueprint.add_url_rule("/artwork.png", "artwork_of_everything", feeds.artwork)
    open_to_all(blueprint)
    return blueprint


class _Feeds:
    def __init__(self, settings: Settings, rules: Rules, episodes: EpisodeBook) -> None:
        self._settings = settings
        self._rules = rules
        self._episodes = episodes

    def everything(self) -> Response:
        return self._feed(Show(name=EVERYTHING, title=_TITLE))

    def show(self, show: str) -> Response:
        return self._feed(self._known(show))

    def artwork(self, show: str = EVERYTHING) -> Response:
        """The show's own picture, or one that is made of its title."""
        known = self._known(show) if show else Show(name=EVERYTHING, title=_TITLE)
        path = self._own_artwork(known) or self._made_artwork(known.title or known.name)
        response = send_file(path, max_age=86_400, conditional=True)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def _known(self, name: str) -> Show:
        """Raises NotFound for a show that nobody has described and that has no episode."""
        show = self._rules.publisher.shows.get(name)
        if show is None and name in self._episodes.shows():
            show = Show(name=name)
        if show is None:
            raise NotFound("There is no such show.", kind="no-such-show")
        return show

    def _feed(self, show: Show) -> Response:
        number = _page_number()
        count, changed = self._episodes.state(show.name)
        channel = self._channel(show)
        pages = max(1, -(-count // PAGE_EPISODES))
        if number > pages:
            raise NotFound(f"This feed has {pages} pages.", kind="no-such-page")
        hub = self._settings.feed_hub if number == 1 else ""  # which is what it is told of
        paging = _paging(feed_address(self._settings.base_url, show.name), number, pages, hub)
        episodes = self._episodes.page(show.name, number, PAGE_EPISODES)
        return _answer(feed_xml(channel, episodes, paging, self._settings.base_url), changed, paging)

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
        )

    def _own_artwork(self, show: Show) -> Path | None:
        path = self._settings.shows_path.parent / show.artwork
        return path if show.artwork and "://" not in show.artwork and path.is_file() else None

    def _made_artwork(self, title: str) -> Path:
        path = self._settings.data_dir / "artwork" / f"{short_hash(title.encode())}.png"
        if not path.is_file():
            from tts_service.artwork import make_artwork  # Pillow: only for shows without a picture, and only once

            make_artwork(title, path)
        return path


def _page_number() -> int:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and int(text[:9]) >= 1):
        raise BadRequest("page must be a whole number from 1.")
    return int(text)


def _paging(address: str, number: int, pages: int, hub: str) -> Paging:
    def at(page: int) -> str:
        return address if page == 1 else f"{address}?page={page}"

    return Paging(at(number), address, at(number - 1) if number > 1 else "", at(number + 1) if number < pages else "", hub)


def _answer(body: bytes, changed: object, paging: Paging) -> Response:
    response = Response(body, content_type=_CONTENT_TYPE)
    response.headers["Cache-Control"] = "public, max-age=60"
    if paging.hub:
        response.headers["Link"] = f'<{paging.hub}>; rel="hub", <{paging.this}>; rel="self"'
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.last_modified = changed  # type: ignore[assignment]  # a datetime, or None
    response.make_conditional(request)
    return response
