"""From POST on a cold article to the first MP3 frame that holds speech, against reading it and
the bare engine on the first segment."""

from __future__ import annotations

import time

from bench.articles import Sample
from bench.bare import BareEngine
from bench.service import Service
from bench.table import Row, at_most, median

ROUNDS = 7
SETTLE_S = 1.0
"""Time for segments still being spoken when the previous narration was deleted."""


def first_sound(service: Service, sample: Sample) -> float:
    """Seconds, with a cold cache."""
    service.forget_everything()
    taken, _ = service.until_heard(**sample.request)
    service.forget_everything()  # and stop the rest: the next measurement has the machine to itself
    time.sleep(SETTLE_S)
    return taken


def first_segment(service: Service, request: dict[str, str]) -> str:
    """What is said first of an article."""
    article = service.post(**request)
    service.wait_ready(article["id"])
    return service.sentences(article["id"])[0]


def measure(service: Service, bare: BareEngine, samples: list[Sample]) -> list[Row]:
    rows = []
    for sample in samples:
        text = first_segment(service, sample.request)
        pairs = [(first_sound(service, sample), bare.first(sample.request, text)) for _ in range(ROUNDS)]
        ours, peer = median([p[0] for p in pairs]), median([p[1] for p in pairs])
        rows.append(
            at_most(
                f"First sound, {sample.name}",
                ours,
                peer,
                1.5,
                "ms",
                "reading it, and the bare engine's first sentence",
            )
        )
    return rows
