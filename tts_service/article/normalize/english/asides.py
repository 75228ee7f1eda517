"""Text in brackets or after a dash that is more than a pause."""

from __future__ import annotations

import re

from tts_service.article.normalize.rules import rule

_CLOSERS = ".,;:!?)]}…"


@rule(r"(?<=\w)\((e?s|ies)\)(?!\w)", triggers="(")
def optional_plural(match: re.Match[str]) -> str:
    """ "item(s)"."""
    return match[1]


@rule(r"\s{0,3}\[(sic|citation needed)\]", triggers="[")
def remark(match: re.Match[str]) -> str:
    follows = match.string[match.end() : match.end() + 1]
    return f", {match[1]}" + ("" if follows in _CLOSERS else ",")


@rule(r"(?<=\w)[–−](?=\ue000)|(?<=\ue000)[–−‑](?=\w)", triggers="–−‑")
def dash_at_a_number(_: re.Match[str]) -> str:
    """ "2025–present"."""
    return " to "


@rule(r"(?<=\ue000)-(?P<word>present|today|now)\b", triggers="-")
def until_now(match: re.Match[str]) -> str:
    return f" to {match['word']}"
