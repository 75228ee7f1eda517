"""A watch over a site whose feed a hub pushes: all parts real, and a clock that can be put forward."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from tests.hub import Hub
from tests.local_site import LocalSite
from tests.threaded import Served
from tts_service.article.request import ArticleRequest, article_id
from tts_service.catalog import Catalog
from tts_service.catalog.subscriptions import Subscription
from tts_service.embedded_redis import client_url
from tts_service.inprocess import web_reader
from tts_service.narration import Listening
from tts_service.publisher.shows import Watch
from tts_service.queue import Queue
from tts_service.settings import Settings
from tts_service.subscribing import Subscriber
from tts_service.sweeper import Sweeper
from tts_service.watching import Watcher
from tts_service.web import create_app
from tts_service.web.notices import Notices
from tts_service.web.parts import Parts

EVERY_S = 600


class Newsroom:
    """The watch over a site's feed, whose hub calls the web side. The clock can be put forward."""

    def __init__(self, tmp_path: Path, valkey: str, hub: Hub) -> None:
        self.site, self.hub = LocalSite(), hub
        self.settings = Settings(data_dir=tmp_path, redis_url=valkey, allowed_sites=(self.site.origin, hub.origin))
        self.catalog, self.queue = Catalog(self.settings.catalog_url), Queue(self.settings)
        self.queue.redis.flushall()
        narrations = Narrations(self.settings.cache_dir, LocalStore(self.settings.cache_dir))
        listening = Listening(self.settings, self.catalog, narrations, self.queue)
        self._notices = Notices(client_url(self.settings))
        sweeper = Sweeper(self.catalog, listening, self.queue)
        parts = Parts(self.settings, self.catalog, narrations, self.queue, listening, sweeper, self._notices)
        self.web = Served(create_app(self.settings, parts))
        self._ahead = dt.timedelta()
        self.topic = f"{self.site.origin}/feed.xml"
        self.watch = Watch(url=self.topic, every=EVERY_S)
        self.watched = [self.watch]
        reader = web_reader(self.settings)
        reader._pace_s = 0.0  # type: ignore[attr-defined]
        subscriber = Subscriber(self.catalog.subscriptions, reader.send_form, self.web.origin, self.now)
        self.watcher = Watcher(listening, self.catalog.watched, reader, subscriber, self.now)

    def close(self) -> None:
        self.hub.close()
        self.web.close()
        self.site.close()
        self._notices.close()
        self.queue.close()
        self.catalog.close()

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self._ahead

    def feed(self, *pages: str, hub: str | None = None) -> None:
        links = f'<a:link rel="hub" href="{self.hub.url if hub is None else hub}"/><a:link rel="self" href="{self.topic}"/>'
        items = "".join(f"<item><title>{page}</title><link>{page}</link></item>" for page in pages)
        text = f'<rss xmlns:a="http://www.w3.org/2005/Atom"><channel>{links}{items}</channel></rss>'
        self.site.put("/feed.xml", text, "application/rss+xml")

    def tick(self, *, after: dt.timedelta = dt.timedelta()) -> bool:
        """What the watch does every few seconds; whether it looked at the feed."""
        self._ahead += after
        looks = [watch for watch in self.watched if self.watcher.is_due(watch)]
        for watch in looks:
            self.watcher.look(watch)
        self.watcher.tend(self.watched)
        self.hub.settle()
        return bool(looks)

    def subscription(self) -> Subscription:
        (found,) = self.catalog.subscriptions.all()
        return found

    def callback(self) -> str:
        return f"{self.web.origin}/v1/hooks/websub/{self.subscription().id}"

    def knows(self, page: str) -> bool:
        return self.catalog.get(article_id(ArticleRequest(url=self.site.origin + page))) is not None

    def modes(self) -> list[str]:
        return [form["hub.mode"] for form in self.hub.asked]

    def next_look_s(self) -> float:
        state = self.catalog.watched.listing(self.watch.url)
        assert state is not None
        return round((state.due_at - self.now()).total_seconds(), -1)
