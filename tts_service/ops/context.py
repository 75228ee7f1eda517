"""The composition root: everything that a web process or a command works with is put together here, once per
process."""

from __future__ import annotations

import datetime as dt
import functools

import msgspec

from audio_cache.narrations import Narrations
from tts_service.articles.service import ArticleService
from tts_service.articles.statistics.reader import StatisticsReader
from tts_service.background.briefings import BriefingMaker
from tts_service.background.feed_uses import FeedUseCounter
from tts_service.background.figures import FigureSampler
from tts_service.background.plays import PlayCounter
from tts_service.background.sponsors import MessageMaker
from tts_service.background.sweeper import Sweeper
from tts_service.background.webhooks.editor import WebhookEditor
from tts_service.background.webhooks.sender import WebhookSender
from tts_service.broker.channels import Channels
from tts_service.broker.feed_uses import PendingFeedUses
from tts_service.broker.figures import FigureBook
from tts_service.broker.notices import Notices
from tts_service.broker.plays import PendingPlays
from tts_service.broker.queue import Queue
from tts_service.broker.store import store_of
from tts_service.catalog import Catalog
from tts_service.contracts.webhooks import WebhookPoster
from tts_service.ops.publisher_files import files_of
from tts_service.ops.retention import has_limits, prune_aside, remove_orphans_aside
from tts_service.ops.stored_revisions import revisions_of
from tts_service.publisher.files import PublisherFiles
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings


class AppContext(msgspec.Struct, frozen=True, kw_only=True):
    """``sweeper`` and ``webhook_sender`` run only in a web process, which starts them."""

    settings: Settings
    catalog: Catalog
    narrations: Narrations
    queue: Queue
    files: PublisherFiles
    rules: PublisherRules
    articles: ArticleService
    notices: Notices
    plays: PlayCounter
    feed_uses: FeedUseCounter
    sweeper: Sweeper
    webhooks: WebhookEditor
    webhook_sender: WebhookSender

    @property
    def statistics(self) -> StatisticsReader:
        return StatisticsReader(self.catalog, self.narrations, self.rules, FigureBook(self.queue.redis))

    def close(self) -> None:
        self.sweeper.stop()
        self.webhook_sender.stop()
        self.notices.close()
        self.queue.close()
        self.catalog.close()


def make_context(settings: Settings) -> AppContext:
    """Opens the catalog; everything else connects when it is first used. Whoever calls it closes the context.

    Raises CatalogError when the catalog cannot be used, and Unavailable when it does not answer.
    """
    catalog, queue = Catalog(settings.catalog_url, settings.database_connections), Queue(settings)
    files = files_of(settings, catalog.publisher, queue.redis)
    rules = PublisherRules(settings, files)
    narrations = store_of(settings, revisions_of=functools.partial(revisions_of, catalog)).narrations
    notices = Notices(Channels(settings))
    articles = ArticleService(settings, catalog, narrations, queue, rules=rules, notices=notices)
    plays = PlayCounter(PendingPlays(queue.redis), catalog.plays)
    uses = FeedUseCounter(PendingFeedUses(queue.redis), catalog.members)
    messages = MessageMaker(catalog, narrations, rules, articles)
    briefings = BriefingMaker(catalog, narrations, rules, articles, settings.base_url)
    sampler = FigureSampler(queue, catalog, FigureBook(queue.redis))

    @functools.cache
    def poster() -> WebhookPoster:
        from tts_service.ops import workers_port  # most processes never need it

        return workers_port.webhook_poster(settings)

    def flush() -> None:
        plays.flush()
        uses.flush()
        sampler.look_now_and_then()

    return AppContext(
        settings=settings,
        catalog=catalog,
        narrations=narrations,
        queue=queue,
        files=files,
        rules=rules,
        articles=articles,
        notices=notices,
        plays=plays,
        feed_uses=uses,
        sweeper=Sweeper(
            catalog,
            articles,
            queue,
            prune=prune_aside if has_limits(settings) else None,
            remove_orphans=remove_orphans_aside if settings.store is not None else None,
            notices=notices,
            flush_counts=flush,
            make_briefings=briefings.make_due,
            make_messages=messages.make_due,
            audit_kept=dt.timedelta(days=settings.audit_days) if settings.audit_days else None,
        ),
        webhooks=WebhookEditor(catalog, poster),
        webhook_sender=WebhookSender(catalog.deliveries, poster, settings.base_url, count=queue.count),
    )
