"""What a reader experiences while the workers render an archive: first sound, an edit, words in time."""

from __future__ import annotations

import time
from typing import NamedTuple

from bench.generated import article
from bench.publisher_site import as_text
from bench.service import Service
from bench.table import Row, at_most, median

FIRST = 100_000
"""Numbers of generated articles that no archive contains."""
MOST = 2.0


class Click(NamedTuple):
    """``sound`` and ``edit`` in seconds: from asking to the first speech, and from sending the edit until
    all of it is ready. ``spoken`` sentences of the edited article were not in the one before."""

    sound: float
    edit: float
    spoken: int
    in_time: bool


def click(service: Service, number: int) -> Click:
    """A reader clicks on an article that nobody has asked for, listens to its end, and it is edited."""
    text = as_text(article(FIRST + number))
    sound, article_id = service.until_heard(text=text)
    status = service.wait_ready(article_id)
    before = service.sentences(article_id)
    in_time = words_in_time(service, article_id, status["duration_s"])
    started = time.perf_counter()
    first, _, rest = text.rpartition(". ")
    service.post(text=f"{first}. This sentence was written in the afternoon. {rest}", id=article_id)
    service.wait_ready(article_id)
    edit = time.perf_counter() - started
    return Click(sound, edit, len(set(service.sentences(article_id)) - set(before)), in_time)


def words_in_time(service: Service, article_id: str, duration_s: float) -> bool:
    """Every word has its time, one after the other, within the narration."""
    told = service.call("GET", f"/captions/{article_id}.json")[1]
    words: list[list[float]] = [word for sentence in told["sentences"] for word in sentence[4]]
    starts = [start for _, _, start, _ in words]
    return bool(words) and starts == sorted(starts) and starts[0] >= 0 and words[-1][3] <= duration_s


def rows(idle: list[Click], loaded: list[Click]) -> list[Row]:
    quiet, busy = median([click.sound for click in idle]), median([click.sound for click in loaded])
    spoken = max(click.spoken for click in loaded)
    in_time = sum(click.in_time for click in loaded)
    return [
        at_most(
            f"First sound under load, {len(loaded)} clicks",
            busy,
            quiet,
            MOST,
            "ms",
            f"the same idle, {len(idle)} clicks",
        ),
        Row("Sentences spoken for an edit of one, under load", str(spoken), "", "", "1", spoken == 1),
        Row(
            "Edit heard whole, under load, median",
            f"{median([c.edit for c in loaded]):.1f} s",
            "",
            "",
            "",
            None,
        ),
        Row(
            "Narrations whose words are in time",
            f"{in_time} of {len(loaded)}",
            "",
            "",
            "all",
            in_time == len(loaded),
        ),
    ]
