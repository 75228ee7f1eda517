"""What a library takes for the last, or the first, of a story and is not: what stands around its paragraphs
set unlike them, and small boxes between them that call to act. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from tts_service.article.extract.html.dom import upwards
from tts_service.article.extract.html.page_chrome import OUTSIDE
from tts_service.article.extract.html.typography import CAPTION
from tts_service.article.extract.html.story.alike import Kind, Layout, names_of
from tts_service.article.extract.judge import POINTER, is_sentence
from tts_service.article.extract.sections import is_known_heading

BESIDE = "a column beside the story"
CALL = "a box that calls to act"
NOTE = "a note of the editors"

_KIND_SHARE = 0.2
"""What is set like this share of the story is its core."""
_MOST_AROUND = 0.35
"""Of the story. More than this, set unlike it, may be its other half."""
_COLUMN_SHARE = 0.6
_BOX_PIECES, _BOX_CHARS = 8, 700
_COLUMN_CHARS = 400
_LINE_CHARS = 250
_NEAR_END = 3
_ALIKE = 3
_OF_STYLE = ("has-", "wp-", "align", "text-", "is-")
"""What classes begin with that say how a paragraph looks."""
_IN_LINE = frozenset(("ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"))
_SLANTED = frozenset(("em", "i"))
_LINKED = 0.9
_MOSTLY_LINKS = 0.5
_CALL_CHARS = 60
_CALLS = re.compile(
    r"\b(newsletters?|nieuwsbrief|infolettre|subscri(be|bers?|ption)\w*|unsubscribe|sponsors?|sponsored"
    r"|suscr[ií](p|b)\w*|abonn\w{2,8}|abbonat\w+|abbonament\w+|assinatura|assinantes?|sign up"
    r"|(your|our) (inbox|support|gift|membership)|support us|cookies|e-?mail address"
    r"|we want to hear from|reach (our|the) reporters?|(have|got) a tip|share your (story|stories|experience)"
    r"|iban|spende(n|nquittung)?|donat(e|ions?)|faire un don|donativos?|doação|donazion[ei]"
    r"|postfach|posteingang|bandeja de entrada|boîte mail|caixa de entrada|mailing list"
    r"|download (the|our) ([\w ]{1,20} )?app)\b",
    re.IGNORECASE,
)


def around_story(layout: Layout, kept: Sequence[bool]) -> dict[int, str]:
    """Kept pieces that are none of the story, each with the reason."""
    core = _core(layout, kept)
    if not core:
        return {}
    found = _beside(layout, kept)
    found |= dict.fromkeys(_calls(layout, kept, core), CALL)
    found |= dict.fromkeys(_captions(layout, kept, core), CAPTION)
    found |= dict.fromkeys(_pointers(layout, kept, core), POINTER)
    behind = list(_behind(layout, kept, core))
    before = list(_before(layout, kept, core, {layout.kind(i) for i in behind}))
    found |= {i: found.get(i, OUTSIDE) for i in (*before, *behind)}
    found |= {i: NOTE for i in _notes(layout, kept, found)}
    sizes = [len(piece.draft.text) for piece in layout.pieces]
    most = _MOST_AROUND * sum(size for size, keep in zip(sizes, kept, strict=True) if keep)
    if sum(sizes[i] for i, why in found.items() if why == OUTSIDE) > most:
        found = {i: why for i, why in found.items() if why != OUTSIDE}
    return found


def _core(layout: Layout, kept: Sequence[bool]) -> list[int]:
    """The paragraphs that are set as most of the story is; none if it is set too variously."""
    chars: Counter[Kind] = Counter()
    told = [i for i, keep in enumerate(kept) if keep and layout.pieces[i].draft.kind != "heading"]
    for i in told:
        chars[layout.kind(i)] += len(layout.pieces[i].draft.text)
    core = [i for i in told if chars[layout.kind(i)] >= _KIND_SHARE * chars.total()]
    size = sum(len(layout.pieces[i].draft.text) for i in core)
    return core if 2 * size >= chars.total() else []


def _beside(layout: Layout, kept: Sequence[bool]) -> dict[int, str]:
    """Pieces in other cells of a row of the page's layout than the one that holds the story."""
    chars: Counter[HtmlElement] = Counter()
    cells: dict[int, list[HtmlElement]] = {}
    for i, keep in enumerate(kept):
        if keep:
            cells[i] = [outer for outer in upwards(layout.pieces[i].at) if outer.tag == "td"]
            chars.update(dict.fromkeys(cells[i], len(layout.pieces[i].draft.text)))
    return {i: BESIDE for i, around in cells.items() if any(_is_small_column(cell, chars) for cell in around)}


