"""Along which sentences listeners stop. Pure.

A play is where it has got furthest. So ``reached`` of a sentence are the plays that have got to it or beyond,
on this visit or by going on where an earlier one had stopped, and ``stopped`` those of them that got no
further. A second belongs to the sentence that sounds in its middle, and a pause to the sentence before it.
What comes after the last sentence, such as a show's closing sound, is no loss: who gets there has finished.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from tts_service.formats.captions import Caption
from tts_service.formats.play_counts import AT_END


class SentenceReached(msgspec.Struct, frozen=True):
    """``sentence`` counts from 1, as in the newsroom; ``start_s``: where it begins in the audio."""

    sentence: int
    text: str
    start_s: float
    reached: int
    stopped: int


class DropOff(msgspec.Struct, frozen=True):
    """``plays`` of ``revision`` got to a place that is known; ``finished`` of them got to the end.
    ``most_lost``: the sentence in which most plays stopped, the earliest of several; null if none has
    stopped. All from the first play of this revision on."""

    article: str
    revision: str
    plays: int
    finished: int
    most_lost: int | None
    sentences: tuple[SentenceReached, ...]


def drop_off(
    article: str, revision: str, captions: Sequence[Caption], stops: Mapping[int, int]
) -> DropOff | None:
    """``captions``: one for each sentence, in order. ``stops``: see ``formats.play_counts.stops``; where more
    plays have gone on than had stopped, as far as was told, none has stopped. None if nothing is spoken."""
    if not captions:
        return None
    over_s = captions[-1].end_s
    finished = max(sum(plays for second, plays in stops.items() if _is_over(second, over_s)), 0)
    stopped = _by_sentence(
        [caption.start_s for caption in captions],
        {second: plays for second, plays in stops.items() if not _is_over(second, over_s)},
    )
    sentences = tuple(_sentences(captions, stopped, finished))
    lost = max(sentences, key=lambda sentence: (sentence.stopped, -sentence.sentence))
    return DropOff(
        article=article,
        revision=revision,
        plays=sentences[0].reached,
        finished=finished,
        most_lost=lost.sentence if lost.stopped else None,
        sentences=sentences,
    )


def _is_over(second: int, over_s: float) -> bool:
    return second == AT_END or second + 0.5 >= over_s


def _by_sentence(starts: Sequence[float], stops: Mapping[int, int]) -> list[int]:
    found: Counter[int] = Counter()
    for second, plays in stops.items():
        found[max(bisect_right(starts, second + 0.5) - 1, 0)] += plays
    return [max(found[index], 0) for index in range(len(starts))]


def _sentences(
    captions: Sequence[Caption], stopped: Sequence[int], finished: int
) -> Iterator[SentenceReached]:
    reached = sum(stopped) + finished
    for number, (caption, lost) in enumerate(zip(captions, stopped, strict=True), 1):
        yield SentenceReached(number, caption.text, round(caption.start_s, 2), reached, lost)
        reached -= lost
