"""The script against its transcription, sentence by sentence. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tts_service.contracts.transcription import HeardSentence
from workers.asr.words import AlignedRun, align, digit_by_digit, letter_by_letter, two_by_two, words


class SaidSentence(NamedTuple):
    """``text[a:b]`` was said letter by letter for each ``(a, b)`` of ``spelled``."""

    segment: int
    text: str
    spelled: Sequence[tuple[int, int]] = ()


def compare(
    sentences: Sequence[SaidSentence],
    heard: str,
    language: str,
    names: Sequence[str],
    sounds_alike: Callable[[str, str], bool],
) -> list[HeardSentence]:
    """``sentences`` against ``heard``, a recognizer's transcription of all of them
    together.

    Words that ``sounds_alike`` cannot tell apart count as the same: no ear could tell "past" from "passed".
    Figures may have been meant as a number, in pairs or one by one, whichever fits the sentence best.
    """
    readings = dict.fromkeys((heard, digit_by_digit(heard, language), two_by_two(heard, language)))
    compared = [
        _compare(sentences, words(reading, language), language, names, sounds_alike) for reading in readings
    ]
    return [min(same, key=lambda one: one.errors) for same in zip(*compared, strict=True)]


def _compare(
    sentences: Sequence[SaidSentence],
    written: Sequence[str],
    language: str,
    names: Sequence[str],
    sounds_alike: Callable[[str, str], bool],
) -> list[HeardSentence]:
    spoken = [
        (one.segment, one.text, words(letter_by_letter(one.text, one.spelled), language)) for one in sentences
    ]
    flat = [word for _, _, one in spoken for word in one]
    owner = [place for place, (_, _, one) in enumerate(spoken) for _ in one]
    named = {word for name in names for word in words(name, language) if len(word) > 1}
    errors, in_names = [0] * len(spoken), [0] * len(spoken)
    parts: list[list[str]] = [[] for _ in spoken]
    for run in align(flat, written):
        _share_out(run, written, owner, parts)
        said, understood = flat[run.start : run.end], written[run.heard_start : run.heard_end]
        if not run.same and not _same(said, understood, sounds_alike):
            place = _place(run, owner)
            errors[place] += max(len(said), len(understood))
            in_names[place] += _in_names(run, flat, named)
    return [
        HeardSentence(segment, text, " ".join(part), len(one), wrong, of_names)
        for (segment, text, one), part, wrong, of_names in zip(spoken, parts, errors, in_names, strict=True)
    ]


def _same(said: Sequence[str], heard: Sequence[str], sounds_alike: Callable[[str, str], bool]) -> bool:
    """Letters or words, written together or apart: "u n" and "un"."""
    return "".join(said) == "".join(heard) or sounds_alike(" ".join(said), " ".join(heard))


def _place(run: AlignedRun, owner: Sequence[int]) -> int:
    return owner[min(run.start, len(owner) - 1)] if owner else 0


def _share_out(run: AlignedRun, written: Sequence[str], owner: Sequence[int], parts: list[list[str]]) -> None:
    """Assign the transcribed words to the sentences they belong to."""
    for offset, word in enumerate(written[run.heard_start : run.heard_end]):
        at = min(run.start + offset, max(run.start, run.end - 1), len(owner) - 1)
        if at >= 0:
            parts[owner[at]].append(word)


def _in_names(run: AlignedRun, flat: Sequence[str], named: set[str]) -> int:
    size = max(run.end - run.start, run.heard_end - run.heard_start)
    return size if named & set(flat[run.start : run.end]) else 0
