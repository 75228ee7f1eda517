"""Small things in a story and at its end that are none of it: boxes that call to act, captions, pointers to
other articles, notes of the editors. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from tts_service.article.extract.boilerplate import reason_to_skip
from tts_service.article.extract.draft import Draft
from tts_service.article.extract.html.dom import upwards
from tts_service.article.extract.html.page_chrome import SIGN_UP
from tts_service.article.extract.html.story.alike import Kind, Layout, names_of
from tts_service.article.extract.html.story.amounts import takes_amounts
from tts_service.article.extract.html.story.outside import reads_as_point
from tts_service.article.extract.html.story.pulled import pulled_quotes
from tts_service.article.extract.html.typography import CAPTION
from tts_service.article.extract.judge import POINTER, SAID_BEFORE, is_sentence
from tts_service.article.extract.notes import note_of

CALL = "a box that calls to act"
NOTE = "a note of the editors"

_BOX_PIECES, _BOX_CHARS = 8, 700
_MUCH, _MUCH_CHARS = 0.3, 300
"""Of all that is kept; a call takes less."""
_LINE_CHARS = 250
_NEAR_END = 3
_ALIKE = 3
"""Boxes side by side, as the questions and answers of a list are."""
_IN_LINE = frozenset(
    ("ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6")
)
"""A box of its own is none of these."""
_LISTS = _IN_LINE - {"blockquote"}
_SLANTED = frozenset(("em", "i"))
_LINKED = 0.9
_MOSTLY_LINKS = 0.5
_CALL_CHARS = 60
_TICKED = frozenset(("checkbox", "radio", "hidden", "range"))
_QUOTED = ("“", "„", "«", '"', "‘")
_OFFERS = frozenset(
    (
        *("an affiliate notice", "an advertisement", "an offer to buy", "a call to donate", SIGN_UP),
        "a call to follow or write",
    )
)
_TO_READER = re.compile(
    r"\S@\S|\b(you can|if you|your|let me know|tell me|see you|si quieres|puedes|tus?|sie können|wenn sie"
    r"|ihre?|si vous"
    r"|vous pouvez|votre|se vuoi|puoi|tua?|se você|pode|seu)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"(?:next (?:week|month|time|up|issue|inst?al?lment|part|post)|coming (?:up|soon|next)|tomorrow"
    r"|(?:nächste woche|nächstes mal|im nächsten heft|morgen|la semaine prochaine|la prochaine fois|à suivre"
    r"|la próxima semana|la próxima vez|la prossima (?:settimana|volta|puntata)|na próxima semana"
    r"|na próxima edição))\s?[:–—]",
    re.IGNORECASE,
)
"""What the next of a series is about."""
_CALLS = re.compile(
    r"\b(newsletters?|nieuwsbrief|infolettre|subscri(be|bers?|ption)\w*|unsubscribe|sponsored|our sponsors?"
    r"|suscr[ií](p|b)\w*|abonn\w{2,8}|abbonat\w+|abbonament\w+|assinatura|assinantes?|sign up"
    r"|(your|our) (inbox|support|gift|membership)|support us|(uses?|accept) cookies|e-?mail address"
    r"|we want to hear from|reach (our|the) reporters?|(have|got) a tip|share your (story|stories|experience)"
    r"|iban|spendenquittung|donate (now|today|here)|(your|a) donation|faire un don"
    r"|haz un donativo|faça uma doação"
    r"|postfach|posteingang|bandeja de entrada|boîte mail|caixa de entrada|mailing list"
    r"|download (the|our) ([\w ]{1,20} )?app"
    r"|[$€£] ?\d{1,3}([.,]\d\d)? (a|per) (month|week|year)"
    r"|\d ?(€|euros?) (al mes|im monat|pro monat|par mois|al mese|por mês))\b",
    re.IGNORECASE,
)


def asides(layout: Layout, kept: Sequence[bool], core: Sequence[int]) -> dict[int, str]:
    """Kept pieces in boxes of their own between and around ``core``, the story's paragraphs, each with the
    reason why it is none of the story."""
    around = {i: box for i, box in _boxes(layout, kept, core).items() if box.tag not in _LISTS}
    boxes = {i: box for i, box in around.items() if box.tag not in _IN_LINE}
    told = sum(len(piece.draft.text) for piece, keep in zip(layout.pieces, kept, strict=True) if keep)
    found = dict.fromkeys(_calls(layout, boxes, core[0], told), CALL)
    found |= dict.fromkeys(_captions(layout, boxes), CAPTION)
    found |= dict.fromkeys(_lines_under_pictures(layout, kept), CAPTION)
    found |= dict.fromkeys(pulled_quotes(layout, around, core), SAID_BEFORE)
    found |= {i: POINTER for i in _pointers(layout, boxes) if core[0] < i < core[-1]}
    return found


def _calls(layout: Layout, boxes: Mapping[int, HtmlElement], first: int, told: int) -> Iterator[int]:
    """What stands in a small box of its own that calls to act: to subscribe, to give, to buy. ``told``:
    characters of all that is kept."""
    inside: dict[HtmlElement, list[int]] = {}
    for i, box in boxes.items():
        inside.setdefault(box, []).append(i)
    for box, pieces in inside.items():
        if _holds_much(layout, box, pieces, told):
            continue
        if not (pieces[-1] < first and _holds_points(layout, box)) and _is_call(layout, box, pieces):
            yield from pieces


def _holds_much(layout: Layout, box: HtmlElement, inside: Sequence[int], told: int) -> bool:
    """Whether the box is a good part of the page: what to do is what such a page is about."""
    chars = sum(len(layout.pieces[i].draft.text) for i in inside)
    return chars >= _MUCH_CHARS and chars > _MUCH * told and next(box.iter("input", "button"), None) is None


def _holds_points(layout: Layout, box: HtmlElement) -> bool:
    """Whether what stands above the story sums it up in a list, whatever buttons are set under that."""
    drafts = [piece.draft for piece in layout.inside(box)]
    points = [draft for draft in drafts if draft.kind == "item"]
    asks = any(_calls_for(draft.text) for draft in drafts) or next(box.iter("input"), None) is not None
    return len(points) > 1 and all(map(reads_as_point, points)) and not asks


def _captions(layout: Layout, boxes: Mapping[int, HtmlElement]) -> Iterator[int]:
    """What stands below a picture."""
    for i, box in boxes.items():
        draft = layout.pieces[i].draft
        is_short = draft.kind == "paragraph" and len(draft.text) <= _LINE_CHARS
        if is_short and layout.holds(box) == 1 and _is_picture(box):
            yield i


def _lines_under_pictures(layout: Layout, kept: Sequence[bool]) -> Iterator[int]:
    """Short lines in italics, right below a paragraph that holds nothing but a picture."""
    for i, keep in enumerate(kept):
        piece = layout.pieces[i]
        if keep and piece.draft.kind == "paragraph" and len(piece.draft.text) <= _LINE_CHARS:
            above = piece.at.getprevious()
            if (
                above is not None
                and _is_only_picture(layout, above)
                and _is_slanted(layout, i)
                and not piece.draft.text.startswith(_QUOTED)
            ):
                yield i


def _is_only_picture(layout: Layout, box: HtmlElement) -> bool:
    return layout.holds(box) == 0 and next(box.iter("img", "picture", "amp-img"), None) is not None


def _is_picture(box: HtmlElement) -> bool:
    """Whether the box begins with a picture."""
    first = next(box.iter("img", "picture", "amp-img", "p", "a"), None)
    return first is not None and first.tag in ("img", "picture", "amp-img")


def _pointers(layout: Layout, boxes: Mapping[int, HtmlElement]) -> Iterator[int]:
    """Lines that are mostly a link: "See as well:" and a headline."""
    for i, box in boxes.items():
        piece = layout.pieces[i]
        is_line = piece.draft.kind == "paragraph" and piece.at.tag not in _IN_LINE and bool(names_of(box))
        if is_line and piece.draft.links >= _MOSTLY_LINKS and not is_sentence(piece.draft.text):
            yield i


def _boxes(layout: Layout, kept: Sequence[bool], core: Sequence[int]) -> dict[int, HtmlElement]:
    """The boxes of their own around the kept pieces that have one. Behind all that is set as most of the
    story is, what is set alike among itself may be such a box, too."""
    chars: Counter[Kind] = Counter()
    for i in core:
        chars[layout.kind(i)] += len(layout.pieces[i].draft.text)
    most = max(chars, key=lambda kind: chars[kind])
    leading = [i for i in core if layout.kind(i) == most]
    own, main = ({outer for i in one for outer in upwards(layout.pieces[i].at)} for one in (core, leading))
    found = ((i, _box(layout, i, main if i > leading[-1] else own)) for i, keep in enumerate(kept) if keep)
    return {i: box for i, box in found if box is not None}


def _box(layout: Layout, index: int, own: Collection[HtmlElement]) -> HtmlElement | None:
    """The largest box around the piece that holds little, and nothing of the story's core."""
    box = layout.pieces[index].at
    if box in own:
        return None
    while (parent := box.getparent()) is not None and parent not in own:
        if layout.holds(parent) > _BOX_PIECES:
            return None
        box = parent
    return box


