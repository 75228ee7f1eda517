"""What took a worker's time or its life is not tried again by the next click, but later, or by an editor."""

from __future__ import annotations

import os
import time

import pytest

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Failure, Outcome
from tests.web.hands import Hands
from tts_service.article.request import ArticleRequest
from tts_service.articles.facts import COSTLY, REST_S
from tts_service.articles.publishing import MOST_ATTEMPTS
from tts_service.articles.service import ArticleService
from tts_service.background.sweeper import Sweeper
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.errors import ServiceError

STORY = ArticleRequest(text="The river rose. The bridge held. Nobody was hurt.", title="The river")
PAGE = ArticleRequest(url="https://news.example/river")


def ask_in_vain(listening: ArticleService, kind: str) -> None:
    with pytest.raises(ServiceError) as refused:
        listening.request(STORY)
    assert refused.value.kind == kind


@pytest.mark.parametrize("kind", sorted(COSTLY))
@pytest.mark.parametrize("spoken", [False, True], ids=["while it was read", "while it was spoken"])
def test_it_is_refused_for_a_while_and_then_tried_again(
    listening: ArticleService,
    hands: Hands,
    narrations: FolderNarrations,
    catalog: Catalog,
    kind: str,
    spoken: bool,
) -> None:
    status = listening.request(STORY)
    hands.work()
    entry, failure = catalog.get(status.id), Failure(kind, "Too slow", "It took for ever.", 422)
    assert entry is not None
    folder = narrations.audio_path(NarrationId(status.id, status.revision or "")).parent
    if spoken:
        narrations.put_failure(NarrationId(status.id, status.revision or ""), failure)
    else:
        narrations.put_outcome(status.id, entry.digest, Outcome(problem=failure))
    hands.work_while_waiting = False
    for _ in range(3):
        ask_in_vain(listening, kind)
    assert hands.work() == []

    long_ago = time.time() - REST_S - 1
    os.utime(
        folder / "failure.json" if spoken else folder.parent / f"outcome-{entry.digest}.json",
        (long_ago, long_ago),
    )
    listening.request(STORY)
    assert hands.work() == ["tts.prepare"]


def test_an_editor_may_have_it_tried_again_at_once(
    listening: ArticleService, hands: Hands, narrations: FolderNarrations
) -> None:
    status = listening.request(STORY)
    hands.work()
    narrations.put_failure(
        NarrationId(status.id, status.revision or ""), Failure("crashed", "It crashed", "Three times.", 500)
    )
    ask_in_vain(listening, "crashed")
    listening.rerender(status.id)
    assert hands.work() == ["tts.prepare"]


def test_a_page_that_waits_to_be_fetched_is_not_sent_again(
    catalog: Catalog, listening: ArticleService, hands: Hands, queue: Queue
) -> None:
    hands.work_while_waiting = False
    listening.request(PAGE)
    sweeper = Sweeper(catalog, listening, queue, grace_s=0)
    assert sweeper.sweep() == 0
    assert hands.take("fetch") is not None
    assert sweeper.sweep() == 1, "it was lost"
    assert queue.depth("fetch") == 1


def test_what_takes_the_process_down_while_it_is_published_is_ready_and_in_no_feed(
    listening: ArticleService, hands: Hands, queue: Queue, catalog: Catalog
) -> None:
    for attempts, feeds in ((MOST_ATTEMPTS, 0), (MOST_ATTEMPTS - 1, 1)):
        request = ArticleRequest(text=f"The river rose by {attempts} feet. The bridge held.")
        status = listening.request(request)
        hands.work()
        hands.finish(status.id, status.revision or "")
        for _ in range(attempts):
            queue.attempt(f"publish:{status.id}")
        assert listening.refresh(status.id).status == "ready"
        assert len(catalog.episodes.feeds_with(status.id)) == feeds
        assert not queue.redis.keys("tts:attempts:*")
