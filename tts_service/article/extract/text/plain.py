"""Plain text and simple Markdown → ``Article``. Pure.

``Article.text`` is the posted text after ``source_text`` (one kind of line end, no control characters):
offsets are exact. Everything in it but white space is in a block or in ``skipped``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from tts_service.article.extract.boilerplate import is_byline, reason_to_skip
from tts_service.article.extract.draft import ArticleFacts, Draft, fold, said
from tts_service.article.extract.html.formulas import FORMULA, OPENING
from tts_service.article.extract.judge import is_sentence, judge, same_title
from tts_service.article.extract.sections import assemble, is_known_heading
from tts_service.article.extract.text.front_matter import facts_of, front_matter
from tts_service.article.extract.text.hyphens import BROKEN, broken_words
from tts_service.article.extract.text.markdown import BULLET, HASHES, NUMBER, PICTURE, UNDERLINE, inline_marks
from tts_service.article.model import Article, BlockKind
from tts_service.article.script.dateline import split_datelines
from tts_service.article.source import source_text

WORDLESS = "marks without words"
PICTURE_REASON = "a picture"
SIGNATURE = "a name at the end, not part of the text"

_TITLE_CHARS = 200
_TITLE_AMONG_FIRST = 3
_HEADING_CHARS = 80
_HEADING_WORDS = 12
_WRAP_WIDTHS = range(40, 121)
"""Characters at which people break lines. Longer lines are paragraphs."""
_RAGGED = 15
_SIGNATURE_WORDS = 4
_FORMULA_LINES = 40

_LINE = re.compile(r"[^\n]+")
_FENCE = re.compile(r"`{3,}|~{3,}")
_WORD = re.compile(r"[^\W_]")
_UNFINISHED = re.compile(r"[,;:]$")


class _Line(msgspec.Struct, frozen=True):
    """``text`` without the white space around it. ``after_blank``: it follows an empty line, or is at the
    beginning."""

    text: str
    start: int
    end: int
    indent: int
    after_blank: bool


def article_from_text(text: str, about: ArticleFacts) -> Article:
    """The article in ``text``. Its first line is the title if it looks like one and ``about`` gives none.

    ``about.title`` need not be in the text. Never raises; a text without words gives an article without
    blocks.
    """
    text = source_text(text)
    matter = front_matter(text)
    if matter:
        about = facts_of(matter, about)
    datelines = split_datelines(_drafts(text, matter.end if matter else 0))
    drafts = datelines.drafts
    title = _find_title(drafts, about.title)
    about = msgspec.structs.replace(about, title=title, publishers=(*about.publishers, *datelines.agencies))
    judge(drafts, about)
    _skip_signature(drafts)
    spoken = [draft for draft in drafts if draft.read and draft.kind != "code"]
    marks = [mark for draft in spoken for mark in (*inline_marks(draft), *broken_words(draft, text))]
    drafts = [matter, *drafts] if matter else drafts
    return assemble(text, drafts, about, said_as=[*datelines.said_as, *marks], inside=datelines.skipped)


def _drafts(text: str, begin: int = 0) -> list[Draft]:
    lines = list(_lines(text, begin))
    width = _wrap_width(lines)
    drafts: list[Draft] = []
    at = 0
    while at < len(lines):
        kind, count, level = _next_piece(lines, at, width)
        start, end = lines[at].start, lines[at + count - 1].end
        drafts.append(Draft(kind, text[start:end], start, end, level=level))
        if drafts[-1].text.startswith(tuple(OPENING)) and kind == "code":
            drafts[-1].reason = FORMULA
        elif kind != "code" and not _WORD.search(drafts[-1].text):
            drafts[-1].reason = WORDLESS
        elif PICTURE.fullmatch(drafts[-1].text):
            drafts[-1].reason = PICTURE_REASON
        at += count
    return drafts


def _lines(text: str, begin: int) -> Iterator[_Line]:
    last_end = begin
    for match in _LINE.finditer(text, begin):
        whole = match.group()
        bare = whole.strip()
        if not bare:
            continue
        indent = len(whole) - len(whole.lstrip())
        start = match.start() + indent
        after_blank = match.start() == begin or text.count("\n", last_end, match.start()) > 1
        yield _Line(bare, start, start + len(bare), indent, after_blank)
        last_end = match.end()


def _wrap_width(lines: Sequence[_Line]) -> int:
    """The number of characters at which the lines of this text were broken; 0 if each line is a paragraph."""
    lengths = [line.indent + len(line.text) for line in lines]
    width = max(lengths, default=0)
    full = sum(1 for length in lengths if length >= width - _RAGGED)
    return width if width in _WRAP_WIDTHS and full >= 3 else 0


def _next_piece(lines: Sequence[_Line], at: int, width: int) -> tuple[BlockKind, int, int]:
    """Kind, number of lines, and heading level of the piece that begins at line ``at``."""
    text = lines[at].text
    if (fence := _FENCE.match(text)) and (count := _fence(lines, at, fence.group())):
        return "code", count, 0
    if text in OPENING and any(line.text == OPENING[text] for line in lines[at + 1 : at + _FORMULA_LINES]):
        return "code", _fenced(lines, at, OPENING[text]), 0
    if text[0] in "|>":
        return "table" if text[0] == "|" else "quote", _alike(lines, at, text[0]), 0
    if hashes := HASHES.match(text):
        return "heading", 1, hashes.group().count("#")
    if _is_underlined(lines, at):
        return "heading", 2, 1 if lines[at + 1].text[0] == "=" else 2
    if BULLET.match(text) or (NUMBER.match(text) and _is_numbered_list(lines, at)):
        return "item", _item(lines, at, width), 0
    if _is_bare_heading(lines, at):
        return "heading", 1, 2
    return "paragraph", _wrapped(lines, at, width), 0


def _fence(lines: Sequence[_Line], at: int, fence: str) -> int:
    """Lines up to the closing fence; 0 if there is none, or if prose stands between two breaks of scenes."""
    closing = next((i for i in range(at + 1, len(lines)) if lines[i].text.startswith(fence)), None)
    if closing is None:
        return 0
    inside = lines[at + 1 : closing]
    is_bare = lines[at].text.strip("~") == "" and lines[at].after_blank
    if is_bare and inside and inside[0].after_blank and any(is_sentence(line.text) for line in inside):
        return 0
    return closing - at + 1


def _fenced(lines: Sequence[_Line], at: int, fence: str) -> int:
    """Lines up to the closing mark of a formula, or to the end."""
    closing = (i for i in range(at + 1, len(lines)) if lines[i].text.startswith(fence))
    return next(closing, len(lines) - 1) - at + 1


def _alike(lines: Sequence[_Line], at: int, mark: str) -> int:
    count = 1
    while at + count < len(lines) and lines[at + count].text[0] == mark and not lines[at + count].after_blank:
        count += 1
    return count


def _is_underlined(lines: Sequence[_Line], at: int) -> bool:
    below = lines[at + 1 : at + 2]
    return (
        bool(below)
        and not below[0].after_blank
        and UNDERLINE.fullmatch(below[0].text) is not None
        and _has_word(lines[at])
    )


def _has_word(line: _Line) -> bool:
    return _WORD.search(line.text) is not None


def _is_numbered_list(lines: Sequence[_Line], at: int) -> bool:
    """True if two numbered lines follow each other: one alone is more likely the beginning of a sentence."""
    return any(NUMBER.match(line.text) for line in [*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]])


def _item(lines: Sequence[_Line], at: int, width: int) -> int:
    """The line with the bullet, and the lines indented under it or broken at ``width``."""
    count = 1
    while (
        at + count < len(lines) and not lines[at + count].after_blank and not _begins_piece(lines, at + count)
    ):
        if lines[at + count].indent <= lines[at].indent and not _is_broken(lines, at + count - 1, width):
            break
        count += 1
    return count


def _wrapped(lines: Sequence[_Line], at: int, width: int) -> int:
    count = 1
    while (
        at + count < len(lines) and not lines[at + count].after_blank and not _begins_piece(lines, at + count)
    ):
        if not _is_broken(lines, at + count - 1, width):
            break
        count += 1
    return count


def _begins_piece(lines: Sequence[_Line], at: int) -> bool:
    text = lines[at].text
    marked = BULLET.match(text) or HASHES.match(text) or _FENCE.match(text) or text[0] in "|>"
    return (
        bool(marked)
        or is_known_heading(text)
        or (NUMBER.match(text) is not None and _is_numbered_list(lines, at))
    )


def _is_broken(lines: Sequence[_Line], at: int, width: int) -> bool:
    """Whether line ``at`` ended only because the next word did not fit."""
    line, below = lines[at], lines[at + 1]
    if BROKEN.search(line.text) and below.text[0].islower():
        return True
    next_word = below.text.split(maxsplit=1)[0]
    return width > 0 and line.indent + len(line.text) + 1 + len(next_word) > width - _RAGGED // 3


def _is_bare_heading(lines: Sequence[_Line], at: int) -> bool:
    """True for a short line on its own, not a sentence, with text below that it can be the heading of."""
    line, below = lines[at], lines[at + 1 : at + 2]
    if not below:
        return False
    if is_known_heading(line.text):
        return True
    alone = line.after_blank and (below[0].after_blank or BULLET.match(below[0].text) is not None)
    return alone and _reads_as_heading(line.text) and _is_content(below[0].text, line.text)


def _reads_as_heading(text: str) -> bool:
    bare = text.strip("*_ ")
    if len(bare) > _HEADING_CHARS or len(bare.split()) > _HEADING_WORDS or not _WORD.search(bare):
        return False
    finished = is_sentence(bare) and not bare.endswith("?")
    return not (
        bare[0].islower() or finished or _UNFINISHED.search(bare) or is_byline(bare) or reason_to_skip(bare)
    )


def _is_content(text: str, heading: str) -> bool:
    return (
        is_sentence(text)
        or len(text) > max(_HEADING_CHARS, len(heading))
        or BULLET.match(text) is not None
        or is_known_heading(text)
    )


def _find_title(drafts: Sequence[Draft], given: str) -> str:
    """Mark the draft that is the title, if any, and return the title; "" if there is none."""
    given = " ".join(source_text(given).split())
    first = drafts[:_TITLE_AMONG_FIRST]
    found = (
        next((draft for draft in first if same_title(draft.text, given)), None)
        if given
        else _title_like(drafts)
    )
    if found is None:
        return given
    found.kind = "title"
    return given or said(found, inline_marks(found))


def _title_like(drafts: Sequence[Draft]) -> Draft | None:
    """The first piece, if it is short, has words, is not a sentence (or is repeated), and is not the whole
    text."""
    draft, rest = drafts[0] if drafts else None, drafts[1:]
    if draft is None or not rest or not draft.read or len(draft.text) > _TITLE_CHARS:
        return None
    if draft.kind == "heading":
        return None if is_known_heading(draft.text) else draft
    one_line = draft.kind == "paragraph" and "\n" not in draft.text and rest[0].kind != "item"
    again = any(fold(other.text) == fold(draft.text) for other in rest[:_TITLE_AMONG_FIRST])
    headline = (
        not _UNFINISHED.search(draft.text)
        and not draft.text.endswith((".", "。", "।"))
        and not draft.text[0].islower()
    )
    return draft if one_line and (again or headline) and not reason_to_skip(draft.text) else None


def _skip_signature(drafts: Sequence[Draft]) -> None:
    """One to four capitalized words after the last sentence: the publisher, or the author."""
    read = [draft for draft in drafts if draft.read]
    if (
        len(read) < _TITLE_AMONG_FIRST
        or read[-1].kind not in ("paragraph", "answer")
        or not is_sentence(read[-2].text)
    ):
        return
    words = read[-1].text.split()
    if (
        len(words) <= _SIGNATURE_WORDS
        and not is_sentence(read[-1].text)
        and all(word[0].isupper() for word in words)
    ):
        read[-1].reason = SIGNATURE
