"""Which pieces are read, and why the others are not: nothing twice, no page chrome. Pure.

Each rule goes through the drafts in order and writes a reason on those that it rejects.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise, takewhile

from tts_service.article.extract.boilerplate import (
    is_author_note,
    is_byline,
    is_date,
    is_head_note,
    reason_to_skip,
    reason_to_skip_heading,
)
from tts_service.article.extract.draft import ArticleFacts, Draft, drafts_read, fold
from tts_service.article.extract.editors import RIGHTS
from tts_service.article.extract.imprint import skip_imprints
from tts_service.article.extract.labelled import skip_labelled
from tts_service.article.extract.notes import addresses_reader, asks_for_something
from tts_service.article.language.marks import CLOSES, ENDS

TITLE_AGAIN = "the title again"
SAID_BEFORE = "said already"
PUBLISHER = "the publisher's name"
EMPTY_HEADING = "a heading with nothing under it that is read"
POINTER = "a pointer to other articles"
AUTHOR_NOTE = "a note on the author"
CALL = "a call to follow or write"

_SHORTEST_REPEAT = 40
"""Characters (folded). Shorter pieces may be repeated on purpose."""
_SITE_CHARS = 60
"""Characters that a site's name and the punctuation around it may add to a title."""
_NEAR_END = 4
_NEAR_TOP = 6
_SITE_SUFFIX = re.compile(r"\s[|–—»:-]\s[^|–—»:]{2,40}$")
"""At the end of a title on one line."""
_AUTHORS = re.compile(r",|;|\band\b|&")
_WRITES = re.compile(r",? (is|was|has|writes|covers|reports|joined|est|ist|es)\b")
_POINTS_ON = re.compile(r"[▶►☞👉➤🔴📱]")
_BARS = re.compile(r"\s[|·•]\s")
_MENU, _MOSTLY_LINKS = 2, 0.7
"""Bars between links, and the share of links, in a line that is a menu."""
_LABEL = re.compile(r"[^:|?!.]{2,40}:\s{1,3}")
_LABEL_CHARS, _ONLY_LINKS = 80, 0.9
_NEARLY_ALL = 0.9
_LEAD_CHARS, _HALF_LINK = 200, 0.5
_LEADS_ON = re.compile(
    r"\W*(?:(?:read|learn|see|find out|discover|view|watch|hear|get|check out|explore|browse)"
    r" (?:more|our|how|the full|all|the latest|what|why)|lesen sie|mehr (?:dazu|zum|über|zu|infos?"
    r"|informationen)"
    r"|lire (?:aussi|la suite|notre|nos)|retrouvez|découvrez|voir (?:aussi|tous|toutes|notre|nos)"
    r"|le[ea] (?:más|también|nuestr\w+|todas?)|consult[ae]|conoce|descubre|leggi|scopri|guarda|vedi|leia|veja"
    r"|confira|saiba|conheça|acesse)\b",
    re.IGNORECASE,
)
_LEADS_THERE = re.compile(
    r"\b(?:finde[nt] (?:sie|ihr)|findest du|available|found|see|click|read|encontrar|disponibles?|trouve[rz]?"
    r"|trova(?:te|re)|disponibil[ei]|disponível|encontra(?:r|do)?)\b[^.!?]{0,60}\b(?:here|hier|aquí|aqui"
    r"|ici|qui)\W*\Z",
    re.IGNORECASE,
)
_LED_BY_LABELS = 0.2
"""Share of the paragraphs; more of them are a story told by links."""
_SCORE = re.compile(r"\d{1,3}(?:[.,]\d)?(?:\s?(?:/|out of|von|sur|de|su)\s?\d{1,3})?|[★☆]{1,10}")
_SCORE_NAME = re.compile(
    r"(?:\S{1,20} ){0,3}(?:score|rating|wertung|bewertung|testnote|note|valoración"
    r"|puntuación|voto|nota|avaliação)",
    re.IGNORECASE,
)
_SHORTEST_PULLED = 20
"""Characters (folded) of a quotation that stands in the story as well."""
_SIGNED = re.compile(r"[(（](?![a-z])[^()（）.!?。！？\d]{2,30}[)）]")
_TOLD_AROUND = 2
_TOLD_CHARS = 100
"""Characters. A call says whom it speaks to before that."""
_SENTENCE_END = re.compile(rf"{ENDS}{CLOSES}*$")


