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
"""Of what is read. A larger note is what the page is about, unless it is a press release: the story of a
short one is often less than what its company says of itself."""
_STORY_PIECES, _STORY_CHARS = 2, 200
"""A press release tells this much before such a note begins."""
_NAME_WITHIN = 80
_ENDED = re.compile(r"[.!?…]\W*$")
_CONTACT_PIECES = 6
_CONTACT_CHARS = 160
"""Of a line."""
_ABOUT_NAME = re.compile(
    r"(?:(?:about|über|acerca de|sobre|informazioni su)\s{1,3}"
    r"|à propos\s{1,3}(?:de la |de l['’]|des |de |du |d['’])?)"
    r"(?P<name>\S[^\n]{1,69})",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"(?:the |our )?(?:company|organi[sz]ation) (?:profile|information|background)|(?:das "
    r"|zum )?unternehmen(?:sprofil)?"
    r"|how (?:we|our [\w ]{2,30}) can help(?: you)?|get in touch|contact (?:us|our [\w ]{2,20})|talk to us"
    r"|wie wir (?:ihnen )?helfen können|kontaktieren sie uns"
    r"|(?:cautionary (?:note|statement)|forward[- ]looking statements?|safe harbou?r)\b.{0,60}"
    r"|(?:conference call|webcast)(?: and webcast)?(?: (?:details|information))?"
    r"|notes? to editors|boilerplate|firmenprofil|perfil de (?:la )?empresa|sobre a empresa"
    r"|profilo aziendale",
    re.IGNORECASE,
)
_RELEASE = re.compile(
    r"(?:for immediate release|press release|pressemitteilung|medienmitteilung|presseinformation"
    r"|nota de prensa"
    r"|comunicado de prensa|communiqué de presse|comunicato stampa|nota à imprensa|persbericht)\b.{0,60}"
    r"|original-content von\b.{0,200}|(?-i:SOURCE)\b:?\s.{1,120}"
    r"|.{0,80}(?:\(ots\)|\((?:business|globe) (?:news)?wire\)|/prnewswire/"
    r"|\(newsfile corp[^)]{0,60}\)).{0,160}",
    re.IGNORECASE | re.DOTALL,
)
_RELEASE_CHARS = 240
_END = "the end of a press release"
_ARTICLE = re.compile(r"\A(?:the|die|der|das|la|le|el|los|les)\s+", re.IGNORECASE)
_CONTACTS = re.compile(
    r"(?:(?:for )?(?:press|media|investors?|public relations|pr|news) "
    r"(?:contacts?|relations|enquir(?:y|ies)|inquir(?:y|ies)|office|information)"
    r"|contacts?|contact information|pressekontakt|pressestelle|ansprechpartner(?:in)?(?: für (?:die )?"
    r"(?:presse|medien|rückfragen))?|rückfragen an|rückfragehinweis|contacto (?:de|para) (?:la )?(?:prensa"
    r"|medios)"
    r"|contacts? presse"
    r"|relations (?:avec la )?presse"
    r"|contatti stampa|ufficio stampa"
    r"|assessoria de imprensa|perscontact)\s*:?",
    re.IGNORECASE,
)
_OF_PRESS = re.compile(
    r"press|media|prensa|stampa|imprensa|perscontact|public relations|investor", re.IGNORECASE
)
_US = frozenset(
    (
        *("us", "uns", "nosotros", "nous", "noi", "nós", "ons"),
        *("the company", "das unternehmen", "la empresa", "l’entreprise", "l'entreprise", "a empresa"),
    )
)
_CALLED = re.compile(
    r"(?:phone|tel(?:ephone)?|fax|e-?mail|mail|telefon|teléfono|téléphone)\b\.?\s{0,3}:?\s{0,3}\S{0,3}[\w+(]",
    re.IGNORECASE,
)
_NEAR_END = 3
_VISIT = re.compile(
    r"\b(?:visit|learn more|more information|follow|mehr (?:informationen|dazu)|weitere informationen"
    r"|más información|plus d['’]informations?|(?:maggiori|ulteriori) informazioni|mais informações)\b"
    r".{0,60}(?:www\.|https?:|\b[\w-]{2,40}\.[a-z]{2,10}\b|@\w)",
    re.IGNORECASE | re.DOTALL,
)
_REACHED = re.compile(r"@|\d[\d\s()./-]{5,}\d|\bwww\.|https?://")


