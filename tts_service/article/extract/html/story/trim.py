"""What a library takes for the first, or the last, of a story and is not: what stands around its paragraphs,
set unlike them. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from tts_service.article.extract.draft import fold
from tts_service.article.extract.html.dom import upwards
from tts_service.article.extract.html.page_chrome import OUTSIDE
from tts_service.article.extract.html.story.alike import Kind, Layout, names_of
from tts_service.article.extract.html.story.asides import NOTE, asides, editors_notes
from tts_service.article.extract.html.story.headed import heads_links
from tts_service.article.extract.html.story.outside import FEW_LINKS, is_plain
from tts_service.article.extract.judge import POINTER, is_sentence
from tts_service.article.extract.sections import is_known_heading

BESIDE = "a column beside the story"

_KIND_SHARE = 0.2
"""What is set like this share of the story is its core."""
_MOST_AROUND = 0.35
"""Of the story. More than this, set unlike it, may be its other half."""
_COLUMN_SHARE = 0.6
_COLUMN_CHARS = 400
_OF_STYLE = re.compile(
    r"^(has-|wp-|is-|text-|mso|font|size|color|ql-|dropcap|drop-?cap)|align|justif|indent"
    r"|(left|right|center|centre|centered|none)$",
    re.IGNORECASE,
)
"""In classes that say how a paragraph looks."""
_LINKED = 0.9
_SURE_CHARS = 150
"""Of paragraphs; a library that is sure of less is not asked about lists."""
_LITTLE = 0.01
"""Of what is kept: for less nobody else is asked."""
_SAID = re.compile(r"[“„«\"][^“”„«»\"]{40,400}[”“»\"]")


def around_story(layout: Layout, kept: Sequence[bool]) -> dict[int, str]:
    """Kept pieces that are none of the story, each with the reason."""
    core = _core(layout, kept)
    if not core:
        return {}
    found = _beside(layout, kept) | asides(layout, kept, core)
    behind = list(_behind(layout, kept, core))
    before = list(_before(layout, kept, core, {layout.kind(i) for i in behind}))
    found |= {i: found.get(i, OUTSIDE) for i in (*before, *behind)}
    found |= dict.fromkeys(editors_notes(layout, kept, found), NOTE)
    found |= {i: found.get(i, POINTER) for i in heads_links(layout, kept)}
    sizes = [len(piece.draft.text) for piece in layout.pieces]
    most = _MOST_AROUND * sum(size for size, keep in zip(sizes, kept, strict=True) if keep)
    if sum(sizes[i] for i, why in found.items() if why == OUTSIDE) > most:
        found = {i: why for i, why in found.items() if why != OUTSIDE}
    return found


def outside_story(
    layout: Layout, kept: Sequence[bool], title: int | None, strictly: Callable[[], Sequence[bool]]
) -> tuple[set[int], set[int]]:
    """Kept pieces apart from the headline, and kept lists, that are none of the story: where it is short, a
    library takes nearly everything that the page tells.

    ``title``: the headline; ``strictly``: what the library takes when it leaves out whatever it doubts, which
    takes as long as its first opinion, so that it is asked only if there is something to ask.
    """
    told = [i for i, keep in enumerate(kept) if keep and is_plain(layout.pieces[i])]
    apart = _apart_from_headline(layout, kept, told, title)
    others = _lists_unlike(layout, kept, _most_alike(layout, told, layout.kind))
    all_kept = [i for i, keep in enumerate(kept) if keep]
    if not apart and _size(layout, others) <= _LITTLE * _size(layout, all_kept):
        return set(), set()
    sure = strictly()
    surely = [i for i in told if sure[i]]
    unlike = {i for i in _lists_unlike(layout, kept, surely) if not sure[i]}
    is_sure = 2 * _size(layout, surely) >= _size(layout, (i for i in told if i not in apart))
    return apart if is_sure else set(), unlike if _size(layout, surely) >= _SURE_CHARS else set()


def without_lists(layout: Layout, kept: Sequence[bool], lists: Collection[int]) -> list[bool]:
    """``kept`` without the ``lists``, and the headings right above them."""
    heads = {i - 1 for i in lists if i and layout.pieces[i - 1].draft.kind == "heading"}
    return [keep and i not in lists and i not in heads for i, keep in enumerate(kept)]


def _apart_from_headline(
    layout: Layout, kept: Sequence[bool], told: Sequence[int], title: int | None
) -> set[int]:
    """Kept pieces below the box that holds the headline and the first paragraph under it, set unlike what is
    told there; none if more is told outside that box."""
    first = next((i for i in told if title is not None and i > title), None)
    if first is None or title is None:
        return set()
    around = set(upwards(layout.pieces[title].at))
    box = next(outer for outer in upwards(layout.pieces[first].at) if outer in around)
    within = [i for i in told if i > title and box in upwards(layout.pieces[i].at)]
    kinds = {layout.kind(i) for i in within}
    told_within = {fold(layout.pieces[i].draft.text) for i in within}
    below = [i for i in range(title + 1, len(kept)) if kept[i] and box not in upwards(layout.pieces[i].at)]
    others = [i for i in below if layout.pieces[i].draft.kind != "heading"]
    if _size(layout, (i for i in others if layout.pieces[i].draft.links < FEW_LINKS)) > _size(layout, within):
        return set()
    texts = {i: fold(layout.pieces[i].draft.text) for i in below}
    return {i for i, text in texts.items() if layout.kind(i) not in kinds and text not in told_within}


def _lists_unlike(layout: Layout, kept: Sequence[bool], told: Sequence[int]) -> set[int]:
    """Kept items of lists behind the first of the paragraphs ``told``, set unlike them."""
    kinds = {layout.kind(i) for i in told}
    behind = (i for i in range(told[0] + 1 if told else len(kept), len(kept)) if kept[i])
    return {i for i in behind if layout.kind(i) not in kinds and layout.pieces[i].draft.kind == "item"}


def _size(layout: Layout, pieces: Iterable[int]) -> int:
    return sum(len(layout.pieces[i].draft.text) for i in pieces)


def _core(layout: Layout, kept: Sequence[bool]) -> list[int]:
    """The paragraphs that are set as most of the story is; none if it is set too variously."""
    told = [i for i, keep in enumerate(kept) if keep and layout.pieces[i].draft.kind != "heading"]
    return _most_alike(layout, told, layout.kind) or _most_alike(layout, told, layout.place)


def _most_alike(layout: Layout, told: Sequence[int], kind_of: Callable[[int], Kind]) -> list[int]:
    chars: Counter[Kind] = Counter()
    for i in told:
        chars[kind_of(i)] += len(layout.pieces[i].draft.text)
    core = [i for i in told if chars[kind_of(i)] >= _KIND_SHARE * chars.total()]
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
    largest: Counter[HtmlElement] = Counter()
    for cell, size in chars.items():
        largest[cell.getparent()] = max(largest[cell.getparent()], size)
    small = {cell for cell, size in chars.items() if _is_small(size, largest[cell.getparent()])}
    return {i: BESIDE for i, around in cells.items() if not small.isdisjoint(around)}


def _is_small(chars: int, largest: int) -> bool:
    return largest >= _COLUMN_CHARS and chars <= (1 - _COLUMN_SHARE) * largest


def _before(
    layout: Layout, kept: Sequence[bool], core: Sequence[int], behind: Collection[Kind]
) -> Iterator[int]:
    """Labels, links and tables of facts above the story, set unlike it; and what is set like something
    that is none of it ``behind``."""
    set_inside = {layout.kind(i) for i in range(core[0], len(kept)) if kept[i]}
    for i in range(core[0]):
        draft = layout.pieces[i].draft
        is_label = draft.kind not in ("heading", "item") and not _is_told(layout, i, core[0])
        is_apart = kept[i] and not _is_set_alike(layout, i, core[0]) and layout.kind(i) not in set_inside
        if (kept[i] and layout.kind(i) in behind) or (is_apart and (is_label or draft.links > _LINKED)):
            yield i


def _is_told(layout: Layout, index: int, first: int) -> bool:
    """Whether it is a sentence, or a line right above the story, in the box that holds it, that leads in."""
    text = layout.pieces[index].draft.text.rstrip()
    leads_in = index == first - 1 and text.endswith(":") and layout.is_around(index, first)
    return leads_in or is_sentence(text)


def _behind(layout: Layout, kept: Sequence[bool], core: Sequence[int]) -> Iterator[int]:
    """What is kept behind the last paragraph and stands in another box."""
    last = core[-1]
    set_inside = {layout.kind(i) for i in range(core[0], last) if kept[i]}
    for i in range(core[-1] + 1, len(kept)):
        draft = layout.pieces[i].draft
        is_label = draft.kind == "paragraph" and not is_sentence(draft.text)
        is_alike = layout.in_line(last, i) and (not is_label or _is_set_alike(layout, i, core[-1]))
        is_other = draft.kind == "paragraph" and _is_of_other_class(layout, i, core[-1])
        is_other = is_other and layout.kind(i) not in set_inside and not _quotes(layout, i, core[-1])
        is_known = draft.kind == "heading" and is_known_heading(draft.text)
        is_alike = is_alike or layout.are_akin(last, i) or _closes(layout, i, core[-1])
        if kept[i] and (is_known or is_alike) and not is_other:
            last = i
        elif kept[i]:
            yield i


def _quotes(layout: Layout, index: int, other: int) -> bool:
    """Whether it stands side by side with the story and says what somebody has said, as no note does."""
    piece, last = layout.pieces[index], layout.pieces[other]
    is_beside = piece.at.tag == last.at.tag and piece.at.getparent() is last.at.getparent()
    return is_beside and not piece.draft.links and _SAID.search(piece.draft.text) is not None


def _closes(layout: Layout, index: int, other: int) -> bool:
    """Whether it is a plain paragraph of sentences, beside one of the boxes around the story."""
    piece = layout.pieces[index]
    is_plain = piece.at.tag == "p" and not names_of(piece.at) and not piece.draft.links
    around = {outer.getparent() for outer in upwards(layout.pieces[other].at)}
    return is_plain and is_sentence(piece.draft.text) and piece.at.getparent() in around


def _is_of_other_class(layout: Layout, index: int, other: int) -> bool:
    """Whether it, or the box that it is in by itself, has a class, and none that the other has."""
    for element_of in (lambda i: layout.pieces[i].at, layout.line):
        one, two = (set(names_of(element_of(i))) for i in (index, other))
        if one and one.isdisjoint(two) and not any(map(_OF_STYLE.search, one)):
            return True
    return False


def _is_set_alike(layout: Layout, index: int, other: int) -> bool:
    """Whether it is in line with the story, and of its class, if it has one."""
    if not layout.in_line(index, other) or layout.pieces[index].draft.kind == "table":
        return False
    line = layout.line(index)
    names = names_of(line) if line is not layout.pieces[index].at else ()
    return not names or names == names_of(layout.line(other))
