"""The use cases, with a worker's hands on the other side of a real queue."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import msgspec
import pytest

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.narration_id import NarrationId
from tests.web.hands import Hands, made
from tts_service.article.request import ArticleRequest
from tts_service.articles.service import ArticleService
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.errors import BadRequest, NotFound, ServiceError, Unavailable, Unprocessable
from tts_service.settings import Settings

STORY = ArticleRequest(text="The river rose. The bridge held. Nobody was hurt.", title="The river")
EDITED = ArticleRequest(text="The river fell. The bridge held. Nobody was hurt.", title="The river")
PAGE = ArticleRequest(url="https://news.example/river")
BAD_PAGE = ArticleRequest(url="https://news.example/nothing-to-see")


def html(words: str) -> ArticleRequest:
    return ArticleRequest(html=f'<link rel="canonical" href="https://news.example/river"><p>{words}</p>')


def test_a_new_article_is_prepared_and_grows_until_it_is_ready(
    listening: ArticleService, hands: Hands, narrations: FolderNarrations
) -> None:
    status = listening.request(STORY)
    assert (status.status, status.title, status.language, status.voice) == (
        "rendering",
        "The river",
        "en",
        "tone/a4",
    )
    assert status.progress is not None
    assert (status.progress.segments_done, status.progress.segments_total) == (0, 3)
    assert status.duration_estimated
    assert status.duration_s is not None
    plan = narrations.plan(NarrationId(status.id, status.revision or ""))
    assert plan is not None
    hands.land(plan, 1)
    growing = listening.status(status.id)
    assert growing.progress is not None
    assert growing.progress.segments_done == 1
    finished = hands.finish(status.id, plan.revision)
    ready = listening.status(status.id)
    assert (ready.status, ready.duration_s, ready.duration_estimated) == ("ready", finished.duration_s, False)
    assert ready.progress is not None
    assert ready.progress.segments_done == 3


def test_a_readers_click_changes_nothing_of_what_was_said_of_the_page(
    listening: ArticleService, hands: Hands, catalog: Catalog
) -> None:
    about = {
        "title": "Up the river",
        "language": "en",
        "author": "Mara Quill",
        "published_at": "2026-03-01",
        "show": "coast",
    }
    picture = "https://news.example/river.jpg"
    said = msgspec.structs.replace(PAGE, **about, image_url=picture, version="1", season=2, episode=13)
    name = made(listening, hands, said)
    assert listening.request(PAGE).status == "ready"
    assert hands.work() == []
    assert catalog.source(name) == said
    listening.request(msgspec.structs.replace(PAGE, episode=14))
    assert catalog.source(name) == msgspec.structs.replace(said, episode=14)


def test_what_is_told_is_kept_in_the_catalog(
    listening: ArticleService, hands: Hands, catalog: Catalog
) -> None:
    name = made(listening, hands, STORY)
    entry = catalog.get(name)
    assert entry is not None
    assert (entry.status, entry.settled, entry.title, entry.engine) == ("ready", True, "The river", "tone")
    assert [narration.revision for narration in catalog.history(name)] == [entry.revision]


def test_a_ready_article_asked_for_again_sends_nothing(listening: ArticleService, hands: Hands) -> None:
    name = made(listening, hands, STORY)
    again = listening.request(STORY)
    assert (again.id, again.status) == (name, "ready")
    assert hands.take() is None


def test_an_article_under_way_asked_for_again_sends_nothing(listening: ArticleService, hands: Hands) -> None:
    hands.work_while_waiting = False
    listening.request(STORY)
    listening.request(STORY)
    assert hands.work() == ["tts.prepare"]


def test_an_edit_makes_a_revision_and_the_old_one_is_heard_until_it_is_planned(
    listening: ArticleService, hands: Hands
) -> None:
    name = made(listening, hands, html("The river rose."))
    old = listening.current_narration(name)
    hands.work_while_waiting = False
    status = listening.request(html("The river fell."))
    assert (status.id, status.status, status.progress) == (name, "queued", None)
    assert listening.current_narration(name) == old
    hands.work()
    assert listening.current_narration(name) not in (old, None)
    assert listening.status(name).status == "rendering"


def test_an_article_is_revised_by_its_id(listening: ArticleService, hands: Hands) -> None:
    name = made(listening, hands, STORY)
    status = listening.request(ArticleRequest(id=name, text=EDITED.text, title=EDITED.title))
    assert status.id == name
    assert status.status == "rendering"


def test_going_back_to_an_older_text_is_ready_at_once(listening: ArticleService, hands: Hands) -> None:
    name = made(listening, hands, html("The river rose."))
    first = listening.current_narration(name)
    made(listening, hands, html("The river fell."))
    back = listening.request(html("The river rose."))
    assert first is not None
    assert (back.status, back.revision) == ("ready", first.revision)
    assert hands.take() is None


def test_revising_an_unknown_id_is_refused(listening: ArticleService) -> None:
    with pytest.raises(NotFound):
        listening.request(ArticleRequest(id="unknown", text="Some words."))


def test_a_malformed_request_reaches_no_catalog(listening: ArticleService) -> None:
    with pytest.raises(BadRequest):
        listening.request(ArticleRequest(text=" \n"))
    assert listening.list().articles == ()


def test_a_new_page_that_cannot_be_read_is_refused_and_forgotten(listening: ArticleService) -> None:
    with pytest.raises(Unprocessable) as refused:
        listening.request(BAD_PAGE)
    assert refused.value.kind == "no-article"
    assert listening.list().articles == ()


def test_a_refused_page_is_tried_again_when_asked_for_again(listening: ArticleService, hands: Hands) -> None:
    for _ in range(2):
        hands.waits = 0
        with pytest.raises(Unprocessable):
            listening.request(BAD_PAGE)
        assert hands.waits == 1, "the old verdict was taken for the new one"


def test_a_refused_edit_leaves_the_revision_in_force(
    listening: ArticleService, hands: Hands, catalog: Catalog
) -> None:
    name = made(listening, hands, html("The river rose."))
    before = listening.status(name)
    with pytest.raises(Unprocessable):
        listening.request(html("nothing to see"))
    after = listening.status(name)
    assert (after.status, after.revision) == ("ready", before.revision)
    assert after.error is not None
    assert after.error.type == "/docs#problem-no-article"
    assert catalog.source(name) == html("The river rose.")


def test_a_late_refusal_of_a_new_page_is_told_by_its_status(listening: ArticleService, hands: Hands) -> None:
    hands.work_while_waiting = False
    status = listening.request(BAD_PAGE)
    assert status.status == "queued"
    hands.work()
    failed = listening.status(status.id)
    assert failed.status == "failed"
    assert failed.error is not None
    assert failed.error.kind == "no-article"


def test_a_late_refusal_of_an_edit_leaves_the_revision_in_force(
    listening: ArticleService, hands: Hands
) -> None:
    name = made(listening, hands, html("The river rose."))
    hands.work_while_waiting = False
    listening.request(html("nothing to see"))
    hands.work()
    status = listening.status(name)
    assert status.status == "ready"
    assert status.error is not None


def test_waiting_for_a_verdict_ends(listening: ArticleService, hands: Hands) -> None:
    hands.work_while_waiting = False
    listening.request(PAGE)
    assert hands.waits == 40


def test_nobody_waits_when_no_worker_is_there(listening: ArticleService, hands: Hands, queue: Queue) -> None:
    queue.redis.flushall()
    assert listening.request(PAGE).status == "queued"
    assert hands.waits == 0


def test_a_failed_rendering_is_told_and_tried_again(listening: ArticleService, hands: Hands) -> None:
    status = listening.request(STORY)
    hands.fail(status.id, status.revision or "")
    failed = listening.status(status.id)
    assert failed.status == "failed"
    assert failed.error is not None
    assert failed.error.kind == "engine-failed"
    again = listening.request(STORY)
    assert (again.status, again.error) == ("rendering", None)
    hands.finish(status.id, status.revision or "")
    assert listening.status(status.id).status == "ready"


def test_a_click_overtakes_a_batch(listening: ArticleService, hands: Hands) -> None:
    hands.work_while_waiting = False
    listening.request(STORY, queue="batch")
    assert hands.take("interactive") is None
    listening.request(STORY)
    assert hands.take("interactive") is not None
    listening.request(STORY, queue="batch")
    assert hands.work() == ["tts.prepare"], "a batch moved what was clicked on, or sent it again"


def test_listening_to_a_batch_article_promotes_it_once(listening: ArticleService, hands: Hands) -> None:
    hands.work_while_waiting = False
    name = listening.request(STORY, queue="batch").id
    for _ in range(3):
        listening.ensure_rendering(name)
    assert hands.take("interactive") is not None
    assert hands.take("interactive") is None


def test_listening_to_what_was_removed_from_the_cache_renders_it_again(
    listening: ArticleService, hands: Hands, settings: Settings
) -> None:
    name = made(listening, hands, STORY)
    shutil.rmtree(settings.cache_dir / "narrations")
    listening.ensure_rendering(name)
    assert hands.work() == ["tts.prepare"]
    assert listening.status(name).status == "rendering"


def test_listening_to_what_is_ready_or_has_failed_sends_nothing(
    listening: ArticleService, hands: Hands
) -> None:
    ready = made(listening, hands, STORY)
    failed = listening.request(EDITED)
    hands.fail(failed.id, failed.revision or "")
    for name in (ready, failed.id):
        listening.ensure_rendering(name)
    assert hands.take() is None


def test_pages_are_found_by_any_spelling_of_their_address(listening: ArticleService) -> None:
    name = listening.request(PAGE).id
    found = listening.by_url("HTTPS://News.Example:443/river?utm_source=mail#top")
    assert found is not None
    assert (found.id, found.url) == (name, "https://news.example/river")
    assert listening.by_url("https://news.example/other") is None
    assert listening.by_url("no address") is None
    assert listening.by_url("https://news.example/river", "tone/b") is None


def test_the_list_is_up_to_date_too(listening: ArticleService, hands: Hands) -> None:
    status = listening.request(STORY)
    hands.finish(status.id, status.revision or "")
    assert [article.status for article in listening.list().articles] == ["ready"]


def test_deleting_leaves_nothing_but_sentences(
    listening: ArticleService, hands: Hands, settings: Settings
) -> None:
    name = made(listening, hands, STORY)
    listening.delete(name)
    for forgotten in (
        listening.status,
        listening.script,
        listening.current_narration,
        listening.ensure_rendering,
        listening.delete,
    ):
        with pytest.raises(NotFound):
            forgotten(name)
    assert not (settings.cache_dir / "narrations" / name).exists()
    assert list((settings.cache_dir / "segments").rglob("*.mp3"))


@pytest.mark.parametrize("name", ["", "..", "a/b", "A", "é", "a" * 65, "\0", "article\n"])
def test_what_is_no_id_is_an_unknown_one(listening: ArticleService, name: str) -> None:
    with pytest.raises(NotFound):
        listening.status(name)


def test_the_script_is_told_when_there_is_one(listening: ArticleService, hands: Hands) -> None:
    hands.work_while_waiting = False
    name = listening.request(STORY).id
    with pytest.raises(NotFound) as early:
        listening.script(name)
    assert early.value.kind == "not-read-yet"
    hands.work()
    assert b"The river rose." in listening.script(name)


def test_the_script_of_what_could_not_be_read_says_why(listening: ArticleService, hands: Hands) -> None:
    hands.work_while_waiting = False
    name = listening.request(BAD_PAGE).id
    hands.work()
    with pytest.raises(Unprocessable):
        listening.script(name)


def test_an_article_is_accepted_while_redis_is_away(
    settings: Settings, catalog: Catalog, narrations: FolderNarrations, tmp_path: Path
) -> None:
    away = Queue(Settings(data_dir=tmp_path, redis_url="redis://127.0.0.1:1/0"))
    status = ArticleService(settings, catalog, narrations, away).request(STORY)
    assert status.status == "queued"
    assert [entry.id for entry in catalog.unsettled()] == [status.id]
    with pytest.raises(Unavailable):
        away.depth("interactive")
    away.close()


def test_verdicts_on_forgotten_articles_are_tidied_away(
    listening: ArticleService, hands: Hands, settings: Settings
) -> None:
    kept = made(listening, hands, STORY)
    with pytest.raises(ServiceError):
        listening.request(BAD_PAGE)
    folders = settings.cache_dir / "narrations"
    assert len([folder for folder in folders.iterdir() if folder.is_dir()]) == 2
    listening.tidy()
    assert [folder.name for folder in folders.iterdir() if folder.is_dir()] == [kept]


def test_our_hub_is_to_hear_of_what_is_new_and_of_what_is_withdrawn(
    settings: Settings, catalog: Catalog, narrations: FolderNarrations, queue: Queue, hands: Hands
) -> None:
    told = msgspec.structs.replace(
        settings, feed_hub="https://hub.example/", public_url="https://listen.example"
    )
    listening = ArticleService(told, catalog, narrations, queue, wait=hands.wait)

    def feeds() -> set[str]:
        due = catalog.news.due(dt.datetime.now(dt.UTC))
        for news in due:
            catalog.news.notified(news)
        return {news.show for news in due}

    name = made(listening, hands, msgspec.structs.replace(STORY, show="river-news"))
    assert feeds() == {"", "river-news"}
    listening.delete(name)
    assert feeds() == {"", "river-news"}
    unheard = listening.request(EDITED).id
    listening.delete(unheard)
    assert feeds() == set()