def _is_small_column(cell: HtmlElement, chars: Mapping[HtmlElement, int]) -> bool:
    row = cell.getparent()
    largest = max((chars[other] for other in row if other is not cell), default=0) if row is not None else 0
    return largest >= _COLUMN_CHARS and chars[cell] <= (1 - _COLUMN_SHARE) * largest


def _before(
    layout: Layout, kept: Sequence[bool], core: Sequence[int], behind: Collection[Kind]
) -> Iterator[int]:
    """Labels, links and tables of facts above the story, set unlike it; and what is set like something that is
    none of it ``behind``."""
    set_inside = {layout.kind(i) for i in range(core[0], len(kept)) if kept[i]}
    for i in range(core[0]):
        draft = layout.pieces[i].draft
        is_label = draft.kind not in ("heading", "item") and not is_sentence(draft.text)
        is_apart = kept[i] and not _is_set_alike(layout, i, core[0]) and layout.kind(i) not in set_inside
        if kept[i] and layout.kind(i) in behind:
            yield i
        elif is_apart and (is_label or draft.links > _LINKED):
            yield i


def _behind(layout: Layout, kept: Sequence[bool], core: Sequence[int]) -> Iterator[int]:
    """What is kept behind the last paragraph and stands in another box."""
    last = core[-1]
    set_inside = {layout.kind(i) for i in range(core[0], last) if kept[i]}
    for i in range(core[-1] + 1, len(kept)):
        draft = layout.pieces[i].draft
        is_label = draft.kind == "paragraph" and not is_sentence(draft.text)
        is_alike = layout.in_line(last, i) and (not is_label or _is_set_alike(layout, i, core[-1]))
        is_other = draft.kind == "paragraph" and _is_of_other_class(layout, i, core[-1])
        is_other = is_other and layout.kind(i) not in set_inside
        is_known = draft.kind == "heading" and is_known_heading(draft.text)
        if kept[i] and (is_known or is_alike or layout.are_akin(last, i)) and not is_other:
            last = i
        elif kept[i]:
            yield i


def _is_of_other_class(layout: Layout, index: int, other: int) -> bool:
    """Whether it has a class, and none that the other has."""
    one, two = (set(names_of(layout.pieces[i].at)) for i in (index, other))
    return bool(one) and one.isdisjoint(two) and not any(name.startswith(_OF_STYLE) for name in one)


def _is_set_alike(layout: Layout, index: int, other: int) -> bool:
    """Whether it is in line with the story, and of its class, if it has one."""
    if not layout.in_line(index, other) or layout.pieces[index].draft.kind == "table":
        return False
    line = layout.line(index)
    names = names_of(line) if line is not layout.pieces[index].at else ()
    return not names or names == names_of(layout.line(other))


def _calls(layout: Layout, kept: Sequence[bool], core: Sequence[int]) -> Iterator[int]:
    """What stands in a small box of its own that calls to act: to subscribe, to give, to buy."""
    own = {outer for i in core for outer in upwards(layout.pieces[i].at)}
    boxes = {i: _box(layout, i, own) for i, keep in enumerate(kept) if keep}
    inside: dict[HtmlElement, list[int]] = {}
    for i, box in boxes.items():
        if box is not None:
            inside.setdefault(box, []).append(i)
    for box, pieces in inside.items():
        if _is_call(layout, box, pieces):
            yield from pieces


