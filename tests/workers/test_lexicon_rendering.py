"""A changed word costs the sentences that hold it, and no page is fetched for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workers.test_fetch import Site
from tests.workers.test_rendering import Bench
from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.model import Script, decode_script
from tts_service.article.request import ArticleRequest
from tts_service.formats.captions import word_captions
from tts_service.publisher.lexicon.editor import ANY_VERSION, LexiconEditor
from tts_service.settings import Settings, load_settings
from workers.engines.registry import load_engine
from workers.render.outcomes import RenderStep
from workers.render.planning import key_of

TEXT = (
    "The tide reached Kaz early.\n\nNobody had told the ferry.\n\nIt left Kaz at nine, and the UN was told."
)
REQUEST = ArticleRequest(text=TEXT, title="Tide", language="en")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(
        {"TTS_DATA_DIR": str(tmp_path), "TTS_ENGINE": "tone", "TTS_OFFLINE": "1"}, env_file=None
    )


@pytest.fixture
def bench(settings: Settings) -> Bench:
    return Bench(settings)


@pytest.fixture
def desk(settings: Settings) -> LexiconEditor:
    return LexiconEditor(settings)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def spoken_anew(bench: Bench, request: ArticleRequest = REQUEST) -> int:
    """Syntheses that it takes to have the article whole now."""
    before = synthesized(bench)
    plan = bench.rendering.prepare("tide", request)
    assert bench.render(plan.narration) is RenderStep.READY
    return synthesized(bench) - before


def synthesized(bench: Bench) -> int:
    return int(
        sum(
            n
            for name, n in bench.listener.counts.items()
            if name.startswith("tts_segments_synthesized_total")
        )
    )


def script(bench: Bench, request: ArticleRequest = REQUEST) -> Script:
    plan = bench.rendering.prepare("tide", request)
    return decode_script(bench.narrations.script(plan.narration) or b"")


def test_a_change_costs_the_sentences_that_hold_the_word(bench: Bench, desk: LexiconEditor) -> None:
    assert spoken_anew(bench) == 4
    kaz = desk.add(LexiconEntry("Kaz", say="kahz"))
    assert spoken_anew(bench) == 2
    kezz = desk.replace(kaz.id, LexiconEntry("Kaz", say="kezz"), kaz.version)
    assert spoken_anew(bench) == 2
    desk.add(LexiconEntry("ferry", say="fairy"))
    assert spoken_anew(bench) == 1
    desk.add(LexiconEntry("Qarluq", say="kar-look"))
    assert spoken_anew(bench) == 0
    desk.remove(kezz.id, ANY_VERSION)
    assert spoken_anew(bench) == 0


def test_a_sound_costs_nothing_where_the_voice_cannot_be_told(
    bench: Bench, desk: LexiconEditor, settings: Settings
) -> None:
    spoken_anew(bench)
    desk.add(LexiconEntry("Kaz", ipa="kɑːz"))
    desk.add(LexiconEntry("UN", ipa="juːˈɛn"))
    assert spoken_anew(bench) == 0
    assert [len(segment.phonemes) for segment in script(bench).segments] == [0, 1, 0, 2]


def test_a_sound_is_in_the_key_where_the_voice_can_be_told(settings: Settings, bench: Bench) -> None:
    engine = load_engine("piper", settings)
    (voice,) = engine.voices()
    written, told, otherwise = (
        key_of(made.segments[1], engine, voice, "en")
        for made in (script(bench), *(script_with(bench, ipa) for ipa in ("kɑːz", "kɛz")))
    )
    assert len({written, told, otherwise}) == 3
    assert key_of(script_with(bench, "kɑːz").segments[2], engine, voice, "en") == key_of(
        script(bench).segments[2], engine, voice, "en"
    )


def script_with(bench: Bench, ipa: str) -> Script:
    plan = bench.rendering.prepare("tide", REQUEST, lexicon=Lexicon([LexiconEntry("Kaz", ipa=ipa)]))
    return decode_script(bench.narrations.script(plan.narration) or b"")


def test_an_entry_for_another_voice_does_not_count(bench: Bench, desk: LexiconEditor) -> None:
    desk.add(LexiconEntry("Kaz", say="kahz", voice="piper/*"))
    assert "Kaz" in script(bench).segments[1].text
    desk.add(LexiconEntry("Kaz", say="kezz", voice="tone/*"))
    assert "kezz" in script(bench).segments[1].text


def test_captions_show_what_is_written(bench: Bench, desk: LexiconEditor) -> None:
    desk.add(LexiconEntry("Kaz", say="kah zee"))
    spoken_anew(bench)
    plan = bench.rendering.prepare("tide", REQUEST)
    finished = bench.narrations.finished(plan.narration)
    assert finished is not None
    stored = [bench.segments.get(segment.key) for segment in plan.segments]
    captions = word_captions(
        script(bench), finished.cues, [segment.info.words for segment in stored if segment]
    )
    assert [caption.text for caption in captions][1:6] == ["The", "tide", "reached", "Kaz", "early"]


def test_a_page_that_is_gone_is_spoken_with_the_new_word(tmp_path: Path, site: Site) -> None:
    paragraphs = "".join(
        f"<p>{paragraph} {'The harbour was quiet all day long. ' * 5}</p>" for paragraph in TEXT.split("\n\n")
    )
    url = site.page(
        "/tide", f"<html><body><article><h1>Tide</h1>{paragraphs}</article></body></html>".encode()
    )
    given = {"TTS_DATA_DIR": str(tmp_path), "TTS_ENGINE": "tone", "TTS_ALLOWED_SITES": site.origin}
    settings = load_settings(given, env_file=None)
    bench, request = Bench(settings), ArticleRequest(url=url)
    assert spoken_anew(bench, request) > 3
    site.answer("/tide", lambda handler: handler.send(404, {"Content-Length": "0"}))
    LexiconEditor(settings).add(LexiconEntry("Kaz", say="kahz", site="127.0.0.1"))
    LexiconEditor(settings).add(LexiconEntry("ferry", say="fairy", site="news.example"))
    assert spoken_anew(bench, request) == 2
    assert len(site.asked) == 1


def test_what_bears_on_an_article_is_noted_with_its_outcome(bench: Bench, desk: LexiconEditor) -> None:
    def noted(request: ArticleRequest) -> str:
        bench.rendering.prepare("tide", request, "one")
        outcome = bench.narrations.outcome("tide", "one")
        assert outcome is not None
        return outcome.rules

    before = noted(REQUEST)
    desk.add(LexiconEntry(write="Qarluq", say="kar-look"))
    assert noted(REQUEST) == before != ""
    desk.add(LexiconEntry(write="Kaz", say="kahz"))
    assert noted(REQUEST) not in (before, "")
    reworded = '<body><article><h1>Tide</h1><p data-listen-as="Qarluq waits.">The tide reached the town early today.</p>'  # noqa: E501
    # What it says stands nowhere to be looked at.
    assert noted(ArticleRequest(html=reworded, language="en")) == ""
