"""Voices by role, section, language and show; and rules of the publisher from the file to the narration."""

from __future__ import annotations

from pathlib import Path

import pytest

from audio_cache.claims import LocalClaims
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.plan import Plan
from tests.google_tts_server import GoogleTtsServer
from tests.local_site import LocalSite
from tests.scripted_server import Refusal
from tts_service.article.model import Script, decode_script
from tts_service.article.request import ArticleRequest
from tts_service.errors import Unprocessable
from tts_service.publisher.live import publish
from tts_service.settings import Settings, load_settings
from workers.notices import SilentAnnouncer
from workers.render.outcomes import RenderStep
from workers.render.rendering import Rendering

PAGE = """<html lang=en><head><title>Ferry</title><link rel=canonical href="https://news.example/ferry"></head><body><main>
<h1>Ferry</h1><p>The ferry is back after nine years, and all of the islands came to see it.</p>
<blockquote>I waited for it every day.</blockquote><p class=shop>Our shop sells tickets, too.</p>
<h2>Our view</h2><p>A ferry is more than a ship, and this paper has said so for years.</p>
<h2>FAQ</h2><p>Who pays?</p><p>The councils do, for all of the islands.</p></main></body></html>"""
ARTICLE = ArticleRequest(html=PAGE)


class Newsroom:
    """A ``Rendering`` beside a file of shows."""

    def __init__(self, folder: Path, **settings: str) -> None:
        given = {"data_dir": str(folder), "engine": "tone", "offline": "1"} | settings
        self.settings: Settings = load_settings(
            {f"TTS_{name.upper()}": value for name, value in given.items()}, env_file=None
        )
        segments = LocalStore(self.settings.cache_dir)
        self.narrations = FolderNarrations(self.settings.cache_dir, segments)
        claims = LocalClaims(self.settings.cache_dir)
        self.rendering = Rendering(self.settings, segments, self.narrations, claims, SilentAnnouncer())

    def says(self, shows: str) -> None:
        publish(self.settings.shows_path, shows)

    def plan(self, request: ArticleRequest = ARTICLE, *, is_click: bool = False) -> Plan:
        return self.rendering.prepare("ferry", request, is_click=is_click)

    def script(self, plan: Plan) -> Script:
        return decode_script(self.narrations.script(plan.narration) or b"")

    def voices(self, plan: Plan) -> dict[str, str]:
        """Opening words of each segment → its voice."""
        pairs = zip(self.script(plan).segments, plan.segments, strict=True)
        return {segment.text[:9]: planned.voice for segment, planned in pairs}

    def render(self, plan: Plan) -> RenderStep:
        step = RenderStep.STORED
        while step.goes_on:
            step = self.rendering.render_next(plan.narration)
        return step


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def test_without_a_file_one_voice_says_everything(newsroom: Newsroom) -> None:
    plan = newsroom.plan()
    assert set(newsroom.voices(plan).values()) == {"tone/plain"}
    assert (plan.fallback, newsroom.script(plan).show) == ("", "")


def test_roles_and_sections_have_voices_of_their_own(newsroom: Newsroom) -> None:
    newsroom.says(
        "[show.a]\nvoices = { quote='tone/low', opinion='tone/low', answer='tone/low' "
        "}\ninclude={site='news.example'}"
    )
    plan = newsroom.plan()
    assert newsroom.voices(plan) == {
        "Ferry.": "tone/plain",
        "The ferry": "tone/plain",
        "I waited ": "tone/low",
        "Our shop ": "tone/plain",
        "Our view.": "tone/low",
        "A ferry i": "tone/low",
        "FAQ.": "tone/plain",
        "Who pays?": "tone/plain",
        "The counc": "tone/low",
    }
    assert (plan.voice, plan.fallback) == ("tone/plain", "")
    assert newsroom.script(plan).show == "a"
    assert newsroom.render(plan) is RenderStep.READY