def _is_call(layout: Layout, box: HtmlElement, inside: Sequence[int]) -> bool:
    drafts = [layout.pieces[i].draft for i in inside]
    if sum(len(draft.text) for draft in drafts) > _BOX_CHARS:
        return False
    if box.tag == "p":
        return drafts[0].links > 0 and len(drafts[0].text) <= _LINE_CHARS and _calls_for(drafts[0].text)
    if layout.beside(box) < _ALIKE and _is_acted_on(layout, box):
        return True
    return _leads_on(drafts) or any(
        _calls_for(draft.text) or _is_offer(draft, len(drafts)) for draft in drafts
    )


def _is_offer(draft: Draft, beside: int) -> bool:
    """Whether a sentence offers or asks for something, below or above something else."""
    is_told = beside > 1 and len(draft.text) >= _CALL_CHARS
    return is_told and reason_to_skip(draft.text) in _OFFERS


def _leads_on(drafts: Sequence[Draft]) -> bool:
    """Whether something is told, and then a link says what to do: "Get started"."""
    *told, last = drafts
    is_link = last.links > _LINKED and len(last.text) <= _CALL_CHARS and not is_sentence(last.text)
    return is_link and any(draft.kind != "heading" for draft in told)


def _is_acted_on(layout: Layout, box: HtmlElement) -> bool:
    """Whether there is a button in the box, or behind its sentences a link that says what to do. A recipe has
    buttons to count with, and boxes to tick."""
    drafts = [piece.draft for piece in layout.inside(box)]
    if takes_amounts([draft.text for draft in drafts if draft.kind == "item"]):
        return False
    is_told = any(draft.kind != "heading" and is_sentence(draft.text) for draft in drafts[:-1])
    return _holds_button(box) or (is_told and _leads_on(drafts))


