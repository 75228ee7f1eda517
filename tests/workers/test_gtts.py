from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.google_tts_server import GoogleTtsServer, answer, speech
from tests.hearing import decoded, measured
from tests.scripted_server import Answer, HangUp, Raw, Refusal, Slow, Trickle
from tts_service.settings import Settings
from workers.audio.chain import encode
from workers.engines.base import EngineBusy, EngineFailed, Speech
from workers.engines.gtts.audio import pieces
from workers.engines.gtts.engine import GttsEngine, GttsOptions

LONG = (
    "The council of the small town on the river met again on Monday evening, and after four hours it had "
    "decided nothing; "
    "the old bridge will therefore stay closed until the end of the month, whatever the farmers say about it."
)


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleTtsServer]:
    with GoogleTtsServer() as server:
        for name in ("NO_PROXY", "no_proxy", "https_proxy"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HTTPS_PROXY", server.url)
        yield server


@pytest.fixture
def engine(tmp_path: Path) -> GttsEngine:
    return made(tmp_path)


def made(folder: Path, **options: float) -> GttsEngine:
    quick = {"interval_s": 0.0, "backoff_s": 0.01, "timeout_s": 5.0, **options}
    return GttsEngine(Settings(data_dir=folder), GttsOptions(**quick))  # type: ignore[arg-type]


def spoken(engine: GttsEngine, text: str, language: str = "en") -> Speech:
    voice = next(voice for voice in engine.voices() if voice.name == language)
    return engine.synthesize(text, voice, language)


def test_it_asks_google_in_the_language_of_the_voice(google: GoogleTtsServer, engine: GttsEngine) -> None:
    result = spoken(engine, "Bonjour tout le monde.", "fr-CA")
    assert [(asked.text, asked.language, asked.slow) for asked in google.asked] == [
        ("Bonjour tout le monde.", "fr-CA", False)
    ]
    assert result.rate == 24_000
    assert result.words is None


def test_long_sentences_go_in_pieces_and_come_back_whole(google: GoogleTtsServer, engine: GttsEngine) -> None:
    result = spoken(engine, LONG)
    assert [asked.text for asked in google.asked] == pieces(LONG)
    assert " ".join(asked.text for asked in google.asked) == LONG
    letters = sum(map(len, LONG.split()))
    assert result.samples.size / result.rate > letters * 0.06  # the server hums 60 ms for each


def test_the_silence_that_google_adds_is_cut(google: GoogleTtsServer, engine: GttsEngine) -> None:
    samples = spoken(engine, "Hello").samples
    untrimmed = decoded(speech("Hello"))
    assert untrimmed.size - samples.size > 0.8 * 24_000
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    assert loud[0] < 0.05 * 24_000
    assert samples.size - loud[-1] < 0.05 * 24_000


def test_a_segment_of_google_is_as_loud_as_any(google: GoogleTtsServer, engine: GttsEngine) -> None:
    voice = next(voice for voice in engine.voices() if voice.name == "en")
    stored = encode(engine.synthesize(LONG, voice, "en"), voice, LONG)
    assert measured(decoded(stored.audio), 24_000).lufs == pytest.approx(-16, abs=1)
    assert stored.info.timing == "estimated"


@pytest.mark.parametrize("trouble", [Refusal(429), Refusal(503), Refusal(500), HangUp()])
def test_what_may_pass_is_tried_again(google: GoogleTtsServer, engine: GttsEngine, trouble: Answer) -> None:
    google.answers.extend([trouble, trouble])
    assert spoken(engine, "Hello").samples.size
    assert [asked.text for asked in google.asked] == ["Hello"] * 3


@pytest.mark.parametrize("trouble", [Slow(30), Trickle(0.05)])
def test_an_answer_that_is_slow_or_never_ends_is_given_up_and_asked_for_again(
    google: GoogleTtsServer, tmp_path: Path, trouble: Answer
) -> None:
    google.answers.append(trouble)
    assert spoken(made(tmp_path, timeout_s=1.0), "Hello").samples.size
    assert len(google.asked) == 2


def test_only_the_piece_that_failed_is_asked_for_again(google: GoogleTtsServer, engine: GttsEngine) -> None:
    first, second, *rest = pieces(LONG)
    google.answers.extend([Slow(0), Refusal(429)])
    spoken(engine, LONG)
    assert [asked.text for asked in google.asked] == [first, second, second, *rest]


@pytest.mark.parametrize(
    ("trouble", "complaint"),
    [
        (Refusal(403), "403"),
        (Refusal(404), "404"),
        (Raw(b""), "without audio"),
        (Raw(b"<html>Are you a robot?</html>"), "without audio"),
        (Raw(b'[["wrb.fr","jQ1olc",null,null]]'), "without audio"),
        (Raw(b'[["wrb.fr","jQ1olc","[\\"A\\"]"]]'), "cannot be read"),
        (Raw(b"jQ1olc \xff\xfe"), "cannot be read"),
        (Raw(answer(b"no MP3 at all")), "not audio"),
        (Raw(answer(b"")), "without audio"),
    ],
)
def test_what_will_not_pass_is_not_tried_again(
    google: GoogleTtsServer, engine: GttsEngine, trouble: Answer, complaint: str
) -> None:
    google.answers.append(trouble)
    with pytest.raises(EngineFailed, match=complaint):
        spoken(engine, "Hello")
    assert len(google.asked) == 1


@pytest.mark.parametrize("text", ["", " ", "…", "🙂 — !"])
def test_nothing_to_speak_is_not_sent(google: GoogleTtsServer, engine: GttsEngine, text: str) -> None:
    with pytest.raises(EngineFailed, match="nothing to speak"):
        spoken(engine, text)
    assert google.asked == []


def test_a_storm_of_refusals_opens_the_breaker_and_spares_google(
    google: GoogleTtsServer, tmp_path: Path
) -> None:
    google.always = Refusal(429)
    engines = [made(tmp_path, attempts=2, breaker_failures=4, breaker_s=90.0) for _ in range(2)]
    for engine in engines:
        with pytest.raises(EngineBusy):
            spoken(engine, "Hello")
    assert len(google.asked) == 4
    with pytest.raises(EngineBusy) as caught:
        spoken(engines[0], "Hello")
    assert 80 < caught.value.retry_after_s <= 90
    assert len(google.asked) == 4


def test_google_says_when_to_come_back(google: GoogleTtsServer, engine: GttsEngine) -> None:
    google.answers.append(Refusal(429, {"Retry-After": "600"}))
    with pytest.raises(EngineBusy) as caught:
        spoken(engine, "Hello")
    assert caught.value.retry_after_s >= 600
    assert len(google.asked) == 1


def test_requests_are_paced(google: GoogleTtsServer, tmp_path: Path) -> None:
    begun = time.monotonic()
    spoken(made(tmp_path, interval_s=0.3), LONG)
    assert time.monotonic() - begun >= (len(google.asked) - 1) * 0.3


def test_google_out_of_reach_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with pytest.raises(EngineBusy):
        spoken(made(tmp_path, attempts=2), "Hello")


@pytest.mark.pure
@pytest.mark.parametrize("text", [LONG, "word " * 90, "x" * 20_000, "A. B. C.", "一" * 250, "end, " * 60])
def test_pieces_hold_everything_and_are_short_enough(text: str) -> None:
    found = pieces(text)
    assert all(0 < len(piece) <= 100 for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_every_language_has_a_voice_over_the_network(engine: GttsEngine) -> None:
    voices = engine.voices()
    assert {"en", "fr", "he", "jv", "fil", "nb", "zh", "ar", "hi"} <= {
        tag for voice in voices for tag in voice.languages
    }
    assert not any(voice.local for voice in voices)
    assert {tuple(sorted(engine.parameters))} == {("slow", "tld")}