def test_who_has_a_voice_needs_no_words_to_be_told_apart(newsroom: Newsroom) -> None:
    quoting = ArticleRequest(html=PAGE.replace("I waited for it every day.", "“I waited for it every day.”"))

    def texts(request: ArticleRequest) -> list[str]:
        return [segment.text for segment in newsroom.script(newsroom.plan(request)).segments]

    assert "Quote: “I waited for it every day.”" in texts(quoting)
    newsroom.says("[show.a]\nvoices = { quote='tone/low' }\ninclude={language='en'}")
    assert "“I waited for it every day.”" in texts(quoting)
    one_voice = ArticleRequest(html=quoting.html, voice="tone/low")
    assert "Quote: “I waited for it every day.”" in texts(one_voice)


def test_the_voice_of_a_request_says_everything(newsroom: Newsroom) -> None:
    newsroom.says("[show.a]\nvoice='tone/plain'\nvoices = { quote='tone/plain' }\ninclude={language='en'}")
    plan = newsroom.plan(ArticleRequest(html=PAGE, voice="tone/low"))
    assert set(newsroom.voices(plan).values()) == {"tone/low"}
    assert newsroom.script(plan).show == "a"


def test_the_show_of_a_request_gives_the_voice(newsroom: Newsroom) -> None:
    newsroom.says("[show.a]\nvoice='tone/plain'\ninclude={language='en'}\n[show.b]\nvoice='tone/low'\n")
    assert newsroom.plan().voice == "tone/plain"
    assert newsroom.plan(ArticleRequest(html=PAGE, show="b")).voice == "tone/low"


def test_a_voice_by_language(newsroom: Newsroom) -> None:
    newsroom.says("[show.a]\nvoice='tone/plain'\nvoices={es='tone/low'}\ninclude={language=['en', 'es']}")
    text = "El barco ha vuelto a las islas después de nueve años."
    assert newsroom.plan(ArticleRequest(text=text, language="es")).voice == "tone/low"
    assert newsroom.plan().voice == "tone/plain"


def test_a_voice_that_is_not_here_is_stood_in_for_and_told(newsroom: Newsroom) -> None:
    newsroom.says(
        "[show.a]\nvoice='tone/low'\nvoices={quote='kokoro/gone', answer='nobody'}\ninclude={language='en'}"
    )
    plan = newsroom.plan()
    assert set(newsroom.voices(plan).values()) == {"tone/low"}
    assert plan.fallback == (
        "tone/low: the show asks for kokoro/gone, which is not here; tone/low: the show asks for nobody, "
        "which is not here"
    )
    assert newsroom.render(plan) is RenderStep.READY
    finished = newsroom.narrations.finished(plan.narration)
    assert finished is not None
    assert finished.fallback == plan.fallback


def test_a_voice_that_does_not_speak_the_language_is_passed_over(newsroom: Newsroom) -> None:
    newsroom.says("[show.a]\nvoice='piper/en_US-joe-medium'\ninclude={language='es'}")
    plan = newsroom.plan(ArticleRequest(text="El barco ha vuelto a las islas.", language="es"))
    assert (plan.voice, plan.fallback) == ("tone/plain", "")


def test_a_voice_asked_for_that_is_not_here_is_an_error(newsroom: Newsroom) -> None:
    newsroom.says("[show.a]\nvoice='tone/low'\ninclude={language='en'}")
    with pytest.raises(Unprocessable) as caught:
        newsroom.plan(ArticleRequest(html=PAGE, voice="kokoro/gone"))
    assert caught.value.kind == "unknown-voice"


def test_a_change_of_the_file_counts_at_the_next_reading(newsroom: Newsroom) -> None:
    before = newsroom.plan()
    newsroom.says("[site.'news.example']\nskip = '.shop'\n")
    after = newsroom.plan()
    assert "Our shop " in newsroom.voices(before)
    assert "Our shop " not in newsroom.voices(after)
    assert newsroom.script(after).notes == ("Read by the rules for news.example.",)
    assert {segment.key for segment in after.segments} < {segment.key for segment in before.segments}