def skip_imprints(drafts: Sequence[Draft]) -> None:
    """Write a reason on notes about a company, and on contacts, below the story."""
    read = drafts_read(drafts)
    is_release = any(map(_is_of_release, drafts)) or any(
        _is_contact(read, i) for i, draft in enumerate(read) if _OF_PRESS.search(draft.text[:_LABEL_CHARS])
    )
    most = (1 if is_release else _MOST_SHARE) * sum(len(draft.text) for draft in read)
    for i in range(_behind_story(read) if is_release else int(len(read) * _FIRST_SHARE), len(read)):
        if not read[i].read:
            continue
        if _is_about(read, i):
            note = _until_next(read, i, len(read))
            if is_release or _ends_story(read, i + len(note)):
                _skip(note, ABOUT, most)
        elif _is_contact(read, i):
            _skip(
                _until_next(read, i, min(i + 1 + _CONTACT_PIECES, len(read)), only_short=True), CONTACT, most
            )
    _skip_addresses(read)
    if is_release:
        for draft in drafts_read(drafts)[-_NEAR_END:]:
            if draft.kind == "paragraph" and _VISIT.search(draft.text):
                draft.reason = ABOUT


def _is_of_release(draft: Draft) -> bool:
    """What only press releases say."""
    return draft.reason == _END or (
        len(draft.text) <= _RELEASE_CHARS and _RELEASE.fullmatch(draft.text.strip()) is not None
    )


def _behind_story(read: Sequence[Draft]) -> int:
    """Where so much has been told that a note on the company may begin."""
    pieces = chars = 0
    for i, draft in enumerate(read):
        if pieces >= _STORY_PIECES and chars >= _STORY_CHARS:
            return i
        is_told = draft.kind not in ("title", "byline", "heading")
        pieces, chars = pieces + is_told, chars + is_told * len(draft.text)
    return len(read)


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
    first, mark, rest = read[index].text.partition("\n")
    if not mark and ": " in first[:_LABEL_CHARS]:
        first, _, rest = first.partition(": ")
    match = _ABOUT_NAME.fullmatch(first) if len(first) <= _LABEL_CHARS else None
    if match is None:
        return len(first) <= _LABEL_CHARS and _COMPANY.fullmatch(first.strip(" :")) is not None
    below = rest or (read[index + 1].text if index + 1 < len(read) else "")
    if match["name"].strip(" :").lower() in _US:
        return True
    if not _is_name(match["name"].strip(" :"), below):
        return False
    name = fold(_ARTICLE.sub("", match["name"].strip(" :"), count=1))
    return len(name) > 2 and name in fold(below[: len(match["name"]) + _NAME_WITHIN])


def _is_name(name: str, below: str) -> bool:
    """Whether somebody is called so, as the text ``below`` writes it: stories have a section "About the
    festival"."""
    bare = _ARTICLE.sub("", name, count=1)
    if bare.islower() or bare.lower() in below:
        return False
    is_noun = bare != name and " " not in bare and bare[1:].islower()  # nouns have capitals in German
    return not is_noun


def _ends_story(read: Sequence[Draft], behind: int) -> bool:
    """Whether nothing is told behind a note but notes like it, contacts and addresses."""
    return behind >= len(read) or _is_label(read[behind])


def _is_contact(read: Sequence[Draft], index: int) -> bool:
    behind = read[index + 1 : index + 1 + _CONTACT_PIECES]
    first, mark, rest = read[index].text.partition("\n")
    if not mark and _is_short(read[index]):
        first, _, rest = first.partition(": ")
    is_label = len(first) <= _LABEL_CHARS and _CONTACTS.fullmatch(first.strip()) is not None
    return is_label and (_REACHED.search(rest) is not None or any(_is_way(draft) for draft in behind))


def _is_way(draft: Draft) -> bool:
    return _is_short(draft) and _REACHED.search(draft.text) is not None


def _is_short(draft: Draft) -> bool:
    """True for a line, or a few."""
    lines = draft.text.splitlines()
    return len(lines) <= _CONTACT_PIECES + 2 and max(map(len, lines), default=0) <= _CONTACT_CHARS


def _until_next(read: Sequence[Draft], index: int, end: int, *, only_short: bool = False) -> list[Draft]:
    """From ``index`` to the next heading or label; with ``only_short``, or to the next paragraph."""
    found = [read[index]]
    for draft in read[index + 1 : end]:
        if draft.kind == "heading" or _is_label(draft) or (only_short and not _is_short(draft)):
            break
        found.append(draft)
    return found


def _skip(note: Sequence[Draft], reason: str, most: float) -> None:
    if sum(len(draft.text) for draft in note) <= most:
        for draft in note:
            draft.reason = reason


def _is_label(draft: Draft) -> bool:
    text = draft.text.partition("\n")[0].strip()
    found = (pattern.fullmatch(text) for pattern in (_ABOUT_NAME, _COMPANY, _CONTACTS))
    return len(text) <= _LABEL_CHARS and any(found)
