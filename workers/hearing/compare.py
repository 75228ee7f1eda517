"""Spoken against heard, sentence by sentence. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from workers.hearing.words import Run, align, digit_by_digit, two_by_two, words


class HeardSentence(msgspec.Struct, frozen=True):
    """``words`` were spoken in segment ``segment``; ``errors`` of them were dropped, replaced or added to, ``in_names`` of
    these where a proper name stands."""

    segment: int
    spoken: str
    heard: str
    words: int
    errors: int
    in_names: int


class Hearing(msgspec.Struct, frozen=True):
    sentences: tuple[HeardSentence, ...]

    @property
    def words(self) -> int:
        return sum(sentence.words for sentence in self.sentences)

    @property
    def word_error_rate(self) -> float:
        return sum(sentence.errors for sentence in self.sentences) / max(1, self.words)

    @property
    def in_names(self) -> float:
        """The part of the word error rate that lies in proper names."""
        return sum(sentence.in_names for sentence in self.sentences) / max(1, self.words)

    @property
    def misheard(self) -> list[HeardSentence]:
        """The worst first."""
        return sorted((one for one in self.sentences if one.errors), key=lambda one: (-one.errors, one.segment))


def compare(
    sentences: Sequence[tuple[int, str]],
    heard: str,
    language: str,
    names: Sequence[str],
    sounds_alike: Callable[[str, str], bool],
) -> list[HeardSentence]:
    """``sentences`` (segment and text) against ``heard``, which a recognizer wrote down for all of them together.

    Words that ``sounds_alike`` cannot tell apart count as the same: no ear could tell "past" from "passed". Figures may have
    been meant as a number, in pairs or one by one, whichever fits the sentence best.
    """
    readings = dict.fromkeys((heard, digit_by_digit(heard, language), two_by_two(heard, language)))
    compared = [_compare(sentences, words(reading, language), language, names, sounds_alike) for reading in readings]
    return [min(same, key=lambda one: one.errors) for same in zip(*compared, strict=True)]


def _compare(
    sentences: Sequence[tuple[int, str]],
    written: Sequence[str],
    language: str,
    names: Sequence[str],
    sounds_alike: Callable[[str, str], bool],
) -> list[HeardSentence]:
    spoken = [(segment, text, words(text, language)) for segment, text in sentences]
    flat = [word for _, _, one in spoken for word in one]
    owner = [place for place, (_, _, one) in enumerate(spoken) for _ in one]
    named = {word for name in names for word in words(name, language)}
    errors, in_names = [0] * len(spoken), [0] * len(spoken)
    parts: list[list[str]] = [[] for _ in spoken]
    for run in align(flat, written):
        _share_out(run, written, owner, parts)
        said, understood = flat[run.start : run.end], written[run.heard_start : run.heard_end]
        if not run.same and not sounds_alike(" ".join(said), " ".join(understood)):
            place = _place(run, owner)
            errors[place] += max(len(said), len(understood))
            in_names[place] += _in_names(run, flat, named)
    return [
        HeardSentence(segment, text, " ".join(part), len(one), wrong, of_names)
        for (segment, text, one), part, wrong, of_names in zip(spoken, parts, errors, in_names, strict=True)
    ]


def _place(run: Run, owner: Sequence[int]) -> int:
    return owner[min(run.start, len(owner) - 1)] if owner else 0


def _share_out(run: Run, written: Sequence[str], owner: Sequence[int], parts: list[list[str]]) -> None:
    """Give the words that were heard to the sentences they stand for."""
    for offset, word in enumerate(written[run.heard_start : run.heard_end]):
        at = min(run.start + offset, max(run.start, run.end - 1), len(owner) - 1)
        if at >= 0:
            parts[owner[at]].append(word)


def _in_names(run: Run, flat: Sequence[str], named: set[str]) -> int:
    size = max(run.end - run.start, run.heard_end - run.heard_start)
    return size if named & set(flat[run.start : run.end]) else 0
