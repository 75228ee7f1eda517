"""Sections become chapters. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tts_service.article.model import Script


class Chapter(NamedTuple):
    """``start_s`` and ``end_s`` in s from the first frame of the narration."""

    title: str
    start_s: float
    end_s: float


def chapters(script: Script, spans: Sequence[tuple[float, float]]) -> list[Chapter]:
    """The chapters of ``script``. ``spans[i]`` is (start, end) in s of segment i; a growing narration has
    fewer.

    A section without a heading gets the article's title. A chapter lasts until the next one begins; the first
    begins with the narration, including its intro.
    """
    found: list[Chapter] = []
    section = None
    for segment, (start_s, end_s) in zip(script.segments, spans, strict=False):
        if segment.section != section:
            section = segment.section
            if found:
                found[-1] = found[-1]._replace(end_s=start_s)
            found.append(Chapter(script.sections[section] or script.title, start_s if found else 0.0, end_s))
        else:
            found[-1] = found[-1]._replace(end_s=end_s)
    return found
