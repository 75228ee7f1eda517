"""How a section is read: what is announced, numbered and paced, and which of its blocks are left out. Pure.

Something is announced only where the ear would be lost: not under a heading, nor behind a colon, which have announced it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from tts_service.article.interview import answer_mark_end, question_mark_end
from tts_service.article.judge import is_sentence
from tts_service.article.leadins import Words, words_of
from tts_service.article.model import Block, BlockKind, Skipped
from tts_service.article.spoken import Said, has_words
from tts_service.article.tables import rows_read, table_of, why_not

MOST_ITEMS = 60
"""Of one list. More are a register, which nobody listens to."""
ANNOUNCED_FROM = 3
"""Items, of a list that nothing leads in."""
MARK_OF_SPEAKER = "the mark of a question or an answer"
LIST_END_MS = 600
ROW_MS = 350
TABLE_END_MS = 700
NOT_READ: dict[BlockKind, str] = {
    "code": "program code is not read",
    "caption": "a caption to a picture that is not heard",
}

_COLON = re.compile(r"[:：][\"'”’»)\]]*$")
_OPENING_MARK = re.compile(r"[>\s]*[\"“«„»‘]")
_BEFORE_SPEAKER = re.compile(r"[,”»\"]\s+")
_LONG_QUOTE_CHARS = 150
_LAST_CHARS = 120
"""Of the paragraph before a quotation: where the verb stands that leads it in."""


class Step(NamedTuple):
    """One block as it is read, or not, for ``reason``. ``pause_ms``: the silence after it, 0 for that of its kind.
    ``left_out``: what of it is not read."""

    block: Block
    edits: tuple[Said, ...] = ()
    reason: str = ""
    pause_ms: int = 0
    left_out: tuple[Skipped, ...] = ()


def delivered(blocks: Sequence[Block], language: str, voiced: Collection[str]) -> Iterator[Step]:
    """The steps in which ``blocks``, a section, are read in ``language``.

    ``voiced`` are the roles with a voice of their own, which need no words to be told apart.
    """
    words = words_of(language)
    runs = [list(run) for _, run in groupby(blocks, key=lambda block: block.kind)]
    for index, run in enumerate(runs):
        before = runs[index - 1][-1] if index else None
        after = runs[index + 1][0] if index + 1 < len(runs) else None
        if run[0].kind == "item":
            yield from _list(run, before, words)
        elif run[0].kind == "quote":
            yield from _quotation(run, before, after, None if "quoted" in voiced else words)
        elif run[0].kind == "table":
            yield from (step for table in run for step in _table(table, before, words))
        elif run[0].kind == "caption" and after is not None and after.kind == "table":
            yield from _captions(run, table_of_block=after, words=words)
        else:
            yield from (_plain(block, words, voiced) for block in run)


def _plain(block: Block, words: Words | None, voiced: Collection[str]) -> Step:
    if block.kind == "question" and (end := question_mark_end(block.text)):
        return _turn(block, end, words.question if words else "", has_voice="questioner" in voiced)
    if block.kind == "answer" and (end := answer_mark_end(block.text)):
        return _turn(block, end, words.answer if words else "", has_voice="answerer" in voiced)
    return Step(block, reason=NOT_READ.get(block.kind, ""))


def _turn(block: Block, mark_end: int, words: str, *, has_voice: bool) -> Step:
    """What follows "Q:" or "A:": said for it are ``words``, or nothing by a voice that is known for asking or answering."""
    start, end = block.start, block.start + mark_end
    if words and not has_voice:
        return Step(block, (Said(f"{words} ", start, end),))
    return Step(block, (Said("", start, end),), left_out=(Skipped(block.text[:mark_end], start, end, MARK_OF_SPEAKER),))


def _is_led_in(before: Block | None) -> bool:
    """A heading, or a colon at the end of what was said last, announces what follows."""
    return before is None or before.kind in ("heading", "title", "question", "caption") or bool(_COLON.search(before.text))


def _list(items: Sequence[Block], before: Block | None, words: Words | None) -> Iterator[Step]:
    heard = [item for item in items if has_words(item.text)]
    count = len(heard)
    left_out = set(heard[MOST_ITEMS:])
    last = heard[:MOST_ITEMS][-1] if heard else None
    announced = words is not None and count >= ANNOUNCED_FROM and not heard[0].number and not _is_led_in(before)
    for item in items:
        if item in left_out:
            yield Step(item, reason=f"beyond the first {MOST_ITEMS} of {count} items in a list")
            continue
        edits = []
        if words and announced and item is heard[0]:
            edits.append(Said(f"{words.items.format(count)} ", item.start, item.start))
        if item.number:
            edits.append(Said(f"{item.number}. ", item.start, item.start))
        if words and left_out and item is last:
            mark = "" if is_sentence(item.text) else "."
            edits.append(Said(f"{mark} {words.more.format(len(left_out))}", item.end, item.end))
        yield Step(item, tuple(edits), pause_ms=LIST_END_MS if item is last else 0)


def _quotation(quotes: Sequence[Block], before: Block | None, after: Block | None, words: Words | None) -> Iterator[Step]:
    announced = words if words and _is_bare(quotes[0], before, words) else None
    long = sum(len(quote.text) for quote in quotes) >= _LONG_QUOTE_CHARS
    closed = announced if long and after is not None and is_sentence(quotes[-1].text) else None
    for quote in quotes:
        edits = []
        if announced and quote is quotes[0]:
            edits.append(Said(f"{announced.quote} ", quote.start, quote.start))
        if closed and quote is quotes[-1]:
            edits.append(Said(f" {closed.end_of_quote}", quote.end, quote.end))
        yield Step(quote, tuple(edits))


def _is_bare(quote: Block, before: Block | None, words: Words) -> bool:
    """A quotation by its marks (pages set summaries and hints as block quotes too) that nothing in it or before it tells."""
    told = _says_who(quote, words) or (before is not None and _speaks(before, words))
    return _OPENING_MARK.match(quote.text) is not None and not told


def _speaks(before: Block, words: Words) -> bool:
    """What was said last leads a quotation in: by a colon, or by a verb such as "said". An interview is all quotations."""
    if before.kind in ("question", "answer"):
        return True
    return bool(_COLON.search(before.text)) or words.speaking.search(before.text[-_LAST_CHARS:]) is not None


def _says_who(quote: Block, words: Words) -> bool:
    """The quotation itself says who speaks: "…, said a visitor"."""
    return any(words.speaking.match(quote.text, mark.end()) for mark in _BEFORE_SPEAKER.finditer(quote.text))


def _table(block: Block, before: Block | None, words: Words | None) -> Iterator[Step]:
    table = table_of(block)
    if reason := why_not(table):
        yield Step(block, reason=reason)
        return
    rows = rows_read(block, table)
    for row in rows:
        edits = row.edits
        if words and row is rows[0] and len(rows) > 1 and not _is_led_in(before):
            edits = (Said(f"{words.rows.format(len(rows))} ", block.start, block.start), *edits)
        yield Step(row.block, edits, pause_ms=TABLE_END_MS if row is rows[-1] else ROW_MS, left_out=row.left_out)


def _captions(captions: Sequence[Block], table_of_block: Block, words: Words | None) -> Iterator[Step]:
    """The last caption before a table that is read is its title."""
    is_read = not why_not(table_of(table_of_block))
    for caption in captions:
        if is_read and caption is captions[-1]:
            edits = (Said(f"{words.table} ", caption.start, caption.start),) if words else ()
            yield Step(caption, edits, pause_ms=ROW_MS)
        else:
            yield Step(caption, reason=NOT_READ["caption"])