def judge(drafts: Sequence[Draft], about: ArticleFacts) -> None:
    """Write a reason on every draft that is not read. Drafts are in the order of the source."""
    _skip_title_again(drafts, about.title)
    _skip_boilerplate(drafts)
    _skip_publisher_lines(drafts, about)
    _skip_author_notes(drafts, about)
    skip_imprints(drafts)
    skip_labelled(drafts)
    _skip_link_lists(drafts)
    _skip_leads(drafts)
    _skip_labelled_links(drafts)
    _skip_labels_of_lists(drafts)
    _skip_names_of_scores(drafts)
    _skip_repeats(drafts)
    _skip_lines_of_facts(drafts)
    _skip_signature(drafts)
    _skip_addressed(drafts)
    _skip_empty_headings(drafts)


def is_sentence(text: str) -> bool:
    """True if ``text`` ends like a sentence."""
    return _SENTENCE_END.search(text.rstrip()) is not None


def same_title(text: str, title: str) -> bool:
    """True if both are the same headline, whatever the punctuation and with or without the site's name at the
    end."""
    plain, wanted = fold(text), fold(title)
    if not plain or not wanted:
        return False
    return plain in (wanted, _without_site(title)) or _without_site(text) == wanted


def _without_site(title: str) -> str:
    return fold(_SITE_SUFFIX.sub("", " ".join(title.split())))


def _skip_title_again(drafts: Sequence[Draft], title: str) -> None:
    for draft in drafts_read(drafts):
        as_short = len(draft.text) <= len(title) + _SITE_CHARS
        if as_short and draft.kind not in ("title", "quote") and same_title(draft.text, title):
            draft.reason = TITLE_AGAIN


def _skip_boilerplate(drafts: Sequence[Draft]) -> None:
    for draft in drafts_read(drafts):
        if draft.kind == "title":
            continue
        if is_byline(draft.text):
            draft.kind = "byline"
            continue
        reason = reason_to_skip_heading if draft.kind == "heading" else reason_to_skip
        draft.reason = "the byline and date" if is_head_note(draft.text) else reason(draft.text)
    _read_of_rights(drafts)


def _read_of_rights(drafts: Sequence[Draft]) -> None:
    """Long paragraphs on copying between others are what a page on rights tells; a notice stands at an
    end."""
    told = [i for i, draft in enumerate(drafts) if draft.read and is_sentence(draft.text)]
    for i, draft in enumerate(drafts):
        is_told = draft.reason == RIGHTS and len(draft.text) >= _TOLD_CHARS and draft.text[0].isalpha()
        above = bisect_left(told, i)
        if is_told and above >= _TOLD_AROUND <= len(told) - above:
            draft.reason = ""


def _skip_publisher_lines(drafts: Sequence[Draft], about: ArticleFacts) -> None:
    names = {fold(name) for name in about.publishers} - {""}
    for i, draft in enumerate(drafts):
        if draft.read and draft.kind != "title" and (fold(draft.text) in names or _signs_a_date(drafts, i)):
            draft.reason = PUBLISHER


def _signs_a_date(drafts: Sequence[Draft], index: int) -> bool:
    """A short line that is not a sentence, with only a date under it: who published the story, and when."""
    draft, following = drafts[index], drafts[index + 1 : index + 2]
    short = len(draft.text) <= 40 and not is_sentence(draft.text) and draft.kind in ("paragraph", "answer")
    return short and bool(following) and is_date(following[0].text)


def _skip_author_notes(drafts: Sequence[Draft], about: ArticleFacts) -> None:
    read = drafts_read(drafts)
    last = read[-_NEAR_END:]
    for draft in (*read[:_NEAR_TOP], *last):
        if draft.kind in ("paragraph", "item", "quote") and (
            is_author_note(draft.text) or presents_author(draft.text, about.byline)
        ):
            draft.reason = AUTHOR_NOTE
    is_under = False
    for draft in drafts:
        if reason_to_skip(draft.text) == AUTHOR_NOTE:
            is_under = True
        elif draft.kind == "heading" or not draft.read:
            is_under = False
        elif is_under and any(draft is one for one in last):
            draft.reason = AUTHOR_NOTE


