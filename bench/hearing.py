"""How much of each article a speech recognizer understands, and the ten sentences it understands worst.

    ARTICLES=folder python -m bench.hearing [name…]

The word error rate is that of Whisper tiny against the spoken text, figures in words on both sides, words
that sound the same counted as the same. The recognizer is given the proper names of each half minute as a
glossary, because it knows few.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bench.spoken import spoken
from bench.table import Row
from tts_service.contracts.transcription import HeardSentence
from workers.asr.recognizer import Recognizer
from workers.asr.transcribe import transcribe

WORST = 10
MOST_ERRORS = 0.05


def measure(names: Sequence[str] = ()) -> list[Row]:
    """One row of the summary; prints a line for each article, and the sentences that were understood
    worst."""
    recognizer = Recognizer()
    sentences: list[tuple[str, HeardSentence]] = []
    print(f"\n{'article':14}{'words':>7}{'WER':>8}{'in names':>10}")
    for article in spoken(names):
        hearing = transcribe(recognizer, article.script, article.cues, article.frames)
        print(
            f"{article.name:14}{hearing.words:7}{hearing.word_error_rate:8.3f}{hearing.in_names:10.3f}",
            flush=True,
        )
        sentences += ((article.name, sentence) for sentence in hearing.sentences)
    words, errors, in_names = (
        sum(getattr(one, what) for _, one in sentences) for what in ("words", "errors", "in_names")
    )
    rate = errors / max(words, 1)
    print(f"{'all':14}{words:7}{rate:8.3f}{in_names / max(words, 1):10.3f}\n")
    for name, one in sorted(sentences, key=lambda pair: -pair[1].errors)[:WORST]:
        print(f"{name}, segment {one.segment + 1}: {one.errors} of {one.words} words")
        print(f"  spoken: {one.spoken}\n  heard:  {one.heard}")
    what = f"Word error rate of Whisper tiny, {words:,} words"
    return [Row(what, f"{rate:.3f}", "", "", f"≤ {MOST_ERRORS}", rate <= MOST_ERRORS)] if words else []


if __name__ == "__main__":
    measure(sys.argv[1:])
