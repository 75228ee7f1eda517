"""What press releases end with: who the company is, and whom to call. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tts_service.article.extract.draft import Draft, drafts_read, fold

ABOUT = "a note on the company, as under every press release of its"
ADDRESS = "an address"
CONTACT = "whom to contact about a press release"

_LABEL_CHARS = 80
_FIRST_SHARE = 0.4
"""Of the pieces read; such notes stand below."""
_MOST_SHARE = 0.2
"""Of what is read. A larger note is what the page is about."""
_NAME_WITHIN = 80
_ENDED = re.compile(r"[.!?…]\W*$")
_CONTACT_PIECES = 6
_CONTACT_CHARS = 160
_ABOUT_NAME = re.compile(
    r"(?:about|über|acerca de|sobre|à propos (?:de |d['’])?)\s{1,3}(?P<name>\S[^\n]{1,69})",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:the|die|der|das|la|le|el|los|les)\s+", re.IGNORECASE)
_CONTACTS = re.compile(
    r"(?:(?:for )?(?:press|media|investors?|public relations|pr|news) "
    r"(?:contacts?|relations|enquir(?:y|ies)|inquir(?:y|ies)|office|information)"
    r"|contacts?|contact information|pressekontakt|ansprechpartner|contacto de prensa|contact presse)\s*:?",
    re.IGNORECASE,
)
_US = frozenset(("us", "uns", "nosotros", "nous"))
_CALLED = re.compile(
    r"(?:phone|tel(?:ephone)?|fax|e-?mail|mail|telefon|teléfono|téléphone)\b\.?\s{0,3}:?\s{0,3}\S{0,3}[\w+(]",
    re.IGNORECASE,
)
_NEAR_END = 3
_REACHED = re.compile(r"@|\d[\d\s()./-]{5,}\d|\bwww\.|https?://")


def skip_imprints(drafts: Sequence[Draft]) -> None:
    """Write a reason on notes about a company, and on contacts, below the story."""
    read = drafts_read(drafts)
    most = _MOST_SHARE * sum(len(draft.text) for draft in read)
    for i in range(int(len(read) * _FIRST_SHARE), len(read)):
        if not read[i].read:
            continue
        if _is_about(read, i):
            _skip(_until_next(read, i, len(read)), ABOUT, most)
        elif _is_contact(read, i):
            _skip(
                _until_next(read, i, min(i + 1 + _CONTACT_PIECES, len(read)), _CONTACT_CHARS), CONTACT, most
            )
    _skip_addresses(read)


def _skip_addresses(read: Sequence[Draft]) -> None:
    """Telephone numbers at the end, and the street above them."""
    for i in range(max(len(read) - _NEAR_END, 1), len(read)):
        if _is_way(read[i]) and _CALLED.match(read[i].text) is not None:
            read[i].reason = read[i].reason or ADDRESS
            above = read[i - 1]
            is_street = len(above.text) <= _LABEL_CHARS and any(map(str.isdigit, above.text))
            if is_street and above.kind == "paragraph" and not _ENDED.search(above.text):
                above.reason = above.reason or ADDRESS


def _is_about(read: Sequence[Draft], index: int) -> bool:
    """ "About Stone Bakery", with "Stone Bakery is a …" under it or behind it."""
    first, _, rest = read[index].text.partition("\n")
    match = _ABOUT_NAME.fullmatch(first) if len(first) <= _LABEL_CHARS else None
    if match is None:
        return False
    below = rest or (read[index + 1].text if index + 1 < len(read) else "")
    if match["name"].strip(" :").lower() in _US:
        return True
    name = fold(_ARTICLE.sub("", match["name"].strip(" :"), count=1))
    return len(name) > 2 and name in fold(below[: len(match["name"]) + _NAME_WITHIN])


def _is_contact(read: Sequence[Draft], index: int) -> bool:
    behind = read[index + 1 : index + 1 + _CONTACT_PIECES]
    is_label = (
        len(read[index].text) <= _LABEL_CHARS and _CONTACTS.fullmatch(read[index].text.strip()) is not None
    )
    return is_label and any(_is_way(draft) for draft in behind)


def _is_way(draft: Draft) -> bool:
    return len(draft.text) <= _CONTACT_CHARS and _REACHED.search(draft.text) is not None


def _until_next(read: Sequence[Draft], index: int, end: int, longest: int = 0) -> list[Draft]:
    """From ``index`` to the next heading or label, or the next piece of more than ``longest`` characters."""
    found = [read[index]]
    for draft in read[index + 1 : end]:
        if draft.kind == "heading" or _is_label(draft) or 0 < longest < len(draft.text):
            break
        found.append(draft)
    return found


def _skip(note: Sequence[Draft], reason: str, most: float) -> None:
    if sum(len(draft.text) for draft in note) <= most:
        for draft in note:
            draft.reason = reason


def _is_label(draft: Draft) -> bool:
    text = draft.text.strip()
    return (
        len(text) <= _LABEL_CHARS and (_ABOUT_NAME.fullmatch(text) or _CONTACTS.fullmatch(text)) is not None
    )
