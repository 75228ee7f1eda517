"""A line that the service says of itself, before or behind the article: that the voice is synthetic. Pure.

It is spoken by the narrator's voice, has no place in the source, and stands in brackets wherever it is
shown: it is none of the article's words.
"""

from __future__ import annotations

from typing import NamedTuple

from tts_service.article.model import Script, Segment

NOTICE = "notice"
"""The role of its segments."""


class SpokenNotice(NamedTuple):
    """``text`` is said before the headline, or behind the last word."""

    text: str
    at_end: bool = False


def shown_words(script: Script, segment: Segment) -> str:
    """What is spoken, on one line: in the words of the source, where it has them."""
    text = _one_line(script.source[segment.start : segment.end]) or _one_line(segment.text)
    return f"[{text}]" if segment.role == NOTICE else text


def _one_line(text: str) -> str:
    return " ".join(text.split())
