"""A whole cold article, and one edited sentence, against the bare engine and encoder on the same script with
all cores."""

from __future__ import annotations

import time
from typing import Any

from bench.articles import Sample
from bench.bare import BareEngine
from bench.service import Service
from bench.table import Row, at_most, median

ROUNDS = 3


def render(service: Service, request: dict[str, str]) -> tuple[float, dict[str, Any]]:
    """Seconds from POST to ready, and the status then."""
    started = time.perf_counter()
    article = service.post(**request)
    status = service.wait_ready(article["id"])
    return time.perf_counter() - started, status


def measure(service: Service, bare: BareEngine, samples: list[Sample]) -> list[Row]:
    rows = []
    for sample in samples:
        ours, peer = [], []
        for _ in range(ROUNDS):
            service.forget_everything()
            taken, status = render(service, sample.request)
            ours.append(taken)
            peer.append(bare.speak(service.sentences(status["id"]))[0])
        rows.append(
            at_most(
                f"Whole article, {sample.name}",
                median(ours),
                median(peer),
                1.3,
                "s",
                "bare engine and encoder, all cores",
            )
        )
    return rows


def measure_edit(service: Service, sample: Sample) -> Row:
    """Synthesis work (seconds in the engine) of a revision with one sentence changed, against that
    sentence's share."""
    service.forget_everything()
    before = synthesis_seconds(service)
    _, status = render(service, sample.request)
    whole = synthesis_seconds(service) - before
    segments = service.call("GET", f"/v1/articles/{status['id']}/script")[1]["segments"]
    sentence = max(
        segments, key=lambda segment: len(segment["text"]) if segment["end"] > segment["start"] else 0
    )
    text = sample.request["text"]
    edited = text[: sentence["end"] - 1].rstrip() + " once more" + text[sentence["end"] - 1 :]
    changed = {**sample.request, "text": edited, "id": status["id"]}
    before = synthesis_seconds(service)
    render(service, changed)
    work = synthesis_seconds(service) - before
    share = whole * (len(sentence["text"]) + len(" once more")) / sum(len(s["text"]) for s in segments)
    return at_most(f"One-sentence edit, {sample.name}", work, share, 2.0, "s", f"its share of {whole:.1f} s")


def synthesis_seconds(service: Service) -> float:
    metrics = service.call("GET", "/metrics")[1].decode()
    lines = [line for line in metrics.splitlines() if line.startswith("tts_synthesis_seconds_total")]
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines)
