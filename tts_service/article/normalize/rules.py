"""Rules: a name, a pattern, and how a match is spoken. They run in order; what one has taken, later ones no
longer see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

MASK = "\ue000"
"""Replaces each character that an earlier rule has taken: neither letter, digit nor space, so nothing matches
across it."""

DIGITS = "0123456789"

Speak = Callable[[re.Match[str]], str | None]


class Edit(NamedTuple):
    """``spoken`` (with the marks of ``spelled``) is said instead of ``text[start:end]``; ``ipa`` is its
    pronunciation for voices that take phonemes."""

    start: int
    end: int
    spoken: str
    ipa: str = ""


class Rule(NamedTuple):
    """``speak`` returns the spoken form of a match, or None to leave it to later rules.

    A match takes its group ``it`` if the pattern has one (the rest is context), otherwise all of itself.
    ``triggers`` and ``also``: a text with none of these characters cannot match, and is not searched (an
    empty ``also`` requires nothing more).
    """

    name: str
    pattern: re.Pattern[str]
    speak: Speak
    triggers: frozenset[str]
    also: frozenset[str] = frozenset()

    def may_match(self, present: frozenset[str]) -> bool:
        """Could a text with these characters match? Cheaper than searching it."""
        return not self.triggers.isdisjoint(present) and not (self.also and self.also.isdisjoint(present))


def rule(pattern: str, *, triggers: str, also: str = "", flags: int = 0) -> Callable[[Speak], Rule]:
    """Decorator: makes the function a Rule of the same name."""

    def made(speak: Speak) -> Rule:
        return Rule(speak.__name__, re.compile(pattern, flags), speak, frozenset(triggers), frozenset(also))

    return made


def rewrite(text: str, rules: Iterable[Rule], settled: Sequence[Edit] = ()) -> list[Edit]:
    """``settled`` and the edits that ``rules``, tried in order, make to ``text``: sorted, never overlapping.

    Rules see what is settled ("Dr." is judged by the name after it) but cannot take any of it.
    """
    edits = list(settled)
    present = frozenset(text)
    masked = text
    for each in rules:
        if each.may_match(present):
            masked = each.pattern.sub(_taking(each, edits, settled), masked)
    edits.sort()
    return edits


def _taking(rule: Rule, edits: list[Edit], settled: Sequence[Edit]) -> Callable[[re.Match[str]], str]:
    group = "it" if "it" in rule.pattern.groupindex else 0

    def take(match: re.Match[str]) -> str:
        start, end = match.span(group)
        if any(start < edit.end and edit.start < end for edit in settled):
            return match[0]
        spoken = rule.speak(match)
        if spoken is None:
            return match[0]
        edits.append(Edit(start, end, spoken))
        return match.string[match.start() : start] + MASK * (end - start) + match.string[end : match.end()]

    return take
