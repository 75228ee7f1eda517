"""Where and when a news story was filed: "LONDON, Dec 3 (Agency) - …", "OSLO, 3 May 2026 /Wire/ -- …". Pure.

A dateline becomes a piece of its own, so that it is spoken as a sentence; the agency's name in it is not
read.
"""

from __future__ import annotations

import re

import msgspec

from tts_service.article.extract.draft import Draft
from tts_service.article.model import SaidAs, Skipped

AGENCY = "the news agency's name in the dateline"

_LONGEST = 200
_SHORTEST_STORY = 20
"""Characters."""
_AMONG_FIRST = 12
"""Paragraphs that may hold the dateline: a synopsis and takeaways may precede it."""
_PLACE = (
    r"[^\W\d_][\w.'’-]*(?:[ /][^\W\d_][\w.'’-]*){0,3}(?:, ?[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2}){0,2}"
)
_DAY = r"(?:,? ?(?:[^\W\d_]{3,9}\.? \d{1,2}|\d{1,2}\.? [^\W\d_]{3,9}\.?)(?:,? \d{4})?)?"
_AGENCY = r"(?P<agency>,? ?(?:\((?P<name>[^()\d]{2,40})\)|/(?P<wire>[A-Z][\w ]{2,30})/))"
_DATELINE = re.compile(
    rf"(?P<where>{_PLACE}{_DAY})(?:{_AGENCY}(?P<dash>\s*[:–—-]+)?|(?P<only_dash>\s*[–—-]+))\s+(?=[\"'“‘(]?[^\W_])"
)
_WITH_DAY = re.compile(r"\d")


class Datelines(msgspec.Struct, frozen=True):
    """``drafts`` with the datelines split off, what is not read in them, and the agencies they name."""

    drafts: list[Draft]
    skipped: list[Skipped]
    said_as: list[SaidAs]
    agencies: list[str]


def split_datelines(drafts: list[Draft]) -> Datelines:
    found = Datelines([], [], [], [])
    paragraphs = 0
    for draft in drafts:
        paragraphs += draft.kind == "paragraph"
        may = draft.kind == "paragraph" and paragraphs <= _AMONG_FIRST and not draft.standfirst
        match = _dateline(draft.text) if may else None
        if match is None:
            found.drafts.append(draft)
        else:
            _split(draft, match, found)
    return found


def _dateline(text: str) -> re.Match[str] | None:
    """True for a place with two of these: a day, an agency in brackets, a dash. A place in capitals needs
    only a dash."""
    match = _DATELINE.match(text[:_LONGEST])
    if match is None or match.end() > len(text) - _SHORTEST_STORY:
        return None
    place = match["where"].partition(",")[0]
    signs = [
        place.isupper(),
        _WITH_DAY.search(match["where"]),
        match["agency"],
        match["dash"] or match["only_dash"],
    ]
    return match if sum(map(bool, signs)) >= 2 and _is_name(place) and _goes_on(text, match) else None


def _is_name(place: str) -> bool:
    words = place.replace("/", " ").split()
    return all(word[0].isupper() or word in ("de", "del", "la", "of", "the", "al-") for word in words)


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """True if a sentence begins after it."""
    return not text[match.end() :].lstrip("\"'“‘(")[:1].islower()


def _split(draft: Draft, match: re.Match[str], found: Datelines) -> None:
    dash = "dash" if match["dash"] else "only_dash"
    end = match.end(dash) if match[dash] else match.end("agency")
    found.drafts.append(Draft(draft.kind, draft.text[:end], draft.start, draft.start + end))
    found.drafts.append(
        Draft(draft.kind, draft.text[match.end() :], draft.start + match.end(), draft.end, links=draft.links)
    )
    if match["agency"]:
        name = "name" if match["name"] else "wire"
        start, stop = match.start(name) - 1, match.end(name) + 1
        found.skipped.append(Skipped(draft.text[start:stop], draft.start + start, draft.start + stop, AGENCY))
        found.agencies.append(match[name])
    if match[dash]:
        found.said_as.append(SaidAs(draft.start + match.start(dash), draft.start + end, ""))
