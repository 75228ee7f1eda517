"""Sections become chapters. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tts_service.article.model import Script


class Chapter(NamedTuple):
    """``start_s`` and ``end_s`` in s from the first frame of the narration. ``url``: of the page that it is
    about, "" for none."""

    title: str
    start_s: float
    end_s: float
    url: str = ""


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
            title, url = script.sections[section] or script.title, _url_of(script, section)
            found.append(Chapter(title, start_s if found else 0.0, end_s, url))
        else:
            found[-1] = found[-1]._replace(end_s=end_s)
    return found


def _url_of(script: Script, section: int) -> str:
    return script.section_urls[section] if section < len(script.section_urls) else ""
