"""What a page keeps for paper: texts that its styles show in print, and nowhere on the screen. Pure.

Of styles only what they show and hide is read: a parser of CSS (tinycss2) takes twelve times as long, up to
0.3 s for a page of the news.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

_CLASSES = frozenset(
    (
        "show-for-print",
        *("visible-print", "visible-print-block", "visible-print-inline", "visible-print-inline-block"),
    )
)
"""Of frameworks. Not "print-only": on some pages it is what is printed of them, the story."""
_HIDDEN_ON_SCREEN = frozenset(("d-none", "hidden"))
_SHOWN_IN_PRINT = ("d-print-", "print:")
_NOT_EVEN_THERE = ("d-print-none", "print:hidden")
_COMMENT = re.compile(r"/\*(?:[^*]++|\*(?!/))*+(?:\*/)?")
_TOKEN = re.compile(r"[{}]|[^{}]++")
_DISPLAY = re.compile(r"\bdisplay\s*+:\s*+([\w-]++)")
_NAME = re.compile(r"[.#][\w-]++")
_PRINT = "@media print"
_DEEPEST = 4
"""Blocks within blocks of a style."""


class _Rule(NamedTuple):
    """``display`` is "" where the rule does not state it. ``media``: the conditions around the rule."""

    selectors: tuple[str, ...]
    display: str
    media: tuple[str, ...]

    @property
    def in_print(self) -> bool:
        return any(condition.startswith(_PRINT) for condition in self.media)


def print_only_names(root: HtmlElement) -> frozenset[str]:
    """The classes (".name") and ids ("#name") that the page's own styles hide, but for print; not those that
    they show on the screen at times, such as what a button opens."""
    styles = list(root.iter("style"))
    if not any("print" in (style.text or "") or _is_for_paper(style) for style in styles):
        return frozenset()
    rules = [rule for style in styles for rule in _rules(style)]
    hidden = {name for rule in rules if rule.display == "none" and not rule.media for name in rule.selectors}
    in_print = _names(rule for rule in rules if rule.in_print and rule.display != "none")
    at_times = _names(rule for rule in rules if not rule.in_print and rule.display not in ("", "none"))
    names = (hidden & in_print) - at_times
    return frozenset(names - _around_stories(root) if names else ())


def _around_stories(root: HtmlElement) -> set[str]:
    """Names that a story has, or a box around one: a program of the page shows it."""
    stories = root.iter("h1", "main", "article")
    around = (one for story in stories for one in (story, *story.iterancestors()))
    return {name for one in around for name in _names_of(one.get("class", "").split(), one.get("id", ""))}


def is_for_print(classes: Sequence[str], own_id: str, names: frozenset[str]) -> bool:
    """Whether an element has one of ``names``, or a class by which frameworks say so."""
    if not _CLASSES.isdisjoint(classes) or (
        names and any(one in names for one in _names_of(classes, own_id))
    ):
        return True
    return not _HIDDEN_ON_SCREEN.isdisjoint(classes) and any(map(_is_shown_in_print, classes))


def _names_of(classes: Sequence[str], own_id: str) -> list[str]:
    return [f"#{own_id}", *(f".{name}" for name in classes)]


def _is_shown_in_print(name: str) -> bool:
    return name.startswith(_SHOWN_IN_PRINT) and name not in _NOT_EVEN_THERE


def _names(rules: Iterable[_Rule]) -> set[str]:
    return {name for rule in rules for selector in rule.selectors for name in _NAME.findall(selector)}


def _is_for_paper(style: HtmlElement) -> bool:
    return bool(style.get("media", "").strip().lower() == "print")


def _rules(style: HtmlElement) -> Iterator[_Rule]:
    """The innermost rules."""
    around = [_PRINT] if _is_for_paper(style) else []
    begun = ""
    for token in _TOKEN.findall(_COMMENT.sub("", style.text or "")):
        if token == "{":
            around.append(" ".join(begun.rpartition(";")[2].split()))
        elif token == "}" and around:
            selectors = tuple(one.strip() for one in around.pop().split(","))
            display = _DISPLAY.search(begun)
            media = tuple(one for one in around[:_DEEPEST] if one.startswith("@"))
            yield _Rule(selectors, display[1] if display else "", media)
        begun = "" if token in "{}" else token
