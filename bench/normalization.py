"""How many sentences of the tests' table are spoken as they should be: ours beside freely available
libraries.

    python -m bench.normalization

A sentence counts as right for a peer when it has the same letters and digits in the same order: commas,
hyphens, capitals, gaps and "and" do not count, since our table was not written for them. Ours is held to the
table letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.metadata import version

import msgspec
import num2words
import spokenform

from bench.table import Row
from tests.article import pairs_table
from tts_service.article.language.tags import primary_subtag

_WORD = re.compile(r"[\w\u0900-\u097f]+")
_FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LEFT_OUT = {"en": "and", "es": "y", "de": "und", "fr": "et", "pt": "e", "it": "e", "hi": "और"}


class Class(msgspec.Struct, frozen=True):
    """How many of ``pairs`` come out right: ``ours``, of which ``floor`` are pinned, and for each peer by
    name."""

    name: str
    pairs: int
    ours: int
    floor: int
    peers: dict[str, int]


def by_num2words(written: str, language: str) -> str:
    """Every figure in words, as a program would that has nothing but this library."""
    lang = language.replace("-", "_")
    return _FIGURES.sub(lambda match: str(num2words.num2words(match[0].replace(",", ""), lang=lang)), written)


def by_spokenform(written: str, language: str) -> str:
    return str(spokenform.prepare_text(written, language=language).text)


PEERS: dict[str, Callable[[str, str], str]] = {"num2words": by_num2words, "spokenform": by_spokenform}


def table() -> list[Class]:
    floors = pairs_table.read_floors()
    return [_class(name, floors[name].right) for name in pairs_table.class_names()]


def _class(name: str, floor: int) -> Class:
    language = pairs_table.language_of(name)
    pairs = pairs_table.read_pairs(name)
    peers = {peer: sum(is_right(said, pair, language) for pair in pairs) for peer, said in PEERS.items()}
    return Class(name, len(pairs), len(pairs) - len(pairs_table.misses(name)), floor, peers)


def is_right(said: Callable[[str, str], str], pair: pairs_table.Pair, language: str) -> bool:
    """Whether ``said`` makes of the pair what the table says; False for what it cannot say."""
    try:
        return bare(said(pair.written, language), language) == bare(pair.spoken, language)
    except (ValueError, NotImplementedError):  # a language, or something in it, that a peer does not speak
        return False


def bare(spoken: str, language: str) -> str:
    """The letters and digits of what is said."""
    left_out = _LEFT_OUT[primary_subtag(language)]
    return "".join(word for word in _WORD.findall(spoken.lower()) if word != left_out)


def measure() -> list[Row]:
    """One row for each language; prints the table of its classes."""
    classes = table()
    print(
        "\n"
        + f"{'written and spoken':26}{'pairs':>7}{'floor':>7}{'ours':>7}"
        + "".join(f"{peer:>12}" for peer in PEERS)
    )
    for one in classes:
        print(
            f"{one.name:26}{one.pairs:7}{one.floor:7}{one.ours:7}"
            + "".join(f"{n:12}" for n in one.peers.values())
        )
    return [
        _row(language, [one for one in classes if one.name.partition("/")[0] == language])
        for language in pairs_table.TAGS
    ]


def _row(language: str, classes: list[Class]) -> Row:
    pairs, ours = sum(one.pairs for one in classes), sum(one.ours for one in classes)
    best = max(PEERS, key=lambda peer: sum(one.peers[peer] for one in classes))
    theirs = sum(one.peers[best] for one in classes)
    shown = f"{theirs / pairs:.1%} ({best} {version(best)})"
    holds = all(one.ours >= one.floor for one in classes)
    what = f"Said as written down, {language}, {pairs} pairs in {len(classes)} classes"
    return Row(
        what,
        f"{ours / pairs:.1%}",
        shown,
        f"{ours / max(theirs, 1):.2f}×",
        "≥ the floor of each class",
        holds,
    )


if __name__ == "__main__":
    measure()
