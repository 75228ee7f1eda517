"""The OpenAI audio API, asked by OpenAI's own client and by what others send, of the running service."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import openai
import pytest

from tests.hearing import ffmpeg
from tests.running import Service, wait_until
from tts_service.settings import Settings
from workers.engines.openai.engine import OpenaiEngine, OpenaiOptions

KEY = "a-key-of-the-clients"
TEXT = "The ferry came back at night. Nobody was on board, and the harbour was closed."
SENTENCES = 2


@pytest.fixture(scope="module")
def keyed(service_of_file: Callable[..., Service]) -> Service:
    return service_of_file(engine="tone", api_keys=KEY, workers="1")


@pytest.fixture(scope="module")
def client(keyed: Service) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(
        base_url=f"{keyed.url}/v1",
        api_key=KEY,
        max_retries=0,
        http_client=openai.DefaultHttpxClient(trust_env=False, timeout=60),
    ) as client:
        yield client


def seconds(sound: bytes, form: str = "mp3") -> float:
    """Of sound that decodes without a word from ffmpeg. A streamed WAV does not know its length, which
    ffmpeg takes for damage: of that its samples are decoded."""
    if form == "wav":
        assert sound.startswith(b"RIFF\xff\xff\xff\xff")
        sound, form = sound[sound.index(b"data") + 8 :], "pcm"
    given = ["-f", "s16le", "-ar", "24000", "-ac", "1"] if form == "pcm" else []
    said, complaints = ffmpeg(
        ["-v", "error", *given, "-i", "-", "-f", "s16le", "-ar", "24000", "-ac", "1", "-"], sound
    )
    assert complaints == ""
    return len(said) / 48_000


def synthesized(service: Service) -> float:
    lines = service.get("/metrics").text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith("tts_segments_synthesized_total"))


def test_the_official_client_hears_a_text_and_the_second_time_from_the_cache(
    keyed: Service, client: openai.OpenAI
) -> None:
    before = synthesized(keyed)
    first = client.audio.speech.create(model="tts-1", voice="alloy", input=TEXT)
    assert first.response.headers["content-type"] == "audio/mpeg"
    assert 3 < seconds(first.content) < 9
    spoken = before + SENTENCES
    wait_until(lambda: synthesized(keyed) == spoken, "the count, which comes after the sound")
    again = client.audio.speech.create(model="tone", voice="plain", input=TEXT)
    assert again.content == first.content
    assert synthesized(keyed) == spoken


@pytest.mark.parametrize("form", ["wav", "opus", "aac", "flac", "pcm"])
def test_every_format_is_the_same_sound(client: openai.OpenAI, form: str) -> None:
    mp3 = client.audio.speech.create(model="tts-1", voice="nova", input=TEXT).content
    other = client.audio.speech.create(model="tts-1", voice="nova", input=TEXT, response_format=form)  # type: ignore[arg-type]
    assert seconds(other.content, form) == pytest.approx(seconds(mp3), abs=0.2)


@pytest.mark.parametrize("speed", [0.25, 0.5, 1.5, 4.0])
def test_speed_is_a_matter_of_length(client: openai.OpenAI, speed: float) -> None:
    usual = seconds(client.audio.speech.create(model="tts-1", voice="onyx", input=TEXT).content)
    other = client.audio.speech.create(model="tts-1", voice="onyx", input=TEXT, speed=speed).content
    assert seconds(other) == pytest.approx(usual / speed, rel=0.05, abs=0.15)


def test_a_stream_can_be_taken_as_it_comes(client: openai.OpenAI) -> None:
    with client.audio.speech.with_streaming_response.create(
        model="gpt-4o-mini-tts", voice="verse", input=TEXT, instructions="Cheerfully."
    ) as answer:
        streamed = b"".join(answer.iter_bytes(4096))
    assert streamed == client.audio.speech.create(model="tts-1", voice="alloy", input=TEXT).content


def test_the_first_sentence_arrives_while_the_others_are_being_spoken(
    service_factory: Callable[..., Service],
) -> None:
    slow = service_factory(engine="tone", engine_options="delay_s=0.15", workers="2")
    text = " ".join(f"Sentence number {n} is about the old harbour clock." for n in range(12))
    with httpx.stream(
        "POST", f"{slow.url}/v1/audio/speech", json={"input": text}, trust_env=False, timeout=60
    ) as answer:
        pieces = answer.iter_raw()
        next(pieces)
        spoken_by_then = synthesized(slow)
        rest = b"".join(pieces)
    assert answer.status_code == 200
    assert len(rest) > 60_000
    assert spoken_by_then < synthesized(slow)


def test_events_carry_the_sound(keyed: Service) -> None:
    body = {"input": TEXT, "stream_format": "sse"}
    answer = httpx.post(f"{keyed.url}/v1/audio/speech", json=body, headers=bearer(), trust_env=False)
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = [json.loads(line.removeprefix("data: ")) for line in answer.text.split("\n\n") if line]
    assert {event["type"] for event in told[:-1]} == {"speech.audio.delta"}
    assert told[-1]["type"] == "speech.audio.done"


def bearer(key: str = KEY) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


# -- what cannot be done -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"input": ""}, "input"),
        ({"input": "x" * 50_001}, "input"),
        ({"voice": "nobody"}, "voice"),
        ({"voice": "v" * 500}, "voice"),
        ({"speed": 5.0}, "speed"),
        ({"response_format": "midi"}, "response_format"),
        ({"extra_body": {"language": "no language"}}, "language"),
        ({"extra_body": {"input": 3}}, "input"),
    ],
)
def test_the_clients_own_exception_names_the_field(
    client: openai.OpenAI, wrong: dict[str, Any], param: str
) -> None:
    given: dict[str, Any] = {"model": "tts-1", "voice": "alloy", "input": TEXT, **wrong}
    with pytest.raises(openai.BadRequestError) as caught:
        client.audio.speech.create(**given)
    assert caught.value.param == param
    assert caught.value.code
    assert caught.value.type == "invalid_request_error"


def test_a_wrong_key_an_unknown_model_and_no_json_have_their_exceptions(
    keyed: Service, client: openai.OpenAI
) -> None:
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="wrong").audio.speech.create(model="tts-1", voice="alloy", input=TEXT)
    with pytest.raises(openai.NotFoundError) as caught:
        client.audio.speech.create(model="gpt-9", voice="alloy", input=TEXT)
    assert caught.value.param == "model"
    assert "tone" in str(caught.value)
    for body, kind in ((b"{", "application/json"), (b"", "application/json"), (b"input=x", "text/plain")):
        headers = {**bearer(), "Content-Type": kind}
        answer = httpx.post(f"{keyed.url}/v1/audio/speech", content=body, headers=headers, trust_env=False)
        assert answer.status_code in (400, 415)
        assert set(answer.json()["error"]) == {"message", "type", "param", "code"}
    for path in ("models", "audio/voices"):
        assert httpx.get(f"{keyed.url}/v1/{path}", trust_env=False).status_code == 401


# -- what stays ----------------------------------------------------------------------------------------------


def test_nothing_stays_but_sentences(keyed: Service, client: openai.OpenAI) -> None:
    client.audio.speech.create(model="tts-1", voice="alloy", input=f"{TEXT} This is said once.")
    assert "/speech" not in keyed.get("/v1/articles").text
    assert "said once" not in keyed.get("/feed.xml").text
    folder = keyed.data_dir / "audio" / "narrations"
    wait_until(lambda: not list(folder.glob("speech*")), "an empty folder of narrations")
    assert list((keyed.data_dir / "audio" / "segments").rglob("*.mp3"))
    assert "Traceback" not in keyed.running.output


# -- other clients -------------------------------------------------------------------------------------------


def test_what_open_webui_sends(keyed: Service, client: openai.OpenAI) -> None:
    """It posts the model of its settings with what its page gives it, and lists voices by id and name."""
    voices = httpx.get(f"{keyed.url}/v1/audio/voices", headers=bearer(), trust_env=False).json()["voices"]
    assert {voice["id"]: voice["name"] for voice in voices}["tone/low"] == "low"
    assert [model.id for model in client.models.list()][:3] == ["tts-1", "tts-1-hd", "gpt-4o-mini-tts"]
    headers = {**bearer(), "X-OpenWebUI-User-Name": "Ana", "X-OpenWebUI-User-Role": "user"}
    body = {"input": TEXT, "voice": "tone/low", "model": "tts-1", "user": "ana"}
    answer = httpx.post(f"{keyed.url}/v1/audio/speech", json=body, headers=headers, trust_env=False)
    assert answer.status_code == 200
    assert answer.content != client.audio.speech.create(model="tts-1", voice="plain", input=TEXT).content


def test_our_own_engine_hears_us(keyed: Service, tmp_path: Path) -> None:
    """One instance of the service speaks with the voices of another."""
    settings = Settings(data_dir=tmp_path, openai_url=keyed.url, openai_key=KEY)
    for form in ("wav", "pcm"):
        engine = OpenaiEngine(settings, OpenaiOptions(format=form))
        speech = engine.synthesize("Nobody was on board.", engine.voices()[0], "en")
        assert speech.rate == 24_000
        assert 0.8 < speech.samples.size / speech.rate < 3
        assert float(np.abs(speech.samples).max()) > 0.05


def test_a_real_voice(spoken_service: Service) -> None:
    """Without keys the service is open to its own machine, and its WAV is one that anybody reads."""
    body = {
        "input": "Dr. Smith paid $5.50 for the ferry on 4 May.",
        "response_format": "wav",
        "model": "tts-1",
    }
    answer = httpx.post(f"{spoken_service.url}/v1/audio/speech", json=body, trust_env=False, timeout=60)
    assert answer.status_code == 200
    assert 2.5 < seconds(answer.content, "wav") < 8
    with wave.open(io.BytesIO(answer.content)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (24_000, 1, 2)
    mp3 = httpx.post(
        f"{spoken_service.url}/v1/audio/speech",
        json={**body, "response_format": "mp3"},
        trust_env=False,
        timeout=60,
    )
    assert seconds(mp3.content) == pytest.approx(seconds(answer.content, "wav"), abs=0.1)