def _holds_button(box: HtmlElement) -> bool:
    return any(map(_is_pressed, box.iter("button", "input")))


def _is_pressed(control: HtmlElement) -> bool:
    """Whether it is there to be acted on: it has words, and does not merely open what is under it."""
    if control.tag == "input":
        return control.get("type", "") not in _TICKED
    return control.get("aria-expanded") is None and any(map(str.isalpha, "".join(control.itertext())))


def _calls_for(text: str) -> bool:
    return _CALLS.search(text) is not None


def editors_notes(layout: Layout, kept: Sequence[bool], found: Mapping[int, str]) -> Iterator[int]:
    """Lines in italics with a link, at the end: where to buy the book, who wrote this, what was corrected."""
    read = [i for i, keep in enumerate(kept) if keep and i not in found]
    for i in reversed(read[-_NEAR_END:]):
        if not _is_slanted(layout, i):
            return
        draft = layout.pieces[i].draft
        asks = draft.links > 0 or _calls_for(draft.text) or note_of(draft.text)
        if asks or _TO_READER.search(draft.text) or _AHEAD.match(draft.text):
            yield i


def _is_slanted(layout: Layout, index: int) -> bool:
    """Whether the whole piece is in italics."""
    at = layout.pieces[index].at
    if layout.holds(at) > 1:
        return False
    upright = [at.text or ""]
    waiting, slanted = list(at), False
    while waiting:
        child = waiting.pop()
        upright.append(child.tail or "")
        if child.tag in _SLANTED:
            slanted = True
        elif child.tag != "a":
            upright.append(child.text or "")
            waiting += child
    return slanted and not "".join(upright).strip()