def presents_author(text: str, byline: str) -> bool:
    """ "Jane Doe is a writer who…" with Jane Doe being the author."""
    names = [name.strip() for name in _AUTHORS.split(byline) if " " in name.strip()]
    return any(
        text[: len(name)].casefold() == name.casefold() and _WRITES.match(text, len(name)) for name in names
    )


def _skip_link_lists(drafts: Sequence[Draft]) -> None:
    """Lists whose items are only links lead elsewhere; so do single paragraphs at the end that are one long
    link, and several even if they are sentences."""
    for run in _runs(drafts):
        if (
            len(run) >= 2
            and all(draft.links > 0.9 for draft in run)
            and not any(is_sentence(draft.text) for draft in run)
        ):
            for draft in run:
                draft.reason = POINTER
    for draft in drafts_read(drafts):
        if (
            draft.links > _MOSTLY_LINKS
            and len(_BARS.findall(draft.text)) >= _MENU
            and not is_sentence(draft.text)
        ):
            draft.reason = "a control of the page"
    behind = list(takewhile(lambda draft: draft.links > 0.9, reversed(drafts_read(drafts))))
    for draft in behind if len(behind) > 1 else ():
        draft.reason = POINTER
    for draft in reversed(drafts_read(drafts)[-_NEAR_END:]):
        if _POINTS_ON.match(draft.text) is None or is_sentence(draft.text):
            break
        draft.reason = POINTER
    for draft in drafts_read(drafts)[-_NEAR_END:]:
        if (
            draft.kind in ("paragraph", "heading")
            and draft.links > 0.9
            and len(draft.text) > 25
            and not is_sentence(draft.text)
        ):
            draft.reason = POINTER


def _skip_leads(drafts: Sequence[Draft]) -> None:
    """Short lines with a link that only lead on: "Learn more about the bridge", "All results are here", and
    headlines of others, all link and all in capitals."""
    for draft in drafts_read(drafts):
        if draft.kind != "paragraph" or not draft.links or len(draft.text) > _LEAD_CHARS:
            continue
        is_lead = draft.links >= _HALF_LINK and _LEADS_ON.match(draft.text) is not None
        is_headline = draft.links > _ONLY_LINKS and draft.text.isupper() and " " in draft.text
        if is_lead or is_headline or _LEADS_THERE.search(draft.text):
            draft.reason = POINTER


def _skip_labelled_links(drafts: Sequence[Draft]) -> None:
    """ "Shop the story: Jumpers | Socks": a label, and behind it only links."""
    told = [draft for draft in drafts_read(drafts) if draft.kind == "paragraph"]
    labelled = [draft for draft in told if _only_links_behind_label(draft)]
    if len(labelled) <= max(_LED_BY_LABELS * len(told), 1):
        for draft in labelled:
            draft.reason = POINTER


def _skip_labels_of_lists(drafts: Sequence[Draft]) -> None:
    """ "More about the pier:", with nothing below it but links that are not read."""
    for draft, below in pairwise(drafts):
        is_label = draft.kind == "paragraph" and len(draft.text) <= _LABEL_CHARS and draft.text.endswith(":")
        if is_label and draft.read and below.kind == "item" and not below.read and below.links > _ONLY_LINKS:
            draft.reason = POINTER


def _only_links_behind_label(draft: Draft) -> bool:
    label = _LABEL.match(draft.text)
    if label is None or is_sentence(draft.text):
        return False
    behind = len(_BARS.sub("", draft.text[label.end() :]))
    return draft.links * len(draft.text) >= _NEARLY_ALL * behind


def _skip_names_of_scores(drafts: Sequence[Draft]) -> None:
    """ "Our score", beside the "7" that is set in large type."""
    for i, draft in enumerate(drafts):
        beside = (*drafts[max(i - 1, 0) : i], *drafts[i + 1 : i + 2])
        is_beside = any(not one.read and _SCORE.fullmatch(one.text.strip()) for one in beside)
        if is_beside and draft.read and _SCORE_NAME.fullmatch(draft.text):
            draft.reason = "a box of facts"


