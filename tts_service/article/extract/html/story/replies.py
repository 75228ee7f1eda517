"""What others wrote below a story, where no name says that it is a comment: boxes set alike, each with who
wrote it, how long ago, and a way to reply. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from tts_service.article.extract.boilerplate import is_date
from tts_service.article.extract.dates import DATE
from tts_service.article.extract.html.dom import upwards
from tts_service.article.extract.html.lines import Seen
from tts_service.article.extract.html.story.alike import Layout, names_of
from tts_service.article.extract.html.story.outside import COMMENT_BOX, is_prose

BYLINE = "the byline and date"

_HEAD_CHARS = 100
_AGO = re.compile(
    r"\b\d{1,3} ?(s|sec(ond)?s?|min(ute)?s?|h|hrs?|hours?|d|days?|w|weeks?|mo|months?|y|yrs?|years?) ago\b"
    r"|\bvor \d{1,3} (sekunden?|minuten?|stunden?|tag(en)?|wochen?|monat(en)?|jahr(en)?)\b"
    r"|\bhace \d{1,3} (segundos?|minutos?|horas?|días?|semanas?|mes(es)?|años?)\b|\bil y a \d{1,3} \w{3,9}\b"
    r"|\b\d{1,3} \w{3,9} (fa|atrás|geleden)\b"
    r"|\b(an? (minute|hour|day|week|month|year) ago|vor einer (minute|stunde|woche)"
    r"|vor einem (tag|monat|jahr)"
    r"|hace un(a hora| minuto| día| mes| año)|il y a une? (minute|heure|jour|semaine|mois|an)"
    r"|un['’ ]?(ora|minuto|giorno|mese|anno) fa|uma? (hora|minuto|dia|mês|ano) atrás)\b",
    re.IGNORECASE,
)
_MAY_BE_AGO = re.compile(r"ago|vor|hace|il y a|fa\b|atrás|geleden", re.IGNORECASE)
"""Found in whatever _AGO matches, and in a fraction of the time."""
_REPLY = re.compile(
    r"\b(reply|quote|antworten|zitieren|responder|citar|répondre|citer|rispondi|cita|reageer|reageren|svara"
    r"|upvote|vote up|valoración|denunciar)\b",
    re.IGNORECASE,
)
_REPLY_CHARS = 60
_ENOUGH = 3
_BOX_PIECES = 200
_SIGNED_PIECES, _POST_PIECES = 5, 40
_BOXES_AROUND = 4
_POSTED_BY = re.compile(
    r"(posted|written|submitted|sent|added|comment(ed)?|geschrieben|verfasst|kommentar|publicado|escrito|enviado"
    r"|posté|rédigé|écrit|publié|scritto|inviato|pubblicato|postado) (by|von|por|par|da)\b",
    re.IGNORECASE,
)
_DATED = re.compile(rf"\b{DATE}", re.IGNORECASE)


def replies(layout: Layout) -> dict[HtmlElement, str]:
    """The boxes of replies, each with this as the reason. The first of them is none if nothing is told before
    it: it is what the others reply to."""
    posts = _posts(layout)
    kinds = [(box.tag, names_of(box)) for box in posts]
    number = Counter(kinds)
    alike = [box for box, kind in zip(posts, kinds, strict=True) if number[kind] >= _ENOUGH]
    if alike and not _is_told_before(layout.pieces, alike[0]):
        first, *others = alike
        replied = dict.fromkeys((box for box in others if first not in upwards(box)), COMMENT_BOX)
        return {layout.first_in(first).at: BYLINE, **replied}
    return dict.fromkeys((*alike, *_signed(layout), *_posted(layout), *_stated(layout)), COMMENT_BOX)


def _stated(layout: Layout) -> list[HtmlElement]:
    """Boxes that the page itself calls comments (schema.org); not the first, if nothing is told before it."""
    elements = layout.root.iter() if layout.pieces else ()
    boxes = [one for one in elements if _is_comment(one) and layout.holds(one)]
    return boxes if not boxes or _is_told_before(layout.pieces, boxes[0]) else boxes[1:]


def _is_comment(box: HtmlElement) -> bool:
    return box.get("itemprop") == "comment" or "schema.org/Comment" in box.get("itemtype", "")


def _signed(layout: Layout) -> list[HtmlElement]:
    """Boxes set alike, side by side, below what is told: in each, what somebody wrote, and then a name and a
    date."""
    short = (i for i, piece in enumerate(layout.pieces) if len(piece.draft.text) <= _REPLY_CHARS)
    dated = [i for i in short if is_date(layout.pieces[i].draft.text)]
    boxes = [box for i in dated if (box := _signed_box(layout, i)) is not None]
    kinds = [(box.getparent(), box.tag, names_of(box)) for box in boxes]
    number = Counter(kinds)
    alike = [box for box, kind in zip(boxes, kinds, strict=True) if number[kind] > 1]
    return alike if alike and _is_told_before(layout.pieces, alike[0]) else []


def _posted(layout: Layout) -> list[HtmlElement]:
    """Boxes set alike below what is told, each ending in "Posted by" somebody else, and when."""
    short = [i for i, piece in enumerate(layout.pieces) if len(piece.draft.text) <= _HEAD_CHARS]
    signatures = {i: text for i in short if _is_signature(text := layout.pieces[i].draft.text)}
    boxes = {i: box for i in signatures if (box := _ended_by(layout, i)) is not None}
    writers: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for i, box in boxes.items():
        writers[box.tag, names_of(box)].add(_DATED.sub("", signatures[i]))
    alike = [box for box in boxes.values() if len(writers[box.tag, names_of(box)]) > 1]
    return alike if alike and _is_told_before(layout.pieces, alike[0]) else []


def _is_signature(text: str) -> bool:
    return _POSTED_BY.match(text) is not None and _DATED.search(text) is not None


def _ended_by(layout: Layout, index: int) -> HtmlElement | None:
    """The smallest box with words in it of which the piece is the last."""
    for box in islice(upwards(layout.pieces[index].at), _BOXES_AROUND):
        inside = layout.inside(box)
        if inside[-1] is not layout.pieces[index] or len(inside) > _POST_PIECES:
            return None
        if any(map(_has_words, inside[:-1])):
            return box
    return None


def _signed_box(layout: Layout, index: int) -> HtmlElement | None:
    box = layout.box(index, _SIGNED_PIECES)
    told, *others = layout.inside(box)
    is_last = bool(others) and others[-1] is layout.pieces[index]
    are_short = all(len(one.draft.text) <= _REPLY_CHARS and not is_prose(one.draft) for one in others)
    return box if is_last and len(others) > 1 and are_short and _has_words(told) else None


def _posts(layout: Layout) -> list[HtmlElement]:
    """The boxes that begin with who wrote them and when, and hold prose and a way to reply: of those around
    each such line, the largest that is set like others. The first may begin a box around them all."""
    chains = [list(layout.boxes_headed_by(i)) for i, piece in enumerate(layout.pieces) if _says_when(piece)]
    number = Counter(kind for chain in chains for kind in {(box.tag, names_of(box)) for box in chain})
    found = (
        next((box for box in reversed(chain) if number[box.tag, names_of(box)] >= _ENOUGH), None)
        for chain in chains
    )
    return [box for box in found if box is not None and _is_post(layout, box)]


def _says_when(piece: Seen) -> bool:
    text = piece.draft.text
    return len(text) <= _HEAD_CHARS and bool(_MAY_BE_AGO.search(text) and _AGO.search(text))


def _is_post(layout: Layout, box: HtmlElement) -> bool:
    _, *inside = layout.inside(box)[:_BOX_PIECES]
    return any(map(_is_reply, inside)) and any(map(_has_words, inside))


def _is_reply(piece: Seen) -> bool:
    draft = piece.draft
    return len(draft.text) <= _REPLY_CHARS and draft.links > 0 and _REPLY.search(draft.text) is not None


def _has_words(piece: Seen) -> bool:
    return piece.draft.kind == "paragraph" and not piece.draft.links


def _is_told_before(pieces: Sequence[Seen], box: HtmlElement) -> bool:
    for piece in pieces:
        if box in upwards(piece.at):
            return False
        if is_prose(piece.draft):
            return True
    return False
