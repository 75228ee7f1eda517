"""After a change of the publisher's rules the sweep has current articles read again, a few at a time."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.web.hands import Hands
from tts_service.article.request import ArticleRequest
from tts_service.articles.rule_changes import CURRENT, RuleSweep
from tts_service.articles.service import ArticleService
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.formats.play_counts import Counts
from tts_service.publisher.live import publish
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings

NOW = dt.datetime.now(dt.UTC)
LATER = NOW + CURRENT + dt.timedelta(days=2)


@pytest.fixture
def sweep(listening: ArticleService, catalog: Catalog, settings: Settings) -> RuleSweep:
    mark = settings.data_dir / "kept" / "rules.followed"
    return RuleSweep(catalog, PublisherRules(settings), listening._rule_changes, mark)


def made(listening: ArticleService, hands: Hands, number: int = 0) -> str:
    status = listening.request(ArticleRequest(text=f"River {number} rose."))
    hands.work()
    hands.finish(status.id, status.revision or "")
    assert listening.refresh(status.id).status == "ready"
    return status.id


def change(settings: Settings, say: str = "riv-uh") -> None:
    publish(settings.lexicon_path, f'[[word]]\nwrite = "river"\nsay = "{say}"\n')


def test_old_articles_wait_until_they_are_played(
    sweep: RuleSweep, listening: ArticleService, hands: Hands, catalog: Catalog, settings: Settings
) -> None:
    name = made(listening, hands)
    change(settings)
    assert sweep.step(LATER) == 0
    listening.narration_for_playback(name)
    assert hands.work() == ["tts.prepare"]


def test_old_articles_that_were_played_lately_follow(
    sweep: RuleSweep, listening: ArticleService, hands: Hands, catalog: Catalog, settings: Settings
) -> None:
    catalog.plays.add(made(listening, hands), Counts(starts=1), LATER.date())
    change(settings)
    assert sweep.step(LATER) == 1
    assert hands.work() == ["tts.prepare"]


def test_many_follow_step_by_step_and_another_change_begins_anew(
    sweep: RuleSweep,
    listening: ArticleService,
    hands: Hands,
    queue: Queue,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tts_service.articles.rule_changes.MOST_SENT", 2)
    names = [made(listening, hands, number) for number in range(3)]
    for say in ("riv-uh", "ree-ver"):
        change(settings, say)
        assert [sweep.step() for _ in range(4)] == [2, 1, 0, 0]
        assert queue.depth("batch") == 3
        hands.work()
        assert {listening.refresh(name).status for name in names} == {"ready"}
