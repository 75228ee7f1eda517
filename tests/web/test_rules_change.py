"""Rules of the publisher change while articles are there to be heard."""

from __future__ import annotations

import pytest

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.narration_id import NarrationId
from tests.web.hands import Hands
from tts_service.article.request import ArticleRequest
from tts_service.articles.service import ArticleService
from tts_service.catalog import Catalog
from tts_service.errors import BadRequest, Unprocessable
from tts_service.publisher.live import publish
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings

PAGE = ArticleRequest(url="https://news.example/river")


def decide(settings: Settings, skip: str) -> None:
    publish(settings.shows_path, f"[site.'news.example']\nskip = '{skip}'\n")


@pytest.fixture
def heard(listening: ArticleService, hands: Hands) -> str:
    """An article that can be heard; its id."""
    status = listening.request(PAGE)
    hands.work()
    hands.finish(status.id, status.revision or "")
    assert listening.refresh(status.id).status == "ready"
    hands.work()
    return status.id


def test_the_next_request_has_it_read_again(
    heard: str, listening: ArticleService, hands: Hands, settings: Settings, catalog: Catalog
) -> None:
    decide(settings, ".ad")
    assert listening.request(PAGE).status == "ready"  # hands have read it meanwhile, with the same result
    entry = catalog.get(heard)
    assert entry is not None
    decide(settings, ".promo")
    listening.request(PAGE)
    changed = catalog.get(heard)
    assert changed is not None
    assert changed.digest != entry.digest
    listening.request(PAGE)
    assert hands.work() == []


def test_it_is_read_again_once_and_looking_it_up_does_nothing(
    heard: str, listening: ArticleService, hands: Hands, settings: Settings
) -> None:
    decide(settings, ".ad")
    found = listening.by_url("https://news.example/river")
    assert found is not None
    assert listening.status(heard).status == "ready"
    assert hands.work() == []
    for _ in range(2):
        listening.follow_rules(heard)
    # Heard as it was until it has been read.
    assert listening.current_narration(heard) == NarrationId(heard, found.revision or "")
    assert hands.work() == ["tts.fetch"]
    assert listening.refresh(heard).status == "ready"
    listening.follow_rules(heard)
    assert hands.work() == []


def test_rules_for_other_sites_change_nothing(
    heard: str, listening: ArticleService, hands: Hands, settings: Settings
) -> None:
    publish(settings.shows_path, "[site.'other.example']\nskip = '.ad'\n")
    listening.request(PAGE)
    listening.follow_rules(heard)
    assert hands.work() == []


@pytest.fixture
def noting(hands: Hands, settings: Settings) -> None:
    """Workers note which rules bear on an article."""
    hands.rules = PublisherRules(settings)


def says(settings: Settings, **words: str) -> None:
    publish(
        settings.lexicon_path,
        "".join(f'[[word]]\nwrite = "{word}"\nsay = "{say}"\n' for word, say in words.items()),
    )


@pytest.mark.usefixtures("noting")
def test_a_word_that_is_not_in_it_costs_nothing(
    listening: ArticleService, hands: Hands, settings: Settings
) -> None:
    article = ArticleRequest(text="The river rose. It fell again.")
    status = listening.request(article)
    hands.work()
    hands.finish(status.id, status.revision or "")
    assert listening.refresh(status.id).status == "ready"
    hands.work()
    says(settings, Qarluq="kar-look")
    assert listening.request(article).status == "ready"
    assert listening.refresh(status.id).status == "ready"
    assert hands.work() == []
    says(settings, Qarluq="kar-luke", Kazan="kah-zan")
    assert listening.narration_for_playback(status.id) == NarrationId(status.id, status.revision or "")
    assert hands.work() == []
    says(settings, Qarluq="kar-luke", River="riv-uh")
    listening.narration_for_playback(status.id)
    assert hands.work() == ["tts.prepare"]


@pytest.mark.usefixtures("noting")
def test_a_show_that_it_is_not_in_costs_nothing(
    listening: ArticleService, hands: Hands, settings: Settings
) -> None:
    article = ArticleRequest(text="The river rose. It fell again.")
    status = listening.request(article)
    hands.work()
    hands.finish(status.id, status.revision or "")
    assert listening.refresh(status.id).status == "ready"
    hands.work()
    publish(settings.shows_path, "[show.sea]\nvoice = 'tone/low'\ninclude = { language = 'de' }\n")
    assert listening.request(article).status == "ready"
    assert hands.work() == []
    publish(settings.shows_path, "[show.sea]\nvoice = 'tone/low'\ninclude = { language = 'en' }\n")
    listening.follow_rules(status.id)
    assert hands.work() == ["tts.prepare"]


def test_what_cannot_be_read_again_stays_as_it_was(
    heard: str,
    listening: ArticleService,
    hands: Hands,
    settings: Settings,
    narrations: FolderNarrations,
    catalog: Catalog,
) -> None:
    before = catalog.get(heard)
    decide(settings, ".ad")
    hands.refusing = True
    status = listening.request(PAGE)
    assert (status.status, status.revision) == ("ready", before.revision if before else None)
    assert status.error is not None
    listening.follow_rules(heard)
    assert hands.work() == []  # once is enough, until somebody asks
    with pytest.raises(Unprocessable):
        listening.request(ArticleRequest(url="https://news.example/river", title="An edit"))


def test_a_show_that_is_none_is_refused_at_once(listening: ArticleService, settings: Settings) -> None:
    publish(settings.shows_path, "[show.world]\n")
    with pytest.raises(BadRequest) as caught:
        listening.request(ArticleRequest(text="The river rose.", show="wrld"))
    assert caught.value.kind == "unknown-show"