def _runs(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Consecutive items."""
    runs: list[list[Draft]] = [[]]
    for draft in drafts_read(drafts):
        if draft.kind == "item":
            runs[-1].append(draft)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _skip_lines_of_facts(drafts: Sequence[Draft]) -> None:
    """A list above the story of which one line is a date or a reading time: the others say who wrote it."""
    first = next((i for i, draft in enumerate(drafts) if draft.read and is_sentence(draft.text)), 0)
    for is_list, above in groupby(drafts[:first], lambda draft: draft.kind == "item"):
        items = list(above)
        if is_list and any(draft.reason for draft in items):
            for draft in drafts_read(items):
                draft.reason = "the byline and date"


def _skip_signature(drafts: Sequence[Draft]) -> None:
    """Who wrote the story, in brackets below it: "(Jane Doe)"."""
    for draft in drafts_read(drafts)[-1:]:
        if draft.kind == "paragraph" and _SIGNED.fullmatch(draft.text):
            draft.reason = "the byline and date"


def _skip_addressed(drafts: Sequence[Draft]) -> None:
    """What calls its readers "you" at the end of a story that never does: it asks for something."""
    told = [
        draft for draft in drafts_read(drafts) if draft.kind in ("paragraph", "item", "answer", "question")
    ]
    spoken_to = [draft for draft in told if addresses_reader(draft.text)]
    last = told[-_NEAR_END:]
    if len(told) > _NEAR_END and all(any(draft is one for one in last) for draft in spoken_to):
        before = list(takewhile(lambda draft: not any(draft is one for one in spoken_to), told))
        if _size(before) < _size(spoken_to):
            return
        for draft in spoken_to:
            asks = draft.links > 0 or asks_for_something(draft.text)
            if draft.kind == "paragraph" and asks and not _turns_to_reader(draft.text):
                draft.reason = CALL


def _size(drafts: Iterable[Draft]) -> int:
    return sum(len(draft.text) for draft in drafts)


def _turns_to_reader(text: str) -> bool:
    """Whether a long paragraph tells something first, and says "you" only then: the story's last may."""
    return len(text) >= 2 * _TOLD_CHARS and not addresses_reader(text[:_TOLD_CHARS])


def _skip_repeats(drafts: Sequence[Draft]) -> None:
    """Remove what is elsewhere word for word: the later of two equals, a summary that a later paragraph
    repeats or begins with, a pull quote from the story."""
    pieces = [
        (draft, text)
        for draft in drafts_read(drafts)
        if len(text := fold(draft.text)) >= (_SHORTEST_PULLED if draft.kind == "quote" else _SHORTEST_REPEAT)
    ]
    pieces = [(draft, text) for draft, text in pieces if draft.kind not in ("title", "heading")]
    story = "\n".join(text for draft, text in pieces if draft.kind in ("paragraph", "answer"))
    longest = _longest_by_opening(text for _, text in pieces)
    seen: dict[str, Draft] = {}
    for draft, text in pieces:
        if (first := seen.get(text)) is not None and first.standfirst:
            first.reason, seen[text] = SAID_BEFORE, draft
            continue
        begins_another = len(longest[text[:_SHORTEST_REPEAT]]) > len(text) and longest[
            text[:_SHORTEST_REPEAT]
        ].startswith(text)
        again = len(text) >= _SHORTEST_REPEAT and (text in seen or begins_another)
        if again or (draft.kind == "quote" and text in story):
            draft.reason = SAID_BEFORE
        seen.setdefault(text, draft)


def _longest_by_opening(texts: Iterable[str]) -> dict[str, str]:
    longest: dict[str, str] = {}
    for text in texts:
        longest[text[:_SHORTEST_REPEAT]] = max(longest.get(text[:_SHORTEST_REPEAT], ""), text, key=len)
    return longest


def _skip_empty_headings(drafts: Sequence[Draft]) -> None:
    """A heading is read only if something under it is read, down to the next heading of its level or
    above."""
    for i, draft in enumerate(drafts):
        if draft.read and draft.kind == "heading" and not _has_content(drafts, i):
            draft.reason = EMPTY_HEADING


def _has_content(drafts: Sequence[Draft], index: int) -> bool:
    for i in range(index + 1, len(drafts)):
        draft = drafts[i]
        if draft.kind == "heading":
            if draft.level <= drafts[index].level:
                return False
        elif draft.read:
            return True
    return False