def _captions(layout: Layout, kept: Sequence[bool], core: Sequence[int]) -> Iterator[int]:
    """What stands below a picture in a box of its own."""
    own = {outer for i in core for outer in upwards(layout.pieces[i].at)}
    for i, keep in enumerate(kept):
        draft = layout.pieces[i].draft
        box = _box(layout, i, own) if keep and draft.kind == "paragraph" else None
        if box is not None and len(draft.text) <= _LINE_CHARS and layout.holds(box) == 1 and _is_picture(box):
            yield i


def _is_picture(box: HtmlElement) -> bool:
    """Whether the box begins with a picture."""
    first = next(box.iter("img", "picture", "amp-img", "p", "a"), None)
    return first is not None and first.tag in ("img", "picture", "amp-img")


def _pointers(layout: Layout, kept: Sequence[bool], core: Sequence[int]) -> Iterator[int]:
    """Lines set unlike the story that are mostly a link: "See as well:" and a headline."""
    own = {outer for i in core for outer in upwards(layout.pieces[i].at)}
    inner = (i for i in range(core[0], core[-1]) if kept[i] and layout.pieces[i].draft.kind == "paragraph")
    for i in inner:
        box, draft = _box(layout, i, own), layout.pieces[i].draft
        is_item = layout.pieces[i].at.tag in _IN_LINE
        if box is not None and names_of(box) and not is_item and draft.links >= _MOSTLY_LINKS and not is_sentence(draft.text):
            yield i


def _box(layout: Layout, index: int, own: Collection[HtmlElement]) -> HtmlElement | None:
    """The largest box around the piece that holds little, and nothing of the story's core."""
    box = layout.pieces[index].at
    if box in own:
        return None
    while (parent := box.getparent()) is not None and parent not in own:
        if layout.holds(parent) > _BOX_PIECES:
            return None
        box = parent
    return None if box.tag in _IN_LINE else box


def _is_call(layout: Layout, box: HtmlElement, inside: Sequence[int]) -> bool:
    drafts = [layout.pieces[i].draft for i in inside]
    if sum(len(draft.text) for draft in drafts) > _BOX_CHARS:
        return False
    if box.tag == "p":
        return drafts[0].links > 0 and len(drafts[0].text) <= _LINE_CHARS and _calls_for(drafts[0].text)
    ends = drafts[-1]
    if _holds_button(box) and not _is_one_of_many(box):
        return True
    leads_on = any(draft.kind != "heading" for draft in drafts[:-1]) and ends.links > _LINKED and len(ends.text) <= _CALL_CHARS
    return (leads_on and not is_sentence(ends.text)) or any(_calls_for(draft.text) for draft in drafts)


def _holds_button(box: HtmlElement) -> bool:
    return next(box.iter("button", "input"), None) is not None


def _is_one_of_many(box: HtmlElement) -> bool:
    """Whether boxes are set like it side by side, as the questions and answers of a list are."""
    row = box.getparent()
    alike = 0 if row is None else sum((one.tag, names_of(one)) == (box.tag, names_of(box)) for one in row)
    return alike >= _ALIKE


def _calls_for(text: str) -> bool:
    return _CALLS.search(text) is not None


def _notes(layout: Layout, kept: Sequence[bool], found: Mapping[int, str]) -> Iterator[int]:
    """Lines in italics with a link, at the end: where to buy the book, who wrote this, what was corrected."""
    read = [i for i, keep in enumerate(kept) if keep and i not in found]
    for i in reversed(read[-_NEAR_END:]):
        if not _is_slanted(layout, i):
            return
        draft = layout.pieces[i].draft
        if draft.links > 0 or _calls_for(draft.text):
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
