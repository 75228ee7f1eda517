"""Words whose sound is given, put into the phonemes of their sentence.

What stands around a word decides how it and its neighbours are spoken: "the" before a vowel, "to" at the end
of a clause, the pause of a comma. So the sentence is phonemized whole, with a plain word in the place of each
given one; where two sentences that differ in that word differ in their phonemes, that is its place. (Piper's
own notation, ``[[ ]]``, phonemizes what stands on either side of it alone, and loses the punctuation behind
it.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from tts_service.article.model import Phonemes

Sentences = list[list[str]]
"""Phonemes, one or more characters each, by sentence."""

_STAND_INS = {
    (False, "voiced"): ("Bob", "Mud"),
    (False, "voiceless"): ("Bit", "Cup"),
    (False, "hissing"): ("Buzz", "Fudge"),
    (True, "voiced"): ("Eve", "Arm"),
    (True, "voiceless"): ("Act", "Elk"),
    (True, "hissing"): ("Ash", "Ethos"),
}
"""By whether the word begins with a vowel, and how it ends: pairs that differ in their first sound and in
their last. In "Bob's" and "Bit's" the s sounds differently."""

_OPEN_MARKUP = re.compile(r"\[(?=\[)")
_STRESS = "ˈˌ"
_VOWELS = "aeiouyæøœɐɑɒɔəɚɛɜɞɘɤɨɪɯɵɶʉʊʌʏᵻ"
_STRESSED = re.compile(f"([{_STRESS}])([^{_STRESS}{_VOWELS} ]+)(?=[{_VOWELS}])")
_HISSING = "szʃʒʂʐɕʑ"
_VOICELESS = "ptkqcfθxχhħɸʈʔ"
_SENTENCE_END = "\n"
"""Between sentences: no phoneme."""


def phonemized(
    text: str, given: Sequence[Phonemes], phonemize: Callable[[str], Sequence[Sequence[str]]]
) -> Sentences:
    """The phonemes of ``text``, with those ``given`` for parts of it (in order). ``phonemize`` gives those
    of a text."""
    pairs = [_STAND_INS[_kind(sound.ipa)] for sound in given]
    words = [first for first, _ in pairs]
    phonemes = _flat(phonemize(_with_words(text, given, words)))
    placed = list(phonemes)
    for at in reversed(range(len(given))):
        others = _flat(phonemize(_with_words(text, given, [*words[:at], pairs[at][1], *words[at + 1 :]])))
        start, end = _difference(phonemes, others)
        placed[start:end] = decomposed(given[at].ipa)
    return _by_sentence(placed)


def without_markup(text: str) -> str:
    """Piper takes what stands in double square brackets for phonemes. Every character keeps its place."""
    return _OPEN_MARKUP.sub("(", text)


def decomposed(ipa: str) -> list[str]:
    """Symbols as espeak gives them: marks apart from their letters, stress in front of the vowel and not
    of the syllable."""
    return list(_STRESSED.sub(r"\2\1", unicodedata.normalize("NFD", ipa)))


def _kind(ipa: str) -> tuple[bool, str]:
    letters = [symbol for symbol in decomposed(ipa) if unicodedata.category(symbol) in ("Ll", "Lo")]
    last = letters[-1]
    return letters[
        0
    ] in _VOWELS, "hissing" if last in _HISSING else "voiceless" if last in _VOICELESS else "voiced"


def _with_words(text: str, given: Sequence[Phonemes], words: Sequence[str]) -> str:
    parts, at = [], 0
    for sound, word in zip(given, words, strict=True):
        parts += [text[at : sound.start], word]
        at = sound.end
    return "".join([*parts, text[at:]])


def _difference(some: Sequence[str], others: Sequence[str]) -> tuple[int, int]:
    """``some[start:end]`` is all in which ``some`` differs from ``others``, with the stress in front of
    it."""
    most = min(len(some), len(others))
    start = next((at for at in range(most) if some[at] != others[at]), most)
    left = next((at for at in range(most - start) if some[-1 - at] != others[-1 - at]), most - start)
    while start and some[start - 1] in _STRESS:
        start -= 1
    return start, len(some) - left


def _flat(sentences: Sequence[Sequence[str]]) -> list[str]:
    return [phoneme for sentence in sentences for phoneme in [*sentence, _SENTENCE_END]]


def _by_sentence(phonemes: Sequence[str]) -> Sentences:
    sentences: Sentences = [[]]
    for phoneme in phonemes:
        if phoneme == _SENTENCE_END:
            sentences.append([])
        else:
            sentences[-1].append(phoneme)
    return [sentence for sentence in sentences if sentence]
