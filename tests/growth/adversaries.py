"""Texts that make a regular expression work hard, made from its own parse tree.

They are long runs of what its repeated parts accept, behind what it begins with, or that beginning again and
again, and then something that it does not want.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

_SAMPLE = "".join(map(chr, range(32, 127))) + "\n\té“”–—…、。你क\u00a0\u200b\u0000½€😀\ue000"
_LONG = 8
"""A part that is repeated as often as this, or more often, is worth a long run."""
_TAILS = ("", "\0", "\n!")
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_MOST_CLASSES = 48
Chars = tuple[str, ...]
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    ops.CATEGORY_DIGIT: str.isdecimal,
    ops.CATEGORY_NOT_DIGIT: lambda char: not char.isdecimal(),
    ops.CATEGORY_SPACE: str.isspace,
    ops.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
    ops.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    ops.CATEGORY_NOT_WORD: lambda char: not (char.isalnum() or char == "_"),
}


class Run(NamedTuple):
    """A text of any length: ``head``, then ``unit`` again and again, then ``tail``."""

    head: str
    unit: str
    tail: str

    def text(self, length: int) -> str:
        return self.head + self.unit * max(length // len(self.unit), 1) + self.tail

    def __str__(self) -> str:
        return f"{self.head!r} + {self.unit!r} * n + {self.tail!r}"


def runs(pattern: re.Pattern[str]) -> list[Run]:
    tree = _parser.parse(pattern.pattern, pattern.flags)
    ignorecase = bool(pattern.flags & re.IGNORECASE)
    sets = list(dict.fromkeys(_sets(tree)))
    chars = _classes(sets, ignorecase)
    units = [("", char) for char in chars]
    for before, body in islice(_repeated(tree, ()), 80):
        units += islice(_units(before, body, chars, ignorecase), 24)
    whole = _witness(tuple(tree), chars, None, ignorecase)
    units += [("", whole[: i + 1]) for i in range(min(len(whole), 40))]
    distinct = dict.fromkeys(unit for unit in units if unit[1])
    return [Run(head, unit, tail) for head, unit in distinct for tail in _TAILS]


def _units(
    before: tuple[Any, ...], body: tuple[Any, ...], chars: Chars, ignorecase: bool
) -> Iterator[tuple[str, str]]:
    """What to repeat for a part ``body`` that the pattern repeats, behind ``before``."""
    wide = tuple(_sets(body))
    accepted = [char for char in chars if any(accepts(one, char, ignorecase) for one in wide)]
    head = _witness(before, chars, wide, ignorecase) if accepted else ""
    for one in accepted[:6]:
        yield head, one
        yield "", head + one
        yield "", head + one * 3
    inner = _witness(body, chars, None, ignorecase)
    if inner:
        head = _witness(before, chars, None, ignorecase)
        yield head, inner
        yield "", inner
        yield "", head + inner


def _repeated(
    tree: Iterable[Any], before: tuple[Any, ...]
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Each part that is repeated often, with what stands before it."""
    passed = before
    for op, av in tree:
        if op in _REPEATS and av[1] >= _LONG:
            yield passed, tuple(av[2])
        for inner in _inner(op, av):
            yield from _repeated(inner, passed)
        passed = (*passed, (op, av))


def _inner(op: Any, av: Any) -> list[Iterable[Any]]:
    if op in _REPEATS:
        return [av[2]]
    if op is ops.BRANCH:
        return list(av[1])
    if op is ops.SUBPATTERN:
        return [av[3]]
    if op is ops.ATOMIC_GROUP:
        return [av]
    if op in (ops.ASSERT, ops.ASSERT_NOT):
        return [av[1]]
    if op is ops.GROUPREF_EXISTS:
        return [one for one in av[1:] if one]
    return []


def _sets(tree: Iterable[Any]) -> Iterator[Any]:
    """Everything in ``tree`` that stands for one character."""
    for op, av in tree:
        if op in (ops.LITERAL, ops.NOT_LITERAL, ops.ANY):
            yield op, av
        elif op is ops.IN:
            yield op, tuple(av)
        for inner in _inner(op, av):
            yield from _sets(inner)


def _classes(sets: list[Any], ignorecase: bool) -> Chars:
    """One character of each kind that the pattern tells apart."""
    literals = {chr(av) for op, av in sets if op is ops.LITERAL and av > 126}
    kinds: dict[tuple[bool, ...], str] = {}
    for char in (*_SAMPLE, *sorted(literals)):
        kinds.setdefault(tuple(accepts(one, char, ignorecase) for one in sets), char)
    return tuple(kinds.values())[:_MOST_CLASSES]


def accepts(one: Any, char: str, ignorecase: bool) -> bool:
    if ignorecase and char.swapcase() != char and len(char.swapcase()) == 1:
        return _accepts(one, char) or _accepts(one, char.swapcase())
    return _accepts(one, char)


def _accepts(one: Any, char: str) -> bool:
    op, av = one
    if op is ops.LITERAL:
        return chr(av) == char
    if op is ops.NOT_LITERAL:
        return chr(av) != char
    if op is ops.ANY:
        return char != "\n"
    negated = av[0][0] is ops.NEGATE
    found = any(_in(item, char) for item in av[negated:])
    return found is not negated


def _in(item: Any, char: str) -> bool:
    op, av = item
    if op is ops.LITERAL:
        return chr(av) == char
    if op is ops.RANGE:
        return bool(av[0] <= ord(char) <= av[1])
    return _CATEGORIES[av](char)


def _witness(tree: Iterable[Any], chars: Chars, wanted: tuple[Any, ...] | None, ignorecase: bool) -> str:
    """A short text that ``tree`` accepts, where nothing around it matters; of ``wanted`` characters as far
    as possible."""
    return "".join(_one(op, av, chars, wanted, ignorecase) for op, av in tree)


def _one(op: Any, av: Any, chars: Chars, wanted: tuple[Any, ...] | None, ignorecase: bool) -> str:
    if op in (ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN):
        return _char((op, tuple(av) if op is ops.IN else av), chars, wanted, ignorecase)
    if op in _REPEATS:
        least, most, inner = av
        times: int = min(max(least, 1 if wanted is None else least), 4, most)
        return _witness(inner, chars, wanted, ignorecase) * times
    if op is ops.BRANCH:
        return min(
            (_witness(inner, chars, wanted, ignorecase) for inner in av[1]),
            key=lambda text: _strange(text, wanted, ignorecase),
        )
    if op in (ops.SUBPATTERN, ops.ATOMIC_GROUP, ops.GROUPREF_EXISTS):
        return "".join(_witness(inner, chars, wanted, ignorecase) for inner in _inner(op, av)[:1])
    return ""


def _strange(text: str, wanted: tuple[Any, ...] | None, ignorecase: bool) -> int:
    if wanted is None:
        return 0
    return sum(not any(accepts(one, char, ignorecase) for one in wanted) for char in text)


@functools.cache  # a pattern has few kinds of characters, and is asked for each again and again
def _char(one: Any, chars: Chars, wanted: tuple[Any, ...] | None, ignorecase: bool) -> str:
    accepted = [char for char in chars if accepts(one, char, ignorecase)]
    accepted += [chr(one[1])] if one[0] is ops.LITERAL else []
    accepted += [
        chr(av if op is ops.LITERAL else av[0])
        for op, av in (one[1] if one[0] is ops.IN else ())
        if op in (ops.LITERAL, ops.RANGE)
    ]
    if not accepted:
        return ""
    return min(accepted, key=lambda char: _strange(char, wanted, ignorecase))