def test_another_voice_is_another_revision_only_where_it_is_heard(newsroom: Newsroom) -> None:
    newsroom.says("[show.a]\nvoices={quote='tone/low'}\ninclude={language='en'}")
    quoted = newsroom.plan().revision
    newsroom.says("[show.a]\nvoices={quote='tone/low', takeaways='tone/low'}\ninclude={language='en'}")
    assert newsroom.plan().revision == quoted
    newsroom.says("[show.a]\nvoices={quote='tone/plain'}\ninclude={language='en'}")
    assert newsroom.plan().revision != quoted


def test_the_language_of_a_site_is_that_of_its_pages(newsroom: Newsroom) -> None:
    newsroom.says("[site.'news.example']\nlanguage = 'es'\n")
    assert newsroom.plan().language == "es"
    assert newsroom.plan(ArticleRequest(html=PAGE, language="en")).language == "en"


def test_an_engine_that_fails_gives_away_only_its_own_segments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with GoogleTtsServer() as google:
        monkeypatch.setenv("HTTPS_PROXY", google.url)
        google.always = Refusal(429)
        newsroom = Newsroom(tmp_path, offline="0")
        # low in place of plain, so that what was given away can be told from what was not
        newsroom.says(
            "[show.a]\nvoice='tone/low'\nvoices={quote='gtts/en', answer='gone'}\ninclude={language='en'}"
        )
        plan = newsroom.plan()
        assert newsroom.voices(plan)["I waited "] == "gtts/en"
        assert newsroom.render(plan) is RenderStep.READY
    final = newsroom.narrations.plan(plan.narration)
    assert final is not None
    assert {words for words, voice in newsroom.voices(final).items() if voice != "tone/low"} == {"I waited "}
    assert newsroom.voices(final)["I waited "] == "tone/plain"
    assert [part.partition(":")[0] for part in final.fallback.split("; ")] == ["tone/low", "tone/plain"]


GERMAN = """<html lang=de><head><title>Fähre</title></head><body><main><h1>Die Fähre ist zurück</h1>
<p>Nach neun Jahren ist die Fähre wieder da, und alle Inseln kamen, um sie zu sehen.</p>
<p>Die Gemeinden bezahlen sie, und niemand hat etwas dagegen einzuwenden gehabt.</p></main></body></html>"""


@pytest.mark.parametrize(
    ("named", "shows", "is_read"),
    [
        ({}, "", False),
        ({"voices": "es=gtts"}, "", False),
        ({"voices": "de=gtts"}, "", True),
        ({"voices": "de=gtts/de"}, "", True),
        ({"engine": "gtts"}, "", True),
        ({}, "[show.world]\nvoice = 'gtts/de'\ninclude = { language = 'de' }\n", True),
    ],
)
def test_what_a_reader_asks_for_goes_over_the_network_to_nobody_unnamed(
    tmp_path: Path, named: dict[str, str], shows: str, is_read: bool
) -> None:
    """What somebody with a key has sent is read by whatever voice there is."""
    site = LocalSite()
    try:
        site.put("/faehre", GERMAN)
        given = {"engine": "hibari", "offline": "0", "allowed_sites": site.origin} | named
        newsroom = Newsroom(tmp_path, **given)
        newsroom.says(shows)
        page = ArticleRequest(url=f"{site.origin}/faehre")
        if is_read:
            assert newsroom.plan(page, is_click=True).voice == "gtts/de"
        else:
            with pytest.raises(Unprocessable, match="TTS_VOICES=de=gtts") as refused:
                newsroom.plan(page, is_click=True)
            assert refused.value.kind == "unsupported-language"
        assert newsroom.plan(ArticleRequest(url=f"{site.origin}/faehre", voice="gtts/de")).voice == "gtts/de"
        assert newsroom.plan(page).voice == "gtts/de"
    finally:
        site.close()
