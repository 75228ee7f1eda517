"""A watch over a site whose feed a hub pushes: all parts real, and a clock that can be put forward."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.hub import Hub
from tests.local_site import LocalSite
from tests.threaded import Served
from tts_service.article.request import ArticleRequest, article_id
from tts_service.background.watcher import Watcher
from tts_service.catalog.subscriptions import Subscription
from tts_service.ops.context import make_context
from tts_service.ops.workers_port import web_reader
from tts_service.publisher.shows.shows import WatchRule
from tts_service.settings import Settings
from tts_service.web import create_app
from tts_service.websub.subscriber import Subscriber

EVERY_S = 600


class Newsroom:
    """The watch over a site's feed, whose hub calls the web side. The clock can be put forward."""

    def __init__(self, tmp_path: Path, valkey: str, hub: Hub) -> None:
        self.site, self.hub = LocalSite(), hub
        self.settings = Settings(
            data_dir=tmp_path, redis_url=valkey, allowed_sites=(self.site.origin, hub.origin)
        )
        self._context = make_context(self.settings)
        self.catalog, self.queue = self._context.catalog, self._context.queue
        self.queue.redis.flushall()
        self.web = Served(create_app(context=self._context))
        self._ahead = dt.timedelta()
        self.topic = f"{self.site.origin}/feed.xml"
        self.watch = WatchRule(url=self.topic, every=EVERY_S)
        self.watched = [self.watch]
        reader = web_reader(self.settings)
        reader._pace_s = 0.0  # type: ignore[attr-defined]
        subscriber = Subscriber(self.catalog.subscriptions, reader.send_form, self.web.origin, self.now)
        self.watcher = Watcher(self._context.articles, self.catalog.watched, reader, subscriber, self.now)

    def close(self) -> None:
        self.hub.close()
        self.web.close()
        self.site.close()
        self._context.close()

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self._ahead

    def feed(self, *pages: str, hub: str | None = None) -> None:
        href = self.hub.url if hub is None else hub
        links = f'<a:link rel="hub" href="{href}"/><a:link rel="self" href="{self.topic}"/>'
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
