"""From a text to hibari's phonemes, and back: each piece of them knows which characters it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import dropwhile, pairwise
from typing import Any, NamedTuple

from hibari.g2p import G2P
from hibari.g2p.oov import OOV
from hibari.g2p.token import Tok

from tts_service.article.model import Phonemes, Spelled
from workers.engines.base import EngineFailed
from workers.engines.hibari.alphabet import from_ipa, has_sound, said, unsayable
from workers.engines.hibari.letters import is_foreign, plain
from workers.engines.homographs import readings
from workers.engines.spelling import letters_of

Span = tuple[int, int]
Ending = Callable[[str], str]
"""From a word's phonemes to those of an s behind it."""

_S = ("'s", "'S", "s", "S")
_HISSING, _VOICELESS = "szʃʒʧʤ", "ptkfθ"


class SpokenToken(NamedTuple):
    """``phonemes``, with the blank behind them if there is one, say ``text[start:end]``."""

    phonemes: str
    start: int
    end: int


class LongWords:
    """hibari's net for unknown words, which reads no more than the first letters of one: longer ones, part by
    part."""

    def __init__(self, net: OOV) -> None:
        self._net = net
        self.known = frozenset(net.cin)

    def __call__(self, word: str) -> str:
        count = -(-len(word) // self._net.maxlen)
        size = -(-len(word) // count)
        return "".join(self._net(word[at : at + size]) or "" for at in range(0, len(word), size))


class _Word(NamedTuple):
    """A token of hibari's, and its place in the plain text."""

    token: Tok
    start: int
    end: int


class _Sound(NamedTuple):
    """``phonemes`` that are given for ``text[start:end]``."""

    start: int
    end: int
    phonemes: str


class Reader:
    """Reads English by the dictionary of a dialect: "a" for American, "b" for British."""

    def __init__(self, g2p: G2P, dialect: str) -> None:
        self._g2p = g2p
        self._dialect = dialect
        self._known = frozenset(g2p.oov.known)

    def pieces(
        self, text: str, given: Sequence[Phonemes] = (), spelled: Sequence[Spelled] = ()
    ) -> list[SpokenToken]:
        """The phonemes of ``text``, one piece for each of hibari's tokens. ``given`` is how some of its words
        are to sound; the ``spelled`` ones are said letter by letter.

        Raises EngineFailed when there is nothing to say, or nobody can.
        """
        written, origins = plain(text, self._known)
        sounds = [*self._ipa(given), *self._letters(text, spelled)]
        words = self._told(self._tokens(written), _within(sounds, origins))
        tokens = self._g2p.phonemize_tokens([word.token for word in words])
        places = _places(written, [token.text for token in tokens])
        pieces = [
            SpokenToken(self._sound(token), origins[start], origins[end - 1] + 1)
            for token, (start, end) in zip(tokens, places, strict=True)
            if start < end
        ]
        if not any(has_sound(piece.phonemes, self._dialect) for piece in pieces):
            raise EngineFailed(f"There is nothing to speak in {text[:60]!r}.")
        return list(dropwhile(lambda piece: not piece.phonemes.strip(), pieces))

    def _tokens(self, written: str) -> list[_Word]:
        """Which words there are, each with its part of speech."""
        pairs = self._g2p.tokenizer(written)
        texts = [text for text, _ in pairs]
        words, at = [], 0
        for (text, space), read in zip(pairs, readings(texts, self._g2p.tagger(texts)), strict=True):
            token = Tok(text, read.tag, space)
            if read.phonemes and self._dialect == "a":
                token.phonemes, token.rating = read.phonemes, 5
            words.append(_Word(token, at, at + len(text)))
            at += len(text) + len(space)
        return words

    def _ipa(self, given: Sequence[Phonemes]) -> Iterator[_Sound]:
        for sound in given:
            phonemes = from_ipa(sound.ipa, self._dialect)
            if has_sound(phonemes, self._dialect):
                yield _Sound(sound.start, sound.end, phonemes)

    def _letters(self, text: str, spelled: Sequence[Spelled]) -> Iterator[_Sound]:
        """Letters and figures by their names, with the stress on the last one. A word in letters that have no
        English name is read as any other."""
        lexicon = self._g2p.lexicon
        for word in spelled:
            runs = re.findall(r"[0-9]|[^0-9]+", letters_of(text, word))
            names = [
                lexicon.get_number(run, None, False)[0] if run.isdigit() else lexicon.get_NNP(run)[0]
                for run in runs
            ]
            if names and all(names):
                yield _Sound(word.start, word.end, " ".join(names))

    def _told(self, words: Sequence[_Word], given: Sequence[_Sound]) -> list[_Word]:
        """``words`` with the sound of some given, and those in letters of other scripts read by their own
        rules."""
        for sound in given:
            words = list(_replaced(words, (sound.start, sound.end), sound.phonemes, self._ending))
        for word in words:
            if word.token.phonemes is None and any(is_foreign(char, self._known) for char in word.token.text):
                word.token.phonemes = self._foreign(word.token.text)
        return list(words)

    def _ending(self, phonemes: str) -> str:
        """How "'s" sounds behind ``phonemes``."""
        if phonemes[-1] in _HISSING:
            return "ɪz" if self._dialect == "b" else "ᵻz"
        return "s" if phonemes[-1] in _VOICELESS else "z"

    def _foreign(self, word: str) -> str:
        """By espeak-ng, which knows every script or says the name of the letter."""
        from workers.engines.kokoro.phonemes import phonemes_of  # most articles need no espeak-ng

        phonemes = said(phonemes_of(word, self._dialect), self._dialect)
        if unsayable(phonemes, self._dialect) or not has_sound(phonemes, self._dialect):
            raise EngineFailed(f"No English voice of hibari can read {word[:40]!r}.")
        return phonemes

    def _sound(self, token: Any) -> str:
        phonemes = said(token.phonemes or "", self._dialect)
        if unknown := unsayable(phonemes, self._dialect):
            raise EngineFailed(
                f"hibari reads {token.text[:40]!r} with {' '.join(unknown)}, which it cannot say. Give the "
                "word a pronunciation: tts-service lexicon add."
            )
        return f"{phonemes}{token.whitespace}"


def _within(given: Sequence[_Sound], origins: Sequence[int]) -> list[_Sound]:
    """``given`` by places in the plain text."""
    placed = []
    for sound in given:
        inside = [at for at, origin in enumerate(origins) if sound.start <= origin < sound.end]
        if inside:
            placed.append(_Sound(inside[0], inside[-1] + 1, sound.phonemes))
    return placed


def _replaced(words: Sequence[_Word], span: Span, phonemes: str, ending: Ending) -> Iterator[_Word]:
    """``words`` with one that sounds as ``phonemes`` in the place of ``span``; a word that reaches beyond it
    is cut there."""
    first, last = span
    told = False
    for word in words:
        if word.end <= first or word.start >= last:
            if told and word.start == last:
                _end(word, phonemes, ending)
            yield word
            continue
        cut = partial(_cut, word)
        if word.start < first:
            yield cut(word.start, first)
        if not told:
            told = True
            yield _spoken(words, span, phonemes)
        if word.end > last:
            rest = cut(last, word.end)
            _end(rest, phonemes, ending)
            yield rest


def _end(word: _Word, before: str, ending: Ending) -> None:
    """Where ``word`` is the s behind a word that sounds as ``before``, say it as part of that."""
    if word.token.text in _S:
        word.token.phonemes = ending(before)


def _cut(word: _Word, start: int, end: int) -> _Word:
    text = word.token.text[start - word.start : end - word.start]
    space = word.token.whitespace if end == word.end else ""
    return _Word(word.token.copy(text=text, whitespace=space), start, end)


def _spoken(words: Sequence[_Word], span: Span, phonemes: str) -> _Word:
    inside = [word for word in words if word.end > span[0] and word.start < span[1]]
    parts = [_cut(word, max(word.start, span[0]), min(word.end, span[1])) for word in inside]
    blanks = [" " * (after.start - before.end) for before, after in pairwise(parts)]
    text = "".join(part.token.text + blank for part, blank in zip(parts, [*blanks, ""], strict=True))
    token = parts[0].token.copy(text=text, whitespace=parts[-1].token.whitespace, phonemes=phonemes, rating=5)
    return _Word(token, *span)


def _places(written: str, texts: Sequence[str]) -> Iterator[Span]:
    """Where each of ``texts`` is in ``written``, in order: hibari joins tokens that belong together, and
    drops a stray apostrophe now and then."""
    at = 0
    for text in texts:
        places = []
        for char in text:
            found = written.find(char, at)
            if found >= 0:
                places.append(found)
                at = found + 1
        yield (places[0], places[-1] + 1) if places else (at, at)
