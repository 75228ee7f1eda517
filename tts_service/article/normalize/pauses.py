"""Brackets, dashes and ellipses: spoken as the pause of a comma, in every language that writes one.

espeak ignores all of them, and runs the words around an ellipsis together.
"""

from __future__ import annotations

import re

from tts_service.article.normalize.rules import rule

_DASHES = "-–—−―"
_STRAIGHT = re.compile('"')
_CLOSERS = ".,;:!?)]}…"
_DASH_AHEAD = re.compile(r"\s?[–—―]|\s-\s")


@rule(r"\s{0,2}\[[0-9]{1,3}(?:[,–-]\s?[0-9]{1,3}){0,9}\](?!\w)", triggers="[")
def citation(_: re.Match[str]) -> str:
    """ "[12]" points to a note: not heard."""
    return ""


@rule(r"(?<=[a-z])\s\([0-9]{1,3}(?:,\s?[0-9]{1,3}){0,9}\)(?=\.\W{0,3}$)", triggers="(")
def numbered_note(_: re.Match[str]) -> str:
    """ "(37)" or "(4, 5)" at the very end of a sentence points to a note too."""
    return ""


@rule(r"[\[\]{}]", triggers="[]{}")
def square_bracket(_: re.Match[str]) -> str:
    """What an editor inserts into a quotation is spoken as part of it."""
    return ""


@rule(r"\s{0,3}\(\s?", triggers="(")
def opening_bracket(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 1) : match.start()]
    if not before or (before in "“\"‘'(" and not match[0][0].isspace()):
        return ""
    return " " if before in ",;:.!?—–" else ", "


@rule(r"\s?\)(?P<quote>[”\"’']?)", triggers=")")
def closing_bracket(match: re.Match[str]) -> str:
    text, end = match.string, match.end()
    before, behind = text[max(0, match.start() - 1) : match.start()], text[end : end + 1]
    has_pause = (
        not behind
        or behind in _CLOSERS
        or before in ".,;:!?("
        or match["quote"]
        or _DASH_AHEAD.match(text, end)
    )
    pause = "" if has_pause else ","
    return pause + match["quote"] + (" " if behind.isalnum() and not pause else "")


@rule(r"^\s{0,3}[-–—*•]{1,3}\s{1,3}", triggers=_DASHES)
def leading_dash(_: re.Match[str]) -> str:
    """The dash of a list item."""
    return ""


@rule(
    rf"\s{{0,3}}(?:[—―]{{1,40}}|[-–−]{{2,400}}|(?<=\s)[{_DASHES}](?=\s|$))(?:\s{{0,3}}[{_DASHES}]){{0,40}}\s{{0,3}}",
    triggers=_DASHES,
)
def dash(match: re.Match[str]) -> str:
    """A dash between parts of a sentence."""
    text, start, end = match.string, match.start(), match.end()
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    if not before:
        return ""
    if not behind:
        return ""
    if behind in ".,;:!?)]”\"’'" and not match[0][-1].isspace():
        return "," if behind in "”\"’'" else ""
    return " " if before in ",;:.!?(“" else ", "


@rule(r"(?<=[^\W\d_])[–−‑](?=[^\W\d_])", triggers="–−‑")
def joining_dash(_: re.Match[str]) -> str:
    """ "Paris–London"."""
    return "-"


@rule(r"\s?(?:…|\.{2,400}|(?:\.\s){2,100}\.)(?:[….]){0,400}(?P<space>\s?)", triggers=".…")
def ellipsis(match: re.Match[str]) -> str:
    """An ellipsis: a pause within a sentence, a full stop at its end."""
    behind = match.string[match.end() : match.end() + 1]
    before = match.string[max(0, match.start() - 1) : match.start()]
    if not before:
        return ""
    if not behind or behind in "”\"’')":
        return "."
    if behind in ",;:!?":
        return ""
    return (". " if behind.isupper() and match["space"] else ", ") if before not in ",;:.!?" else " "


def is_in_quotes(text: str, at: int) -> bool:
    """Is a quotation in straight marks open at ``at``? Behind a figure outside of one, a mark stands for
    inches."""
    is_open = False
    for mark in _STRAIGHT.finditer(text, 0, at):
        if is_open or not text[max(0, mark.start() - 1) : mark.start()].isdigit():
            is_open = not is_open
    return is_open


NOTES = (citation, numbered_note)
"""Tried before the rules for numbers."""

PAUSES = (ellipsis, square_bracket, opening_bracket, closing_bracket, leading_dash, dash, joining_dash)
"""Tried after the rules for words and numbers."""
