from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tts_service.errors import Unprocessable
from tts_service.settings import Settings, SettingsError
from workers.engines import registry
from workers.engines.registry import all_voices, broken_engines, engines, find_voice, load_engine, local_voice

HUM = "tone/plain"
HEART = "hibari/heart"
JOE = "piper/en_US-joe-medium"

PLUGIN = """
import msgspec
import numpy as np
from workers.engines.base import Speech, Voice

class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    volume: float = 1.0

class BuzzEngine:
    id = "buzz"
    version = "1"
    Options = Options
    def __init__(self, settings, options):
        self.parameters = {"volume": options.volume}
    def voices(self):
        return [Voice("buzz/bee", "bee", ("eo",), 0.0, "none")]
    def warm(self, voice):
        pass
    def synthesize(self, text, voice, language):
        return Speech(np.ones(24_000, np.float32), 24_000)
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, code: str) -> None:
    """A distribution with one engine, as pip would lay it out."""
    (folder / f"{module}.py").write_text(code)
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{registry.GROUP}]\n{name} = {module}:BuzzEngine\n")
    monkeypatch.syspath_prepend(str(folder))
    importlib.invalidate_caches()


def refused(settings: Settings, requested: str | None, language: str) -> Unprocessable:
    with pytest.raises(Unprocessable) as caught:
        find_voice(settings, requested, language)
    return caught.value


def test_the_default_is_the_embedded_voice(settings: Settings) -> None:
    assert find_voice(settings, None, "en")[1].id == HEART
    assert find_voice(settings, "", "en-GB")[1].id == HEART
    assert find_voice(settings, None, "")[1].id == HEART


@pytest.mark.parametrize(
    ("requested", "language", "voice"),
    [
        (HEART, "en", HEART),
        ("hibari", "en-US", HEART),
        (JOE, "en", JOE),
        ("en_US-joe-medium", "en", JOE),
        ("piper", "en", JOE),
        ("gtts", "fr", "gtts/fr"),
        ("gtts", "zh", "gtts/zh"),
        ("gtts", "he", "gtts/iw"),
        ("gtts/fr-CA", "fr", "gtts/fr-CA"),
        ("fr-CA", "fr", "gtts/fr-CA"),
        ("tone", "fr", HUM),
        ("tone/low", "xx", "tone/low"),
        (None, "fr", "gtts/fr"),
        (None, "pt-BR", "gtts/pt"),
    ],
)
def test_who_reads(settings: Settings, requested: str | None, language: str, voice: str) -> None:
    engine, found = find_voice(settings, requested, language)
    assert found.id == voice
    assert engine.id == voice.partition("/")[0]


def test_the_set_voice_reads_what_it_can_and_others_the_rest(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, voice="gtts/fr")
    assert find_voice(settings, None, "fr")[1].id == "gtts/fr"
    assert find_voice(settings, None, "en")[1].id == HEART


def test_each_language_has_the_voice_that_is_set_for_it(tmp_path: Path) -> None:
    voices = {"fr": "gtts/fr-CA", "en-GB": "tone/low", "de": "gtts"}
    settings = Settings(data_dir=tmp_path, voice="tone/plain", voices=voices)
    wanted = {
        "fr": "gtts/fr-CA",
        "fr-BE": "gtts/fr-CA",
        "en-GB": "tone/low",
        "en-gb": "tone/low",
        "de": "gtts/de",
        "en": HUM,
    }
    assert {language: find_voice(settings, None, language)[1].id for language in wanted} == wanted
    assert find_voice(settings, "gtts/fr", "fr")[1].id == "gtts/fr"  # who asks for a voice gets that


def test_a_voice_set_for_a_language_that_cannot_speak_it_is_said_so(tmp_path: Path) -> None:
    error = refused(Settings(data_dir=tmp_path, voices={"fr": JOE}), None, "fr")
    assert error.kind == "unsupported-language"
    assert error.detail.startswith(f"TTS_VOICES names '{JOE}' for 'fr'. The voice {JOE} does not speak 'fr'.")
    error = refused(Settings(data_dir=tmp_path, voices={"fr": "gtts/fr"}, offline=True), None, "fr")
    assert error.kind == "unknown-voice"
    assert "TTS_OFFLINE is set" in error.detail


def test_the_set_engine_comes_first_even_over_the_network(tmp_path: Path) -> None:
    assert find_voice(Settings(data_dir=tmp_path, engine="gtts"), None, "en")[1].id == "gtts/en"
    assert find_voice(Settings(data_dir=tmp_path, engine="tone"), None, "en")[1].id == HUM


def test_offline_keeps_to_this_machine(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, offline=True)
    assert all(voice.local for voice in all_voices(settings))
    error = refused(settings, None, "fr")
    assert error.kind == "unsupported-language"
    assert "TTS_OFFLINE" in error.detail
    assert refused(settings, "gtts/fr", "fr").kind == "unknown-voice"
    assert refused(settings, "gtts", "fr").kind == "unsupported-language"
    assert find_voice(Settings(data_dir=tmp_path, offline=True, engine="gtts"), None, "en")[1].id == HEART


def test_unknown_voices_are_refused_with_what_there_is(settings: Settings) -> None:
    error = refused(settings, "piper/en_US-jane", "en")
    assert (error.kind, error.status) == ("unknown-voice", 422)
    assert "tts-service voices install piper/en_US-jane." in error.detail
    assert JOE in error.detail
    assert HEART in error.detail
    error = refused(settings, "festival/kal", "en")
    assert error.kind == "unknown-voice"
    assert "gtts, hibari, kokoro, openai, piper, tone" in error.detail


def test_a_language_that_the_voice_does_not_speak_is_refused_with_who_does(settings: Settings) -> None:
    error = refused(settings, JOE, "fr")
    assert error.kind == "unsupported-language"
    assert "gtts/fr" in error.detail
    error = refused(settings, None, "tlh")
    assert error.kind == "unsupported-language"
    assert "en" in error.detail


def test_the_substitute_is_local_and_speaks_the_language(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, engine="gtts")
    found = local_voice(settings, "en")
    assert found is not None
    assert found[1].id == HEART
    assert local_voice(settings, "fr") is None  # a hum is no substitute for French
    hum = local_voice(Settings(data_dir=tmp_path, engine="tone"), "fr")
    assert hum is not None
    assert hum[1].id == HUM


def test_an_engine_is_made_once(settings: Settings) -> None:
    assert load_engine("tone", settings) is load_engine("tone", settings)
    assert find_voice(settings, "tone", "en")[0] is load_engine("tone", settings)


@pytest.mark.parametrize(
    ("engine", "options", "complaint"),
    [
        ("tone", "pitch=3", "'pitch' is not an option of tone.*delay_s, gap_ms, ms_per_character"),
        ("hibari", "speed=3", "speed=3.*<= 2"),
        ("hibari", "threads=2", "'threads' is not an option of hibari.*speed"),
        ("piper", "length_scale=slow", "length_scale=slow.*Expected `float"),
        ("piper", "length_scale=-1", "length_scale=-1.*>= 0.25"),
        ("piper", "length_scale", "length_scale needs a value"),
        ("piper", "threads=1.5", "threads=1.5.*Expected `int`"),
        ("gtts", "slow=perhaps", "slow=perhaps.*Expected `bool`"),
    ],
)
def test_options_are_refused_by_name(tmp_path: Path, engine: str, options: str, complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint):
        load_engine(engine, Settings(data_dir=tmp_path, engine=engine, engine_options=options))


def test_options_reach_the_set_engine_and_no_other(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path, engine="piper", engine_options=" length_scale = 1.25 , noise_scale=0,"
    )
    assert load_engine("piper", settings).parameters == {
        "length_scale": 1.25,
        "noise_scale": 0.0,
        "noise_w_scale": None,
    }
    assert load_engine("tone", settings).parameters == {"ms_per_character": 60.0, "gap_ms": 60.0}


def test_an_engine_that_is_none_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"TTS_ENGINE='pipre'.*gtts, hibari, kokoro, openai, piper, tone"):
        find_voice(Settings(data_dir=tmp_path, engine="pipre"), None, "en")
    assert refused(Settings(data_dir=tmp_path, voice="jane"), None, "en").detail.startswith(
        "TTS_VOICE='jane'"
    )


@pytest.mark.usefixtures("fresh_registry")
def test_an_engine_is_one_file_and_one_entry_point(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, "buzz", "buzzing", PLUGIN)
    assert "buzz" in engines()
    assert find_voice(settings, None, "eo")[1].id == "buzz/bee"


@pytest.mark.usefixtures("fresh_registry")
def test_an_engine_that_cannot_be_loaded_is_reported_and_takes_nobody_along(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, "broken", "breaking", "import a_library_that_is_not_here")
    assert "a_library_that_is_not_here" in broken_engines(settings)["broken"]
    assert find_voice(settings, None, "en")[1].id == HEART
    error = refused(settings, "broken/voice", "en")
    assert error.kind == "unknown-voice"
    assert "a_library_that_is_not_here" in error.detail
