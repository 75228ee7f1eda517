"""Mark-up as it is heard, from the request to the decoded MP3."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from tests.hearing import decoded
from tests.running import Service

Samples = npt.NDArray[np.float32]

RATE = 24_000
FRAME = 120  # 5 ms
WITHIN_S = 0.05
BETWEEN_PARAGRAPHS_S = 0.79
SSML = """<speak xml:lang="en">
<p>The ferry is back at the old pier.<break time="2s"/>
The <sub alias="World Wide Web Consortium">W3C</sub> came to see it.</p>
<p>And the winner is <break time="700ms"/>the old ferry.</p>
<break time="5s"/>
<p><voice name="tone/low">It left at nine.</voice></p></speak>"""
PAGE = """<html lang=en><head><title>Old ferry returns</title></head><body><main><h1>Old ferry returns</h1>
<p data-listen-pause="3s">The ferry is back after nine years, and all of the islands came to see it today.</p>
<p data-listen-voice="tone/low">The councils pay for it, for all of the islands, as they have said before.</p>
</main></body></html>"""
LOW_HZ = 165
"""The notes of tone/low are below it, those of tone/plain above."""


def heard(service: Service, article: dict[str, str]) -> Samples:
    article_id = service.post(article)["id"]
    service.wait_ready(article_id)
    return decoded(service.get(f"/audio/{article_id}.mp3").content)


def sounding(samples: Samples) -> list[tuple[int, int]]:
    """From and to, in samples, of what is apart by more than 0.15 s of silence, 35 dB below the loudest."""
    frames = samples[: samples.size // FRAME * FRAME].reshape(-1, FRAME)
    levels = np.sqrt(np.mean(frames**2, axis=1))
    loud = np.flatnonzero(levels > levels.max() * 10 ** (-35 / 20))
    ends = np.flatnonzero(np.diff(loud) > 0.15 * RATE / FRAME)
    starts = [int(loud[0]), *(int(at) for at in loud[ends + 1])]
    return list(
        zip(
            [at * FRAME for at in starts],
            [(int(at) + 1) * FRAME for at in [*loud[ends], loud[-1]]],
            strict=True,
        )
    )


def silences(samples: Samples) -> list[float]:
    """In s, between what is heard."""
    return [(start - end) / RATE for (_, end), (start, _) in pairwise(sounding(samples))]


def pitch(samples: Samples) -> float:
    """Hz of the strongest tone."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
    return float(np.fft.rfftfreq(samples.size, 1 / RATE)[spectrum.argmax()])


def are_low(samples: Samples) -> list[bool]:
    """What is heard in between, by its voice."""
    return [pitch(samples[start:end]) < LOW_HZ for start, end in sounding(samples)]


def test_pauses_are_as_long_as_they_were_asked_for(spoken_service: Service) -> None:
    ssml = silences(heard(spoken_service, {"ssml": SSML}))
    assert ssml == pytest.approx([2.0, BETWEEN_PARAGRAPHS_S, 0.7, 5.0], abs=WITHIN_S)
    assert silences(heard(spoken_service, {"html": PAGE}))[-1] == pytest.approx(3.0, abs=WITHIN_S)


def test_another_voice_is_heard_where_it_is_named(service: Service) -> None:
    assert are_low(heard(service, {"ssml": SSML})) == [False, False, False, False, True]
    assert are_low(heard(service, {"html": PAGE})) == [False, False, True]


def test_captions_show_what_is_written(service: Service) -> None:
    article_id = service.post({"ssml": SSML})["id"]
    service.wait_ready(article_id)
    captions = service.get(f"/captions/{article_id}.vtt").text
    assert "The W3C came to see it." in captions
    assert "Consortium" not in captions
    script = service.get(f"/v1/articles/{article_id}/script").json()
    assert "World Wide Web Consortium" in script["segments"][1]["text"]
    assert script["source"].startswith("The ferry is back at the old pier. The W3C came")


def test_what_is_refused_is_told_at_once(service: Service) -> None:
    problem = service.post_for_problem({"ssml": "<speak>\n<audio src='a.mp3'/>It is.</speak>"})
    assert (problem["status"], problem["kind"]) == (400, "bad-ssml")
    assert problem["detail"].startswith(
        "ssml, line 2, column 1: the element <audio> is not allowed. Allowed are:"
    )
    unknown = service.post_for_problem({"ssml": "<speak><voice name='a/b'>It is.</voice></speak>"})
    assert (unknown["status"], unknown["kind"]) == (422, "unknown-voice")
    assert unknown["detail"].startswith("ssml, line 1, column 8: There is no engine 'a'.")
